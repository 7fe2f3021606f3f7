"""Payments over a contract: by anniversaries or calendar months, in advance or in arrears, with parts by days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from configurator.catalog.commercial import ChargeTerms, Due
from configurator.pricing.contract import Contract, Run, cut_runs, list_runs, read_contract
from configurator.pricing.model import PricingContext
from tests.factories.catalog import make_price

DAY = date(2026, 11, 22)
ARREARS = ChargeTerms(due=Due.ARREARS)


def contract_of(term=12, **changes):
    return read_contract(PricingContext(DAY, term, **changes))


def runs_of(contract, period="month", terms=None, charge="recurring"):
    price = make_price("A-1", period=period if charge == "recurring" else None, charge=charge)
    return list_runs(price if terms is None else replace(price, terms=terms), contract)


def test_without_a_start_only_the_term_is_known():
    contract = contract_of(24)
    assert contract == Contract(24)
    assert (contract.last_month, contract.first_day(1), contract.by_calendar) == (24, None, False)
    assert contract_of(calendar_billing=True).by_calendar is False


def test_a_start_gives_every_month_its_first_day():
    contract = contract_of(12, start=date(2026, 1, 31), calendar_billing=True)
    assert contract == Contract(12, date(2026, 1, 31), date(2027, 1, 30), by_calendar=True)
    assert [contract.first_day(month) for month in (1, 2, 13)] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2027, 1, 31),
    ]


@pytest.mark.parametrize(
    ("start", "end", "months", "rest", "shown"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 0, Fraction(1, 31), "1/31"),
        (date(2026, 1, 15), date(2026, 2, 13), 0, Fraction(30, 31), "30/31"),
        (date(2026, 1, 15), date(2026, 2, 14), 1, Fraction(0), ""),
        (date(2026, 1, 15), date(2026, 2, 15), 1, Fraction(1, 28), "1/28"),
        (date(2026, 1, 31), date(2026, 2, 27), 1, Fraction(0), ""),
        (date(2026, 1, 31), date(2026, 3, 1), 1, Fraction(2, 31), "2/31"),
        (date(2026, 1, 1), date(2027, 6, 10), 17, Fraction(10, 30), "10/30"),
    ],
)
def test_a_given_end_leaves_whole_months_and_days(start, end, months, rest, shown):
    contract = contract_of(start=start, end=end)
    assert contract == Contract(months, start, end, rest, shown, ends_on_day=True)
    assert contract.last_month == months + (1 if rest else 0)


@pytest.mark.parametrize(
    ("term", "period", "runs"),
    [
        (12, "month", [(1, 12, 1)]),
        (12, "quarter", [(1, 4, 3)]),
        (13, "quarter", [(1, 5, 3)]),
        (13, "year", [(1, 2, 12)]),
        (1, "year", [(1, 1, 12)]),
    ],
)
def test_in_advance_every_begun_period_is_whole(term, period, runs):
    assert [(run.first_month, run.count, run.step) for run in runs_of(contract_of(term), period)] == runs
    assert all(run.share == 1 and run.shown == "" for run in runs_of(contract_of(term), period))


def test_in_arrears_the_last_period_is_charged_by_its_months():
    assert runs_of(contract_of(14), "year", ARREARS) == (Run(1, 1, 12), Run(13, 1, 12, Fraction(2, 12), "2/12"))
    assert runs_of(contract_of(2), "quarter", ARREARS) == (Run(1, 1, 3, Fraction(2, 3), "2/3"),)
    assert runs_of(contract_of(12), "quarter", ARREARS) == (Run(1, 4, 3),)


@pytest.mark.parametrize("terms", [None, ARREARS])
def test_with_a_given_end_the_last_period_is_charged_by_its_months_and_days(terms):
    to_the_month = contract_of(start=date(2026, 1, 1), end=date(2027, 6, 30))
    assert runs_of(to_the_month, "year", terms) == (Run(1, 1, 12), Run(13, 1, 12, Fraction(1, 2), "6/12"))
    to_the_day = contract_of(start=date(2026, 1, 1), end=date(2026, 5, 10))
    assert runs_of(to_the_day, "month", terms) == (Run(1, 4, 1), Run(5, 1, 1, Fraction(10, 31), "10/31"))
    part = (1 + Fraction(10, 31)) / 3
    assert runs_of(to_the_day, "quarter", terms) == (Run(1, 1, 3), Run(4, 1, 3, part, "(1 + 10/31)/3"))


def test_one_time_charges_and_usage_are_one_payment():
    for charge in ("one_time", "usage"):
        assert runs_of(contract_of(24, start=DAY, calendar_billing=True), charge=charge) == (Run(1, 1, 1),)


@pytest.mark.parametrize(
    ("start", "end", "runs"),
    [
        (date(2026, 1, 10), date(2026, 1, 20), [(1, 1, Fraction(11, 31), "11/31", False)]),
        (date(2026, 1, 1), date(2026, 1, 31), [(1, 1, Fraction(1), "", False)]),
        (date(2026, 1, 1), date(2026, 3, 31), [(1, 3, Fraction(1), "", False)]),
        (
            date(2026, 1, 15),
            date(2026, 4, 14),
            [
                (1, 1, Fraction(17, 31), "17/31", False),
                (1, 2, Fraction(1), "", False),
                (3, 1, Fraction(14, 30), "14/30", True),
            ],
        ),
        (
            date(2026, 1, 31),
            date(2026, 2, 1),
            [(1, 1, Fraction(1, 31), "1/31", False), (1, 1, Fraction(1, 28), "1/28", True)],
        ),
        (
            date(2026, 1, 15),
            date(2026, 2, 28),
            [(1, 1, Fraction(17, 31), "17/31", False), (1, 1, Fraction(1), "", False)],
        ),
        (
            date(2026, 1, 1),
            date(2026, 2, 10),
            [(1, 1, Fraction(1), "", False), (2, 1, Fraction(10, 28), "10/28", True)],
        ),
        (
            date(2025, 12, 31),
            date(2026, 12, 30),
            [
                (1, 1, Fraction(1, 31), "1/31", False),
                (1, 11, Fraction(1), "", False),
                (12, 1, Fraction(30, 31), "30/31", True),
            ],
        ),
    ],
)
def test_calendar_months_begin_and_end_with_days(start, end, runs):
    found = runs_of(contract_of(start=start, end=end, calendar_billing=True))
    assert [(run.first_month, run.count, run.share, run.shown, run.is_rest) for run in found] == runs
    assert {run.step for run in found} == {1}


def test_longer_periods_keep_their_anniversaries_under_calendar_billing():
    contract = contract_of(12, start=date(2026, 1, 15), calendar_billing=True)
    assert runs_of(contract, "quarter") == (Run(1, 4, 3),)


def test_a_change_takes_effect_with_the_next_payment():
    whole = (Run(1, 4, 3, Fraction(1, 2), "x"),)
    assert list(cut_runs(whole, [5])) == [Run(1, 2, 3, Fraction(1, 2), "x"), Run(7, 2, 3, Fraction(1, 2), "x")]
    assert list(cut_runs(whole, [4])) == [Run(1, 1, 3, Fraction(1, 2), "x"), Run(4, 3, 3, Fraction(1, 2), "x")]


@pytest.mark.parametrize("months", [[], [1], [0], [-5], [11], [13, 40]])
def test_changes_outside_a_run_leave_it_whole(months):
    run = Run(1, 4, 3)
    (found,) = cut_runs((run,), months)
    assert found is run


def test_changes_in_any_order_and_twice_cut_once():
    assert list(cut_runs((Run(1, 6, 1),), [5, 3, 3, 5])) == [Run(1, 2, 1), Run(3, 2, 1), Run(5, 2, 1)]


def test_every_run_is_cut_by_itself():
    assert list(cut_runs((Run(1, 2, 1), Run(3, 2, 1)), [2, 4])) == [
        Run(1, 1, 1),
        Run(2, 1, 1),
        Run(3, 1, 1),
        Run(4, 1, 1),
    ]
