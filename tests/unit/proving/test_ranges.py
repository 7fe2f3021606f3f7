"""What formulas lie between: every customer of a range lies within, and monotone formulas lie at its ends."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.classification import Industry
from configurator.catalog.model import InputKind
from configurator.catalog.sources import Expression
from configurator.customers.profile import read_profile
from configurator.proving.ranges import Ranges, Vague
from configurator.rules.formulas import evaluate_formula
from configurator.rules.parsing import parse
from tests.factories.catalog import make_attribute, make_catalog, make_input, make_text

CHOICES = {"kind": InputKind.CHOICE}
INPUTS = [
    make_input("industry", "", values=make_attribute("industry", ["shop", "bank"]).values, **CHOICES),
    make_input("size", "", values=make_attribute("size", ["micro", "small", "medium", "large"]).values, **CHOICES),
    make_input("staff", "50", minimum=1),
    make_input("sites", "ceil(staff / 20)", minimum=1, maximum=10),
    make_input("grade", "low", values=make_attribute("grade", ["low", "high"]).values, **CHOICES),
    make_input("many", "staff > 30", kind=InputKind.FLAG),
    make_input("vaults", "sites * 2 - 1", industries=frozenset({"bank"})),
    make_input("phones", "if(many, staff * sites, floor(staff * 0.6))", derived=True),
    make_input("level", "0", compliance=True, values=make_attribute("level", ["0", "2"]).values),
]
CATALOG = make_catalog(
    inputs=INPUTS,
    industries={
        "shop": Industry("shop", make_text("shop"), ("F",)),
        "bank": Industry("bank", make_text("bank"), ("J",), {"level": Expression("if(size >= medium, 2, 0)")}),
    },
)
FORMULAS = (
    "staff",
    "sites + vaults * 3",
    "ceil(phones / 7)",
    "max(2, min(sites, vaults), staff - 40)",
    "if(level >= 2 and grade = low, staff, 5)",
    "if(industry in (bank) implies many, sites, 7 - sites)",
    "if(not many or size = large, 1, staff / (sites + 1))",
)


def assume(industry: str = "bank", size: str = "medium", staff: tuple[int, int] = (10, 60)) -> Ranges:
    return Ranges.assume(CATALOG, industry, size, staff)


@given(
    formula=st.sampled_from(FORMULAS),
    industry=st.sampled_from(("shop", "bank")),
    size=st.sampled_from(("micro", "large")),
    ends=st.tuples(st.integers(1, 300), st.integers(0, 300)),
    place=st.integers(0, 300),
)
def test_every_customer_of_a_range_lies_within(formula, industry, size, ends, place) -> None:
    low, high = ends[0], ends[0] + ends[1]
    staff = min(low + place, high)
    evaluate = evaluate_formula(CATALOG)
    profile, problems = read_profile(CATALOG, {"industry": industry, "size": size, "staff": staff}, evaluate)
    assert profile is not None, problems
    least, most = assume(industry, size, (low, high)).figure(parse(formula))
    assert least <= Fraction(evaluate(Expression(formula), profile.values)) <= most  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formula", "span"), [("sites", (1, 3)), ("vaults", (1, 5)), ("phones", (6, 180)), ("if(many, 1, 2)", (1, 2))]
)
def test_ends_are_what_the_ends_of_the_staff_give(formula: str, span: tuple[int, int]) -> None:
    assert assume().figure(parse(formula)) == span


def test_what_is_known_is_one_value() -> None:
    ranges = assume(staff=(25, 25))
    assert ranges.figure(parse("phones")) == (15, 15)
    assert ranges.truths(parse("many or grade = high")) == {False}


def test_industries_differ_in_what_they_are_asked_and_assumed_to_need() -> None:
    assert assume("shop").figure(parse("vaults + level")) == (0, 0)
    assert assume("bank").figure(parse("level")) == (2, 2)
    assert assume("bank", "small").figure(parse("level")) == (0, 0)


@pytest.mark.parametrize(
    ("inputs", "allowed"),
    [({"grade": "low"}, True), ({"grade": "high"}, False), ({"many": True}, True), ({"level": 0}, False)],
)
def test_knows_which_values_a_profile_may_have(inputs: dict[str, object], allowed: bool) -> None:
    assert assume().allows(inputs) is allowed  # type: ignore[arg-type]


@pytest.mark.parametrize("formula", ["staff / (sites - 2)", "A-1", "if(any(A-*), 1, 2)", "grade"])
def test_says_when_nothing_can_be_said(formula: str) -> None:
    with pytest.raises(Vague):
        assume().figure(parse(formula))
