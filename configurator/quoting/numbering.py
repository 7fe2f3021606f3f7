"""Quote numbers such as Q-2026-000123: gapless within a year, readable on the telephone."""

from __future__ import annotations

import re

from configurator.quoting.refusals import NumberRefused

_NUMBER = re.compile(r"Q-([0-9]{4})-([0-9]{6,9})", re.ASCII)


def counter_of(year: int) -> str:
    """The name of the counter that a year's numbers come from."""
    return f"quote-{year:04d}"


def format_number(year: int, serial: int) -> str:
    """The number of the serial-th quote of the year, counted from 1."""
    if serial < 1:
        raise NumberRefused(text=str(serial))
    return f"Q-{year:04d}-{serial:06d}"


def parse_number(text: str) -> tuple[int, int]:
    """Year and serial of a quote number; NumberRefused when the text is none."""
    found = _NUMBER.fullmatch(text.strip().upper())
    if found is None:
        raise NumberRefused(text=text[:40])
    return int(found[1]), int(found[2])
