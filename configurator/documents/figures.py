"""Figures as documents print them: thousands separators, the currency's decimals as given, ISO dates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from configurator.values.money import parse_figure

NONE = "–"
# From this many characters on, an amount needs smaller type to stay on one line.
_DENSITIES = ((16, "packed"), (14, "crowded"))
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")


def format_amount(amount: str) -> str:
    """A decimal string with thousands separators, its decimals kept: `1234567.80` → `1,234,567.80`."""
    return f"{parse_figure(amount):,f}"


def format_count(count: int) -> str:
    """A quantity with thousands separators."""
    return f"{count:,}"


def format_rate(rate: str) -> str:
    """A fraction as a percentage without idle zeros: `0.09` → `9%`."""
    return _percentage(parse_figure(rate) * _HUNDRED)


def format_discount(list_amount: str, net: str) -> str:
    """How much less than list the net is, in percent with at most two decimals; a dash when nothing."""
    full = parse_figure(list_amount)
    less = full - parse_figure(net)
    return _percentage(less / full * _HUNDRED) if full and less else NONE


def find_density(figures: Iterable[str]) -> str:
    """How small the type of formatted amounts must be: empty for the usual size, crowded, or packed."""
    longest = max(map(len, figures), default=0)
    return next((density for length, density in _DENSITIES if longest >= length), "")


def add_amounts(*amounts: str) -> str:
    """The exact sum of amounts of one currency."""
    return format(sum((parse_figure(amount) for amount in amounts), Decimal(0)), "f")


def _percentage(value: Decimal) -> str:
    rounded = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".") + "%"
