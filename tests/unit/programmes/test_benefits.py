"""Values of benefits: sums, joining, rounding to the operator's safe side."""

from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.programmes.benefits import (
    NO_BENEFITS,
    Benefit,
    BenefitKind,
    Benefits,
    TierReached,
    money_down,
    money_up,
)
from configurator.values.money import Currency
from tests.factories.benefits import yuan
from tests.factories.catalog import CNY, make_text


def make_benefit(key, cost="0"):
    return Benefit(
        BenefitKind.TIER, "P", make_text("p"), key, make_text(key), "unit", 1, yuan("0"), yuan(cost), yuan("0")
    )


def test_the_cost_is_that_of_what_is_granted_and_not_of_what_is_left_out():
    found = Benefits(granted=(make_benefit("a", "10.05"), make_benefit("b", "5")), left_out=(make_benefit("c", "99"),))
    assert found.cost(CNY) == yuan("15.05")


def test_nothing_costs_nothing():
    assert NO_BENEFITS.cost(CNY) == yuan("0")


def test_joins_in_order():
    one, two = Benefits(granted=(make_benefit("a"),)), Benefits(granted=(make_benefit("b"),))
    joined = NO_BENEFITS.joined([one, two])
    assert [benefit.key for benefit in joined.granted] == ["a", "b"]
    assert joined.hints == joined.left_out == joined.tiers == ()


@pytest.mark.parametrize(
    ("amount", "down", "up"),
    [
        (Decimal("1.005"), "1", "1.01"),
        (Fraction(1, 3), "0.33", "0.34"),
        (Decimal("2"), "2", "2"),
        (Decimal("-0.001"), "-0.01", "0"),
    ],
)
def test_rounds_down_what_is_granted_and_up_what_it_costs(amount, down, up):
    assert money_down(amount, CNY) == yuan(down)
    assert money_up(amount, CNY) == yuan(up)


def test_rounds_to_whole_units_of_a_currency_without_cents():
    yen = Currency("JPY", 0)
    assert money_down(Decimal("10.9"), yen).minor == 10
    assert money_up(Decimal("10.1"), yen).minor == 11


def test_a_tiers_cap_and_worth_are_converted_rounded_down():
    reached = Benefits((TierReached("P", "gold", make_text("gold"), yuan("100"), yuan("33.33")),))
    (found,) = reached.converted(Decimal("0.125"), CNY).tiers
    assert found == TierReached("P", "gold", make_text("gold"), yuan("12.5"), yuan("4.16"))
