"""Money in integer minor units, and the strict reading of decimal figures that people and files give us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from configurator.values.refusal import Refusal

# Shifting the point must not depend on the thread's own decimal context.
_EXACT = Context(prec=60)
_LARGEST_POWER = 24
_FIGURE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)


class FigureRefused(Refusal):
    """A text that is not a plain decimal figure of at most 15 + 6 ASCII digits."""

    code = "figure_refused"


class CurrencyMismatch(Refusal):
    """Two amounts of different currencies met in one operation."""

    code = "currency_mismatch"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its ISO 4217 code and exponent (number of decimal places of its minor unit)."""

    code: str
    exponent: int

    @property
    def quantum(self) -> Decimal:
        """The smallest amount, such as 0.01 for CNY."""
        return Decimal(1).scaleb(-self.exponent, _EXACT)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: integer minor units (fen, cents) of one currency."""

    minor: int
    currency: Currency

    @classmethod
    def zero(cls, currency: Currency) -> Money:
        """Nothing, in that currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal, currency: Currency) -> Money:
        """The amount if it is whole minor units and below 10^25; else FigureRefused (pricing rounds)."""
        if not amount.is_finite() or amount.adjusted() > _LARGEST_POWER:
            raise FigureRefused(text=str(amount)[:40], decimals=currency.exponent)
        scaled = amount.scaleb(currency.exponent, _EXACT)
        if scaled != scaled.to_integral_value():
            raise FigureRefused(text=str(amount)[:40], decimals=currency.exponent)
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with exactly the currency's decimals."""
        return Decimal(self.minor).scaleb(-self.currency.exponent, _EXACT)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount:f}"

    def _same(self, other: Money) -> Money:
        if other.currency is not self.currency and other.currency != self.currency:
            raise CurrencyMismatch(one=self.currency.code, other=other.currency.code)
        return other


def total(amounts: list[Money] | tuple[Money, ...], currency: Currency) -> Money:
    """The sum of the amounts, zero of the currency when there is none."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def parse_figure(text: str, *, decimals: int = 6) -> Decimal:
    """Read a plain decimal figure: ASCII digits, at most 15 before and `decimals` (≤ 6) after the point.

    NaN, Infinity, exponents, underscores, full-width digits and blanks are refused before Decimal sees them,
    because `Decimal("1e1000000")` is accepted and then costs minutes.
    """
    if not _FIGURE.fullmatch(text) or len(text.partition(".")[2]) > decimals:
        raise FigureRefused(text=text[:40], decimals=decimals)
    return Decimal(text)
