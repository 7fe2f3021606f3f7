"""Amounts of the seller's shared out over charges: the last cent has its place."""

from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext
from tests.factories.catalog import make_catalog, make_price


def share(form, value, **amounts):
    catalog = make_catalog(
        offerings=[code.replace("_", "-") for code in amounts],
        prices=[make_price(code.replace("_", "-"), amount) for code, amount in amounts.items()],
    )
    lines = tuple(ConfigurationLine(code.replace("_", "-"), 1) for code in amounts)
    manual = (ManualAdjustment("", form, Decimal(value), "monthly"),)
    priced = price(catalog, Configuration(lines, "optimal"), PricingContext(date(2026, 11, 22), 12, manual=manual))
    return [str(line.charges[0].net) for line in priced.lines]


@pytest.mark.parametrize(("one", "other"), [("0.03", "0.05"), ("0.05", "0.03")])
def test_of_equal_remainders_the_larger_amount_is_changed_by_more(one, other):
    """0.04 off 0.08 is 1.5 and 2.5 cents."""
    assert share("amount", "0.04", A_1=one, B_1=other) == ["0.02", "0.02"]


@pytest.mark.parametrize("quantities", [(1, 3), (3, 1)])
def test_of_equal_amounts_of_one_offering_the_larger_quantity_is_changed_by_more(quantities):
    """A flat charge of 0.05 a line: a cent less is taken off the line of three, wherever it stands."""
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "0.05", model="flat")])
    lines = tuple(ConfigurationLine("A-1", quantity) for quantity in quantities)
    manual = (ManualAdjustment("", "amount", Decimal("0.01"), "monthly"),)
    priced = price(catalog, Configuration(lines, "optimal"), PricingContext(date(2026, 11, 22), 12, manual=manual))
    assert {line.quantity: str(line.charges[0].net) for line in priced.lines} == {1: "0.05", 3: "0.04"}


def test_of_equal_amounts_the_first_by_code_is_changed_by_more():
    assert share("amount", "0.01", B_1="0.05", A_1="0.05") == ["0.05", "0.04"]
    assert share("target", "0.11", B_1="0.05", A_1="0.05") == ["0.05", "0.06"]
