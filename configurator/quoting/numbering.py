"""Quote numbers such as Q-2026-000123: gapless within a year, readable on the telephone."""

from __future__ import annotations

from configurator.quoting.refusals import NumberRefused


def counter_of(year: int) -> str:
    """The name of the counter that a year's numbers come from."""
    return f"quote-{year:04d}"


def format_number(year: int, serial: int) -> str:
    """The number of the serial-th quote of the year, counted from 1."""
    if serial < 1:
        raise NumberRefused(text=str(serial))
    return f"Q-{year:04d}-{serial:06d}"
