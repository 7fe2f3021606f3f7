"""How long a version is valid: through its last day, in the reader's calendar."""

from __future__ import annotations

from datetime import date

from configurator.quoting.refusals import ValidityOver

WARNING_DAYS = 7
"""A seller is reminded so many days before a sent version ends."""


def is_over(valid_until: date | None, today: date) -> bool:
    """Whether the last valid day is past; what has no last day never is."""
    return valid_until is not None and valid_until < today


def require_valid(valid_until: date | None, today: date) -> None:
    """Go on only while valid; ValidityOver otherwise."""
    if is_over(valid_until, today):
        raise ValidityOver(valid_until=valid_until)
