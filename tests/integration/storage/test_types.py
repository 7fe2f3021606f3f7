"""What lies in the columns, read without the types that put it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import text

from configurator.quoting.model import VersionTotals
from configurator.quoting.states import QuoteState
from configurator.storage.types import Percent, UtcDateTime, plain, shorten
from configurator.values.money import Currency, Money
from tests.factories.quotes import MOMENT, make_fields, make_version
from tests.integration.storage.records import keep_customer, keep_quote, keep_user

CNY = Currency("CNY", 2)
HUGE = Money(123_456_789_012_345_67, CNY)


def read_raw(database, query):
    with database.engine.connect() as connection:
        return tuple(connection.execute(text(query)).one())


def keep_version(database, **changes):
    user = keep_user(database)
    version = make_version(1, QuoteState.APPROVED, **changes)
    return keep_quote(database, user, keep_customer(database, user), 1, version).latest


def test_keeps_money_as_whole_minor_units(database):
    totals = VersionTotals(HUGE, Money(1, CNY), Money(0, CNY), Money(-5, CNY))
    version = keep_version(database, totals=totals)
    raw = read_raw(database, "SELECT one_time, monthly, annual, tcv, currency, exponent FROM quote_versions")
    assert raw == (12345678901234567, 1, 0, -5, "CNY", 2)
    assert all(type(figure) is int for figure in raw[:4])
    assert version.totals == totals


def test_keeps_a_currency_without_decimals(database):
    yen = Currency("JPY", 0)
    totals = VersionTotals(*(Money(figure, yen) for figure in (1, 2, 3, 4)))
    assert keep_version(database, totals=totals).totals == totals


@pytest.mark.parametrize(
    ("percent", "raw"), [("0", 0), ("5", 5_000_000), ("12.345678", 12_345_678), ("100", 100_000_000)]
)
def test_keeps_a_percentage_as_whole_millionths(database, percent, raw):
    assert keep_version(database, discount=Decimal(percent)).discount == Decimal(percent)
    assert read_raw(database, "SELECT discount FROM quote_versions") == (raw,)


def test_refuses_a_percentage_finer_than_that():
    with pytest.raises(ValueError, match="millionth"):
        Percent().process_bind_param(Decimal("0.0000001"), None)


@pytest.mark.parametrize("figure", ["12345678901234567.89", "0.10", "400000000"])
def test_keeps_a_figure_as_text(database, figure):
    customer = keep_customer(database, keep_user(database), revenue=Decimal(figure))
    assert read_raw(database, "SELECT revenue, assets FROM customers") == (figure, None)
    assert str(customer.fields.revenue) == figure


def test_keeps_a_moment_in_utc(database):
    east = datetime(2026, 11, 22, 17, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    version = keep_version(database, updated_at=east)
    assert version.updated_at == east
    assert version.updated_at.utcoffset() == timedelta(0)
    assert version.updated_at.astimezone(UTC).hour == 9


def test_refuses_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(MOMENT.replace(tzinfo=None), None)


def test_keeps_a_request_as_canonical_json(database):
    keep_version(database, request={"term_months": 24, "customer": {"name": "医院", "cloud": True}, "needs": ["x"]})
    raw = read_raw(database, "SELECT request FROM quote_versions")
    assert raw == ('{"customer":{"cloud":true,"name":"医院"},"needs":["x"],"term_months":24}',)


def test_refuses_a_float_in_a_request(database):
    with pytest.raises(Exception, match="float"):
        keep_version(database, request={"discount_percent": 5.5})


def test_gives_back_a_profile_as_it_was(database):
    profile = {"beds": 500, "cloud_first": True, "storage": "12.5", "parts": [1, "b"]}
    assert keep_customer(database, keep_user(database), profile=profile).fields == make_fields(profile=profile)


def test_says_what_json_does_not_know_as_text():
    assert plain({"a": (Decimal("1.50"), None), 2: MOMENT.date()}) == {"a": ["1.50", None], "2": "2026-11-22"}


@pytest.mark.parametrize(
    ("figure", "short"), [("5.000000", "5"), ("100.000000", "100"), ("0E-6", "0"), ("0.50", "0.5")]
)
def test_shortens_figures_without_exponents(figure, short):
    assert str(shorten(Decimal(figure))) == short


def test_keeps_no_version_that_was_sent_without_its_content(database):
    sent = replace(make_version(1), state=QuoteState.SENT)
    user = keep_user(database)
    with pytest.raises(Exception, match="frozen"):
        keep_quote(database, user, keep_customer(database, user), 1, sent)
