"""What the next version of a quote starts from, and what pins a quote's currency."""

from __future__ import annotations

from collections.abc import Mapping

from configurator.catalog.taxation import ExchangeRate


def revise_request(request: Mapping[str, object]) -> dict[str, object]:
    """The same wishes, without their date: a new version is priced on the day it is made.

    An exchange rate that is pinned stays: it changes only when somebody asks for the price of today.
    """
    return {key: value for key, value in request.items() if key != "date"}


def state_currency(request: Mapping[str, object], rate: ExchangeRate | None) -> dict[str, object]:
    """The request in the currency of this rate, which it pins; in the catalog's own without one."""
    kept = {key: value for key, value in request.items() if key not in ("currency", "exchange")}
    if rate is None:
        return kept
    pinned = {"rate": f"{rate.rate:f}", "date": rate.day.isoformat(), "source": rate.source}
    return {**kept, "currency": rate.currency, "exchange": pinned}


def reprice_request(request: Mapping[str, object], rate: ExchangeRate | None) -> dict[str, object]:
    """The same wishes at the prices of today: without their date, and with today's rate where there is one.

    A request in another currency for which there is no rate today keeps the one it has.
    """
    undated = revise_request(request)
    return undated if rate is None else state_currency(undated, rate)
