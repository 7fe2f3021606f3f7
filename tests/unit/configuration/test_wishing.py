"""Needs as wishes: granted or left out by the optimiser, also where rules ask for them."""

from __future__ import annotations

import pytest

from configurator.configuration.completing import read_optimum
from configurator.configuration.wishing import compile_wishes, is_covered, most_wishes, with_needs
from configurator.solver import ConflictFound, Objective
from configurator.solver.optimising import optimise
from tests.factories.situations import compile_case

CASE = {
    "offerings": {"A-1": {"max": 3}, "B-1": {"max": 3}, "C-1": {"max": 3}},
    "needs": {"first": "A-1 >= 2", "second": "B-1", "third": "C-1"},
    "rules": [
        {"id": "APART", "then": "not (A-1 and B-1)"},
        {"id": "ASKED", "if": "need(third)", "then": "A-1 = 0"},
        {"id": "TIDY", "severity": "warning", "then": "C-1"},
    ],
}


def test_without_wishes_the_situation_s_own_models_are_used() -> None:
    compiled = compile_case(CASE)
    assert compile_wishes(compiled).model is compiled.model
    advised = compile_wishes(compiled, with_advice=True)
    assert (advised.model, advised.advice) == compiled.advised


def test_a_need_that_is_asked_for_anyway_is_no_wish() -> None:
    asked = compile_case({**CASE, "asks": ["first"]})
    assert compile_wishes(asked, ("first", "second", "second")).wishes == ("second",)


@pytest.mark.parametrize(
    ("weights", "granted"),
    [
        ({"first": 1, "second": 1, "third": 1}, ("second", "third")),
        ({"first": 3, "second": 1, "third": 1}, ("first",)),
        ({"second": 1, "first": 1}, ("second",)),
        ({"first": 1, "second": 1}, ("first",)),
    ],
)
def test_the_greatest_weight_is_granted_and_the_first_among_equals(
    weights: dict[str, int], granted: tuple[str, ...]
) -> None:
    model = compile_wishes(compile_case(CASE), tuple(weights))
    optimum = optimise(model.model, (), most_wishes(weights), 20)
    assert set(model.granted(optimum.values)) == set(granted)


def test_a_rule_about_a_need_holds_as_soon_as_the_wish_is_granted() -> None:
    model = compile_wishes(compile_case(CASE), ("first", "third"))
    with pytest.raises(ConflictFound):
        optimise(model.model, model.hold(("first", "third")), (Objective(),), 20)
    optimum = optimise(model.model, model.hold(("third",)), (Objective(),), 20)
    quantities, attributes = read_optimum(optimum, model.situation)
    assert quantities.get("A-1", 0) == 0
    assert is_covered(model.situation, "third", quantities, attributes)
    assert not is_covered(model.situation, "first", quantities, attributes)


def test_recommendations_and_wishes_go_together() -> None:
    model = compile_wishes(compile_case(CASE), ("first",), with_advice=True)
    assert model.advice == ("advice:TIDY",)
    assert model.wishes == ("first",)


def test_needs_are_added_to_a_situation_once() -> None:
    situation = compile_case({**CASE, "asks": ["third"]}).situation
    assert with_needs(situation, ("third", "first")).needs == ("first", "third")
