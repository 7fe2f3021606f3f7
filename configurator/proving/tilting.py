"""Margins as sums: a margin is below a figure where a weighted sum of contract value and cost is below zero.

A margin is a quotient, which no linear solver makes small. But (value - cost) / value < r holds exactly where
value - cost - r × value < 0, and that is a sum over the lines (Dinkelbach, 1967). Figures are hundredths of a percent
as pricing rounds them, amounts minor units of the currency.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from math import ceil, floor
from typing import Any

from configurator.guidance.curves import Curve
from configurator.guidance.ledger import Ledger
from configurator.pricing.rounding import round_percent
from configurator.rules.translating import quantity_name
from configurator.solver import Limit, Objective, PiecewiseCost
from configurator.values.money import Money

ALL = 10_000
"""100 % in hundredths of a percent."""

_LARGEST_TOTAL = 2**60
_ONE = Fraction(1)
_ROUGH = 50
_MOST_TRIED = 200
"""While a line's amount is less than so many times what rounding can change, quantities are tried one by one."""

Known = Mapping[str, Collection[int]]
"""Quantities of offerings at which the solver shall reckon with the exact amount."""


@dataclass(frozen=True, slots=True)
class Tilt:
    """The lines of these offerings at the prices of a ledger."""

    ledger: Ledger
    codes: Sequence[str]

    def total(self, quantities: Mapping[str, int]) -> tuple[int, int]:
        """Contract value and cost of a configuration's lines, exactly."""
        counted = [(code, quantities[code]) for code in self.codes if code in quantities]
        value = sum(self.ledger.amount("tcv", code, quantity) for code, quantity in counted)
        return value, sum(self.ledger.amount("cost", code, quantity) for code, quantity in counted)

    def find_margin(self, quantities: Mapping[str, int]) -> int | None:
        """The margin of a configuration's lines as pricing rounds it; None where the contract value is nothing."""
        value, cost = self.total(quantities)
        return count_hundredths(self.ledger, value, cost) if value else None

    def enclose(self, hundredths: int, known: Known, *, upper: bool = False) -> Objective:
        """A sum that is below zero only where the margin is below the figure, or never above it (`upper`: never
        below).

        Its unit is a part of a minor unit, the same for all lines. For figures up to zero, a sum of zero says below as
        well, because pricing rounds halves away from zero.
        """
        weights = self._weigh(hundredths)
        curves = {code: self._draw(code, weights) for code in self.codes if code in self.ledger.first_quantities}
        scale = _find_scale(self.ledger, curves)
        steps = (self._steps(code, curve, scale, weights, known.get(code, ()), upper) for code, curve in curves.items())
        return Objective(steps=tuple(step for step in steps if step.points))

    def worth(self, known: Known) -> Limit:
        """That the lines have a contract value; where programmes are open, that they may have one."""
        curves = {
            code: self.ledger.curve_above("tcv", code) for code in self.codes if code in self.ledger.first_quantities
        }
        steps = (self._steps(code, curve, _ONE, None, known.get(code, ()), True) for code, curve in curves.items())
        return Limit(Objective(steps=tuple(step for step in steps if any(step.points))), low=1)

    def _weigh(self, hundredths: int) -> tuple[int, int]:
        """The weights of contract value and cost: rounding starts half a hundredth below the figure."""
        return 2 * ALL - (2 * hundredths - 1), -2 * ALL

    def _draw(self, code: str, weights: tuple[int, int]) -> Curve:
        value, cost = (self.ledger.curve(measure, code) for measure in ("tcv", "cost"))
        return Curve.total([value.times(Fraction(weights[0])), cost.times(Fraction(weights[1]))])

    def _steps(
        self,
        code: str,
        curve: Curve,
        scale: Fraction,
        weights: tuple[int, int] | None,
        known: Collection[int],
        upper: bool,
    ) -> PiecewiseCost:
        """The curve moved by its slack to the safe side, and exact where it is known; without weights the greatest
        contract value."""
        starts = {start for start, _, _ in curve.pieces}
        sharp = {quantity for quantity in known if quantity and curve.slack}
        points = {start: _enclose(curve, start, scale, upper) for start in starts | {each + 1 for each in sharp}}
        for quantity in sharp:
            points[quantity] = (quantity, _round(self._amount(code, quantity, weights) * scale, upper), 0)
        return PiecewiseCost(quantity_name(code), tuple(points[start] for start in sorted(points)))

    def _amount(self, code: str, quantity: int, weights: tuple[int, int] | None) -> Fraction:
        if weights is None:
            return Fraction(self.ledger.most("tcv", code, quantity))
        value, cost = self.total({code: quantity})
        return Fraction(weights[0] * value + weights[1] * cost)


def count_hundredths(ledger: Ledger, value: int, cost: int) -> int:
    """The margin on a contract value (not zero) in hundredths of a percent, as pricing rounds it."""
    currency = ledger.catalog.currency
    return int(round_percent(Money(value - cost, currency).amount, Money(value, currency).amount) * 100)


def bound_line(ledger: Ledger, code: str) -> Fraction | None:
    """What the margin of a line of this offering is never below, as a fraction; None when that is not known.

    On a straight piece of contract value and cost the least margin lies at an end.
    """
    curves = ledger.curve("tcv", code), ledger.curve("cost", code)
    starts = sorted({start for curve in curves for start, _, _ in curve.pieces})
    top = ledger.catalog.offerings[code].max_quantity
    figures = [_ONE]
    for first, after in zip(starts, [*starts[1:], top + 1][: len(starts)], strict=True):
        figures += _bound_piece(ledger, code, first, min(after - 1, top))
    return None if None in figures else min(figures)


def _bound_piece(ledger: Ledger, code: str, first: int, last: int) -> list[Any]:
    """What no margin on a piece is below: exactly while rounding weighs much, then at both ends."""
    value, cost = ledger.curve("tcv", code), ledger.curve("cost", code)
    tried = range(first, min(last, first + _MOST_TRIED) + 1)
    exact = list(takewhile(lambda quantity: _is_rough(value, quantity), tried))
    figures = [_find_exact(ledger, code, quantity) for quantity in exact]
    ends = [end for end in (max([first - 1, *exact]) + 1, last) if end <= last and last not in exact]
    return [*figures, *(_bound_at(value, cost, end) for end in ends)]


def _is_rough(value: Curve, quantity: int) -> bool:
    return value.at(quantity) <= _ROUGH * value.slack


def _find_exact(ledger: Ledger, code: str, quantity: int) -> Fraction | None:
    """The margin of a line; one that is paid nothing takes none from others if it costs nothing."""
    value, cost = ledger.amount("tcv", code, quantity), ledger.amount("cost", code, quantity)
    if not value:
        return None if cost else _ONE
    return Fraction(value - cost, value)


def _bound_at(value: Curve, cost: Curve, quantity: int) -> Fraction | None:
    paid, spent = value.at(quantity) - value.slack, cost.at(quantity) + cost.slack
    if not paid and not spent:
        return _ONE
    return (paid - spent) / paid if paid > 0 else None


def _find_scale(ledger: Ledger, curves: Mapping[str, Curve]) -> Fraction:
    """How many units a ten-thousandth part has: one, or less where sums would grow too large."""
    offerings = ledger.catalog.offerings
    largest = sum((abs(curve.at(offerings[code].max_quantity)) for code, curve in curves.items()), Fraction(0))
    scale = _ONE
    while largest * scale > _LARGEST_TOTAL:
        scale /= 10
    return scale


def _enclose(curve: Curve, start: int, scale: Fraction, upper: bool) -> tuple[int, int, int]:
    value = curve.at(start) + (curve.slack if upper else -curve.slack)
    return start, _round(value * scale, upper), _round(curve.slope_at(start) * scale, upper)


def _round(figure: Fraction, upper: bool) -> int:
    return ceil(figure) if upper else floor(figure)
