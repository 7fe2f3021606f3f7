from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from configurator.values.problem import Problem, Severity, SourceLocation
from configurator.values.text import Text
from configurator.wording import say_problem
from configurator.workbench.keeping import read_problems, write_plain, write_problems


def through_json(*problems: Problem) -> tuple[Problem, ...]:
    return read_problems(json.loads(json.dumps(write_problems(problems))))


def test_problems_survive():
    problems = (
        Problem("a", Severity.WARNING, SourceLocation("a.yaml", 3, 4), params={"x": 1, "y": "z", "ok": True}),
        Problem("b", field="customer.staff"),
        Problem("c", params={"grounds": (Text("甲", "a"), Text("乙", "b")), "none": None}),
    )
    assert through_json(*problems) == problems


def test_sets_become_sorted_tuples_and_figures_texts():
    (kept,) = through_json(Problem("a", params={"known": frozenset({"b", "a"}), "rate": Decimal("0.06")}))
    assert kept.params == {"known": ("a", "b"), "rate": "0.06"}


def test_kept_problems_say_the_same():
    problem = Problem("rule_redundant", params={"rule": "R-1", "grounds": (Text("规则 A", "rule A"),)})
    (kept,) = through_json(problem)
    for language in ("zh", "en"):
        assert say_problem(language, kept) == say_problem(language, problem)


@dataclass(frozen=True, slots=True)
class Inner:
    severity: Severity
    day: date


@dataclass(frozen=True, slots=True)
class Outer:
    name: Text
    inner: tuple[Inner, ...]
    known: frozenset[str]
    amounts: dict[Severity, Decimal]
    place: SourceLocation | None = None
    problem: Problem | None = None


def test_values_become_plain_under_the_names_of_their_fields():
    inner = Inner(Severity.INFO, date(2026, 11, 22))
    value = Outer(Text("甲", "a"), (inner,), frozenset({"b", "a"}), {Severity.ERROR: Decimal("1.50")})
    assert json.loads(json.dumps(write_plain(value))) == {
        "name": {"zh": "甲", "en": "a"},
        "inner": [{"severity": "info", "day": "2026-11-22"}],
        "known": ["a", "b"],
        "amounts": {"error": "1.50"},
        "place": None,
        "problem": None,
    }


def test_problems_and_places_in_plain_values_can_be_read_again():
    problem, place = Problem("a", params={"x": Text("甲", "a")}), SourceLocation("a.yaml", 1, 2)
    plain = write_plain(Outer(Text("", ""), (), frozenset(), {}, place, problem))
    assert read_problems([plain["problem"]]) == (problem,)
    assert SourceLocation(**plain["place"]) == place
