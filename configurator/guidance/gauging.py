"""Gauges: amounts of whole configurations, exact for people and enclosed by whole numbers for the optimiser."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from configurator.configuration.completing import Points
from configurator.guidance.curves import Curve
from configurator.guidance.ledger import Ledger, Measure
from configurator.rules.translating import quantity_name
from configurator.solver import Limit, Objective, PiecewiseCost

_FINEST = 10_000
_LARGEST_TOTAL = 2**58

Known = Mapping[str, Collection[int]]
"""Quantities of offerings at which the optimiser shall reckon with the exact amount."""


class Gauge:
    """A weighted sum of measures, such as 1 × monthly; what it says of a configuration adds up over its lines."""

    def __init__(self, ledger: Ledger, weights: Mapping[Measure, int]) -> None:
        self._ledger = ledger
        self._weights = weights

    def counts(self, measure: Measure) -> bool:
        """Whether the measure is part of the sum."""
        return bool(self._weights.get(measure))

    def weight(self, measure: Measure) -> int:
        """How often the measure counts."""
        return self._weights.get(measure, 0)

    def total(self, quantities: Mapping[str, int]) -> int:
        """The exact amount of a configuration, in minor units times weight."""
        return sum(self.amount(code, quantity) for code, quantity in quantities.items())

    def amount(self, offering: str, quantity: int) -> int:
        """The exact amount of one line."""
        ledger, parts = self._ledger, self._weights.items()
        return sum(
            weight * (ledger.amount if weight >= 0 else ledger.most)(measure, offering, quantity)
            for measure, weight in parts
        )

    @cached_property
    def curves(self) -> Mapping[str, Curve]:
        """A curve for every offering that has an amount."""
        drawn = {code: self._draw(code) for code in self._ledger.first_quantities}
        return {code: curve for code, curve in drawn.items() if any(value or slope for _, value, slope in curve.pieces)}

    @cached_property
    def scale(self) -> int:
        """How many of the optimiser's units a minor unit has: as few as make every rate whole, if they stay small."""
        figures = {figure for curve in self.curves.values() for _, *both in curve.pieces for figure in both}
        scale = 1
        while scale < _FINEST and any((figure * scale).denominator > 1 for figure in figures):
            scale *= 10
        while scale > 1 and self._largest() * scale > _LARGEST_TOTAL:
            scale //= 10
        return scale

    def is_exact(self, offering: str) -> bool:
        """Whether the optimiser's figures for an offering are the exact amounts at any quantity."""
        curve = self.curves.get(offering, Curve())
        figures = [figure * self.scale for _, *both in curve.pieces for figure in both]
        is_sharp = not curve.slack and not self._ledger.is_loose(offering)
        return is_sharp and all(figure.denominator == 1 for figure in figures)

    def enclose(self, known: Known, *, upper: bool = False) -> Objective:
        """The sum as an objective that is never above the exact amount (`upper`: never below), and exact where known.

        Its unit is a minor unit divided by `scale`.
        """
        steps = (self._steps(code, known.get(code, ()), upper) for code in self.curves)
        return Objective(steps=tuple(steps), sense="min")

    def _draw(self, code: str) -> Curve:
        ledger, parts = self._ledger, self._weights.items()
        return Curve.total(
            [
                (ledger.curve if weight >= 0 else ledger.curve_above)(measure, code).times(Fraction(weight))
                for measure, weight in parts
            ]
        )

    def _largest(self) -> Fraction:
        limits = {code: each.max_quantity for code, each in self._ledger.catalog.offerings.items()}
        tops = (abs(curve.at(limits[code])) for code, curve in self.curves.items())
        return sum(tops, Fraction(0))

    def _steps(self, code: str, known: Collection[int], upper: bool) -> PiecewiseCost:
        curve, points = self.curves[code], dict[int, tuple[int, int, int]]()
        starts = {start for start, _, _ in curve.pieces}
        if not self.is_exact(code):
            starts |= {quantity + 1 for quantity in known if quantity}
        for start in sorted(starts):
            points[start] = _enclose(curve, start, self.scale, upper)
        for quantity in known:
            if quantity and not self.is_exact(code):
                points[quantity] = (quantity, self.amount(code, quantity) * self.scale, 0)
        return PiecewiseCost(quantity_name(code), _in_order(points))


def _enclose(curve: Curve, start: int, scale: int, upper: bool) -> tuple[int, int, int]:
    """The curve from a quantity on, moved by its slack and rounded to the safe side."""
    rounded = ceil if upper else floor
    value = curve.at(start) + (curve.slack if upper else -curve.slack)
    return start, rounded(value * scale), rounded(curve.slope_at(start) * scale)


def _in_order(points: Mapping[int, tuple[int, int, int]]) -> Points:
    return tuple(points[start] for start in sorted(points))


@dataclass(frozen=True, slots=True)
class Bound:
    """What a configuration's exact amount on a gauge must not exceed."""

    gauge: Gauge
    at_most: int
    terms: tuple[tuple[int, str], ...] = ()
    """What is added to the gauge: coefficient × variable, which only the solver knows."""

    def holds(self, quantities: Mapping[str, int]) -> bool:
        """Whether a configuration keeps it, exactly."""
        return self.gauge.total(quantities) <= self.at_most

    def as_limit(self, known: Known, *, upper: bool = False) -> Limit:
        """For the optimiser: never stricter than the bound (`upper`: never laxer)."""
        scale, sum_of = self.gauge.scale, self.gauge.enclose(known, upper=upper)
        terms = tuple((factor * scale, name) for factor, name in self.terms)
        return Limit(replace(sum_of, terms=terms), high=self.at_most * scale)
