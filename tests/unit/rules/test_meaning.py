"""What conditions mean: the known world against plain arithmetic, the solver's world against the known one."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.rules.meaning import read_condition, read_figure, read_value
from configurator.rules.parsing import parse
from configurator.rules.translating import VariableWorld, attribute_name, quantity_name, taken_name
from configurator.rules.world import MeaningRefused
from configurator.rules.worlds import KnownWorld
from configurator.solver import Constraint, Exactly, IsFalse, IsTrue, Model, Or, Reasoner, Truth, compile
from tests.factories.situations import make_ruled_catalog

CATALOG = make_ruled_catalog(
    {
        "offerings": {
            "A-1": {"max": 6, "provides": {"sessions": 25}, "tags": ["voice"]},
            "A-2": {"max": 6, "provides": {"sessions": 100}, "tags": ["voice"]},
            "B-1": {"max": 6, "attributes": {"tls": ["on", "off"]}},
        },
        "inputs": {"staff": 860, "cloud": True, "none_left": 0},
        "needs": {"backup": "B-1"},
    }
)
PROFILE = {"staff": 860, "cloud": True, "none_left": 0, "industry": "demo", "size": "medium"}


def known(quantities: dict[str, int] | None = None, **attributes: str) -> KnownWorld:
    stated = {("B-1", key): value for key, value in attributes.items()}
    return KnownWorld(CATALOG, PROFILE, ("backup",), quantities or {}, stated)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("ceil(staff / 28)", 31),
        ("floor(staff / 28)", 30),
        ("staff * 0.6", 516),
        ("min(staff, 100) + max(1, 2, 3)", 103),
        ("if(size >= medium, 3, 2)", 3),
        ("if(staff > 1000, 1, 0)", 0),
        ("-5 + 8", 3),
        ("7 / 2", Fraction(7, 2)),
        ("A-1", 2),
        ("A-*", 5),
        ("#voice", 5),
        ("@DEMO", 9),
        ("sum(A-1, B-1)", 6),
        ("total(sessions)", 350),
        ("total(sessions, A-1)", 50),
        ("count(A-*, B-1)", 3),
    ],
)
def test_computes_figures(source: str, value: int | Fraction) -> None:
    world = known({"A-1": 2, "A-2": 3, "B-1": 4})
    assert read_figure(parse(source), world).constant == value


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("A-1", True),
        ("A-2", False),
        ("A-*", True),
        ("all(A-*)", False),
        ("none(A-2)", True),
        ("any(A-2, B-1)", True),
        ("exactly(1, A-*)", True),
        ("at_least(2, A-*, B-1)", True),
        ("at_most(1, A-*, B-1)", False),
        ("need(backup)", True),
        ("cloud", True),
        ("not cloud", False),
        ("size = medium", True),
        ("size != medium", False),
        ("size < large and size > micro", True),
        ("size in (micro, small)", False),
        ("B-1.tls = on", True),
        ("B-1.tls != on", False),
        ("A-1 = 2", True),
        ("A-1 != 2", False),
        ("A-1 = max(1, 2)", True),
        ("A-1 != ceil(3 / 2)", False),
        ("A-1 >= 3 implies A-2", True),
        ("A-1*2 = 4", True),
        ("every(B-1.tls = on)", True),
        ("every(B-1.tls = off)", False),
        ("A-2 implies A-1 implies A-2", True),
        ("A-1 implies B-1 implies A-2", False),
        ("exactly(2, A-1, A-1, B-*)", True),
        ("at_most(2, A-*, A-*, B-1)", True),
        ("A-1 >= if(B-1, 2, 9)", True),
        ("A-1 > if(A-2, 1, 2)", False),
        ("if(cloud, A-1, A-2) = 2", True),
        ("none_left > 0 and staff / none_left > 3", False),
        ("none_left = 0 or staff / none_left > 3", True),
        ("none_left > 0 implies staff / none_left > 3", True),
        ("A-1 <= if(none_left > 0, staff / none_left, 2)", True),
        ("A-1 + 1 <= 1 + if(none_left > 0, staff / none_left, 2)", True),
    ],
)
def test_decides_conditions(source: str, holds: bool) -> None:
    world = known({"A-1": 2, "B-1": 1}, tls="on")
    assert read_condition(parse(source), world) == Truth(holds)


@pytest.mark.parametrize(
    ("source", "why", "at"),
    [
        ("beds > 3", "expression_unknown_name", 0),
        ("1 + beds > 3", "expression_unknown_name", 4),
        ("X-9", "expression_unknown_offering", 0),
        ("#nothing", "expression_unknown_offering", 0),
        ("size = huge", "expression_unknown_value", 7),
        ("B-1.colour = red", "expression_unknown_attribute", 0),
        ("B-1.tls = maybe", "expression_unknown_value", 10),
        ("total(power) > 1", "expression_unknown_capacity", 6),
        ("need(love)", "expression_unknown_need", 5),
        ("frob(1)", "expression_unknown_function", 0),
        ("ceil(1, 2) > 0", "expression_arguments", 0),
        ("A-1 * A-2 > 4", "expression_not_linear", 0),
        ("staff / A-1 > 4", "expression_not_linear", 0),
        ("staff / 0 > 4", "expression_division_by_zero", 8),
        ("staff", "expression_condition_expected", 0),
        ("size + 1 > 2", "expression_figure_expected", 0),
        ("B-1.tls", "expression_condition_expected", 0),
        ("B-1.tls > on", "expression_order", 0),
        ("5 in (a, b)", "expression_choice_expected", 0),
        ("count(staff) > 1", "expression_selector_expected", 6),
        ("exactly(1)", "expression_arguments", 0),
        ("A-1 / B-1 > 2", "expression_not_linear", 0),
        ("count(A-*) / count(B-1) > 2", "expression_not_linear", 0),
        ("A-1 * if(B-1.tls = on, 1, 2) > 2", "expression_not_linear", 0),
        ("3 + total(sessions) * B-1 > 2", "expression_not_linear", 4),
        ("ceil(A-1 * B-1) > 2", "expression_not_linear", 5),
        ("staff / (3 - 3) > 4", "expression_division_by_zero", 9),
        ("none_left >= 0 and staff / none_left > 4", "expression_division_by_zero", 27),
        ("A-1 * 999999999999999 > 3", "expression_too_large", 0),
        ("A-1 / 999999999999999 + 0.000001 * A-2 > 3", "expression_too_large", 0),
        ("999999999999999 * 999999999999999 * 999999999999999 > A-1", "expression_too_large", 0),
        ("1 + ceil(A-1 * 99999999 / 7) > 3", "expression_too_large", 4),
        ("1 + max(A-1 * 9999999, A-2) > 3", "expression_too_large", 4),
        ("1 + if(B-1, A-1 * 9999999, A-2) > 3", "expression_too_large", 4),
        ("size >= 3", "expression_choice_expected", 8),
        ("3 <= size", "expression_figure_expected", 5),
        ("staff = medium", "expression_unknown_name", 8),
        ("cloud + 1 > 2", "expression_figure_expected", 0),
        ("B-1.tls + 1 > 2", "expression_figure_expected", 0),
        ("(A-1 and A-2) > 1", "expression_figure_expected", 1),
        ("if(A-1, 2) > 1", "expression_arguments", 0),
        ("1 + if(A-1, 2) > 1", "expression_arguments", 4),
        ("need(backup, backup)", "expression_arguments", 0),
        ("every(A-1)", "expression_arguments", 0),
        ("every(B-1.tls != on)", "expression_arguments", 0),
        ("every(A-1.tls = on)", "expression_unknown_attribute", 6),
        ("every(B-1.tls = maybe)", "expression_unknown_value", 16),
    ],
)
def test_refuses_what_has_no_meaning_at_its_character(source: str, why: str, at: int) -> None:
    world = VariableWorld(CATALOG, PROFILE, ())
    with pytest.raises(MeaningRefused) as refused:
        read_condition(parse(source), world)
    assert (refused.value.why, refused.value.at) == (why, at)


def test_a_value_must_not_depend_on_quantities() -> None:
    with pytest.raises(MeaningRefused) as refused:
        read_value(parse("A-1 + 1"), VariableWorld(CATALOG, PROFILE, ()))
    assert refused.value.why == "expression_profile_only"


FIGURES = st.recursive(
    st.sampled_from(["A-1", "A-2", "B-1", "A-*", "2", "3", "0.5", "staff / 200", "total(sessions) / 25", "count(A-*)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - "]), inner).map("".join).map("({})".format),
        inner.map("2 * {}".format),
        inner.map("ceil({} / 3)".format),
        inner.map("floor({} / 2)".format),
        st.tuples(inner, inner).map(lambda two: f"max({two[0]}, ceil({two[1]}))"),
        st.tuples(inner, inner).map(lambda two: f"min({two[0]}, {two[1]})"),
        st.tuples(st.sampled_from(["A-1", "B-1.tls = on", "A-2 >= 3"]), inner, inner).map(
            "if({0[0]}, {0[1]}, {0[2]})".format
        ),
    ),
    max_leaves=4,
)
CONDITIONS = st.recursive(
    st.one_of(
        st.sampled_from(
            [
                "A-1",
                "#voice",
                "every(B-1.tls = on)",
                "B-1.tls = on",
                "B-1.tls != off",
                "all(A-*)",
                "exactly(1, A-*)",
                "cloud",
            ]
        ),
        st.tuples(FIGURES, st.sampled_from([" >= ", " > ", " <= ", " < ", " = ", " != "]), FIGURES).map("".join),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or ", " implies "]), inner).map("".join).map("({})".format),
        inner.map("not ({})".format),
        st.tuples(inner, inner).map(lambda two: f"at_least(1, {two[0]}, {two[1]})"),
    ),
    max_leaves=3,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    source=CONDITIONS,
    quantities=st.fixed_dictionaries({code: st.integers(0, 6) for code in CATALOG.offerings}),
    tls=st.sampled_from(["on", "off"]),
)
def test_the_solvers_reading_agrees_with_the_known_one(source: str, quantities: dict[str, int], tls: str) -> None:
    tree = parse(source)
    expected = read_condition(tree, known(quantities, tls=tls) if quantities["B-1"] else known(quantities))
    world = VariableWorld(CATALOG, PROFILE, ("backup",))
    formula = read_condition(tree, world)
    model = Model(tuple(world.variables), (*world.structure, Constraint("it", formula)))
    facts: list[Any] = [Exactly(quantity_name(code), quantity) for code, quantity in quantities.items()]
    facts += [
        IsTrue(taken_name(code)) if quantity else IsFalse(taken_name(code)) for code, quantity in quantities.items()
    ]
    if quantities["B-1"]:
        facts.append(IsTrue(attribute_name("B-1", "tls", tls)))
    assert Reasoner(compile(model), 10).consistent(facts) is (expected == Truth(True)), source


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("A-1 >= 999999999999999 * 999999999", False),
        ("A-1 + A-2 <= 999999999999999 * 999999999", True),
        ("A-1 + A-2 != 999999999999999 * 999999999", True),
        ("A-1 = 7", False),
        ("A-1 + 1 > 0", True),
    ],
)
def test_what_no_quantity_can_change_is_decided(source: str, holds: bool) -> None:
    assert read_condition(parse(source), VariableWorld(CATALOG, PROFILE, ())) == Truth(holds)


def test_long_chains_read_without_running_out_of_stack() -> None:
    world = VariableWorld(CATALOG, PROFILE, ())
    disjunction = read_condition(parse(" or ".join(["A-1 >= 2"] * 900)), world)
    assert isinstance(disjunction, Or)
    assert len(disjunction.parts) == 900
    assert read_figure(parse("A-1" + " + A-1" * 1200), world).terms == {quantity_name("A-1"): 1201}


@given(st.integers(-50, 50), st.integers(1, 7))
def test_rounding_is_exact(numerator: int, denominator: int) -> None:
    world = known()
    up = read_figure(parse(f"ceil((0 + {abs(numerator)}) / {denominator})"), world).constant
    down = read_figure(parse(f"floor((0 + {abs(numerator)}) / {denominator})"), world).constant
    assert (up, down) == (ceil(Fraction(abs(numerator), denominator)), floor(Fraction(abs(numerator), denominator)))


@pytest.mark.parametrize("function", ["min", "max"])
def test_the_smallest_and_the_largest_may_be_fractions(function: str) -> None:
    source = f"{function}(A-1 / 2, 5 - A-2 / 3) + B-1 > 3"
    world = VariableWorld(CATALOG, PROFILE, ())
    formula = read_condition(parse(source), world)
    reasoner = Reasoner(compile(Model(tuple(world.variables), (*world.structure, Constraint("it", formula)))))
    for first, second, third in [(1, 1, 1), (1, 2, 4), (3, 2, 2), (5, 5, 3), (6, 5, 0)]:
        quantities = {"A-1": first, "A-2": second, "B-1": third}
        facts = [Exactly(quantity_name(code), quantity) for code, quantity in quantities.items()]
        expected = read_condition(parse(source), known(quantities)) == Truth(True)
        assert reasoner.consistent(facts) is expected, quantities
