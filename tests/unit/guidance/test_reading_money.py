"""What a request says of tax regime, currency and exchange rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import load_catalog
from configurator.catalog.taxation import ExchangeRate
from configurator.guidance.reading import read_request
from configurator.guidance.reading_money import find_latest
from configurator.guidance.request import Request
from configurator.quoting.revising import state_currency
from configurator.resources import catalog_dir
from configurator.wording import say_problem

TODAY = date(2026, 11, 22)
HOSPITAL: dict[str, Any] = {"customer": {"name": "医院", "industry": "Q84", "staff": 860, "sites": 3}}
RATES = (
    ExchangeRate("EUR", Decimal("0.12"), date(2026, 10, 1), source="bank"),
    ExchangeRate("JPY", Decimal("21.5"), date(2026, 10, 1)),
    ExchangeRate("EUR", Decimal("0.13"), date(2026, 11, 22)),
    ExchangeRate("EUR", Decimal("0.14"), date(2026, 11, 23)),
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    loaded = load_catalog(catalog_dir()).catalog
    assert loaded is not None
    return replace(loaded, exchange_rates=RATES)


def read(catalog: Catalog, **said: Any) -> Request:
    request, problems = read_request(catalog, HOSPITAL | said, TODAY)
    assert request is not None, problems
    return request


def find(catalog: Catalog, **said: Any) -> list[tuple[str, str | None]]:
    request, problems = read_request(catalog, HOSPITAL | said, TODAY)
    assert request is None
    for problem in problems:
        assert all(all(say_problem(language, problem)) for language in ("zh", "en"))  # type: ignore[arg-type]
    return [(problem.code, problem.field) for problem in problems]


@pytest.mark.parametrize(("said", "regime"), [({}, ""), ({"tax_regime": ""}, ""), ({"tax_regime": "cn"}, ""),
                                              ({"tax_regime": "uk"}, "uk")])  # fmt: skip
def test_the_home_regime_need_not_be_named(catalog: Catalog, said: dict[str, Any], regime: str) -> None:
    assert read(catalog, **said).tax_regime == regime


def test_an_unknown_regime_is_told_with_the_nearest(catalog: Catalog) -> None:
    assert find(catalog, tax_regime="eu_revers") == [("request_regime_unknown", "tax_regime")]
    _, problems = read_request(catalog, HOSPITAL | {"tax_regime": "eu_revers"}, TODAY)
    assert problems[0].params["nearest"] == "eu_reverse"


@pytest.mark.parametrize("said", [{}, {"currency": "CNY"}, {"currency": ""}, {"currency": None}])
def test_the_catalogs_own_currency_needs_no_rate(catalog: Catalog, said: dict[str, Any]) -> None:
    assert read(catalog, **said).exchange is None


@pytest.mark.parametrize(
    ("day", "rate"), [("2026-11-22", "0.13"), ("2026-11-21", "0.12"), ("2026-10-01", "0.12"), ("2026-12-01", "0.14")]
)
def test_the_latest_rate_up_to_the_quotes_date_counts(catalog: Catalog, day: str, rate: str) -> None:
    exchange = read(catalog, currency="EUR", date=day).exchange
    assert exchange and (exchange.currency, exchange.rate) == ("EUR", Decimal(rate))


def test_a_pinned_rate_goes_before_the_catalogs(catalog: Catalog) -> None:
    pinned = {"rate": "0.12285", "date": "2026-11-20", "source": "treasury"}
    exchange = read(catalog, currency="EUR", exchange=pinned).exchange
    assert exchange == ExchangeRate("EUR", Decimal("0.12285"), date(2026, 11, 20), source="treasury")
    assert state_currency({}, exchange) == {"currency": "EUR", "exchange": pinned}


def test_a_currency_without_any_rate_can_be_pinned(catalog: Catalog) -> None:
    exchange = read(catalog, currency="CHF", exchange={"rate": 1, "date": date(2026, 11, 22)}).exchange
    assert exchange and (exchange.rate, exchange.source) == (1, "")


def test_what_is_pinned_reads_again_as_it_was(catalog: Catalog) -> None:
    latest = find_latest(catalog, "EUR", TODAY)
    assert latest
    again = read(catalog, **state_currency({}, latest)).exchange
    assert again and (again.rate, again.day, again.source) == (latest.rate, latest.day, latest.source)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"currency": "EURO"}, ("request_currency_unknown", "currency")),
        ({"currency": "XAU"}, ("request_currency_unknown", "currency")),
        ({"currency": 978}, ("request_currency_unknown", "currency")),
        ({"currency": "CHF"}, ("request_exchange_missing", "currency")),
        ({"currency": "EUR", "date": "2026-09-30"}, ("request_exchange_missing", "currency")),
        ({"exchange": {"rate": 1}}, ("request_exchange_unneeded", "exchange")),
        ({"currency": "CNY", "exchange": {"rate": 1}}, ("request_exchange_unneeded", "exchange")),
        ({"currency": "EUR", "exchange": "0.12"}, ("request_mapping_expected", "exchange")),
    ],
)
def test_what_cannot_be_converted_is_told(catalog: Catalog, said: dict[str, Any], problem: tuple[str, str]) -> None:
    assert find(catalog, **said) == [problem]


@pytest.mark.parametrize(
    "rate",
    ["NaN", "Infinity", "-1", "0", "0.000000000", "0.00000000", "1e1000000", "１２", "9" * 30, "0.123456789", "", None,
     "1,5", True, " 1"],
)  # fmt: skip
def test_a_rate_that_is_no_rate_is_refused(catalog: Catalog, rate: object) -> None:
    pinned = {"rate": rate, "date": "2026-11-20", "source": ""}
    assert find(catalog, currency="EUR", exchange=pinned) == [("request_rate_refused", "exchange.rate")]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("date", "2026-11-23", "request_exchange_later"),
        ("date", "20261120", "request_date_refused"),
        ("date", "2026-13-40", "request_date_refused"),
        ("date", None, "request_date_refused"),
        ("source", "x" * 201, "request_source_refused"),
        ("source", "a\nb", "request_source_refused"),
        ("source", 5, "request_source_refused"),
        ("bank", "x", "request_key_unknown"),
    ],
)
def test_a_wrong_pin_is_told_at_its_key(catalog: Catalog, key: str, value: object, code: str) -> None:
    pinned = {"rate": "0.12", "date": "2026-11-20", "source": "", key: value}
    assert find(catalog, currency="EUR", exchange=pinned) == [(code, f"exchange.{key}")]
