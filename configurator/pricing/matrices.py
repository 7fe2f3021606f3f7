"""Price matrices: the first row that fits a quantity, a line's attributes and a customer's profile.

Each matrix is indexed once: a column knows for each value, and for each stretch between the ends of its ranges, which
rows admit it (a bit for each row), so that a look-up takes a few steps however many rows there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from configurator.catalog.commercial import MatrixRow, PriceMatrix
from configurator.catalog.matrix_cells import QUANTITY, Cell, read_cell

_KEPT_MATRICES = 1024
_NOTHING = Cell()
_FLAGS: Mapping[bool, str] = {True: "yes", False: "no"}

Values = Mapping[str, str | int]
_NO_VALUES: Values = MappingProxyType({})


def find_row(
    matrix: PriceMatrix, quantity: int, attributes: Values = _NO_VALUES, inputs: Values = _NO_VALUES
) -> MatrixRow | None:
    """The first row that fits the charged quantity, the attributes of the line and the profile's inputs; None if none
    does.

    A column takes the attribute of its name where the line has it, the input otherwise; what neither has only fits `*`.
    """
    return _index(_SameMatrix(matrix)).find({**inputs, **attributes, QUANTITY: quantity})


class _SameMatrix:
    """A matrix as a cache key by identity: comparing all rows would cost more than the look-up."""

    __slots__ = ("matrix",)

    def __init__(self, matrix: PriceMatrix) -> None:
        self.matrix = matrix

    def __hash__(self) -> int:
        return id(self.matrix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameMatrix) and other.matrix is self.matrix


class _Column:
    """Which rows of a matrix admit a value of one column."""

    def __init__(self, cells: tuple[Cell, ...]) -> None:
        self._any = _mark(cell.is_any for cell in cells)
        values = {value for cell in cells for value in cell.values}
        self._by_value = {value: _mark(value in cell.values for cell in cells) for value in values}
        ranges = [each for cell in cells for each in cell.ranges]
        ends = {last + 1 for _, last in ranges if last is not None}
        self._starts = sorted({0, *(first for first, _ in ranges), *ends})
        self._between = [_mark(cell.spans(start) for cell in cells) for start in self._starts]

    def admitting(self, value: str | int) -> int:
        """The rows as bits, the first row the lowest."""
        text = _FLAGS[value] if isinstance(value, bool) else str(value)
        found = self._any | self._by_value.get(text, 0)
        if len(self._starts) > 1 and text.isdecimal():
            found |= self._between[bisect_right(self._starts, int(text)) - 1]
        return found


def _mark(flags: Iterable[bool]) -> int:
    return sum(1 << position for position, flag in enumerate(flags) if flag)


class _Index:
    """The columns of one matrix, and its rows."""

    def __init__(self, matrix: PriceMatrix) -> None:
        self._rows = matrix.rows
        read = [tuple(read_cell(text) or _NOTHING for text in row.cells) for row in matrix.rows]
        self._columns = [(key, _Column(tuple(row[at] for row in read))) for at, key in enumerate(matrix.columns)]

    def find(self, values: Values) -> MatrixRow | None:
        """The first row that every column admits."""
        fitting = (1 << len(self._rows)) - 1
        for key, column in self._columns:
            fitting &= column.admitting(values.get(key, ""))
        return self._rows[(fitting & -fitting).bit_length() - 1] if fitting else None


@lru_cache(maxsize=_KEPT_MATRICES)
def _index(key: _SameMatrix) -> _Index:
    return _Index(key.matrix)
