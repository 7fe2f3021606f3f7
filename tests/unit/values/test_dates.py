"""Ranges of dates include both ends; None is open."""

from datetime import date

import pytest

from configurator.values.dates import ALWAYS, DateRange

NEW_YEAR, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)
YEAR = DateRange(NEW_YEAR, LAST_DAY)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (NEW_YEAR, True),
        (LAST_DAY, True),
        (date(2026, 6, 1), True),
        (date(2025, 12, 31), False),
        (date(2027, 1, 1), False),
    ],
)
def test_both_ends_are_inside(day, inside):
    assert YEAR.contains(day) is inside


@pytest.mark.parametrize("day", [date.min, date.max])
def test_always_holds_every_day(day):
    assert ALWAYS.contains(day)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (YEAR, DateRange(LAST_DAY, None), True),
        (YEAR, DateRange(date(2027, 1, 1), None), False),
        (YEAR, DateRange(None, NEW_YEAR), True),
        (YEAR, DateRange(None, date(2025, 12, 31)), False),
        (YEAR, ALWAYS, True),
        (ALWAYS, ALWAYS, True),
        (DateRange(None, NEW_YEAR), DateRange(LAST_DAY, None), False),
    ],
)
def test_ranges_overlap_when_they_share_a_day(one, other, overlap):
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap
