"""How long a version is valid: through its last day, in the reader's calendar."""

from __future__ import annotations

from datetime import date, timedelta

from configurator.quoting.refusals import ValidityOver

WARNING_DAYS = 7


def is_over(valid_until: date | None, today: date) -> bool:
    """Whether the last valid day is past; what has no last day never is."""
    return valid_until is not None and valid_until < today


def is_ending(valid_until: date | None, today: date, days: int = WARNING_DAYS) -> bool:
    """Whether the last valid day is today or within so many days."""
    return valid_until is not None and today <= valid_until <= today + timedelta(days=days)


def require_valid(valid_until: date | None, today: date) -> None:
    """Go on only while valid; ValidityOver otherwise."""
    if is_over(valid_until, today):
        raise ValidityOver(valid_until=valid_until)
