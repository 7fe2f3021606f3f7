"""Arithmetic of calendar months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last day of a month that lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of(first: date, months: int) -> date:
    """The last day of so many months that begin on this day."""
    return add_months(first, months) - timedelta(days=1)


def next_quarter(day: date) -> date:
    """The first day of the calendar quarter after the day's own."""
    return add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3)


def count_months(first: date, last: date) -> int:
    """How many calendar months lie between the months of two days."""
    return (last.year - first.year) * 12 + last.month - first.month
