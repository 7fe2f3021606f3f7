"""`configurator count` and `model count` as a person or a script calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from configurator.cli.counting import MOST_DIGITS, count_json, word_count
from configurator.solver import Counted
from tests.functional.cli.console import call

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "requests" / "school.yaml"
PHONE = """features
	phone
		mandatory
			screen
				alternative
					plain
					sharp
		optional
			camera
			radio
constraints
	camera => sharp
"""


class Command:
    """Runs a command in this process and keeps what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *arguments: object) -> tuple[int, str, str]:
        code = call(*arguments)
        said, complained = self._capsys.readouterr()
        return code, said, complained

    def ask(self, *arguments: object) -> Any:
        code, said, complained = self.run(*arguments, "--json")
        assert code == 0, complained
        return json.loads(said)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("CONFIGURATOR_LANGUAGE", "en")
    return Command(capsys)


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    path = tmp_path / "phone.uvl"
    path.write_text(PHONE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 6),
        (("--choose", "camera"), 2),
        (("--reject", "sharp"), 2),
        (("--choose", "camera", "--reject", "sharp"), 0),
    ],
)
def test_counts_the_products_of_a_feature_model(command, phone, options, count) -> None:
    assert command.ask("model", "count", phone, *options)["configurations"] == {"exact": True, "count": count}


def test_an_analysis_says_how_many_there_are(command, phone) -> None:
    assert command.ask("model", "analyse", phone)["configurations"] == {"exact": True, "count": 6}
    assert "6 valid configurations" in command.run("model", "analyse", phone)[1]


def test_an_unknown_feature_is_refused(command, phone) -> None:
    code, _, complained = command.run("model", "count", phone, "--choose", "cammera")
    assert code == 1
    assert "model_unknown_feature" in complained and "camera" in complained


def test_a_request_leaves_at_least_so_many(command) -> None:
    answer = command.ask("count", EXAMPLE, "--time-limit", 1)["configurations"]
    assert not answer["exact"]
    assert answer["count"] > 10**15


def test_a_request_that_does_not_read_is_refused(command, tmp_path) -> None:
    path = tmp_path / "request.yaml"
    path.write_text("customer: {industry: nowhere}\n", encoding="utf-8")
    code, _, complained = command.run("count", path)
    assert code == 1
    assert "customer_industry_unknown" in complained


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (Counted(0, exact=True), "0 valid configurations"),
        (Counted(999_999_999_999_999, exact=True), "999999999999999 valid configurations"),
        (Counted(16_601_881_363_009_992, exact=True), "about 1.66 × 10^16"),
        (Counted(10**20, exact=False), "at least 1.00 × 10^20"),
        (Counted(7, exact=False), "at least 7"),
    ],
)
def test_long_counts_are_said_as_powers_of_ten(counted, words) -> None:
    assert word_count(counted, "en").startswith(words)
    assert word_count(counted, "zh")


def test_a_count_too_long_to_write_becomes_a_lower_bound() -> None:
    answer = count_json(Counted(2**100_000, exact=True))
    assert answer == {"exact": False, "count": 10**MOST_DIGITS}
    assert json.loads(json.dumps(answer)) == answer
