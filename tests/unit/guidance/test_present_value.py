"""What the contract is worth today."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.catalog.commercial import ChargeTerms, Due
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.present_value import compute_present_value
from configurator.pricing import price
from configurator.pricing.model import PricingContext
from tests.factories.catalog import make_catalog, make_price

DAY = date(2026, 11, 22)


def value(*prices, rate="10", months=12, quantity=1, **changes):
    catalog = make_catalog(offerings=["A-1"], prices=prices, **changes)
    configuration = Configuration((ConfigurationLine("A-1", quantity),), "optimal")
    return compute_present_value(catalog, price(catalog, configuration, PricingContext(DAY, months)), Decimal(rate))


def in_arrears(component):
    return replace(component, terms=ChargeTerms(due=Due.ARREARS))


def test_what_is_due_today_is_worth_itself():
    found = value(make_price("A-1", "1000", charge="one_time"))
    assert (str(found.value), str(found.undiscounted), found.dates) == ("1000.00", "1000.00", 1)


def test_a_year_later_it_is_worth_the_rate_less():
    """1000 + 1000 / 1.1 + 1000 / 1.21 = 1000 + 909.0909… + 826.4463…"""
    found = value(make_price("A-1", "1000", period="year"), months=36)
    assert (str(found.value), str(found.undiscounted)) == ("2735.54", "3000.00")


def test_in_arrears_each_year_is_due_at_its_end():
    """1000 / 1.1 + 1000 / 1.21 + 1000 / 1.331 = 2486.8519…"""
    assert str(value(in_arrears(make_price("A-1", "1000", period="year")), months=36).value) == "2486.85"


def test_one_time_charges_are_due_at_once_whatever_the_price_says():
    assert str(value(in_arrears(make_price("A-1", "1000", charge="one_time"))).value) == "1000.00"


def test_months_are_twelfths_of_a_year():
    """A rate of 1.01¹² − 1 a year is 1 % a month: an annuity due of 100 over 12 months is worth 100 × 11.3676282…"""
    rate = str((Decimal("1.01") ** 12 - 1) * 100)
    assert str(value(make_price("A-1", "100"), rate=rate[:22]).value) == "1136.76"


def test_without_a_rate_it_is_the_sum():
    found = value(make_price("A-1", "100"), make_price("A-1", "7", charge="usage"), rate="0", months=24, quantity=3)
    assert found.value == found.undiscounted
    assert (str(found.value), found.dates) == ("7200.00", 24)


def test_agrees_with_whole_numbers_to_the_minor_unit():
    """Bounds of the twelfth root as fractions: the value lies between what they give."""
    low, high = Fraction(1_006_434_030, 10**9), Fraction(1_006_434_031, 10**9)
    assert low**12 < Fraction(108, 100) < high**12
    least, most = (sum(Fraction(98_765_432) / root**month for month in range(36)) for root in (high, low))
    found = value(make_price("A-1", "987654.32"), rate="8", months=36).value.minor
    assert least - 1 < found < most + 1
    assert most - least < 100


@pytest.mark.parametrize("rate", ["-0.01", "100.01", "NaN", "Infinity"])
def test_refuses_what_is_no_yearly_rate(rate):
    with pytest.raises(ValueError, match="yearly rate"):
        value(make_price("A-1"), rate=rate)


def test_a_quote_without_payments_is_worth_nothing():
    found = value(make_price("A-1"), quantity=0)
    assert (str(found.value), found.dates) == ("0.00", 0)


def test_the_rate_is_said_and_may_be_a_hundred():
    found = value(make_price("A-1", "1000", period="year"), rate="100", months=24)
    assert (found.rate, str(found.value)) == (Decimal(100), "1500.00")
    with pytest.raises(ValueError, match=r"100\.01"):
        value(make_price("A-1", "1000"), rate="100.01")


def test_what_falls_due_on_one_day_is_added_up():
    found = value(
        make_price("A-1", "10"), make_price("A-1", "7", charge="one_time"), make_price("A-1", "5", period="year")
    )
    assert (str(found.undiscounted), found.dates) == ("132.00", 12)
