"""A folder becomes a catalog; whatever lies in it, reading ends with problems and not with an exception."""

import os
import random
import shutil
from pathlib import Path

import pytest

from configurator.catalog.reading import MOST_BYTES, compute_digest, load_catalog, read_catalog
from configurator.values.problem import Severity, has_errors
from tests.factories.catalog_files import load_tiny, tiny_files


def write(folder: Path) -> Path:
    for path, content in tiny_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def codes(load):
    return [(problem.location.file, problem.code) for problem in load.problems]


def test_a_folder_and_its_contents_in_memory_give_the_same_catalog(tmp_path):
    assert load_catalog(write(tmp_path)) == load_tiny()


def test_the_tiny_catalog_has_no_problem():
    load = load_tiny()
    assert load.problems == ()
    assert load.catalog is not None


def test_the_telecom_catalog_has_no_errors_and_no_warnings():
    load = load_catalog(Path(__file__).parents[3] / "catalog_data" / "telecom")
    assert [problem for problem in load.problems if problem.severity is not Severity.INFO] == []
    assert load.catalog is not None


def test_places_are_relative_to_the_folder(tmp_path):
    catalog = load_catalog(write(tmp_path)).catalog
    assert str(catalog.offerings["SBC-100"].location) == "offerings/voice.yaml:6:3"
    assert str(catalog.prices["MIN-OUT"][0].tiers[1].location) == "prices/voice.csv:6:34"


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    load = load_catalog(tmp_path / "nowhere")
    assert load.catalog is None
    assert "folder_missing" in [problem.code for problem in load.problems]


def test_an_empty_folder_names_every_file_that_is_needed(tmp_path):
    assert codes(load_catalog(tmp_path)) == [
        ("catalog.yaml", "file_missing"),
        ("offerings/*.yaml", "file_missing"),
        ("prices/*.csv", "file_missing"),
        ("tax.csv", "file_missing"),
        ("tax.yaml", "file_missing"),
        ("vocabulary.yaml", "file_missing"),
    ]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    folder = write(tmp_path / "catalog")
    (tmp_path / "secret.yaml").write_text("a: b")
    (folder / "needs.yaml").unlink()
    (folder / "needs.yaml").symlink_to(tmp_path / "secret.yaml")
    assert ("needs.yaml", "file_outside") in codes(load_catalog(folder))


def test_a_linked_folder_is_not_followed(tmp_path):
    folder = write(tmp_path / "catalog")
    shutil.move(folder / "rules", tmp_path / "rules")
    (folder / "rules").symlink_to(tmp_path / "rules")
    load = load_catalog(folder)
    assert ("rules", "file_outside") in codes(load)
    assert load.catalog is None


def test_a_link_within_the_folder_is_a_file_like_any_other(tmp_path):
    folder = write(tmp_path)
    shutil.move(folder / "needs.yaml", folder / "needs.txt")
    (folder / "needs.yaml").symlink_to(folder / "needs.txt")
    assert load_catalog(folder) == load_tiny()


def test_hidden_and_foreign_files_are_passed_over(tmp_path):
    folder = write(tmp_path)
    (folder / ".draft.yaml").write_text("a: [")
    (folder / "README.md").write_text("a: [")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("a: [")
    assert load_catalog(folder) == load_tiny()


def test_a_folder_named_like_a_file_is_a_problem_of_what_is_missing(tmp_path):
    folder = write(tmp_path)
    (folder / "tax.yaml").unlink()
    (folder / "tax.yaml").mkdir()
    assert ("tax.yaml", "file_missing") in codes(load_catalog(folder))


def test_a_large_file_is_refused_by_its_size(tmp_path):
    folder = write(tmp_path)
    with (folder / "needs.yaml").open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    (problem,) = load_catalog(folder).problems[:1]
    assert (problem.code, problem.params["size"]) == ("file_too_large", MOST_BYTES + 1)


def test_the_digest_follows_content_and_path_and_nothing_else(tmp_path):
    files = tiny_files()
    digest = compute_digest(files)
    assert len(digest) == 64
    assert compute_digest(dict(reversed(files.items()))) == digest
    assert compute_digest(files | {"needs.yaml": files["needs.yaml"] + b" "}) != digest
    moved = dict(files)
    moved["rules/other.yaml"] = moved.pop("rules/voice.yaml")
    assert compute_digest(moved) != digest
    assert load_tiny().catalog.digest == digest


def test_the_digest_keeps_files_apart():
    assert compute_digest({"a": b"bc", "d": b""}) != compute_digest({"a": b"b", "d": b"c"})


def test_problems_come_in_the_order_of_files_and_lines():
    files = tiny_files() | {"needs.yaml": b"needs: [", "approvals.yaml": b"limits: {rep: x, manager: y}"}
    places = [(problem.location.file, problem.location.line) for problem in read_catalog(files).problems]
    assert places == sorted(places)
    assert len(places) >= 3


def test_a_file_full_of_problems_is_cut_off():
    lines = "".join(f"  K{number}: {{}}\n" for number in range(5000))
    load = read_catalog(tiny_files() | {"needs.yaml": f"needs:\n{lines}".encode()})
    assert len([problem for problem in load.problems if problem.location.file == "needs.yaml"]) == 200
    assert "more_problems" in [problem.code for problem in load.problems]


def damage(content: bytes, chance: random.Random) -> bytes:
    """One thing that happens to files: a byte changed, a piece lost or doubled, lines exchanged, the rest cut off."""
    start, length = chance.randrange(len(content)), chance.randrange(1, 30)
    lines = content.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return chance.choice(
        [
            content[:start] + bytes([chance.randrange(256)]) + content[start + 1 :],
            content[:start] + content[start + length :],
            content[: start + length] + content[start:],
            b"\n".join(lines),
            content[:start],
            content[:start] + chance.choice([b"{", b"[", b": ", b"&a ", b"\t", b'"', b",", b"-"]) + content[start:],
        ]
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_raises_and_every_refusal_names_a_place(seed):
    chance = random.Random(seed)
    for _ in range(10):
        files = tiny_files()
        for path in chance.sample(sorted(files), chance.choice([1, 1, 2])):
            files[path] = damage(files[path], chance)
        load = read_catalog(files)
        assert (load.catalog is None) == has_errors(load.problems)
        for problem in load.problems:
            assert problem.location is not None
            assert problem.location.file
            assert problem.location.line >= 1 or problem.code.startswith(("file_", "table_", "more_"))


def test_a_name_that_cannot_be_printed_is_told_with_its_signs_as_numbers(tmp_path: Path) -> None:
    folder = write(tmp_path)
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).touch()
    assert [(problem.code, str(problem.location)) for problem in load_catalog(folder).problems] == [
        ("file_name_refused", "\\udcff.yaml")
    ]


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "clauses.yaml").unlink(missing_ok=True)
    (folder / "clauses.yaml").symlink_to("clauses.yaml")
    problem = next(each for each in load_catalog(folder).problems if each.code == "file_outside")
    assert problem.location and problem.location.file == "clauses.yaml"
