"""The price book: what a catalog says on one day, indexed once and kept for the next time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from configurator.catalog.model import Catalog, PriceComponent, PriceFactor, PriceModel, TaxRate, TermDiscount
from configurator.catalog.selectors import SameCatalog, select, selection_of
from configurator.pricing.contract import Contract, Run, list_runs
from configurator.pricing.falling_due import find_due_day, list_rate_changes
from configurator.pricing.rounding import Rounder
from configurator.pricing.taxing import TaxDesk, open_home_desk
from configurator.values.periods import ChargeKind

_Row = TypeVar("_Row", TermDiscount, PriceFactor)

_KEPT_BOOKS = 16
_FLAGS: Mapping[bool, str] = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Prices by offering, tax rates by category, term discounts and price factors by offering that are in force on
    `day`."""

    catalog: Catalog
    day: date
    prices: Mapping[str, tuple[PriceComponent, ...]]
    tax_rates: Mapping[str, TaxRate]
    term_discounts: Mapping[str, tuple[TermDiscount, ...]]
    factors: Mapping[str, tuple[PriceFactor, ...]]
    rounder: Rounder
    taxes: TaxDesk
    _ranks: Mapping[str, int]
    _based: frozenset[str]
    _members: dict[str, frozenset[str]] = dataclass_field(default_factory=dict)
    _bases: dict[str, frozenset[str]] = dataclass_field(default_factory=dict)

    def find_prices(self, offering: str) -> tuple[PriceComponent, ...]:
        """The offering's price components in force, in the catalog's order; none when it has no price."""
        return self.prices.get(offering, ())

    def members_of(self, selector: str) -> frozenset[str]:
        """The offerings that a selector stands for; looked up once."""
        found = self._members.get(selector)
        if found is None:
            found = self._members[selector] = frozenset(selection_of(self.catalog).members(selector))
        return found

    def bases_of(self, component: PriceComponent) -> frozenset[str]:
        """The offerings whose charges a percentage price is a percentage of."""
        found = self._bases.get(component.id)
        if found is None:
            found = frozenset[str]().union(*map(self.members_of, component.terms.base))
            self._bases[component.id] = found
        return found

    def is_base(self, component: PriceComponent) -> bool:
        """Whether some price of the day may be a percentage of this one's charges."""
        return component.offering in self._based

    def rank_of(self, component: PriceComponent) -> int:
        """Percentages are computed after the charges that they are taken of, the lower ranks first."""
        return self._ranks[component.id]

    def list_tax_changes(self, category: str, contract: Contract, component: PriceComponent) -> Iterator[int]:
        """The contract months from which payments are taxed at another rate; none while the start is not known."""
        if contract.start is not None and self.taxes.is_dated(category):
            for run in list_runs(component, contract):
                yield from list_rate_changes(self.taxes, category, contract, component, run)

    def find_tax_rate(self, category: str, contract: Contract, component: PriceComponent, run: Run) -> TaxRate:
        """The rate of a run of payments: that of the day on which it is due, where the start is known."""
        is_dated = contract.start is not None and self.taxes.is_dated(category)
        day = find_due_day(contract, component, run) if is_dated else None
        dated = None if day is None else self.taxes.find_rate(category, day)
        return dated or self.tax_rates[category]

    def find_term_discount(self, offering: str, months: int) -> TermDiscount | None:
        """The largest reduction that the commitment earns; of equal ones the catalog's first."""
        earned = [each for each in self.term_discounts.get(offering, ()) if each.months <= months]
        return max(earned, key=lambda each: each.percent, default=None)

    def find_factor(self, offering: str, charge: ChargeKind, inputs: Mapping[str, str | int]) -> PriceFactor | None:
        """The one factor of a charge for a customer with these values; None when the charge has none."""
        found = (each for each in self.factors.get(offering, ()) if each.charge is charge and _holds(each, inputs))
        return next(found, None)


def _holds(factor: PriceFactor, inputs: Mapping[str, str | int]) -> bool:
    value = inputs.get(factor.input)
    return factor.value == (_FLAGS[value] if isinstance(value, bool) else str(value))


def open_book(catalog: Catalog, day: date) -> PriceBook:
    """The catalog's price book of that day; the same object again while it is among the last ones used."""
    return _open(SameCatalog(catalog), day)


@lru_cache(maxsize=_KEPT_BOOKS)
def _open(key: SameCatalog, day: date) -> PriceBook:
    catalog = key.catalog
    prices = _index_prices(catalog, day)
    return PriceBook(
        _ranks=_rank_percentages(catalog, prices),
        _based=_list_bases(catalog, prices),
        rounder=Rounder(catalog.currency, catalog.policy.rounding),
        taxes=open_home_desk(catalog),
        catalog=catalog,
        day=day,
        prices=prices,
        tax_rates=_index_tax_rates(catalog, day),
        term_discounts=_index_selected(catalog, day, catalog.term_discounts),
        factors=_index_selected(catalog, day, catalog.price_factors),
    )


def _index_prices(catalog: Catalog, day: date) -> dict[str, tuple[PriceComponent, ...]]:
    valid = {
        offering: tuple(each for each in components if each.valid.contains(day))
        for offering, components in catalog.prices.items()
    }
    return {offering: components for offering, components in valid.items() if components}


def _list_bases(catalog: Catalog, prices: Mapping[str, tuple[PriceComponent, ...]]) -> frozenset[str]:
    """The offerings that any percentage is taken of."""
    selection = selection_of(catalog)
    selectors = {one for parts in prices.values() for part in parts for one in part.terms.base}
    return frozenset(code for one in selectors for code in selection.members(one))


def _rank_percentages(catalog: Catalog, prices: Mapping[str, tuple[PriceComponent, ...]]) -> dict[str, int]:
    """One more than the highest rank among what a percentage is taken of; the catalog has no circles of them."""
    selection = selection_of(catalog)
    percentages = {
        part.id: (part, frozenset(code for one in part.terms.base for code in selection.members(one)))
        for parts in prices.values()
        for part in parts
        if part.model is PriceModel.PERCENT_OF
    }
    ranks = dict.fromkeys(percentages, 1)
    for _ in percentages:
        before = dict(ranks)
        for key, (part, members) in percentages.items():
            kind = part.terms.base_charge or part.charge
            bases = (
                other.id
                for code in members
                for other in prices.get(code, ())
                if other.charge is kind and other.id in ranks and other.id != key
            )
            ranks[key] = 1 + max((ranks[other] for other in bases), default=0)
        if ranks == before:
            break
    return ranks


def _index_tax_rates(catalog: Catalog, day: date) -> dict[str, TaxRate]:
    found: dict[str, TaxRate] = {}
    for rate in catalog.tax_rates:
        if rate.valid.contains(day) and not rate.regime:
            found.setdefault(rate.category, rate)
    return found


def _index_selected(catalog: Catalog, day: date, rows: Iterable[_Row]) -> dict[str, tuple[_Row, ...]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        if row.valid.contains(day):
            for offering in select(catalog, row.applies_to):
                found.setdefault(offering, []).append(row)
    return {offering: tuple(selected) for offering, selected in found.items()}
