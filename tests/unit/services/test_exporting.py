from __future__ import annotations

import pytest

from configurator.releasing.refusals import FilePathRefused
from configurator.services.exporting import FolderOccupied, write_folder
from configurator.services.writing import FileNotWritten
from tests.factories.catalog_files import tiny_files


def read(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("is_there", [False, True])
def test_writes_into_a_new_or_empty_folder(tmp_path, is_there):
    folder = tmp_path / "out"
    if is_there:
        folder.mkdir()
    write_folder(folder, tiny_files())
    assert read(folder) == tiny_files()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_leaves_what_is_there_alone(tmp_path):
    (tmp_path / "mine").write_text("mine")
    for target in (tmp_path, tmp_path / "mine"):
        with pytest.raises(FolderOccupied):
            write_folder(target, tiny_files())
    assert read(tmp_path) == {"mine": b"mine"}


def test_leaves_nothing_half_written(tmp_path):
    with pytest.raises(FilePathRefused):
        write_folder(tmp_path / "out", {"a.yaml": b"", "../b.yaml": b""})
    assert list(tmp_path.iterdir()) == []


def test_says_why_it_cannot_write(tmp_path):
    with pytest.raises(FileNotWritten):
        write_folder(tmp_path / "nowhere" / "out", tiny_files())
