"""Exact amounts stay exact: decimals as long as they can, fractions where they must."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from configurator.pricing.exact import NOTHING, less_percent, minus, percent_of, plus, show_exact, times

THIRD = Fraction(1, 3)
LONG = Decimal("123456789012345.678901")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (times(Decimal("1.5"), Decimal(3)), Decimal("4.5")),
        (times(Decimal("1.5"), THIRD), Fraction(1, 2)),
        (times(THIRD, Decimal("1.5")), Fraction(1, 2)),
        (times(THIRD, THIRD), Fraction(1, 9)),
        (minus(Decimal("1.5"), Decimal("0.25")), Decimal("1.25")),
        (minus(Decimal("1.5"), THIRD), Fraction(7, 6)),
        (minus(THIRD, Decimal("1.5")), Fraction(-7, 6)),
        (minus(Fraction(2, 3), THIRD), THIRD),
        (plus(Decimal("1.5"), Decimal("0.25")), Decimal("1.75")),
        (plus(Decimal("1.5"), THIRD), Fraction(11, 6)),
        (plus(THIRD, Decimal("1.5")), Fraction(11, 6)),
        (plus(THIRD, THIRD), Fraction(2, 3)),
        (percent_of(Decimal(80), Decimal("2.5")), Decimal(2)),
        (percent_of(THIRD, Decimal(150)), Fraction(1, 2)),
        (less_percent(Decimal(80), Decimal("2.5")), Decimal(78)),
        (less_percent(THIRD, Decimal(25)), Fraction(1, 4)),
    ],
)
def test_computes_without_rounding(found, expected):
    assert found == expected
    assert type(found) is type(expected)


def test_the_threads_own_context_is_never_used():
    with localcontext() as context:
        context.prec = 3
        assert times(LONG, LONG) == Fraction(LONG) ** 2
        assert minus(LONG, Decimal("0.000001")) == Decimal("123456789012345.678900")
        assert plus(LONG, Decimal("0.000001")) == Decimal("123456789012345.678902")
        assert less_percent(LONG, Decimal("0.000001")) == Fraction(LONG) * (1 - Fraction(1, 10**8))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1.50"), "1.5"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("2.00"), "2"),
        (Decimal("-0.10"), "-0.1"),
        (Decimal("0.0000001"), "0.0000001"),
        (Fraction(1000, 3), "1000/3"),
        (Fraction(4), "4"),
    ],
)
def test_shows_plain_digits_or_a_fraction(amount, shown):
    assert show_exact(amount) == shown


def test_nothing_is_a_decimal():
    assert (NOTHING, type(NOTHING)) == (Decimal(0), Decimal)


@pytest.mark.parametrize(("one", "other"), [(Decimal("0.5"), THIRD), (THIRD, Decimal("0.5"))])
def test_a_decimal_and_a_fraction_make_a_fraction(one, other):
    assert (plus(one, other), times(one, other)) == (Fraction(5, 6), Fraction(1, 6))
    assert minus(one, other) == (Fraction(1, 6) if one is not THIRD else Fraction(-1, 6))
