"""The columns of a price matrix as sets of rows: which rows admit a value, in a few steps however many rows there are.

A set of rows is a whole number with a bit for each row, the first row the lowest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_

from configurator.catalog.matrix_cells import Cell

LARGEST = 10**15
"""What a range without end is taken to reach."""

FLAGS: Mapping[bool, str] = {True: "yes", False: "no"}
"""How the values of a flag are written in a cell."""


class MatrixColumn:
    """Which rows of a matrix admit a value of one column."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        values = {value for cell in cells for value in cell.values}
        ranges = [each for cell in cells for each in cell.ranges]
        ends = {last + 1 for _, last in ranges if last is not None}
        self._any = _mark(cell.is_any for cell in cells)
        self._by_value = {value: _mark(value in cell.values for cell in cells) for value in values}
        self._starts = sorted({0, *(first for first, _ in ranges), *ends})
        self._between = [_mark(cell.spans(start) for cell in cells) for start in self._starts]

    def admitting(self, value: str | int) -> int:
        """The rows that admit a value: that of a flag, a figure or a word; the empty word where nothing is known."""
        text = FLAGS[value] if isinstance(value, bool) else str(value)
        found = self._any | self._by_value.get(text, 0)
        if len(self._starts) > 1 and text.isdecimal():
            found |= self._between[bisect_right(self._starts, int(text)) - 1]
        return found

    def covering(self, cell: Cell) -> int:
        """The rows that admit everything that a cell admits."""
        if cell.is_any:
            return self._any
        values = [*cell.values]
        for first, last in cell.ranges:
            values += [str(start) for start, _ in self.list_stretches(first, LARGEST if last is None else last)]
        return reduce(and_, map(self.admitting, values))

    def list_stretches(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The figures between two (both inclusive) in stretches of which every figure is admitted by the same rows."""
        alone = {int(value) for value in self._by_value if value.isdecimal()}
        borders = {first, *self._starts, *alone, *(figure + 1 for figure in alone)}
        starts = sorted(border for border in borders if first <= border <= last)
        for start, following in zip(starts, [*starts[1:], last + 1], strict=True):
            yield start, following - 1


def _mark(flags: Iterable[bool]) -> int:
    return sum(1 << position for position, flag in enumerate(flags) if flag)
