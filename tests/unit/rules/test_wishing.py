"""What preferences and defaults come to over the solver's variables, and what of them is no wish at all."""

from __future__ import annotations

from typing import Any

import pytest

from configurator.catalog.model import RuleKind
from configurator.rules.parsing import parse
from configurator.rules.translating import VariableWorld, is_advice, translate
from configurator.rules.wishing import Wishes, default_quantity, list_own_defaults, read_wishes
from configurator.rules.world import MeaningRefused
from configurator.solver import Implies, Is, Linear, Truth
from tests.factories.situations import TODAY, make_book

OFFERINGS: dict[str, Any] = {
    "A-1": {"max": 3, "attributes": {"tls": ["on", "off"]}, "defaults": {"tls": "off"}},
    "A-2": {"max": 3, "attributes": {"tls": ["on", "off"]}},
    "B-1": {"min": 2, "max": 9},
}
PROFILE = {"industry": "demo", "size": "medium", "staff": 9}


def read(*rules: dict[str, Any]) -> Wishes:
    book = make_book({"offerings": OFFERINGS, "inputs": {"staff": 9}, "rules": list(rules)})
    return read_wishes(book, VariableWorld(book.catalog, PROFILE, ()), TODAY)


def test_a_preference_is_a_formula_with_its_weight() -> None:
    (wish,) = read({"id": "P", "if": "B-1", "prefer": "A-1", "weight": 7}).preferences
    assert (wish.rule, wish.weight, wish.formula) == ("P", 7, Implies(Is("taken:B-1"), Is("taken:A-1")))


def test_a_default_quantity_keeps_its_distance() -> None:
    (wish,) = read({"id": "D", "if": "A-1", "take": "B-1", "quantity": "staff / 2"}).defaults
    assert wish.formula == Implies(Is("taken:A-1"), Linear(((1, "quantity:B-1"),), "==", 5))
    assert wish.condition == Is("taken:A-1")
    assert wish.gap is not None
    assert (wish.gap.constant, wish.gap.terms) == (-5, {"quantity:B-1": 1})


@pytest.mark.parametrize(("figure", "wanted"), [("1", 2), ("4.2", 5), ("999", 9)])
def test_a_known_default_quantity_can_be_ordered(figure: str, wanted: int) -> None:
    (wish,) = read({"id": "D", "take": "B-1", "quantity": figure}).defaults
    assert wish.formula == Linear(((1, "quantity:B-1"),), "==", wanted)


@pytest.mark.parametrize(
    "rule",
    [
        {"id": "D", "take": "B-1", "quantity": "staff - 9"},
        {"id": "D", "if": "staff > 9", "take": "B-1"},
        {"id": "P", "if": "staff > 9", "prefer": "A-1", "weight": 9},
        {"id": "P", "prefer": "staff > 9", "weight": 9},
        {"id": "P", "prefer": "staff > 1", "weight": 9},
    ],
)
def test_what_no_configuration_can_change_is_no_wish(rule: dict[str, Any]) -> None:
    assert read(rule) == Wishes()


def test_a_default_of_attributes_is_a_wish_for_each_offering() -> None:
    wishes = read({"id": "S", "set": "A-*.tls", "value": "on"}).defaults
    assert [wish.formula for wish in wishes] == [
        Implies(Is("taken:A-1"), Is("attribute:A-1.tls=on")),
        Implies(Is("taken:A-2"), Is("attribute:A-2.tls=on")),
    ]
    assert [wish.attribute for wish in wishes] == [("A-1", "tls"), ("A-2", "tls")]


def test_own_defaults_list_the_other_values() -> None:
    catalog = make_book({"offerings": OFFERINGS}).catalog
    assert list(list_own_defaults(catalog)) == [("A-1", "tls", "off")]


def test_only_a_default_with_a_quantity_has_one() -> None:
    found = default_quantity(parse("B-1 = ceil(staff / 2)"))
    assert found is not None
    assert (found[0].text, found[1]) == ("B-1", parse("B-1 = ceil(staff / 2)").right.arguments[0])  # type: ignore[union-attr]
    assert default_quantity(parse("B-1")) is None
    assert default_quantity(parse("every(A-1.tls = on)")) is None


def test_wishes_never_constrain_and_are_no_advice() -> None:
    rules = [{"id": "P", "prefer": "not A-1", "weight": 9}, {"id": "D", "take": "A-1"}]
    book = make_book({"offerings": OFFERINGS, "inputs": {"staff": 9}, "rules": rules})
    plain = translate(book, PROFILE, (), TODAY)
    advised = translate(book, PROFILE, (), TODAY, with_advice=True)
    assert all(not constraint.label for constraint in plain.model.constraints)
    assert advised.advice == ()
    assert advised.soft == plain.soft
    assert not any(is_advice(parsed.rule) for parsed in book.rules)


def test_a_wish_that_needs_a_number_of_its_own_finds_it_with_and_without_advice() -> None:
    rules = [
        {"id": "W", "severity": "warning", "then": "ceil(A-1 / 2) + B-1 >= 3"},
        {"id": "P", "prefer": "ceil(B-1 / 3) + A-2 >= 2", "weight": 9},
    ]
    book = make_book({"offerings": OFFERINGS, "inputs": {"staff": 9}, "rules": rules})
    for with_advice in (False, True):
        translated = translate(book, PROFILE, (), TODAY, with_advice=with_advice)
        names = {variable.name for variable in translated.model.variables}
        (wish,) = translated.soft.preferences
        assert isinstance(wish.formula, Linear)
        assert {name for _, name in wish.formula.terms} <= names


def test_a_fault_of_a_wish_is_refused() -> None:
    with pytest.raises(MeaningRefused) as refused:
        read({"id": "P", "prefer": "A-1 * B-1 > 2", "weight": 9})
    assert refused.value.why == "expression_not_linear"


def test_soft_kinds_are_preferences_and_defaults() -> None:
    assert {kind for kind in RuleKind if kind.is_soft} == {RuleKind.PREFERENCE, RuleKind.DEFAULT}
    assert Truth(True) == read({"id": "D", "take": "A-1"}).defaults[0].condition
