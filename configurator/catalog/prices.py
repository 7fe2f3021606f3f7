"""Rows of price files → price components with their tiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from configurator.catalog.commercial import PriceMatrix
from configurator.catalog.model import PriceComponent, PriceModel, PriceTier
from configurator.catalog.price_terms import build_terms, check_columns, check_months, split_by_month
from configurator.catalog.records import Entry
from configurator.values.dates import DateRange
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import Severity

_ZERO = Decimal(0)
_Key = tuple[str, ChargeKind, Period | None, DateRange]

_PERIODS: dict[ChargeKind, tuple[Period | None, ...]] = {
    ChargeKind.ONE_TIME: (None,),
    ChargeKind.RECURRING: (Period.MONTH, Period.QUARTER, Period.YEAR),
    ChargeKind.USAGE: (Period.MONTH,),
}


_ONCE = frozenset({PriceModel.FLAT, PriceModel.STAIR_STEP})
_WITHOUT_TIERS = frozenset({PriceModel.PER_UNIT, PriceModel.MATRIX})
_NO_MATRICES: Mapping[str, PriceMatrix] = MappingProxyType({})


def build_prices(
    rows: Iterable[Entry], rate_decimals: int, exponent: int, matrices: Mapping[str, PriceMatrix] = _NO_MATRICES
) -> dict[str, tuple[PriceComponent, ...]]:
    """Price components by offering. Amounts for all together have at most `exponent` decimals, rates at most
    `rate_decimals`."""
    groups: dict[_Key, list[Entry]] = {}
    for row in rows:
        if _check_row(row, rate_decimals, exponent):
            key = (row["offering"], row["charge"], row.get("period"), read_validity(row))
            groups.setdefault(key, []).append(row)
    found: dict[str, list[PriceComponent]] = {}
    first_rows: dict[str, list[Entry]] = {}
    for key, group in groups.items():
        found.setdefault(key[0], []).append(_build_component(key, group, matrices))
        first_rows.setdefault(key[0], []).append(group[0])
    for offering, components in found.items():
        _check_overlaps(components, first_rows[offering])
    return {offering: tuple(components) for offering, components in found.items()}


def read_validity(entry: Entry) -> DateRange:
    """The dates in which the entry is in force; reversed ones are a problem."""
    first, last = entry.get("valid_from"), entry.get("valid_to")
    if first and last and last < first:
        entry.report("dates_reversed", "valid_to", first=str(first), last=str(last))
        return DateRange(first, first)
    return DateRange(first, last)


def _check_row(row: Entry, rate_decimals: int, exponent: int) -> bool:
    allowed = {
        "amount": exponent if row["model"] in _ONCE else rate_decimals,
        "cost": rate_decimals,
        "least_amount": exponent,
    }
    fine = all([check_columns(row), *(_check_decimals(row, name, most) for name, most in allowed.items())])
    if row.get("period") not in _PERIODS[row["charge"]]:
        periods = tuple(str(period) if period else '""' for period in _PERIODS[row["charge"]])
        row.report("price_period", "period", charge=str(row["charge"]), periods=periods)
        fine = False
    return fine


def _check_decimals(row: Entry, name: str, allowed: int) -> bool:
    figure: Decimal | None = row.get(name)
    if figure is None or -int(figure.as_tuple().exponent) <= allowed:
        return True
    row.report("figure_decimals", name, figure=str(figure), decimals=allowed)
    return False


def _build_component(key: _Key, rows: list[Entry], matrices: Mapping[str, PriceMatrix]) -> PriceComponent:
    offering, charge, period, valid = key
    first = rows[0]
    _check_tiers(rows)
    costs = {row["cost"]: row for row in rows if "cost" in row}
    if len(costs) > 1:
        list(costs.values())[1].report("price_cost_differs", "cost", offering=offering)
    component = PriceComponent(
        id=":".join(str(part) for part in (offering, charge, period or "", valid.first or "")).rstrip(":"),
        offering=offering,
        charge=charge,
        period=period,
        model=first["model"],
        tiers=tuple(_build_tier(row, matrices) for row in rows),
        valid=valid,
        cost=next(iter(costs), None),
        evidence=first["evidence"],
        source=first.get("source", ""),
        location=first.location,
        terms=build_terms(rows),
    )
    _warn_below_cost(component, rows)
    return component


def _build_tier(row: Entry, matrices: Mapping[str, PriceMatrix]) -> PriceTier:
    """A row's tier; that of a matrix price has the lowest rate of its table, with the place of its row there."""
    start, month = row.get("from", 1), row.get("from_month", 1)
    matrix = matrices.get(row.get("matrix", "")) if row["model"] is PriceModel.MATRIX else None
    lowest = min(matrix.rows, key=lambda each: each.amount, default=None) if matrix else None
    if lowest is not None:
        return PriceTier(start, lowest.amount, lowest.location, month)
    return PriceTier(start, row.get("amount", _ZERO), row.at("amount"), month)


def _check_tiers(rows: list[Entry]) -> None:
    first = rows[0]
    for row in rows:
        if row["model"] is not first["model"]:
            row.report("price_model_differs", "model", model=str(row["model"]), first=str(first["model"]))
    check_months(rows)
    for group in split_by_month(rows):
        _check_quantities(group)


def _check_quantities(rows: list[Entry]) -> None:
    """The tiers of one month begin at 1 and rise; so no quantity is without a tier."""
    first = rows[0]
    if first.get("from", 1) != 1:
        first.report("tier_not_from_one", "from", start=first["from"])
    for before, row in pairwise(rows):
        if row.get("from", 1) <= before.get("from", 1):
            row.report("tier_not_ascending", "from", start=row.get("from", 1), before=before.get("from", 1))
    if first["model"] in _WITHOUT_TIERS and len(rows) > 1:
        rows[1].report("price_model_tiers", "from", offering=first["offering"])


def _warn_below_cost(component: PriceComponent, rows: list[Entry]) -> None:
    for row, tier in zip(rows, component.tiers, strict=True):
        amount, cost = compare_with_cost(component, tier)
        if amount < cost:
            row.report(
                "price_below_cost", "amount", severity=Severity.WARNING,
                offering=component.offering, amount=str(amount), cost=str(cost),
            )  # fmt: skip


def compare_with_cost(component: PriceComponent, tier: PriceTier) -> tuple[Decimal, Decimal]:
    """A tier's amount and what it has to pay: a unit's cost, a block's, of a step that of the units that reach it.

    Nothing and nothing where the catalog does not know the cost or the amount is a percentage.
    """
    if component.cost is None or component.model is PriceModel.PERCENT_OF:
        return _ZERO, _ZERO
    units = {PriceModel.PACKAGE: component.terms.block, PriceModel.STAIR_STEP: tier.from_quantity}
    return tier.amount, component.cost * units.get(component.model, 1)


def find_overlaps(ranges: Sequence[DateRange]) -> Iterator[tuple[int, int]]:
    """Positions of ranges that share a day: each range that begins before an earlier one has ended, with that one."""
    order = sorted(range(len(ranges)), key=lambda position: ranges[position].first or date.min)
    longest: int | None = None
    for position in order:
        if longest is not None and ranges[position].overlaps(ranges[longest]):
            yield position, longest
        if longest is None or (ranges[position].last or date.max) > (ranges[longest].last or date.max):
            longest = position


def _check_overlaps(components: list[PriceComponent], rows: list[Entry]) -> None:
    kinds: dict[tuple[ChargeKind, Period | None], list[int]] = {}
    for position, component in enumerate(components):
        kinds.setdefault((component.charge, component.period), []).append(position)
    for positions in kinds.values():
        for later, earlier in find_overlaps([components[position].valid for position in positions]):
            other = components[positions[earlier]]
            row = rows[positions[later]]
            row.report("price_overlap", "offering", offering=other.offering, other=str(other.location))
