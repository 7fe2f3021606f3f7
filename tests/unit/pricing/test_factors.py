"""Price factors: which charge has one, what it does to the amounts that follow, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.book import open_book
from configurator.pricing.model import Charge, PricingContext
from configurator.pricing.rounding import round_money
from configurator.values.periods import ChargeKind
from tests.factories.catalog import (
    CNY,
    make_attribute,
    make_catalog,
    make_input,
    make_offering,
    make_price,
    make_price_factor,
    make_term_discount,
    make_text,
    since,
    until,
)

DAY = date(2026, 11, 22)
HALF = make_price_factor("A-1", "low", "0.5", line=3)


def charge_one(*factors, component=None, quantity=1, discounts=(), **context) -> Charge:
    catalog = make_catalog(
        offerings=[make_offering("A-1", tags=frozenset({"graded"}))],
        prices=[component or make_price("A-1", cost="60")],
        price_factors=factors,
        term_discounts=discounts,
    )
    configuration = Configuration((ConfigurationLine("A-1", quantity),), "optimal")
    return price(catalog, configuration, PricingContext(DAY, 12, **context)).lines[0].charges[0]


def step_of(charge: Charge):
    return next(step for step in charge.trace if step.step == "factor")


def test_multiplies_the_list_amount_and_names_its_row():
    charge = charge_one(HALF, inputs={"grade": "low"})
    step = step_of(charge)
    assert (step.change.minor, step.amount.minor) == (-5000, 5000)
    assert (step.rule, str(step.location)) == ("A-1:low", "price_factors.csv:3:1")
    assert (charge.list.minor, charge.net.minor) == (5000, 5000)


@pytest.mark.parametrize("inputs", [{}, {"grade": "high"}, {"other": "low"}])
def test_leaves_the_charges_of_other_customers_alone(inputs):
    step = step_of(charge_one(HALF, inputs=inputs))
    assert (step.change.minor, step.rule, step.params["case"]) == (0, "", "none")


@pytest.mark.parametrize("charge", ["one_time", "usage"])
def test_leaves_other_kinds_of_charges_alone(charge):
    found = charge_one(HALF, component=make_price("A-1", charge=charge), inputs={"grade": "low"})
    assert found.net.minor == 10000


@pytest.mark.parametrize(
    ("valid", "amount"), [(since(DAY), 5000), (until(DAY), 5000), (since(date(2026, 11, 23)), 10000)]
)
def test_counts_only_while_it_is_in_force(valid, amount):
    factor = make_price_factor("#graded", "low", "0.5", valid=valid)
    assert charge_one(factor, inputs={"grade": "low"}).net.minor == amount


def test_discounts_are_taken_from_the_amount_with_its_factor():
    # 100 × 1.5 = 150, less 10 % = 135, less 5 % = 128.25
    charge = charge_one(
        make_price_factor("A-1", "top", "1.5"),
        discounts=[make_term_discount("A-1", 12, "10")],
        discount_percent=Decimal(5),
        inputs={"grade": "top"},
    )
    assert (charge.list.minor, charge.net.minor) == (15000, 12825)


def test_is_rounded_only_with_the_net_amount():
    # 0.15 × 0.9 = 0.135, shown as 0.14; less 5 % 0.12825 and so 0.13. From 0.14 it would be 0.133, also 0.13;
    # less 10 % it is 0.1215, so 0.12, where 0.14 would give 0.126 and so 0.13.
    factor = make_price_factor("A-1", "low", "0.9")
    component = make_price("A-1", "0.15")
    charge = charge_one(factor, component=component, discount_percent=Decimal(10), inputs={"grade": "low"})
    assert step_of(charge).amount.minor == 14
    assert charge.net.minor == 12


def test_the_list_amount_of_a_quantity_is_rounded_before():
    # 3 × 0.335 = 1.005 is listed as 1.01; half of that is 0.505 and so 0.51
    charge = charge_one(HALF, component=make_price("A-1", "0.335"), quantity=3, inputs={"grade": "low"})
    assert charge.net.minor == 51


def test_leaves_cost_as_it_is():
    assert charge_one(HALF, inputs={"grade": "low"}).cost == charge_one().cost


def test_says_input_and_value_in_both_languages():
    (value,) = make_attribute("grade", ["low"]).values
    values = (replace(value, name=make_text("Low")),)
    grade = make_input("grade", "low", name=make_text("Grade"), values=values)
    catalog = make_catalog(offerings=["A-1"], inputs=[grade], price_factors=(HALF,))
    context = PricingContext(DAY, 12, inputs={"grade": "low"})
    priced = price(catalog, Configuration((ConfigurationLine("A-1", 1),), "optimal"), context)
    step = step_of(priced.lines[0].charges[0])
    assert step.params == {
        "case": "applied",
        "factor": "0.5",
        "input": "grade",
        "value": "low",
        "input_zh": "Grade(中)",
        "input_en": "Grade",
        "value_zh": "Low(中)",
        "value_en": "Low",
    }


@pytest.mark.parametrize(
    ("written", "stated", "applies"), [("yes", True, True), ("no", True, False), ("no", False, True), ("3", 3, True)]
)
def test_flags_and_levels_are_values_too(written, stated, applies):
    book = open_book(make_catalog(price_factors=(make_price_factor("A-1", written, "2"),)), DAY)
    assert (book.find_factor("A-1", ChargeKind.RECURRING, {"grade": stated}) is not None) is applies


@given(
    rate=st.decimals(0, 9999, places=4),
    factor=st.decimals("0.01", 5, places=2),
    quantity=st.integers(1, 500),
    percent=st.decimals(0, 100, places=2),
)
def test_agrees_with_reckoning_by_hand(rate, factor, quantity, percent):
    row = make_price_factor("A-1", "low", str(factor))
    charge = charge_one(
        row,
        component=make_price("A-1", str(rate)),
        quantity=quantity,
        discount_percent=percent,
        inputs={"grade": "low"},
    )
    listed = round_money(rate * quantity, CNY).amount
    assert charge.net == round_money(listed * factor * (100 - percent) / 100, CNY)
    assert charge.list == round_money(listed * factor, CNY)
