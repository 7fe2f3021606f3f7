"""Dividing an amount into parts that sum up to it: largest remainders, and a bundle's price over what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from configurator.pricing.rounding import HALF_UP, TaxedAmount, split_tax
from configurator.values.money import CurrencyMismatch, Money
from configurator.values.refusal import Refusal


class AllocationRefused(Refusal):
    """An amount cannot be divided by weights that are all zero."""

    code = "allocation_refused"


def allocate(total_minor: int, weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Whole parts in proportion to the weights (none negative) whose sum is the total.

    Every part is rounded towards zero; the units left over go to the largest remainders, of equal ones to the larger
    weight, then to the earlier position: who wants another order (offering, component) sorts first. AllocationRefused
    when the weights are all zero and the total is not.
    """
    shares = _as_whole(weights)
    whole = sum(shares)
    if not whole:
        if total_minor:
            raise AllocationRefused(total=total_minor, parts=len(shares))
        return (0,) * len(shares)
    sign = -1 if total_minor < 0 else 1
    return tuple(sign * part for part in _divide(abs(total_minor), shares, whole))


def _as_whole(weights: Sequence[Fraction | int]) -> list[int]:
    common = lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (common // weight.denominator) for weight in weights]


def _divide(total: int, shares: list[int], whole: int) -> list[int]:
    divided = [divmod(total * share, whole) for share in shares]
    parts = [part for part, _ in divided]
    left = total - sum(parts)
    if left:
        order = sorted(range(len(shares)), key=lambda position: (-divided[position][1], -shares[position]))
        for position in order[:left]:
            parts[position] += 1
    return parts


@dataclass(frozen=True, slots=True)
class BundlePart:
    """A part of a bundle: what it costs by itself in the convention of the bundle's price, and its tax rate."""

    standalone: Money
    rate: Decimal


def allocate_bundle(
    price: Money, parts: Sequence[BundlePart], *, inclusive: bool, mode: str = HALF_UP
) -> tuple[TaxedAmount, ...]:
    """The bundle's price over its parts by stand-alone price before tax, each part taxed at its own rate.

    Also where prices contain the tax the parts' amounts without it are in the proportion of the stand-alone prices
    without it: both conventions lead to the same weights. CurrencyMismatch, AllocationRefused.
    """
    for part in parts:
        if part.standalone.currency != price.currency:
            raise CurrencyMismatch(one=price.currency.code, other=part.standalone.currency.code)
    amounts = allocate(price.minor, [part.standalone.minor for part in parts])
    return tuple(
        split_tax(Money(amount, price.currency), part.rate, inclusive=inclusive, mode=mode)
        for amount, part in zip(amounts, parts, strict=True)
    )
