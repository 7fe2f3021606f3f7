"""The price book: what a catalog says on one day, indexed once and kept for the next time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from configurator.catalog.model import Catalog, PriceComponent, PriceFactor, TaxRate, TermDiscount
from configurator.catalog.selectors import SameCatalog, select
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

    def find_prices(self, offering: str) -> tuple[PriceComponent, ...]:
        """The offering's price components in force, in the catalog's order; none when it has no price."""
        return self.prices.get(offering, ())

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
    return PriceBook(
        catalog=catalog,
        day=day,
        prices=_index_prices(catalog, day),
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
