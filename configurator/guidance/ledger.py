"""What a quantity of an offering really costs: exact amounts from pricing itself, and curves that enclose them.

Every line is priced on its own, so that what a configuration costs is the sum of what its lines cost. Amounts are whole
minor units of the catalog's currency, after all discounts and rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.costing import times_charged
from configurator.pricing.book import open_book
from configurator.pricing.checking import check_pricing
from configurator.pricing.model import Charge, PricingContext
from configurator.pricing.pipeline import price
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import has_errors

Measure = Literal["monthly", "one_time", "annual", "tcv", "cost"]
"""Amounts by line: per month, once, per year, over the contract; `cost` is what the contract costs us."""

BUDGET_MEASURES: tuple[Measure, ...] = ("monthly", "one_time", "tcv")
"""The amounts that a budget can bound."""

_HALF = Fraction(1, 2)
_DISCOUNTS = frozenset({"term_discount", "manual_discount"})
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Curve:
    """A piecewise linear function of a quantity: each piece is (first quantity, value there, change per further unit).

    Below the first piece it is zero. The exact amount is never further from it than `slack`.
    """

    pieces: tuple[tuple[int, Fraction, Fraction], ...] = ()
    slack: Fraction = Fraction(0)

    def at(self, quantity: int) -> Fraction:
        """The value at a quantity."""
        start, value, slope = self._piece(quantity)
        return value + slope * (quantity - start)

    def slope_at(self, quantity: int) -> Fraction:
        """The change per further unit at a quantity."""
        return self._piece(quantity)[2]

    def times(self, factor: Fraction) -> Curve:
        """The curve multiplied."""
        pieces = tuple((start, value * factor, slope * factor) for start, value, slope in self.pieces)
        return Curve(pieces, self.slack * abs(factor))

    @classmethod
    def total(cls, curves: Sequence[Curve]) -> Curve:
        """The sum of curves."""
        starts = sorted({start for curve in curves for start, _, _ in curve.pieces})
        values = [_sum(each.at(start) for each in curves) for start in starts]
        slopes = [_sum(each.slope_at(start) for each in curves) for start in starts]
        return cls(tuple(zip(starts, values, slopes, strict=True)), _sum(each.slack for each in curves))

    def _piece(self, quantity: int) -> tuple[int, Fraction, Fraction]:
        reached = [piece for piece in self.pieces if piece[0] <= quantity]
        return reached[-1] if reached else (quantity, Fraction(0), Fraction(0))


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


class Ledger:
    """The amounts of every offering of a catalog in one pricing context."""

    def __init__(self, catalog: Catalog, context: PricingContext) -> None:
        self.catalog = catalog
        self.context = context
        self._book = open_book(catalog, context.day)
        self._amounts: dict[tuple[str, int], Mapping[Measure, int]] = {}
        self._curves: dict[tuple[str, Measure], Curve] = {}
        self.first_quantities = {code: quantity for code in catalog.offerings if (quantity := self._first(code))}
        """From which quantity on an offering has a price; those that have none are missing."""

    def without_cost(self) -> tuple[str, ...]:
        """The offerings of which the catalog does not say what they cost us over the contract."""
        return tuple(code for code in self.first_quantities if self._lacks_cost(code))

    def amount(self, measure: Measure, offering: str, quantity: int) -> int:
        """What the line really costs, in minor units, as pricing says; nothing for nothing."""
        if not quantity:
            return 0
        key = (offering, quantity)
        if key not in self._amounts:
            self._amounts[key] = self._read(self._charges(offering, quantity))
        return self._amounts[key][measure]

    def curve(self, measure: Measure, offering: str) -> Curve:
        """A curve that encloses the amounts of an offering, in minor units."""
        key = (offering, measure)
        if key not in self._curves:
            self._curves[key] = self._draw(measure, offering)
        return self._curves[key]

    def _first(self, code: str) -> int | None:
        starts = [min(tier.from_quantity for tier in part.tiers) for part in self._book.find_prices(code)]
        first = max([1, *starts])
        line = Configuration((ConfigurationLine(code, first),), "feasible")
        return None if has_errors(check_pricing(self.catalog, line, self._plain())) else first

    def _plain(self) -> PricingContext:
        return PricingContext(self.context.day, self.context.term_months)

    def _charges(self, offering: str, quantity: int) -> tuple[Charge, ...]:
        lines = (ConfigurationLine(offering, quantity),)
        return price(self.catalog, Configuration(lines, "feasible"), self.context).lines[0].charges

    def _read(self, charges: Sequence[Charge]) -> Mapping[Measure, int]:
        counts = {measure: [self._count(measure, each.kind, each.period) for each in charges] for measure in MEASURES}
        sums: dict[Measure, int] = {}
        for measure, times in counts.items():
            paid = (each.cost if measure == "cost" else each.net for each in charges)
            sums[measure] = sum(each.minor * count for each, count in zip(paid, times, strict=True) if each and count)
        return sums

    def _count(self, measure: Measure, kind: ChargeKind, period: Period | None) -> int:
        """How often a charge counts in a measure."""
        if kind is ChargeKind.USAGE:
            return 0
        if measure in ("tcv", "cost"):
            return times_charged(kind, period, self.context.term_months)
        return int(_COUNTED[measure] == (kind, period))

    def _lacks_cost(self, code: str) -> bool:
        parts = self._book.find_prices(code)
        return any(part.cost is None and self._count("cost", part.charge, part.period) for part in parts)

    def _draw(self, measure: Measure, offering: str) -> Curve:
        if offering not in self.first_quantities:
            return Curve()
        minor = Fraction(10**self.catalog.currency.exponent)
        curves = []
        charges = self._charges(offering, self.first_quantities[offering])
        for part, charge in zip(self._book.find_prices(offering), charges, strict=True):
            count = self._count(measure, part.charge, part.period)
            if count:
                curve = _cost_curve(part, minor) if measure == "cost" else _net_curve(part, charge, minor)
                curves.append(curve.times(Fraction(count)))
        return Curve.total(curves)


MEASURES: tuple[Measure, ...] = ("monthly", "one_time", "annual", "tcv", "cost")
_COUNTED: Mapping[Measure, tuple[ChargeKind, Period | None]] = {
    "monthly": (ChargeKind.RECURRING, Period.MONTH),
    "annual": (ChargeKind.RECURRING, Period.YEAR),
    "one_time": (ChargeKind.ONE_TIME, None),
}


def _net_curve(part: PriceComponent, charge: Charge, minor: Fraction) -> Curve:
    """List price times its factor less discounts. List and net are rounded, each by half a minor unit at most."""
    listed = _list_pieces(part, minor)
    factor = Fraction(1)
    for step in charge.trace:
        if step.step in _DISCOUNTS:
            factor *= 1 - Fraction(step.params["percent"]) / _HUNDRED
        elif step.step == "factor":
            factor *= Fraction(step.params["factor"])
    net = Curve(listed).times(factor)
    slack = Fraction(0) if _is_whole(listed) else _HALF * factor
    return Curve(net.pieces, slack if not slack and _is_whole(net.pieces) else slack + _HALF)


def _cost_curve(part: PriceComponent, minor: Fraction) -> Curve:
    if part.cost is None:
        return Curve()
    cost = Fraction(part.cost) * minor
    pieces = ((1, cost, Fraction(0) if part.model is PriceModel.FLAT else cost),)
    return Curve(pieces, Fraction(0) if _is_whole(pieces) else _HALF)


def _list_pieces(part: PriceComponent, minor: Fraction) -> tuple[tuple[int, Fraction, Fraction], ...]:
    pieces: list[tuple[int, Fraction, Fraction]] = []
    for tier in sorted(part.tiers, key=lambda tier: tier.from_quantity):
        rate, start = Fraction(tier.amount) * minor, max(tier.from_quantity, 1)
        match part.model:
            case PriceModel.FLAT:
                pieces.append((start, rate, Fraction(0)))
            case PriceModel.GRADUATED:
                before = Curve(tuple(pieces)).at(start - 1) if pieces else rate * (start - 1)
                pieces.append((start, before + rate, rate))
            case _:
                pieces.append((start, rate * start, rate))
    return tuple(pieces)


def _is_whole(pieces: Sequence[tuple[int, Fraction, Fraction]]) -> bool:
    return all(value.denominator == 1 and slope.denominator == 1 for _, value, slope in pieces)
