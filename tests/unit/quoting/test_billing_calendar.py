"""Days of payments' periods under calendar billing are those that were charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.commercial import Due
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricingContext
from configurator.quoting.billing_calendar import BillingCalendar, Days, open_calendar
from configurator.quoting.composing_payments import compose_contract, compose_payments
from configurator.quoting.content import ContentCharge
from configurator.quoting.content_payments import ContentContract, ContentPayment, ContentSchedulePart
from tests.factories.catalog import make_catalog, make_price
from tests.factories.content import make_content

DECEMBER = BillingCalendar(date(2026, 12, 15), date(2028, 12, 14))


def pay(first: int, last: int, **changes: str) -> ContentPayment:
    plain = ContentPayment(first, last, last - first + 1, 1, "1.00", "1.00", "1.00", "0.06", "0.06", True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def charge(*payments: ContentPayment, period: str = "month") -> ContentCharge:
    return ContentCharge("recurring", period, "1.00", "1.00", "1.00", "0.06", "0.06", (), payments)


def days(first: str, last: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last))


def test_the_part_and_the_first_whole_month_are_told_apart() -> None:
    opening, whole, rest = pay(1, 1, share="17/31"), pay(1, 23), pay(24, 24, share="14/31")
    monthly = charge(opening, whole, rest)
    assert [DECEMBER.find_days(monthly, each) for each in monthly.payments] == [
        days("2026-12-15", "2026-12-31"),
        days("2027-01-01", "2028-11-30"),
        days("2028-12-01", "2028-12-14"),
    ]


def test_a_contract_that_starts_on_the_first_counts_its_own_months() -> None:
    calendar = BillingCalendar(date(2027, 1, 1), date(2027, 12, 31))
    assert calendar.find_stretch(ContentSchedulePart(1, 6, "1.00")) == days("2027-01-01", "2027-06-30")


def test_other_periods_are_those_of_the_contract_and_end_with_it() -> None:
    yearly = charge(pay(1, 12), pay(13, 24), pay(25, 36), period="year")
    calendar = replace(DECEMBER, end=date(2028, 12, 31))
    assert [calendar.find_days(yearly, each) for each in yearly.payments] == [
        days("2026-12-15", "2027-12-14"),
        days("2027-12-15", "2028-12-14"),
        days("2028-12-15", "2028-12-31"),
    ]


@pytest.mark.parametrize(
    ("contract", "found"),
    [
        (None, None),
        (ContentContract("2026-12-15"), None),
        (ContentContract("2026-12-15", "", True), DECEMBER),
        (ContentContract("2026-12-15", "2027-01-31", True), replace(DECEMBER, end=date(2027, 1, 31))),
    ],
)
def test_only_calendar_billing_has_a_calendar(contract: ContentContract | None, found: BillingCalendar | None) -> None:
    assert open_calendar(replace(make_content(), term_months=24, contract=contract)) == found


@settings(max_examples=80, deadline=None)
@given(
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    st.integers(0, 800),
    st.sampled_from(["month", "quarter", "year"]),
    st.sampled_from(list(Due)),
)
def test_the_days_of_all_payments_are_the_contract_once(start: date, length: int, period: str, due: Due) -> None:
    end = start + timedelta(days=length)
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "31", period=period, due=due)], terms=(12,))
    context = PricingContext(start, 12, start=start, end=end, calendar_billing=True)
    priced = price(catalog, Configuration((ConfigurationLine("A-1", 1),), "optimal"), context)
    payments = compose_payments(priced.lines[0].charges[0], 12)
    calendar = open_calendar(replace(make_content(), contract=compose_contract(context)))
    assert calendar is not None
    told = [calendar.find_days(charge(*payments, period=period), each) for each in payments]
    if told:
        assert (told[0].first, told[-1].last) == (start, end)
        assert all(later.first - one.last == timedelta(days=1) for one, later in pairwise(told))
