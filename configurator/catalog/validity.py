"""What is in force on a day: prices, tax rates, term discounts."""

from __future__ import annotations

from datetime import date

from configurator.catalog.model import Catalog, PriceComponent, TaxRate, TermDiscount
from configurator.catalog.selectors import matches


def prices_on(catalog: Catalog, offering: str, day: date) -> tuple[PriceComponent, ...]:
    """The offering's price components of that day, in the order of the price file."""
    return tuple(price for price in catalog.prices.get(offering, ()) if price.valid.contains(day))


def tax_rate_on(catalog: Catalog, category: str, day: date) -> TaxRate | None:
    """The category's rate of that day; None when the catalog states none."""
    rates = (rate for rate in catalog.tax_rates if rate.category == category and rate.valid.contains(day))
    return next(rates, None)


def term_discounts_for(catalog: Catalog, offering: str, months: int, day: date) -> tuple[TermDiscount, ...]:
    """What a commitment of `months` reduces on that day: of each selector the longest commitment that is reached."""
    reached: dict[str, TermDiscount] = {}
    taken = catalog.offerings[offering]
    for discount in catalog.term_discounts:
        if discount.months > months or not discount.valid.contains(day) or not matches(taken, discount.applies_to):
            continue
        best = reached.get(discount.applies_to)
        if best is None or discount.months > best.months:
            reached[discount.applies_to] = discount
    return tuple(reached.values())
