"""Calendar months: ends of months, quarters, differences."""

from datetime import date

import pytest

from configurator.values.months import add_months, count_months, last_day_of, next_quarter


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 15), 1, date(2027, 2, 15)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
        (date(2027, 1, 1), -1, date(2026, 12, 1)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 5, 5), 0, date(2027, 5, 5)),
        (date(2027, 5, 5), 24, date(2029, 5, 5)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 23, date(2028, 11, 15)),
    ],
)
def test_shifts_by_months_and_stays_within_the_month(day, months, expected):
    assert add_months(day, months) == expected


def test_a_contract_year_ends_the_day_before_its_anniversary():
    assert last_day_of(date(2027, 3, 1), 12) == date(2028, 2, 29)
    assert last_day_of(date(2027, 1, 15), 1) == date(2027, 2, 14)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 1), date(2027, 4, 1)),
        (date(2027, 3, 31), date(2027, 4, 1)),
        (date(2027, 4, 1), date(2027, 7, 1)),
        (date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_the_next_quarter_begins_after_the_days_own(day, expected):
    assert next_quarter(day) == expected


def test_counts_calendar_months_between_two_days():
    assert count_months(date(2026, 11, 30), date(2027, 2, 1)) == 3
    assert count_months(date(2027, 2, 1), date(2027, 2, 28)) == 0
