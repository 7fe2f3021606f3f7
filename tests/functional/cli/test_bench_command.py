"""`configurator bench engine` measures everything once and says so to people and to machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from configurator.benching import completing, engine
from configurator.cli import comparing
from tests.functional.cli.console import call

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
    monkeypatch.setattr(comparing, "SCALES", (0.05, 0.1))
    monkeypatch.setattr(comparing, "COMPARED_SCALES", (0.1,))
    monkeypatch.setattr(comparing, "SHAPED", 2)


def run(*arguments: str, command: str = "engine") -> int:
    return call("bench", command, *arguments)


def test_the_json_holds_every_measurement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "phone.uvl").write_text(MODEL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a model", encoding="utf-8")
    assert run("--models", str(tmp_path), "--clicks", "6", "--sessions", "2", "--seed", "3", "--tangled", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"rows", "answers", "memory"}
    made = ["look-alike 0.05", "look-alike 0.1", "tangled 0.05", "tangled 0.1"]
    assert [row["name"] for row in answer["rows"]] == ["phone", "catalog telecom", "catalog telecom twice", *made]
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
    assert len(lines) == 2 + 2 + 2 + 3 + 1
    assert lines[2].startswith("catalog telecom")


def test_a_broken_model_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.uvl").write_text("features\n    A\n        strange\n            B\n", encoding="utf-8")
    assert run("--models", str(tmp_path), "--clicks", "1") == 1
    assert "broken.uvl" in capsys.readouterr().err


def test_no_clicks_is_a_wrong_call() -> None:
    assert run("--clicks", "0") == 2


def test_other_engines_are_compared_or_said_to_be_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "phone.uvl").write_text(MODEL, encoding="utf-8")
    nowhere = str(tmp_path / "nothing here")
    assert run("--peers", "--peers-in", nowhere, "--models", str(tmp_path), "--clicks", "3", "--peer-seconds", "5") == 0
    said = capsys.readouterr()
    starts = ("phone", "look-alike 0.1, bools", "catalog telecom")
    assert [line for line in said.out.splitlines() if line.startswith(starts)] != []
    assert "naive loop, same solver: " in said.out
    missing = [line for line in said.err.splitlines() if "flamapy, backbone" in line]
    assert len(missing) == 1 and "make bench-peers" in missing[0]


def test_the_comparison_is_there_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--peers", "--peers-in", str(tmp_path), "--clicks", "2", "--peer-seconds", "5", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in answer["rows"]] == ["look-alike 0.1, bools", "catalog telecom"]
    for row in answer["rows"]:
        states = {result["kind"]: result["state"] for result in row["results"]}
        assert states["naive"] == "done" and states["backbone"] == "missing"
        assert sum(result["wrong"] for result in row["results"]) == 0
    assert answer["mean_ratios"]["naive"] > 0


def test_completions_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(completing, "ARCHETYPES", {})
    customer = "customer: {industry: F52, staff: 60, sites: 3}\n"
    (tmp_path / "shop.yaml").write_text(customer, encoding="utf-8")
    assert run("--requests", str(tmp_path), command="completion") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[2:-1]] == ["essential", "standard", "plus"]
    assert lines[-1].startswith("3 completions, 3 proven best")
    assert run("--requests", str(tmp_path), "--json", command="completion") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["all"]["ratio"] >= 1
    assert {row["proof"] for row in answer["rows"]} == {"optimal"}


def test_shapes_stand_beside_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command="shape") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[2:]] == [
        "catalog telecom",
        "look-alike 0.05",
        "look-alike 0.1",
        "tangled 1",
    ]
    assert run("--json", command="shape") == 0
    assert json.loads(capsys.readouterr().out)["catalog telecom"]["offerings"] > 200
