"""Completions: valid, cheapest, close to the package, with the reason for every line and the advice not followed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.completing import Aims, complete, finished, holds, rules_in_force
from configurator.configuration.model import Choice
from configurator.rules.worlds import KnownWorld
from configurator.solver import ConflictFound
from tests.factories.situations import compile_case

CASE = {
    "offerings": {
        "SBC-25": {"max": 3, "provides": {"sessions": 25}},
        "SBC-100": {"max": 2, "provides": {"sessions": 100}},
        "SIPT-30": {"max": 8},
        "WAF-1": {"max": 2},
    },
    "needs": {"safety": "WAF-1"},
    "rules": [
        {"id": "BALANCE", "then": "total(sessions) >= 30 * SIPT-30"},
        {"id": "TIDY", "severity": "warning", "if": "SIPT-30", "then": "WAF-1", "sentence": "better with it"},
    ],
}


def compiled(**changes: object) -> CompiledSituation:
    return compile_case({**CASE, **changes})


def quantities(aims: Aims, *choices: Choice, **changes: object) -> dict[str, int]:
    return {line.offering: line.quantity for line in complete(compiled(**changes), choices, aims).lines}


def test_takes_nothing_that_nothing_asks_for() -> None:
    assert quantities(Aims({})) == {}


@given(
    trunks=st.integers(0, 8),
    small=st.integers(1, 50),
    large=st.integers(1, 150),
)
@settings(max_examples=25, deadline=None)
def test_is_as_cheap_as_the_best_of_all_combinations(trunks: int, small: int, large: int) -> None:
    prices = {"SBC-25": small, "SBC-100": large}
    aims = Aims({code: ((1, price, price),) for code, price in prices.items()})
    valid = [(a, b) for a, b in product(range(4), range(3)) if 25 * a + 100 * b >= 30 * trunks]
    choice = Choice("SIPT-30", trunks)
    if not valid:
        with pytest.raises(ConflictFound):
            quantities(aims, choice)
        return
    found = quantities(aims, choice)
    cost = found.get("SBC-25", 0) * prices["SBC-25"] + found.get("SBC-100", 0) * prices["SBC-100"]
    assert cost == min(a * prices["SBC-25"] + b * prices["SBC-100"] for a, b in valid)


def test_a_flat_tier_is_bought_once() -> None:
    flat = Aims({"SBC-25": ((1, 10_000, 10_000),), "SBC-100": ((1, 15_000, 0),)})
    assert quantities(flat, Choice("SIPT-30", 4)) == {"SIPT-30": 4, "SBC-100": 2}


def test_keeps_the_package_before_it_saves() -> None:
    dear = Aims({"WAF-1": ((1, 10**6, 10**6),)}, {"WAF-1": 2})
    assert quantities(dear) == {"WAF-1": 2}


def test_a_choice_goes_before_the_package() -> None:
    assert quantities(Aims({}, {"WAF-1": 2, "SIPT-30": 1}), Choice("WAF-1", 0), Choice("SBC-25", 3)) == {
        "SBC-25": 3,
        "SIPT-30": 1,
    }


def test_a_rule_names_the_components_that_make_it_ask() -> None:
    configuration = complete(compiled(), (Choice("SIPT-30", 3),), Aims({}))
    (bought,) = [line for line in configuration.lines if line.offering.startswith("SBC-")]
    assert [(reason.key, reason.because) for reason in bought.reasons] == [("BALANCE", ("SIPT-30",))]
    (trunk,) = [line for line in configuration.lines if line.offering == "SIPT-30"]
    assert [(reason.kind, reason.because) for reason in trunk.reasons] == [("choice", ())]


def test_components_that_ask_only_together_are_all_named() -> None:
    either = {"id": "EITHER", "if": "SIPT-30 or SBC-100", "then": "WAF-1"}
    configuration = complete(compiled(rules=[either]), (Choice("SIPT-30", 1), Choice("SBC-100", 1)), Aims({}))
    (safe,) = [line for line in configuration.lines if line.offering == "WAF-1"]
    assert [(reason.key, reason.because) for reason in safe.reasons] == [("EITHER", ("SBC-100", "SIPT-30"))]


def test_a_rule_that_the_profile_alone_calls_for_names_no_component() -> None:
    configuration = complete(compiled(rules=[{"id": "ALWAYS", "then": "WAF-1"}]), (), Aims({}))
    assert [(reason.key, reason.because) for reason in configuration.lines[0].reasons] == [("ALWAYS", ())]


def test_follows_recommendations_only_when_asked_to() -> None:
    trunk = Choice("SIPT-30", 1)
    plain = complete(compiled(), (trunk,), Aims({}))
    assert [(advice.rule, advice.sentence.en) for advice in plain.advice] == [("TIDY", "better with it")]
    assert plain.quantity("WAF-1") == 0
    followed = complete(compiled(), (trunk,), Aims({}, follow_advice=True))
    assert followed.quantity("WAF-1") == 1
    assert followed.advice == ()


def test_every_line_knows_why_it_is_there() -> None:
    done = complete(compiled(asks=["safety"]), (Choice("SIPT-30", 3),), Aims({}))
    reasons = {line.offering: [(reason.kind, reason.key) for reason in line.reasons] for line in done.lines}
    assert reasons["SIPT-30"] == [("choice", "SIPT-30")]
    assert reasons["WAF-1"] == [("need", "safety")]
    assert ("rule", "BALANCE") in reasons.get("SBC-25", []) + reasons.get("SBC-100", [])


def test_every_rule_holds_in_a_completion() -> None:
    situation = compiled()
    done = complete(situation, (Choice("SIPT-30", 8),), Aims({}))
    taken = {line.offering: line.quantity for line in done.lines}
    world = KnownWorld(situation.situation.catalog, situation.situation.profile, (), taken)
    assert all(holds(rule, world) for rule in rules_in_force(situation.situation) if rule.rule.id == "BALANCE")


def test_an_answer_that_breaks_a_rule_is_never_handed_on() -> None:
    with pytest.raises(AssertionError, match="BALANCE"):
        finished(compiled().situation, {"SIPT-30": 8}, {}, (), Aims({}), "optimal")


def test_contradicting_choices_are_refused() -> None:
    with pytest.raises(ConflictFound):
        complete(compiled(), (Choice("SIPT-30", 8), Choice("SBC-100", 0)), Aims({}))
