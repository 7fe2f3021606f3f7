"""Cells of price matrices: a value, a range `5..10` (`5..` without end), any value `*`, or several joined by `|`."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUANTITY = "quantity"
"""The column that stands for the quantity that is charged."""

_VALUE = re.compile(r"[a-z0-9][a-z0-9_]{0,63}", re.ASCII)
_RANGE = re.compile(r"([0-9]{1,15})\.\.([0-9]{1,15})?", re.ASCII)
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell admits: any value, these ones, or figures in these ranges (both ends inclusive, None: no end)."""

    values: frozenset[str] = frozenset()
    ranges: tuple[tuple[int, int | None], ...] = ()
    is_any: bool = False

    def admits(self, value: str) -> bool:
        """Whether a value (a figure in its digits) fits; the empty value of what is not known only fits any."""
        if self.is_any or value in self.values:
            return True
        return value.isdecimal() and self.spans(int(value))

    def spans(self, figure: int) -> bool:
        """Whether one of the ranges holds a figure."""
        return any(first <= figure and (last is None or figure <= last) for first, last in self.ranges)


def read_cell(text: str) -> Cell | None:
    """The cell, None when it is malformed or a range is reversed."""
    words = [word.strip() for word in text.split("|")]
    if _ANY in words:
        return Cell(is_any=True) if len(words) == 1 else None
    ranges = [_read_range(word) for word in words if ".." in word]
    values = [word for word in words if ".." not in word]
    if None in ranges or not all(map(_VALUE.fullmatch, values)):
        return None
    plain = frozenset(str(int(word)) if word.isdecimal() else word for word in values)
    return Cell(plain, tuple(each for each in ranges if each))


def _read_range(word: str) -> tuple[int, int | None] | None:
    match = _RANGE.fullmatch(word)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2]) if match[2] else None
    return None if last is not None and last < first else (first, last)
