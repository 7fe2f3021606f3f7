"""The day on which a payment falls due, and the months from which another tax rate holds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.commercial import Due
from configurator.catalog.taxation import TaxRegime
from configurator.pricing.contract import Run, list_runs, read_contract
from configurator.pricing.falling_due import find_due_day, list_rate_changes
from configurator.pricing.model import PricingContext
from configurator.pricing.taxing import TaxDesk
from configurator.values.periods import Period
from tests.factories.catalog import make_price, make_tax_rate, make_text, since, until

DAY, START = date(2026, 11, 22), date(2027, 1, 31)
CHANGE = date(2027, 7, 1)
DESK = TaxDesk(
    TaxRegime("cn", make_text("cn"), is_home=True),
    inclusive=True,
    rates={
        "V6": (make_tax_rate("V6", "0.06", until(date(2027, 6, 30))), make_tax_rate("V6", "0.09", since(CHANGE))),
        "B9": (make_tax_rate("B9", "0.09"),),
    },
)


def contract(start=START, term=12, **changes):
    return read_contract(PricingContext(DAY, term, start=start, **changes))


def price(period="month", due=Due.ADVANCE, charge="recurring"):
    return make_price("A-1", charge=charge, period=period if charge == "recurring" else None, due=due)


@pytest.mark.parametrize(
    ("period", "due", "month", "day"),
    [
        ("month", Due.ADVANCE, 1, date(2027, 1, 31)),
        ("month", Due.ADVANCE, 2, date(2027, 2, 28)),
        ("month", Due.ADVANCE, 3, date(2027, 3, 31)),
        ("month", Due.ARREARS, 1, date(2027, 2, 27)),
        ("month", Due.ARREARS, 2, date(2027, 3, 30)),
        ("quarter", Due.ADVANCE, 4, date(2027, 4, 30)),
        ("quarter", Due.ARREARS, 1, date(2027, 4, 29)),
        ("year", Due.ARREARS, 1, date(2028, 1, 30)),
    ],
)
def test_a_period_is_due_on_its_first_or_its_last_day(period, due, month, day) -> None:
    assert find_due_day(contract(), price(period, due), Run(month, 1, Period(period).months)) == day


def test_nothing_has_a_day_while_the_start_is_not_known() -> None:
    assert find_due_day(contract(start=None), price(), Run(1, 1, 1)) is None
    assert find_due_day(contract(start=None), price(charge="one_time"), Run(1, 1, 1)) is None


@pytest.mark.parametrize("charge", ["one_time", "usage"])
def test_what_does_not_recur_is_due_on_the_first_day_of_service(charge) -> None:
    component = make_price("A-1", charge=charge, period="month" if charge == "usage" else None, due=Due.ARREARS)
    assert find_due_day(contract(), component, Run(1, 1, 1)) == START


def test_in_arrears_the_last_part_is_due_when_the_contract_ends() -> None:
    found = contract(end=date(2027, 3, 10))
    assert find_due_day(found, price(due=Due.ARREARS), Run(2, 1, 1)) == date(2027, 3, 10)
    assert find_due_day(found, price("quarter", Due.ARREARS), Run(1, 1, 3)) == date(2027, 3, 10)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (Due.ADVANCE, [date(2027, 1, 15), date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1)]),
        (Due.ARREARS, [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 14)]),
    ],
)
def test_calendar_months_are_due_on_their_own_first_and_last_days(due, days) -> None:
    found = contract(date(2027, 1, 15), 3, calendar_billing=True)
    runs = [
        Run(run.first_month + place, 1, 1, run.share) for run in list_runs(price(due=due), found)
        for place in range(run.count)
    ]  # fmt: skip
    assert [find_due_day(found, price(due=due), run) for run in runs] == days


def test_a_contract_within_one_calendar_month_is_due_when_it_begins() -> None:
    found = contract(date(2027, 1, 10), 1, end=date(2027, 1, 20), calendar_billing=True)
    (run,) = list_runs(price(), found)
    assert find_due_day(found, price(), run) == date(2027, 1, 10)
    assert find_due_day(found, price(due=Due.ARREARS), run) == date(2027, 1, 20)


def test_a_last_day_that_is_the_first_of_its_month_is_due_on_that_day() -> None:
    found = contract(date(2027, 3, 15), end=date(2027, 4, 1), calendar_billing=True)
    days = [find_due_day(found, price(), run) for run in list_runs(price(), found)]
    assert days == [date(2027, 3, 15), date(2027, 4, 1)]


def test_from_the_second_day_on_the_first_calendar_month_is_a_part() -> None:
    found = contract(date(2027, 3, 2), calendar_billing=True)
    assert [(run.count, str(run.share)) for run in list_runs(price(), found)] == [(1, "30/31"), (11, "1"), (1, "1/31")]


def test_calendar_months_from_a_first_day_are_those_of_the_contract() -> None:
    found = contract(date(2027, 2, 1), 2, calendar_billing=True)
    assert find_due_day(found, price(), Run(1, 2, 1)) == date(2027, 2, 1)
    assert find_due_day(found, price(), Run(2, 1, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("category", "due", "run", "months"),
    [
        ("V6", Due.ADVANCE, Run(1, 12, 1), [7]),
        ("V6", Due.ARREARS, Run(1, 12, 1), [6]),
        ("V6", Due.ADVANCE, Run(7, 6, 1), []),
        ("V6", Due.ADVANCE, Run(6, 1, 1), []),
        ("B9", Due.ADVANCE, Run(1, 12, 1), []),
        ("NONE", Due.ADVANCE, Run(1, 12, 1), []),
    ],
)
def test_a_run_changes_where_its_payments_fall_under_another_rate(category, due, run, months) -> None:
    assert list(list_rate_changes(DESK, category, contract(), price(due=due), run)) == months


@given(
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.sampled_from([1, 12, 24, 36]),
    st.sampled_from(list(Due)),
    st.booleans(),
)
def test_payments_fall_due_one_after_the_other_within_the_contract(start, term, due, by_calendar) -> None:
    found, component = contract(start, term, calendar_billing=by_calendar), price(due=due)
    days = [
        find_due_day(found, component, Run(run.first_month + place, 1, 1, run.share))
        for run in list_runs(component, found)
        for place in range(run.count)
    ]
    assert days == sorted(set(days))
    assert found.end is not None
    assert all(start <= day <= found.end for day in days if day)
    if due is Due.ARREARS:
        assert days[-1] == found.end
    else:
        assert days[0] == start
    assert all(later - day <= timedelta(days=59) for day, later in pairwise(days) if day and later)
