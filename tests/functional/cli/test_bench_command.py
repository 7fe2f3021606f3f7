"""`configurator bench engine` measures everything once and says so to people and to machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from configurator.benching import engine
from configurator.cli.main import main

SPREADS = {"median", "p95", "max"}
MODEL = """features
    Phone
        mandatory
            Screen
        optional
            Camera
            Radio
constraints
    Camera => Radio
"""


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFIGURATOR_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CONFIGURATOR_LANGUAGE", "en")
    monkeypatch.setattr(engine, "SCALES", (0.05, 0.1))


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["bench", "engine", *arguments])
    return int(left.value.code or 0)


def test_the_json_holds_every_measurement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "phone.uvl").write_text(MODEL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a model", encoding="utf-8")
    assert run("--models", str(tmp_path), "--clicks", "6", "--sessions", "2", "--seed", "3", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"rows", "answers", "memory"}
    assert [row["name"] for row in answer["rows"]] == ["phone", "catalog telecom", "generated 0.05", "generated 0.1"]
    for row in answer["rows"]:
        assert row["options"].keys() == row["everything"].keys() == SPREADS
        assert row["clicks"] > 0 and row["options"]["median"] > 0
        assert 0 <= row["options_solver_share"] <= 1
        assert row["compared"] > 0 and row["ratio"] > 0
        assert (row["differences"], row["undecided"]) == (0, 0)
    assert answer["answers"]["asked"] > 0
    memory = answer["memory"]
    assert memory["sessions"] == 2
    assert memory["catalog_mb"] < memory["served_mb"] <= memory["held_mb"]


def test_people_get_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--clicks", "3", "--sessions", "1") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + 1 + 2 + 3 + 1
    assert lines[2].startswith("catalog telecom")


def test_a_broken_model_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.uvl").write_text("features\n    A\n        strange\n            B\n", encoding="utf-8")
    assert run("--models", str(tmp_path), "--clicks", "1") == 1
    assert "broken.uvl" in capsys.readouterr().err


def test_no_clicks_is_a_wrong_call() -> None:
    assert run("--clicks", "0") == 2
