"""Files are opened, decoded and told apart, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.models.reading import ModelLoad, load_model

UVL = "features\n\tr\n"
DIMACS = "c 1 r\np cnf 1 0\n"


def load(tmp_path: Path, content: bytes | str, name: str = "model.uvl") -> ModelLoad:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_model(path)


def code(found: ModelLoad) -> str:
    (problem,) = found.problems
    return problem.code


@pytest.mark.parametrize(
    ("content", "name"),
    [(UVL, "a.uvl"), (UVL, "a.txt"), (DIMACS, "a.dimacs"), (DIMACS, "a.CNF"), (DIMACS, "a")],
)
def test_tells_formats_apart_by_suffix_or_content(tmp_path: Path, content: str, name: str) -> None:
    model = load(tmp_path, content, name).model
    assert model is not None
    assert [feature.name for feature in model.features] == ["r"]


@pytest.mark.parametrize("content", ["\ufefffeatures\n\tr\n", "features\r\n\tr\r\n", "features\r\tr\r"])
def test_takes_marks_and_line_ends_of_every_system(tmp_path: Path, content: str) -> None:
    assert load(tmp_path, content).model is not None


def test_refuses_what_is_not_there_or_a_folder(tmp_path: Path) -> None:
    assert code(load_model(tmp_path / "none.uvl")) == "model_unreadable"
    assert code(load_model(tmp_path)) == "model_unreadable"


def test_refuses_other_encodings_with_their_place(tmp_path: Path) -> None:
    found = load(tmp_path, b"features\n\tr\xff\n")
    assert code(found) == "model_not_utf8"
    assert (found.problems[0].location.line, found.problems[0].location.column) == (2, 3)  # type: ignore[union-attr]


def test_refuses_files_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator.models.reading.MOST_BYTES", 12)
    assert load(tmp_path, UVL).model is not None
    assert code(load(tmp_path, UVL + " ")) == "model_too_large"
