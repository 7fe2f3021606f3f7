"""Charges that are percentages of others: what they are taken of, and what they count for programmes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.commercial import PLAIN_POLICY, Band, Discount, Measure, Span, Stage
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricingContext
from configurator.values.periods import ChargeKind
from tests.factories.catalog import make_catalog, make_price, make_text

CARE = "CARE-1"
STAGES = (Stage("programme", "programme", make_text("p")), *PLAIN_POLICY.stages)


def price_care(*components, measure=Measure.LINE_MONTHLY, since="0", percent="0"):
    """A line of 100 a month and 1,000 once, another of 50 once, and the care."""
    spans = (Span(1, None, (Band(Decimal(since), Decimal(percent)),)),)
    charges = frozenset({ChargeKind.RECURRING, ChargeKind.ONE_TIME})
    discount = Discount(
        "D", make_text("D"), make_text("D"), "programme", (CARE,), spans, measure=measure, measured_on=(CARE,),
        charges=charges,
    )  # fmt: skip
    catalog = make_catalog(
        offerings=["A-1", "B-1", CARE],
        prices=[
            make_price("A-1", "100"),
            make_price("A-1", "1000", charge="one_time"),
            make_price("B-1", "50", charge="one_time"),
            *components,
        ],
        programmes={"D": discount},
        policy=replace(PLAIN_POLICY, stages=STAGES),
    )
    lines = tuple(ConfigurationLine(code, 1) for code in ("A-1", "B-1", CARE))
    priced = price(catalog, Configuration(lines, "optimal"), PricingContext(date(2026, 11, 22), 12))
    return [str(charge.net) for charge in priced.lines[2].charges]


def make_care(percent, charge="recurring", **terms):
    return make_price(CARE, percent, charge=charge, model="percent_of", base=("A-1", "B-1"), **terms)


def test_percentages_of_the_same_lines_but_of_other_charges_are_told_apart():
    recurring = make_care("10")
    once = make_care("10", base_charge=ChargeKind.ONE_TIME)
    assert price_care(recurring) == ["10.00"]
    assert price_care(once) == ["105.00"]
    assert price_care(recurring, make_care("10", "one_time")) == ["10.00", "105.00"]
    assert price_care(recurring, make_care("10", "one_time", base_charge=ChargeKind.RECURRING)) == ["10.00", "10.00"]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 3, 0, 1)])
def test_percentages_of_percentages_follow_what_they_are_taken_of(order):
    """Each is half of the one before, in whatever order the catalog states them."""
    halves = [
        make_price(f"H-{at}", "50", model="percent_of", base=(f"H-{at - 1}" if at else "A-1",)) for at in range(4)
    ]
    codes = ["A-1", *(f"H-{at}" for at in range(4))]
    catalog = make_catalog(offerings=codes, prices=[*(halves[at] for at in order), make_price("A-1", "100")])
    lines = tuple(ConfigurationLine(code, 1) for code in reversed(codes))
    priced = price(catalog, Configuration(lines, "optimal"), PricingContext(date(2026, 11, 22), 12))
    assert [str(line.charges[0].net) for line in reversed(priced.lines)] == [
        "100.00",
        "50.00",
        "25.00",
        "12.50",
        "6.25",
    ]


def test_percentages_of_offerings_apart_are_of_their_own_charges():
    """Two prices alike in all but the charges that they are taken of."""
    bases = {"CARE-1": ChargeKind.ONE_TIME, "CARE-2": ChargeKind.RECURRING}
    cares = [
        make_price(code, "10", model="percent_of", base=("A-1",), base_charge=base) for code, base in bases.items()
    ]
    catalog = make_catalog(
        offerings=["A-1", *bases],
        prices=[make_price("A-1", "100"), make_price("A-1", "1000", charge="one_time"), *cares],
    )
    lines = tuple(ConfigurationLine(code, 1) for code in ("A-1", *bases))
    priced = price(catalog, Configuration(lines, "optimal"), PricingContext(date(2026, 11, 22), 12))
    assert [str(line.charges[0].net) for line in priced.lines[1:]] == ["100.00", "10.00"]


@pytest.mark.parametrize(("since", "net"), [("10", "9.00"), ("10.01", "10.00")])
def test_a_percentage_counts_for_a_programme_of_monthly_charges_with_what_it_lists(since, net):
    assert price_care(make_care("10"), since=since, percent="10") == [net]


@pytest.mark.parametrize(("since", "net"), [("105", "94.50"), ("105.01", "105.00")])
def test_a_percentage_counts_once_for_a_programme_of_the_contracts_value(since, net):
    care = make_care("10", "one_time")
    assert price_care(care, measure=Measure.CONTRACT_VALUE, since=since, percent="10") == [net]
