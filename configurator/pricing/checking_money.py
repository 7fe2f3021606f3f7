"""What keeps a configuration from being taxed under its regime or stated in its currency."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from configurator.configuration.model import Configuration
from configurator.pricing.book import PriceBook
from configurator.pricing.model import PricingContext
from configurator.pricing.taxing import find_regime, open_desk
from configurator.values.currencies import EXPONENTS
from configurator.values.problem import Problem

_FINEST_RATE = -8
_LARGEST_POWER = 8


def check_regime(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """The tax regime must be one of the catalog's, with a rate on the day for everything that is taken."""
    regime = find_regime(book.catalog, context.tax_regime)
    if regime is None:
        known = tuple(book.catalog.tax_regimes)
        yield Problem(
            "pricing_regime_unknown", field="tax_regime", params={"regime": context.tax_regime, "known": known}
        )
        return
    if regime.is_home:
        return
    desk, offerings = open_desk(book.catalog, regime), book.catalog.offerings
    taken = {line.offering for line in configuration.lines if line.quantity > 0 and line.offering in offerings}
    needed = {regime.find_category(offerings[code].tax): code for code in sorted(taken, reverse=True)}
    for category, code in sorted(needed.items()):
        if desk.find_rate(offerings[code].tax, context.day) is None:
            params = {"category": category, "offering": code, "day": context.day.isoformat()}
            yield Problem("pricing_tax_rate_missing", location=regime.location, field="tax_regime", params=params)


def check_exchange(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """An exchange rate leads to another currency in use, and is a decimal above zero of at most eight decimals."""
    exchange = context.exchange
    if exchange is None:
        return
    fine = exchange.currency in EXPONENTS and exchange.currency != book.catalog.currency.code
    if not fine or not _is_rate(exchange.rate):
        params = {"currency": exchange.currency[:10], "rate": str(exchange.rate)[:40]}
        yield Problem("pricing_exchange_refused", location=exchange.location, field="exchange", params=params)


def _is_rate(rate: Decimal) -> bool:
    if not rate.is_finite() or rate <= 0 or rate.adjusted() > _LARGEST_POWER:
        return False
    exponent = rate.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _FINEST_RATE
