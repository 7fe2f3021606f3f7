"""`catalog test` as maintainers call it: exit codes, places, sums, JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.factories.scenario_files import shop_files, write_scenario
from tests.functional.cli.console import start

SOUND = write_scenario("choices: {SWITCH-L: 1}", "quantity: {SPARE: 2..}", "sound")
FAILING = write_scenario("choices: {SWITCH-L: 1}", "state: {SPARE: open}", "failing")


def run(*arguments: object, language: str = "en") -> subprocess.CompletedProcess[str]:
    return start("catalog", *arguments, language=language)


def write_shop(folder: Path, scenarios: str) -> Path:
    for path, content in shop_files(scenarios=scenarios).items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
        (folder / path).write_bytes(content)
    return folder


def test_all_is_well(tmp_path: Path) -> None:
    done = run("test", write_shop(tmp_path, SOUND))
    assert done.returncode == 0, done.stderr
    assert "1 scenarios: 1 passed, 0 failed" in done.stdout
    assert "Covered: 2 of 11 rules" in done.stdout
    assert "rules/shop.yaml:3:10: rule NEEDS-SWITCH is not covered" in done.stderr
    assert "offerings/shop.yaml:6:3: offering PHONE is in no scenario" in done.stderr


@pytest.mark.parametrize(
    ("language", "words"), [("en", "should be open, but is forced"), ("zh", "应为“可选”，实际为“必选”")]
)
def test_a_miss_names_its_place(tmp_path: Path, language: str, words: str) -> None:
    done = run("test", write_shop(tmp_path, SOUND + FAILING), language=language)
    assert done.returncode == 1
    assert "scenarios/shop.yaml:13:29: " in done.stderr
    assert words in done.stderr
    assert "[SPARES]" in done.stderr


def test_only_some_are_run_and_coverage_is_left_out(tmp_path: Path) -> None:
    done = run("test", write_shop(tmp_path, SOUND + FAILING), "--only", "sound")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Covered" not in done.stdout


def test_a_scenario_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    done = run("test", write_shop(tmp_path, SOUND), "--only", "sond")
    assert done.returncode == 2
    assert "The nearest is sound" in done.stderr


def test_a_catalog_without_scenarios_is_a_wrong_call(tmp_path: Path) -> None:
    assert run("test", write_shop(tmp_path, "")).returncode == 2


def test_files_that_do_not_read_are_refused_before_anything_runs(tmp_path: Path) -> None:
    done = run("test", write_shop(tmp_path, SOUND + write_scenario("", "state: {SPARES: open}", "bad")), "--json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("unknown_offering", "scenarios/shop.yaml", 12)
    assert "SPARE" in problem["hint"]


def test_mutants_are_reported(tmp_path: Path) -> None:
    done = run("test", write_shop(tmp_path, SOUND), "--mutants")
    assert done.returncode == 0
    assert "no scenario noticed that rule NO-MIX was changed: deleted" in done.stderr
    assert "Changed rules: " in done.stdout


def test_everything_as_json(tmp_path: Path) -> None:
    answer = json.loads(run("test", write_shop(tmp_path, SOUND + FAILING), "--mutants", "--json").stdout)
    assert (answer["scenarios"], answer["passed"], answer["failed"]) == (2, 1, 1)
    assert [result["passed"] for result in answer["results"]] == [True, False]
    assert answer["problems"][0]["code"] == "scenario_missed_state"
    assert answer["coverage"]["rules"] == 11
    spares = [one for one in answer["mutants"]["verdicts"] if one["rule"] == "SPARES"]
    assert {one["operator"] for one in spares if one["noticed_by"] == "sound"} >= {"deleted", "raised", "lowered"}
    assert answer["mutants"]["mutants"] == len(answer["mutants"]["verdicts"])


def test_lint_looks_at_what_scenarios_name(tmp_path: Path) -> None:
    done = run("lint", write_shop(tmp_path, write_scenario("", "state: {SPARES: open}", "bad")), "--quick")
    assert done.returncode == 1
    assert "scenarios/shop.yaml:8:30: error [unknown_offering]" in done.stderr
