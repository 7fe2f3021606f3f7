"""Figures as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from configurator.values.text import LANGUAGES, Language
from configurator.web import formatting


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0.00"),
        ("1234567.8", "1,234,567.80"),
        ("-35", "−35.00"),
        ("0.0333", "0.0333"),
        ("123456789012345.67", "123,456,789,012,345.67"),
    ],
)
def test_amount_is_exact_with_thousands_apart(language: Language, amount: str, shown: str) -> None:
    assert formatting.show_amount(language, amount) == shown


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [
        ("JPY", "1234", "1,234"),
        ("JPY", "33.33", "33.33"),
        ("KWD", "1.5", "1.500"),
        ("EUR", "0", "0.00"),
        ("BTC", "1", "1.00"),
    ],
)
def test_an_amount_has_at_least_the_decimals_of_its_currency(currency: str, amount: str, shown: str) -> None:
    assert formatting.show_amount("en", amount, currency) == shown
    assert formatting.show_money("en", amount, currency) == f"{currency} {shown}"


def test_a_change_has_the_decimals_of_its_currency() -> None:
    assert formatting.show_change("en", "-35", "JPY") == "−35"


@pytest.mark.parametrize(
    ("change", "shown"), [("120", "+120.00"), ("-35.5", "−35.50"), ("0", "±0.00"), ("+3", "+3.00")]
)
def test_change_is_always_signed(change: str, shown: str) -> None:
    assert formatting.show_change("zh", change) == shown


@pytest.mark.parametrize(
    ("language", "period", "shown"),
    [
        ("zh", None, "12.00 元"),
        ("zh", "month", "12.00 元/月"),
        ("zh", "year", "12.00 元/年"),
        ("en", None, "CNY 12.00"),
        ("en", "month", "CNY 12.00 / month"),
        ("en", "year", "CNY 12.00 / year"),
    ],
)
def test_money_states_currency_and_period(language: Language, period: str | None, shown: str) -> None:
    assert formatting.show_money(language, "12", "CNY", period) == shown


def test_other_currency_keeps_its_code() -> None:
    assert formatting.show_money("zh", "12", "EUR") == "12.00 EUR"


@pytest.mark.parametrize(
    ("percent", "shown"), [("5", "5%"), ("5.50", "5.5%"), (Decimal("12.38"), "12.38%"), ("0.00", "0%")]
)
def test_percent_shows_no_needless_zeros(percent: str | Decimal, shown: str) -> None:
    assert formatting.show_percent("en", percent) == shown


def test_count_has_thousands_apart() -> None:
    assert formatting.show_count("zh", 86000) == "86,000"


@pytest.mark.parametrize(("language", "shown"), [("zh", "2026年11月22日"), ("en", "22 Nov 2026")])
def test_day_is_read_from_a_date_or_its_text(language: Language, shown: str) -> None:
    assert formatting.show_day(language, date(2026, 11, 22)) == shown
    assert formatting.show_day(language, "2026-11-22") == shown


def test_nothing_is_a_dash() -> None:
    assert formatting.show_day("zh", None) == formatting.show_moment("zh", None) == "–"


def test_moment_is_shown_in_the_servers_zone() -> None:
    moment = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert formatting.show_moment("zh", moment) == moment.astimezone().strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("points", "zh", "en"),
    [
        ("1.25", "+1.25 个百分点", "+1.25 pp"),
        ("-3.5", "−3.5 个百分点", "−3.5 pp"),
        ("0", "±0 个百分点", "±0 pp"),
        ("-0.001", "±0 个百分点", "±0 pp"),
    ],
)
def test_difference_of_percentages_is_signed(points: str, zh: str, en: str) -> None:
    assert formatting.show_points("zh", Decimal(points)) == zh
    assert formatting.show_points("en", Decimal(points)) == en
