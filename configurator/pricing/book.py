"""The price book: what a catalog says on one day, indexed once and kept for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from configurator.catalog.model import Catalog, PriceComponent, TaxRate, TermDiscount
from configurator.catalog.selectors import SameCatalog, select

_KEPT_BOOKS = 16


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Prices by offering, tax rates by category and term discounts by offering that are in force on `day`."""

    catalog: Catalog
    day: date
    prices: Mapping[str, tuple[PriceComponent, ...]]
    tax_rates: Mapping[str, TaxRate]
    term_discounts: Mapping[str, tuple[TermDiscount, ...]]

    def find_prices(self, offering: str) -> tuple[PriceComponent, ...]:
        """The offering's price components in force, in the catalog's order; none when it has no price."""
        return self.prices.get(offering, ())

    def find_term_discount(self, offering: str, months: int) -> TermDiscount | None:
        """The largest reduction that the commitment earns; of equal ones the catalog's first."""
        earned = [each for each in self.term_discounts.get(offering, ()) if each.months <= months]
        return max(earned, key=lambda each: each.percent, default=None)


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
        term_discounts=_index_term_discounts(catalog, day),
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
        if rate.valid.contains(day):
            found.setdefault(rate.category, rate)
    return found


def _index_term_discounts(catalog: Catalog, day: date) -> dict[str, tuple[TermDiscount, ...]]:
    found: dict[str, tuple[TermDiscount, ...]] = {}
    for discount in catalog.term_discounts:
        if discount.valid.contains(day):
            for offering in select(catalog, discount.applies_to):
                found[offering] = (*found.get(offering, ()), discount)
    return found
