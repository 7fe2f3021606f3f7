"""Reading what a request says of money: the tax regime, the currency, and the exchange rate pinned for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import nearest_name
from configurator.catalog.taxation import ExchangeRate
from configurator.values.currencies import EXPONENTS

MONEY_KEYS = frozenset({"tax_regime", "currency", "exchange"})
"""The keys of a request that this module reads."""

_PINNED = frozenset({"rate", "date", "source"})
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,8})?", re.ASCII)
_LONGEST_SOURCE = 200

Report = Callable[..., None]
"""What notes a problem: its code, the key that it is about, and what fills its text."""


def read_regime(catalog: Catalog, raw: Mapping[str, object], report: Report) -> str:
    """The key of a tax regime abroad; empty for the home regime, which need not be named."""
    given = raw.get("tax_regime")
    if given in (None, ""):
        return ""
    regime = catalog.tax_regimes.get(str(given))
    if regime is None:
        nearest = nearest_name(str(given)[:60], catalog.tax_regimes)
        report("request_regime_unknown", "tax_regime", regime=str(given)[:60], nearest=nearest)
        return ""
    return "" if regime.is_home else regime.key


def read_exchange(catalog: Catalog, raw: Mapping[str, object], day: date, report: Report) -> ExchangeRate | None:
    """The rate into the quote's currency: the one that the request pins, else the catalog's latest up to the day.

    None where the quote is in the catalog's own currency.
    """
    given, pinned = raw.get("currency"), raw.get("exchange")
    code = catalog.currency.code if given in (None, "") else str(given)
    if code == catalog.currency.code:
        if pinned is not None:
            report("request_exchange_unneeded", "exchange", currency=code)
        return None
    if code not in EXPONENTS:
        report("request_currency_unknown", "currency", currency=code[:10])
        return None
    return find_rate_of(catalog, code, day, report) if pinned is None else _read_pinned(code, pinned, day, report)


def find_latest(catalog: Catalog, currency: str, day: date) -> ExchangeRate | None:
    """The catalog's latest rate into a currency up to the day; None when it has none."""
    known = [each for each in catalog.exchange_rates if each.currency == currency and each.day <= day]
    return known[-1] if known else None


def find_rate_of(catalog: Catalog, currency: str, day: date, report: Report) -> ExchangeRate | None:
    """The same; that there is none is a problem of the request."""
    found = find_latest(catalog, currency, day)
    if found is None:
        known = tuple(dict.fromkeys(each.currency for each in catalog.exchange_rates if each.day <= day))
        report("request_exchange_missing", "currency", currency=currency, day=str(day), known=known)
    return found


def _read_pinned(currency: str, pinned: object, day: date, report: Report) -> ExchangeRate | None:
    if not isinstance(pinned, Mapping):
        report("request_mapping_expected", "exchange", key="exchange")
        return None
    for key in sorted(str(key) for key in pinned.keys() - _PINNED):
        report("request_key_unknown", f"exchange.{key}", key=key[:60], nearest=nearest_name(key, _PINNED))
    rate, published = _read_rate(pinned.get("rate"), report), _read_day(pinned.get("date"), day, report)
    source = _read_source(pinned.get("source", ""), report)
    if rate is None or published is None or source is None:
        return None
    return ExchangeRate(currency, rate, published, source=source)


def _read_rate(given: object, report: Report) -> Decimal | None:
    text = "" if given is None else str(given)
    rate = Decimal(text) if _RATE.fullmatch(text) else None
    if not rate:
        report("request_rate_refused", "exchange.rate", value=text[:40])
        return None
    return rate


def _read_day(given: object, latest: date, report: Report) -> date | None:
    text = str(given)
    try:
        published = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        published = None
    if published is None:
        report("request_date_refused", "exchange.date", value=text[:40])
    elif published > latest:
        report("request_exchange_later", "exchange.date", value=text, day=str(latest))
    else:
        return published
    return None


def _read_source(given: object, report: Report) -> str | None:
    if isinstance(given, str) and len(given) <= _LONGEST_SOURCE and (not given or given.isprintable()):
        return given.strip()
    report("request_source_refused", "exchange.source", longest=_LONGEST_SOURCE)
    return None
