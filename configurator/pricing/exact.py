"""Arithmetic without rounding: finite decimals stay decimals, everything else is a fraction."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from configurator.pricing.rounding import EXACT
from configurator.values.digits import show_digits

Exact = Decimal | Fraction
"""An amount in major units. Decimals are the common case, and many times faster."""

NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


def times(amount: Exact, factor: Exact) -> Exact:
    """The product."""
    if isinstance(amount, Decimal) and isinstance(factor, Decimal):
        return EXACT.multiply(amount, factor)
    return Fraction(amount) * Fraction(factor)


def minus(amount: Exact, other: Exact) -> Exact:
    """The difference."""
    if isinstance(amount, Decimal) and isinstance(other, Decimal):
        return EXACT.subtract(amount, other)
    return Fraction(amount) - Fraction(other)


def plus(amount: Exact, other: Exact) -> Exact:
    """The sum."""
    if isinstance(amount, Decimal) and isinstance(other, Decimal):
        return EXACT.add(amount, other)
    return Fraction(amount) + Fraction(other)


def percent_of(amount: Exact, percent: Decimal) -> Exact:
    """So many percent of the amount."""
    if isinstance(amount, Decimal):
        return EXACT.scaleb(EXACT.multiply(amount, percent), -2)
    return amount * Fraction(percent) / 100


def less_percent(amount: Exact, percent: Decimal) -> Exact:
    """The amount less so many percent of it."""
    return percent_of(amount, EXACT.subtract(_HUNDRED, percent))


def show_exact(amount: Exact) -> str:
    """A decimal in plain digits without trailing zeros, a fraction as `a/b`."""
    return str(amount) if isinstance(amount, Fraction) else show_digits(amount)
