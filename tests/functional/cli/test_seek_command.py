"""`configurator seek` as a person or a script calls it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.functional.cli.console import start

ROOT = Path(__file__).resolve().parents[3]
SCHOOL = ROOT / "examples/requests/school.yaml"
HOSPITAL = ROOT / "examples/requests/hospital.yaml"


def seek(*arguments: object) -> dict[str, Any]:
    done = start("seek", *arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["problems"] == []
    return answer


def lines_of(proposal: dict[str, Any]) -> dict[str, int]:
    return {line["offering"]: line["quantity"] for line in proposal["lines"]}


def propose(path: Path) -> dict[str, Any]:
    done = start("propose", path, "--json")
    assert done.returncode == 0, done.stdout
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    is_json = name.endswith("json")
    text = json.dumps(content, ensure_ascii=False) if is_json else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_most_needs_within_a_budget_and_what_the_others_would_add(tmp_path: Path) -> None:
    answer = seek(HOSPITAL, "--optional", "all", "--budget-monthly", "30000")
    totals = answer["proposal"]["totals"]
    assert answer["proof"] == "optimal"
    assert Decimal(totals["monthly"]) <= 30000
    (missing,) = answer["left_out"]
    assert missing["code"] == "contact_center"
    assert Decimal(missing["over"]) > 0
    assert Decimal(missing["adds"]) >= Decimal(missing["over"])
    assert sorted(answer["covered"]) == ["backup", "disaster_recovery", "web_protection"]
    again = propose(write(tmp_path, "draft.yaml", answer["request"]))
    assert lines_of(again) == lines_of(answer["proposal"])
    assert again["totals"] == totals


def test_a_heavier_need_stays_longer() -> None:
    answer = seek(HOSPITAL, "--optional", "backup", "--optional", "disaster_recovery=5", "--budget-monthly", "36100")
    assert "disaster_recovery" in answer["covered"]


def test_needs_of_the_command_replace_those_of_the_request() -> None:
    answer = seek(SCHOOL, "--need", "backup", "--measure", "monthly")
    assert answer["covered"] == ["backup"]
    assert answer["request"]["needs"] == ["backup"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The cheapest valid package costs"), ("zh", "最便宜的有效方案每月费用为")]
)
def test_a_budget_that_is_too_small_is_refused_with_the_least_amount(language: str, words: str) -> None:
    done = start("seek", SCHOOL, "--budget-monthly", "1000", language=language)
    assert done.returncode == 1
    assert f"[seek_budget_too_small] {words}" in done.stderr
    assert "school.yaml" not in done.stderr
    told = json.loads(start("seek", SCHOOL, "--budget-monthly", "1000", "--json").stdout)
    assert [problem["code"] for problem in told["problems"]] == ["seek_budget_too_small"]


def test_a_margin_is_told_only_when_one_is_asked_for() -> None:
    answer = seek(SCHOOL, "--least-margin", "20")
    assert Decimal(answer["margin_percent"]) >= 20
    assert "margin_percent" not in seek(SCHOOL)


def test_closest_to_an_earlier_answer_or_request(tmp_path: Path) -> None:
    earlier = propose(SCHOOL)
    answer = seek(SCHOOL, "--closest-to", write(tmp_path, "earlier.json", earlier))
    assert answer["aim"] == "closest"
    assert answer["changed"] == []
    assert lines_of(answer["proposal"]) == lines_of(earlier)
    cheaper = Decimal(earlier["totals"]["monthly"]) - 1
    tighter = seek(SCHOOL, "--closest-to", SCHOOL, "--budget-monthly", f"{cheaper}")
    assert len(tighter["changed"]) == 1
    assert Decimal(tighter["proposal"]["totals"]["monthly"]) <= cheaper
    once_more = seek(SCHOOL, "--closest-to", write(tmp_path, "sought.json", tighter), "--aim", "closest")
    assert once_more["changed"] == []


@pytest.mark.parametrize("content", ["", "[]", "{", '{"lines": 3}', '{"lines": [1]}', "[" * 100_000])
def test_an_earlier_answer_that_does_not_read_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    done = start("seek", SCHOOL, "--closest-to", path)
    assert done.returncode == 1
    assert "seek_baseline_unreadable" in done.stderr
    assert "Traceback" not in done.stderr


def test_three_alternatives_are_far_enough_apart() -> None:
    done = start("seek", SCHOOL, "--alternatives", "4", "--json")
    assert done.returncode == 0, done.stdout
    found = json.loads(done.stdout)["alternatives"]
    assert [each["grade"] for each in found] == ["good", "better", "best"]
    components = [set(lines_of(each["proposal"])) for each in found]
    for at, each in enumerate(found):
        assert each["apart"] == [len(components[at] ^ other) for other in components[:at]]
        assert all(apart >= 4 for apart in each["apart"])
        assert each["most_apart"] is None
    values = [Decimal(each["proposal"]["totals"]["tcv"]) for each in found]
    assert values == sorted(values)


def test_people_get_figures_and_needs_in_words() -> None:
    done = start("seek", HOSPITAL, "--optional", "all", "--budget-monthly", "30000", language="zh")
    assert done.returncode == 0
    assert "满足的需求: 数据备份" in done.stdout
    assert "略去的需求：客服中心（满足它至少使每月费用增加" in done.stdout
    three = start("seek", SCHOOL, "--alternatives", "3")
    assert [word in three.stdout for word in ("== Good", "== Better", "== Best")] == [True] * 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--budget-tcv", "much"), "seek_amount_refused"),
        (("--least-margin", "200"), "seek_percent_refused"),
        (("--optional", "space_travel"), "seek_optional_unknown"),
        (("--need", "space_travel"), "request_need_unknown"),
        (("--optional", "wifi=x"), "seek_weight_refused"),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(arguments: tuple[str, str], code: str) -> None:
    done = start("seek", SCHOOL, *arguments)
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr


def test_calling_it_wrongly_is_another_exit_code() -> None:
    assert start("seek", SCHOOL, "--alternatives", "many").returncode == 2
    assert start("seek", SCHOOL, "--aim", "dearest").returncode == 2
    assert start("seek").returncode == 2
