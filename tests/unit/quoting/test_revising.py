"""What the next version starts from: the same wishes, its currency and its pinned rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from configurator.catalog.taxation import ExchangeRate
from configurator.quoting.revising import reprice_request, revise_request, state_currency

RATE = ExchangeRate("EUR", Decimal("0.1200"), date(2026, 11, 2), source="bank")
PINNED = {"rate": "0.1200", "date": "2026-11-02", "source": "bank"}
OLD = {"needs": ["voice"], "date": "2026-01-01", "currency": "EUR", "exchange": {"rate": "0.13"}}


def test_a_new_version_is_priced_on_its_day_at_the_rate_that_was_pinned() -> None:
    assert revise_request(OLD) == {"needs": ["voice"], "currency": "EUR", "exchange": {"rate": "0.13"}}


def test_a_currency_is_stated_with_the_rate_that_it_pins() -> None:
    assert state_currency({"needs": []}, RATE) == {"needs": [], "currency": "EUR", "exchange": PINNED}
    assert state_currency(OLD, None) == {"needs": ["voice"], "date": "2026-01-01"}


def test_repricing_takes_todays_rate() -> None:
    assert reprice_request(OLD, RATE) == {"needs": ["voice"], "currency": "EUR", "exchange": PINNED}


def test_repricing_without_a_rate_of_today_keeps_the_one_it_has() -> None:
    assert reprice_request(OLD, None) == revise_request(OLD)


def test_nothing_is_changed_in_place() -> None:
    before = dict(OLD)
    reprice_request(OLD, RATE)
    assert before == OLD
