"""Checks of coverage: gaps in time, capacities that nothing provides, classes that belong twice, dearer volumes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

from configurator.catalog.checking import expressions_of
from configurator.catalog.model import Catalog, PriceComponent, PriceModel, TaxRate
from configurator.linter.checks import tell, warn
from configurator.rules.rulebook import RuleBook
from configurator.values.dates import DateRange
from configurator.values.problem import Problem, SourceLocation

_CAPACITY = re.compile(r"\btotal\(\s*([a-z][a-z0-9_]*)", re.ASCII)
_DAY = timedelta(days=1)
_ONCE = frozenset({PriceModel.FLAT, PriceModel.STAIR_STEP})


def check_volume_prices(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """A larger quantity is rarely meant to be dearer for each unit."""
    for prices in catalog.prices.values():
        for price in prices:
            if price.model not in _ONCE:
                yield from _dearer_tiers(price)


def _dearer_tiers(price: PriceComponent) -> Iterator[Problem]:
    for before, tier in pairwise(price.tiers):
        if tier.from_month == before.from_month and tier.amount > before.amount:
            figures = {"start": tier.from_quantity, "amount": str(tier.amount)}
            yield tell("volume_dearer", tier.location, offering=price.offering, **figures)


def check_price_gaps(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """Between two prices of one kind there is no day without one."""
    for offering, prices in catalog.prices.items():
        kinds = groupby(sorted(prices, key=_kind), key=_kind)
        for _, group in kinds:
            for first, last, location in _gaps((price.valid, price.location) for price in group):
                yield warn("price_gap", location, offering=offering, first=str(first), last=str(last))


def check_price_ends(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """An offering that may still be taken later has a price then."""
    for offering, prices in catalog.prices.items():
        last = _last_day(price.valid for price in prices)
        if last is not None:
            yield tell("price_ends", prices[-1].location, offering=offering, last=str(last))


def check_tax_ends(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """A tax category with a rate has one later as well."""
    for category, rates in _rates_by_use(catalog):
        last = _last_day(rate.valid for rate in rates)
        if last is not None:
            yield tell("tax_ends", rates[-1].location, category=category, last=str(last))


def _rates_by_use(catalog: Catalog) -> Iterator[tuple[str, list[TaxRate]]]:
    """The rates of each category in the order of categories, those of each regime by themselves."""
    found: dict[tuple[str, str], list[TaxRate]] = {}
    for rate in catalog.tax_rates:
        found.setdefault((rate.category, rate.regime), []).append(rate)
    order = {category: place for place, category in enumerate(catalog.tax_categories)}
    for category, regime in sorted(found, key=lambda use: (order.get(use[0], 0), use[1])):
        yield category, found[category, regime]


def _last_day(ranges: Iterable[DateRange]) -> date | None:
    """The last day of all; None when some range has no end (or there is none)."""
    lasts = [each.last for each in ranges]
    known = [last for last in lasts if last is not None]
    return max(known) if known and len(known) == len(lasts) else None


def _kind(price: PriceComponent) -> tuple[str, str]:
    return str(price.charge), str(price.period or "")


def check_tax_gaps(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """Between two rates of one category there is no day without one."""
    for category, rates in _rates_by_use(catalog):
        for first, last, location in _gaps((rate.valid, rate.location) for rate in rates):
            yield warn("tax_gap", location, category=category, first=str(first), last=str(last))


def _gaps(dated: Iterable[tuple[DateRange, SourceLocation]]) -> Iterator[tuple[date, date, SourceLocation]]:
    ordered = sorted(dated, key=lambda pair: pair[0].first or date.min)
    for (before, _), (after, location) in pairwise(ordered):
        if before.last and after.first and before.last + _DAY < after.first:
            yield before.last + _DAY, after.first - _DAY, location


def check_capacities(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """What rules balance is provided by some offering."""
    provided = {capacity for offering in catalog.offerings.values() for capacity in offering.provides}
    reported: set[str] = set()
    for expression in expressions_of(catalog):
        for found in _CAPACITY.finditer(expression.source):
            if found[1] not in provided | reported:
                reported.add(found[1])
                yield warn("capacity_without_source", expression.place_of(found.start(1)), capacity=found[1])


def check_industry_classes(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """A class of GB/T 4754 belongs to one industry."""
    owners: dict[str, str] = {}
    for industry in catalog.industries.values():
        for code in industry.classes:
            other = owners.setdefault(code, industry.key)
            if other != industry.key:
                params = {"code_name": code, "industry": industry.key, "other": other}
                yield warn("industry_class_twice", industry.location, **params)
