"""Ranges of dates in which data are in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the first to the last day, both inclusive; None is open-ended."""

    first: date | None = None
    last: date | None = None

    def contains(self, day: date) -> bool:
        """Whether the day lies within the range."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: DateRange) -> bool:
        """Whether some day lies in both ranges."""
        return not (_ends_before(self, other) or _ends_before(other, self))


ALWAYS = DateRange()


def _ends_before(one: DateRange, other: DateRange) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first
