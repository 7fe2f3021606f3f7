"""What a quantity of an offering costs over the contract at list price, as a piecewise linear function for the
optimiser.

Unit: a ten-thousandth of the currency's major unit, so that rates of four decimals stay whole. Usage counts with its
estimate. It says which of two packages is the cheaper one at list, not what they cost: packages count as parts of a
block, a matrix with its lowest rate, percentages of other charges and what changes during the contract not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.configuration.completing import Points
from configurator.pricing.book import PriceBook, open_book
from configurator.pricing.tiering import list_tiers
from configurator.values.periods import ChargeKind, Period

_SCALE = 10_000
_PLAIN = Decimal(1)
Inputs = Mapping[str, str | int]


def list_costs(
    catalog: Catalog, day: date, term_months: int, inputs: Inputs = MappingProxyType({})
) -> Mapping[str, Points]:
    """The contract's list cost of every offering that is priced on the day, with the price factors of a customer whose
    profile has these values."""
    book = open_book(catalog, day)
    return {
        code: _add_up(
            [_points(part, term_months, _find_factor(book, part, inputs)) for part in parts if part.valid.contains(day)]
        )
        for code, parts in catalog.prices.items()
    }


def _find_factor(book: PriceBook, component: PriceComponent, inputs: Inputs) -> Decimal:
    found = book.find_factor(component.offering, component.charge, inputs)
    return _PLAIN if found is None else found.factor


def times_charged(charge: ChargeKind, period: Period | None, term_months: int) -> int:
    """How often a charge falls due within the contract; a period that has begun is due whole."""
    if charge is ChargeKind.ONE_TIME:
        return 1
    return term_months if period is None else -(-term_months // period.months)


def _points(component: PriceComponent, term_months: int, factor: Decimal) -> Points:
    times = times_charged(component.charge, component.period, term_months)
    points: list[tuple[int, int, int]] = []
    for tier in list_tiers(component) if component.model is not PriceModel.PERCENT_OF else ():
        amount = _whole(tier.amount * factor) * times // component.terms.block
        start = max(tier.from_quantity, 1)
        match component.model:
            case PriceModel.FLAT | PriceModel.STAIR_STEP:
                points.append((start, amount, 0))
            case PriceModel.GRADUATED:
                points.append((start, _cost_at(points, start - 1) + amount, amount))
            case _:
                points.append((start, amount * start, amount))
    return tuple(points)


def _whole(amount: Decimal) -> int:
    return int(amount * _SCALE)


def _cost_at(points: list[tuple[int, int, int]] | Points, quantity: int) -> int:
    reached = [point for point in points if point[0] <= quantity]
    if not reached:
        return 0
    start, cost, per_unit = reached[-1]
    return cost + per_unit * (quantity - start)


def _slope_at(points: Points, quantity: int) -> int:
    reached = [point for point in points if point[0] <= quantity]
    return reached[-1][2] if reached else 0


def _add_up(parts: list[Points]) -> Points:
    starts = sorted({point[0] for points in parts for point in points})
    return tuple(
        (
            start,
            sum(_cost_at(points, start) for points in parts),
            sum(_slope_at(points, start) for points in parts),
        )
        for start in starts
    )
