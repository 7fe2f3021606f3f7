"""The only rounder: half up to the currency's minor unit, tax in or on top of amounts, percentages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from configurator.values.money import Currency, FigureRefused, Money

EXACT = Context(prec=300, rounding=ROUND_HALF_UP)
"""Wide enough for whatever is multiplied and taken off, so that finite decimals stay exact; never the thread's own."""

_LARGEST_POWER = 24
_PERCENT_STEP = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """An amount with its tax: inclusive = ex_tax + tax, to the minor unit."""

    inclusive: Money
    ex_tax: Money
    tax: Money


def round_money(amount: Decimal, currency: Currency) -> Money:
    """The amount in whole minor units, half away from zero. FigureRefused unless finite and < 10^25."""
    if not amount.is_finite() or amount.adjusted() > _LARGEST_POWER:
        raise FigureRefused(text=str(amount)[:40], decimals=currency.exponent)
    scaled = amount.scaleb(currency.exponent, EXACT)
    return Money(int(scaled.to_integral_value(ROUND_HALF_UP)), currency)


@dataclass(frozen=True, slots=True)
class Rounder:
    """The rounder of one currency."""

    currency: Currency

    def round(self, amount: Decimal | Fraction) -> Money:
        """The amount in whole minor units; FigureRefused unless finite and < 10^25."""
        if isinstance(amount, Decimal):
            return round_money(amount, self.currency)
        return Money(round_half_up(amount * 10**self.currency.exponent), self.currency)


def round_half_up(amount: Fraction) -> int:
    """The whole number next to it, of two the one further from zero."""
    doubled, sign = abs(amount) * 2, -1 if amount < 0 else 1
    return sign * ((doubled.numerator + doubled.denominator) // (2 * doubled.denominator))


def round_percent(share: Decimal, whole: Decimal) -> Decimal:
    """How many percent `share` is of `whole` (not zero), to two decimals, half up."""
    return EXACT.divide(EXACT.multiply(share, _HUNDRED), whole).quantize(_PERCENT_STEP, ROUND_HALF_UP, EXACT)


def reduce_by_percent(amount: Decimal, percent: Decimal) -> Decimal:
    """The amount less so many percent of it, exact: what is rounded is the caller's decision."""
    return EXACT.divide(EXACT.multiply(amount, EXACT.subtract(_HUNDRED, percent)), _HUNDRED)


def multiply_by_factor(amount: Decimal, factor: Decimal) -> Decimal:
    """The amount times a factor, exact: what is rounded is the caller's decision."""
    return EXACT.multiply(amount, factor)


def contained_tax(inclusive: Money, rate: Decimal) -> TaxedAmount:
    """Take the tax out of an amount: what is left is rounded, the tax is the difference."""
    ex_tax = round_money(EXACT.divide(inclusive.amount, EXACT.add(1, rate)), inclusive.currency)
    return TaxedAmount(inclusive, ex_tax, inclusive - ex_tax)


def added_tax(ex_tax: Money, rate: Decimal) -> TaxedAmount:
    """Put the tax on top of an amount without it: the tax is rounded, the inclusive amount is the sum."""
    tax = round_money(EXACT.multiply(ex_tax.amount, rate), ex_tax.currency)
    return TaxedAmount(ex_tax + tax, ex_tax, tax)


def split_tax(amount: Money, rate: Decimal, *, inclusive: bool) -> TaxedAmount:
    """The tax of an amount in the catalog's convention: contained in it or added to it."""
    return contained_tax(amount, rate) if inclusive else added_tax(amount, rate)
