"""Price matrices: the first row that fits a quantity, a line's attributes and a customer's profile."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from configurator.catalog.commercial import MatrixRow, PriceMatrix
from configurator.catalog.matrix_cells import QUANTITY, Cell, read_cell
from configurator.catalog.matrix_columns import MatrixColumn

_KEPT_MATRICES = 1024
_NOTHING = Cell()

Values = Mapping[str, str | int]
_NO_VALUES: Values = MappingProxyType({})


def find_row(
    matrix: PriceMatrix, quantity: int, attributes: Values = _NO_VALUES, inputs: Values = _NO_VALUES
) -> MatrixRow | None:
    """The first row that fits the charged quantity, the line's attributes and the profile's inputs; None if none does.

    A column takes the attribute of its name where the line has it, the input otherwise; what neither has only fits `*`.
    """
    columns = _index(_SameMatrix(matrix))
    fitting = -1
    for key, column in columns:
        fitting &= column.admitting(_find_value(key, quantity, attributes, inputs))
    return matrix.rows[(fitting & -fitting).bit_length() - 1] if fitting else None


def _find_value(key: str, quantity: int, attributes: Values, inputs: Values) -> str | int:
    if key == QUANTITY:
        return quantity
    return attributes[key] if key in attributes else inputs.get(key, "")


class _SameMatrix:
    """A matrix as a cache key by identity: comparing all rows would cost more than the look-up."""

    __slots__ = ("matrix",)

    def __init__(self, matrix: PriceMatrix) -> None:
        self.matrix = matrix

    def __hash__(self) -> int:
        return id(self.matrix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameMatrix) and other.matrix is self.matrix


@lru_cache(maxsize=_KEPT_MATRICES)
def _index(key: _SameMatrix) -> tuple[tuple[str, MatrixColumn], ...]:
    read = [tuple(read_cell(text) or _NOTHING for text in row.cells) for row in key.matrix.rows]
    return tuple((name, MatrixColumn([row[at] for row in read])) for at, name in enumerate(key.matrix.columns))
