from __future__ import annotations

import json
from decimal import Decimal

from configurator.values.problem import Problem, Severity, SourceLocation
from configurator.values.text import Text
from configurator.wording import say_problem
from configurator.workbench.keeping import read_problems, write_problems


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
