"""Stacks of adjustments: all that can meet, and only those that matter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.catalog.limits import DiscountLimit, ProofLimits
from configurator.catalog.model import InputKind
from configurator.pricing.book import open_book
from configurator.proving.stacks import Stack, largest_discount, list_stacks, narrow_stacks, read_values, tell_apart
from tests.factories.catalog import make_attribute, make_catalog, make_input, make_price_factor, until
from tests.factories.situations import TODAY

GRADE = make_input("grade", "low", kind=InputKind.CHOICE, values=make_attribute("grade", ["low", "high"]).values)
FLAG = make_input("cards", "no", kind=InputKind.FLAG)
LEVEL = make_input("level", "0", compliance=True, values=make_attribute("level", ["0", "2"]).values)


def test_every_commitment_meets_every_value_on_which_prices_depend() -> None:
    catalog = make_catalog(
        inputs=[GRADE, FLAG],
        terms=(1, 12),
        price_factors=(make_price_factor("A-1", "low", "2"), make_price_factor("B-1", "yes", "2", input="cards")),
    )
    stacks = list_stacks(catalog, TODAY, Decimal(5))
    assert len(stacks) == 2 * 2 * 2
    assert Stack(12, Decimal(5), {"grade": "high", "cards": True}) in stacks


def test_values_on_which_no_price_depends_any_more_are_left_open() -> None:
    ended = make_price_factor("A-1", "low", "2", valid=until(TODAY.replace(year=2020)))
    catalog = make_catalog(inputs=[GRADE], terms=(1,), price_factors=(ended,))
    assert list_stacks(catalog, TODAY, Decimal(0)) == (Stack(1, Decimal(0), {}),)


def test_stacks_that_make_no_difference_to_an_offering_are_one() -> None:
    catalog = make_catalog(inputs=[GRADE], terms=(1, 12), price_factors=(make_price_factor("A-1", "low", "2"),))
    stacks, book = list_stacks(catalog, TODAY, Decimal(0)), open_book(catalog, TODAY)
    assert narrow_stacks(stacks, book, ["B-1"]) == (Stack(1, Decimal(0), {}), Stack(12, Decimal(0), {}))
    assert narrow_stacks(stacks, book, ["A-1", "B-1"]) == stacks


def test_a_stack_is_told_apart_by_what_matters_to_further_offerings() -> None:
    factors = (make_price_factor("A-1", "low", "2"), make_price_factor("B-1", "yes", "2", input="cards"))
    catalog = make_catalog(inputs=[GRADE, FLAG], terms=(1, 12), price_factors=factors)
    stacks, book = list_stacks(catalog, TODAY, Decimal(5)), open_book(catalog, TODAY)
    high = Stack(12, Decimal(5), {"grade": "high"})
    assert tell_apart(high, stacks, book, ["A-1", "C-1"]) == (high,)
    assert tell_apart(high, stacks, book, ["A-1", "B-1"]) == tuple(
        Stack(12, Decimal(5), {"grade": "high", "cards": value}) for value in (True, False)
    )


@pytest.mark.parametrize(("known", "values"), [(GRADE, ("low", "high")), (FLAG, (True, False)), (LEVEL, (0, 2))])
def test_values_are_those_of_profiles(known, values) -> None:
    assert read_values(known) == values


@pytest.mark.parametrize(("role", "percent"), [("", "25"), ("rep", "5"), ("manager", "15")])
def test_the_discount_is_that_of_the_role_or_the_largest(role: str, percent: str) -> None:
    assert largest_discount(make_catalog(proof_limits=ProofLimits(role=role))) == Decimal(percent)


def test_without_limits_nobody_may_grant_anything() -> None:
    assert largest_discount(make_catalog(discount_limits={})) == 0
    assert largest_discount(make_catalog(discount_limits={"rep": DiscountLimit("rep", Decimal(7))})) == 7
