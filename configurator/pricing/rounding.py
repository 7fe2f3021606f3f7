"""The only rounder: halves up or to even at the currency's minor unit, tax in or on top of amounts, percentages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from configurator.values.money import Currency, FigureRefused, Money

EXACT = Context(prec=300, rounding=ROUND_HALF_UP)
"""Wide enough for whatever is multiplied and taken off, so that finite decimals stay exact; never the thread's own."""

HALF_UP = "half_up"
"""A half goes away from zero: `Rounding.HALF_UP` of the catalog."""

HALF_EVEN = "half_even"
"""A half goes to the even neighbour: `Rounding.HALF_EVEN` of the catalog."""

_MODES: Mapping[str, str] = {HALF_UP: ROUND_HALF_UP, HALF_EVEN: ROUND_HALF_EVEN}
_LARGEST_POWER = 24
_PERCENT_STEP = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """An amount with its tax: inclusive = ex_tax + tax, to the minor unit."""

    inclusive: Money
    ex_tax: Money
    tax: Money


def round_money(amount: Decimal, currency: Currency, mode: str = HALF_UP) -> Money:
    """The amount in whole minor units. FigureRefused unless finite and < 10^25."""
    if not amount.is_finite() or amount.adjusted() > _LARGEST_POWER:
        raise FigureRefused(text=str(amount)[:40], decimals=currency.exponent)
    scaled = amount.scaleb(currency.exponent, EXACT)
    return Money(int(scaled.to_integral_value(_MODES[mode])), currency)


def round_fraction(amount: Fraction, currency: Currency, mode: str = HALF_UP) -> Money:
    """The amount (in major units) in whole minor units: parts of periods and exchange rates need not be decimal."""
    return Money(round_ratio(amount.numerator * 10**currency.exponent, amount.denominator, mode), currency)


def round_ratio(numerator: int, denominator: int, mode: str = HALF_UP) -> int:
    """The whole number nearest to numerator ÷ denominator (above zero)."""
    whole, rest = divmod(abs(numerator), denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and (mode == HALF_UP or whole % 2)):
        whole += 1
    return -whole if numerator < 0 else whole


@dataclass(frozen=True, slots=True)
class Rounder:
    """The rounder of one currency, with what becomes of halves."""

    currency: Currency
    mode: str = HALF_UP

    def round(self, amount: Decimal | Fraction) -> Money:
        """The amount in whole minor units; FigureRefused unless finite and < 10^25."""
        if isinstance(amount, Decimal):
            return round_money(amount, self.currency, self.mode)
        return round_fraction(amount, self.currency, self.mode)


def round_half_up(amount: Fraction) -> int:
    """The whole number next to it, of two the one further from zero."""
    return round_ratio(amount.numerator, amount.denominator)


def round_percent(share: Decimal, whole: Decimal) -> Decimal:
    """How many percent `share` is of `whole` (not zero), to two decimals, half up."""
    return EXACT.divide(EXACT.multiply(share, _HUNDRED), whole).quantize(_PERCENT_STEP, ROUND_HALF_UP, EXACT)


def contained_tax(inclusive: Money, rate: Decimal, mode: str = HALF_UP) -> TaxedAmount:
    """Take the tax out of an amount: what is left is rounded, the tax is the difference."""
    part, whole = rate.as_integer_ratio()
    ex_tax = Money(round_ratio(inclusive.minor * whole, whole + part, mode), inclusive.currency)
    return TaxedAmount(inclusive, ex_tax, inclusive - ex_tax)


def added_tax(ex_tax: Money, rate: Decimal, mode: str = HALF_UP) -> TaxedAmount:
    """Put the tax on top of an amount without it: the tax is rounded, the inclusive amount is the sum."""
    part, whole = rate.as_integer_ratio()
    tax = Money(round_ratio(ex_tax.minor * part, whole, mode), ex_tax.currency)
    return TaxedAmount(ex_tax + tax, ex_tax, tax)


def split_tax(amount: Money, rate: Decimal, *, inclusive: bool, mode: str = HALF_UP) -> TaxedAmount:
    """The tax of an amount in the convention of its prices: contained in it or added to it."""
    return contained_tax(amount, rate, mode) if inclusive else added_tax(amount, rate, mode)
