"""What is in force on a day, and what a commitment reduces."""

from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.validity import prices_on, tax_rate_on, term_discounts_for
from tests.factories.catalog_files import load_changed, load_tiny

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalog():
    return load_tiny().catalog


@pytest.mark.parametrize(
    ("day", "amount"), [(date(2026, 6, 30), "1.10"), (date(2026, 7, 1), "0.90"), (date(1990, 1, 1), "1.10")]
)
def test_the_price_of_a_day_is_the_one_whose_dates_hold_it(catalog, day, amount):
    (price,) = prices_on(catalog, "SIP-30", day)
    assert price.tiers[0].amount == Decimal(amount)


def test_an_unknown_offering_has_no_price(catalog):
    assert prices_on(catalog, "NONE-1", TODAY) == ()


@pytest.mark.parametrize(("day", "rate"), [(date(2025, 12, 31), "0.06"), (date(2026, 1, 1), "0.09")])
def test_the_tax_rate_changes_on_its_day(catalog, day, rate):
    assert tax_rate_on(catalog, "B9", day).rate == Decimal(rate)


def test_a_category_without_a_rate_on_the_day_has_none():
    catalog = load_changed("tax.csv", "G13,0.13,,", "G13,0.13,2026-01-01,").catalog
    assert tax_rate_on(catalog, "G13", date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("offering", "months", "percents"),
    [
        ("SIP-30", 1, []),
        ("SIP-30", 23, []),
        ("SIP-30", 24, ["8"]),
        ("SIP-30", 35, ["8"]),
        ("SIP-30", 36, ["15"]),
        ("SIP-30", 60, ["15"]),
        ("SBC-100", 24, ["2.5"]),
        ("MIN-OUT", 36, []),
    ],
)
def test_of_each_selector_the_longest_commitment_reached_counts(catalog, offering, months, percents):
    found = term_discounts_for(catalog, offering, months, TODAY)
    assert [discount.percent for discount in found] == [Decimal(percent) for percent in percents]


def test_an_expired_discount_does_not_count(catalog):
    assert term_discounts_for(catalog, "SBC-100", 24, date(2027, 1, 1)) == ()
