"""Rows of price files → price components with their tiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from configurator.catalog.model import PriceComponent, PriceModel, PriceTier
from configurator.catalog.records import Entry
from configurator.values.dates import DateRange
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import Severity

_Key = tuple[str, ChargeKind, Period | None, DateRange]

_PERIODS: dict[ChargeKind, tuple[Period | None, ...]] = {
    ChargeKind.ONE_TIME: (None,),
    ChargeKind.RECURRING: (Period.MONTH, Period.YEAR),
    ChargeKind.USAGE: (Period.MONTH,),
}


def build_prices(rows: Iterable[Entry], rate_decimals: int, exponent: int) -> dict[str, tuple[PriceComponent, ...]]:
    """Price components by offering. Flat amounts have at most `exponent` decimals, rates at most `rate_decimals`."""
    groups: dict[_Key, list[Entry]] = {}
    for row in rows:
        if _check_row(row, rate_decimals, exponent):
            key = (row["offering"], row["charge"], row.get("period"), read_validity(row))
            groups.setdefault(key, []).append(row)
    found: dict[str, list[PriceComponent]] = {}
    first_rows: dict[str, list[Entry]] = {}
    for key, group in groups.items():
        found.setdefault(key[0], []).append(_build_component(key, group))
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
    allowed = exponent if row["model"] is PriceModel.FLAT else rate_decimals
    fine = _check_decimals(row, "amount", allowed) and _check_decimals(row, "cost", rate_decimals)
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


def _build_component(key: _Key, rows: list[Entry]) -> PriceComponent:
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
        tiers=tuple(PriceTier(row.get("from", 1), row["amount"], row.at("amount")) for row in rows),
        valid=valid,
        cost=next(iter(costs), None),
        evidence=first["evidence"],
        source=first.get("source", ""),
        location=first.location,
    )
    _warn_below_cost(component, rows)
    return component


def _check_tiers(rows: list[Entry]) -> None:
    first = rows[0]
    if first.get("from", 1) != 1:
        first.report("tier_not_from_one", "from", start=first["from"])
    for before, row in pairwise(rows):
        if row["model"] is not first["model"]:
            row.report("price_model_differs", "model", model=str(row["model"]), first=str(first["model"]))
        if row.get("from", 1) <= before.get("from", 1):
            row.report("tier_not_ascending", "from", start=row.get("from", 1), before=before.get("from", 1))
    if first["model"] is PriceModel.PER_UNIT and len(rows) > 1:
        rows[1].report("price_model_tiers", "from", offering=first["offering"])


def _warn_below_cost(component: PriceComponent, rows: list[Entry]) -> None:
    if component.cost is None:
        return
    for row in rows:
        if row["amount"] < component.cost:
            row.report(
                "price_below_cost", "amount", severity=Severity.WARNING,
                offering=component.offering, amount=str(row["amount"]), cost=str(component.cost),
            )  # fmt: skip


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
