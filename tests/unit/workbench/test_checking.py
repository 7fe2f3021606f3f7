from __future__ import annotations

from pathlib import Path

from configurator.services.releases import lint_catalog
from configurator.workbench.checking import check_workpiece
from configurator.workbench.workpiece import read_workpiece
from tests.factories.catalog_files import changed, tiny_files


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def nobody(done: int, total: int) -> None:
    """Nobody waits."""


def test_finds_what_the_command_finds(tmp_path):
    found = check_workpiece(read_workpiece(tiny_files()), nobody)
    assert found
    assert found == lint_catalog(write(tmp_path, tiny_files()))


def test_finds_what_the_command_finds_in_broken_files(tmp_path):
    files = changed("rules/voice.yaml", "then: SBC-*", "then: SBC-* +")
    assert check_workpiece(read_workpiece(files), nobody) == lint_catalog(write(tmp_path, files))


def test_says_how_far_it_is():
    steps: list[tuple[int, int]] = []
    check_workpiece(read_workpiece(tiny_files()), lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] < steps[-1][1]
