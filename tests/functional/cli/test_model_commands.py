"""`configurator model …` as a person or a script calls it: answers, exit codes, places, remedies."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.functional.cli.console import call
from tests.unit.models.worlds import Writer

PHONE = """features
	phone
		mandatory
			screen
				alternative
					plain
					sharp
		optional
			camera
			zoom
			radio
constraints
	camera => sharp
	zoom => camera
	zoom => sharp
	!radio
"""


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    path = tmp_path / "phone.uvl"
    path.write_text(PHONE, encoding="utf-8")
    return path


class Runner:
    """Runs a command in this process and keeps what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0
        self.said = ""
        self.complained = ""

    def run(self, *arguments: object) -> str:
        self.code = call("model", *arguments)
        self.said, self.complained = self._capsys.readouterr()
        return self.said

    def ask(self, *arguments: object) -> Any:
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture
def runner(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


def test_analyses(runner: Runner, phone: Path) -> None:
    answer = runner.ask("analyse", phone)
    assert runner.code == 0
    assert (answer["features"], answer["constraints"], answer["void"]) == (7, 4, False)
    assert (answer["core"], answer["dead"], answer["false_optional"]) == (["phone", "screen"], ["radio"], [])
    assert [(origin["line"], origin["text"]) for origin in answer["redundant"]] == [(15, "zoom => sharp")]
    assert answer["components"] == 1
    assert answer["seconds"] >= answer["stages"]["read"] > 0


def test_tells_an_analysis_to_people(runner: Runner, phone: Path) -> None:
    said = runner.run("analyse", phone)
    assert "core: 2\n    phone screen\n" in said
    assert "redundant: 1\n    line 15: zoom => sharp\n" in said


def test_speaks_chinese_too(runner: Runner, phone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFIGURATOR_LANGUAGE", "zh")
    assert "核心特征：2" in runner.run("analyse", phone)


def test_steps(runner: Runner, phone: Path) -> None:
    answer = runner.ask("step", phone, "--choose", "zoom", "--reject", "radio")
    assert runner.code == 0
    assert (answer["chosen"], answer["rejected"]) == (["zoom"], ["radio"])
    assert answer["forced_true"] == ["phone", "screen", "sharp", "camera"]
    assert answer["forced_false"] == ["plain"]
    assert answer["open"] == 0
    assert answer["seconds"].keys() == {"read", "compile", "step", "solver"}


def test_tells_a_step_to_people(runner: Runner, phone: Path) -> None:
    assert runner.run("step", phone) == "forced: 2\n    phone screen\nforbidden: 1\n    radio\nopen: 4\n"


def test_explains_with_lines_and_choices(runner: Runner, phone: Path) -> None:
    answer = runner.ask("explain", phone, "--choose", "zoom", "--value", "plain")
    assert (answer["value"], answer["state"], answer["minimal"]) == ("plain", "forced_false", True)
    reasons = [(reason["kind"], reason.get("line")) for reason in answer["reasons"]]
    assert ("choice", None) in reasons
    assert ("alternative", 5) in reasons
    assert {line for kind, line in reasons if kind == "constraint"} in ({13, 14}, {15})


def test_tells_reasons_to_people(runner: Runner, phone: Path) -> None:
    assert runner.run("explain", phone, "--value", "radio") == (
        "“radio” cannot be taken, because:\n    line 16: !radio\n"
    )


def test_repairs_towards_a_value(runner: Runner, phone: Path) -> None:
    answer = runner.ask("repair", phone, "--choose", "zoom", "--choose", "camera", "--value", "plain")
    assert answer["wanted"] == {"name": "plain", "value": True}
    assert answer["repairs"] == [{"give_up": [{"name": name, "value": True} for name in ("zoom", "camera")]}]


def test_repairs_choices_that_clash(runner: Runner, phone: Path) -> None:
    said = runner.run("repair", phone, "--choose", "camera", "--choose", "plain")
    assert runner.code == 0
    assert said == "1. plain chosen\n2. camera chosen\n"


def test_a_clash_is_explained_with_ways_out(runner: Runner, phone: Path) -> None:
    answer = runner.ask("step", phone, "--choose", "camera", "--choose", "plain")
    assert runner.code == 1
    assert [problem["code"] for problem in answer["problems"]] == ["model_choices_clash"]
    assert [reason["line"] for reason in answer["conflict"] if reason["kind"] == "constraint"] == [13]
    assert len(answer["repairs"]) == 2
    runner.run("step", phone, "--choose", "camera", "--choose", "plain")
    assert runner.said == ""
    assert "    camera chosen\n    plain chosen\n" in runner.complained


def test_a_void_model_is_explained(runner: Runner, tmp_path: Path) -> None:
    path = tmp_path / "void.uvl"
    path.write_text("features\n\tr\nconstraints\n\t!r\n", encoding="utf-8")
    answer = runner.ask("analyse", path)
    assert (runner.code, answer["void"]) == (0, True)
    assert [origin["line"] for origin in answer["conflict"]] == [2, 4]
    assert runner.ask("step", path)["problems"][0]["code"] == "model_void"
    assert runner.code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("explain", "--value", "camera"), "model_feature_is_open"),
        (("repair", "--value", "radio"), "model_no_repair"),
        (("step", "--choose", "camra"), "model_unknown_feature"),
        (("explain", "--value", "camra"), "model_unknown_feature"),
    ],
)
def test_what_has_no_answer_leaves_with_one(runner: Runner, phone: Path, arguments: tuple[str, ...], code: str) -> None:
    answer = runner.ask(arguments[0], phone, *arguments[1:])
    assert runner.code == 1
    assert [problem["code"] for problem in answer["problems"]] == [code]
    runner.run(arguments[0], phone, *arguments[1:])
    assert f"[{code}]" in runner.complained


def test_an_unknown_name_comes_with_the_nearest(runner: Runner, phone: Path) -> None:
    runner.run("step", phone, "--reject", "camra")
    assert "--reject: error [model_unknown_feature]" in runner.complained
    assert "The nearest name: camera." in runner.complained


def test_a_broken_file_is_named_with_line_and_column(runner: Runner, tmp_path: Path) -> None:
    path = tmp_path / "broken.uvl"
    path.write_text("features\n\tr\nconstraints\n\tr =>\n\tr + 1 > 3\n", encoding="utf-8")
    answer = runner.ask("analyse", path)
    places = [(problem["code"], problem["line"], problem["column"]) for problem in answer["problems"]]
    assert runner.code == 1
    assert places == [("uvl_operand_expected_at_end", 4, 6), ("uvl_not_boolean", 5, 4)]


def test_warnings_do_not_spoil_json(runner: Runner, tmp_path: Path) -> None:
    path = tmp_path / "typed.uvl"
    path.write_text("features\n\tInteger r\n", encoding="utf-8")
    assert runner.ask("analyse", path)["core"] == ["r"]
    assert "typed.uvl:2:2: warning [uvl_type_ignored]" in runner.complained


def test_reads_dimacs_with_names(runner: Runner, tmp_path: Path) -> None:
    path = tmp_path / "model.dimacs"
    path.write_text("c 1 router\nc 2 cable\np cnf 2 2\n1 0\n-1 2 0\n", encoding="utf-8")
    answer = runner.ask("explain", path, "--value", "cable")
    assert [reason["sentence"] for reason in answer["reasons"]] == ["line 4: router", "line 5: !router | cable"]


@pytest.mark.parametrize("arguments", [("explain",), ("step", "--time-limit", "0"), ("fly",)])
def test_a_wrong_call_leaves_with_two(runner: Runner, phone: Path, arguments: tuple[str, ...]) -> None:
    runner.run(arguments[0], phone, *arguments[1:])
    assert runner.code == 2


def test_a_missing_file_leaves_with_one(runner: Runner, tmp_path: Path) -> None:
    runner.run("analyse", tmp_path / "none.uvl")
    assert runner.code == 1
    assert "[model_unreadable]" in runner.complained


def test_answers_for_a_model_of_thousands(runner: Runner, tmp_path: Path) -> None:
    path = tmp_path / "large.uvl"
    path.write_text(Writer(Random(7), 2_500, 0).write(), encoding="utf-8")
    answer = runner.ask("analyse", path)
    assert (runner.code, answer["features"], answer["undecided"], answer["untested"]) == (0, 2_500, [], [])
