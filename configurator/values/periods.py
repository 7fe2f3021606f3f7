"""What a charge is and how often it comes."""

from __future__ import annotations

from enum import StrEnum


class ChargeKind(StrEnum):
    """One-time, recurring or by usage. NRC, MRC and the like are words of screens and documents."""

    ONE_TIME = "one_time"
    RECURRING = "recurring"
    USAGE = "usage"


class Period(StrEnum):
    """How often a recurring charge is due; usage is estimated per month."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Length in months."""
        return _MONTHS[self]


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
