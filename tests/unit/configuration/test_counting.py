"""Configurations left, counted as sets of options with their attributes; quantities apart."""

from __future__ import annotations

from itertools import product

import pytest

from configurator.configuration.completing import holds
from configurator.configuration.counting import count_configurations, list_decisions
from configurator.configuration.model import Choice
from configurator.rules.worlds import KnownWorld
from configurator.solver import Counted
from tests.factories.situations import compile_case, read_choices

OFFERINGS = {"A-1": {"max": 3, "attributes": {"mode": ["on", "off"]}}, "B-1": {"max": 3}, "C-1": {"max": 3}}


def count(stated=None, *, rules=(), choices=None, inputs=None, asks=(), needs=None):
    case = {
        "offerings": OFFERINGS,
        "rules": [{"id": f"R-{number}", **rule} for number, rule in enumerate(rules)],
        "inputs": inputs or {},
        "needs": needs or {},
        "asks": asks,
    }
    compiled = compile_case(case)
    made = read_choices(stated or {}) if choices is None else choices
    return compiled, count_configurations(compiled, made)


def test_an_offering_counts_once_whatever_its_quantity():
    assert count()[1] == Counted(3 * 2 * 2, exact=True)


@pytest.mark.parametrize(
    ("stated", "left"),
    [({"A-1": "any"}, 8), ({"A-1": {"mode": "on"}}, 4), ({"B-1": 2}, 6), ({"A-1": {"mode": "off"}, "C-1": 3}, 2)],
)
def test_choices_leave_fewer(stated, left):
    assert count(stated)[1] == Counted(left, exact=True)


def test_an_offering_that_is_excluded_is_gone():
    assert count(choices=(Choice("A-1", 0),))[1] == Counted(4, exact=True)


def test_needs_are_kept():
    assert count(asks=("voice",), needs={"voice": "A-1.mode = on"})[1] == Counted(4, exact=True)


def test_advice_forbids_nothing():
    assert count(rules=[{"then": "not A-1", "severity": "warning"}])[1] == Counted(12, exact=True)


RULES = [
    [{"if": "A-1", "then": "B-1 >= 2"}, {"then": "B-1 + C-1 <= 3"}],
    [{"then": "B-1 >= ceil(staff / 2)"}, {"if": "C-1 >= 2", "then": "not A-1"}, {"then": "C-1 >= 2 or not C-1"}],
    [{"then": "max(A-1, B-1) >= C-1"}, {"then": "exactly(2, A-1, B-1, C-1)"}],
    [{"then": "A-1 * 2 + B-1 = 5"}],
]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("staff", [1, 5])
def test_agrees_with_trying_every_configuration(rules, staff):
    compiled, counted = count(rules=rules, inputs={"staff": staff})
    situation = compiled.situation
    seen = set()
    for a, b, c in product(range(4), repeat=3):
        for mode in ("on", "off") if a else (None,):
            attributes = {("A-1", "mode"): mode} if mode else {}
            quantities = {"A-1": a, "B-1": b, "C-1": c}
            world = KnownWorld(situation.catalog, situation.profile, (), quantities, attributes)
            if all(holds(rule, world) for rule in situation.book.rules):
                seen.add((a > 0, b > 0, c > 0, mode))
    assert counted == Counted(len(seen), exact=True)


def test_decisions_are_offerings_and_values():
    compiled, _ = count()
    assert list_decisions(compiled.situation.catalog) == [
        "taken:A-1",
        "attribute:A-1.mode=on",
        "attribute:A-1.mode=off",
        "taken:B-1",
        "taken:C-1",
    ]
