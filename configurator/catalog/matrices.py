"""Price matrix files → price matrices: free columns that say for whom a rate is, then `amount` and `evidence`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any

from configurator.catalog.commercial import MatrixRow, PriceMatrix
from configurator.catalog.csv_rows import Row
from configurator.catalog.matrix_cells import Cell, read_cell
from configurator.catalog.matrix_columns import MatrixColumn
from configurator.catalog.nodes import Scalar
from configurator.catalog.notebook import Page
from configurator.catalog.records import Field, read_optional
from configurator.catalog.shapes import REFUSED, Figure, OneOf, Words
from configurator.catalog.sheets import Grid, check_width
from configurator.catalog.sources import Evidence

AMOUNT = "amount"
_TRAILING = (
    Field(AMOUNT, Figure(6), required=True),
    Field("evidence", OneOf.members(Evidence), required=True),
    Field("source", Words(400)),
    Field("note", Words(1000)),
)
_TRAILING_BY_NAME = {field.name: field for field in _TRAILING}


def build_matrices(grids: Iterable[Grid], rate_decimals: int) -> dict[str, PriceMatrix]:
    """The matrices by name, with what is wrong noted; rates have at most `rate_decimals` decimals."""
    return {grid.name: _build_matrix(grid, rate_decimals) for grid in grids if _check_header(grid)}


def count_columns(header: Sequence[Scalar]) -> int:
    """How many columns of a header say for whom a rate is: those before the amount."""
    return next((at for at, cell in enumerate(header) if cell.text == AMOUNT), 0)


def _check_header(grid: Grid) -> bool:
    page, header = grid.page, grid.rows[0].cells
    free, trailing = header[: count_columns(header)], header[count_columns(header) :]
    missing = [field.name for field in _TRAILING if field.required and field.name not in {c.text for c in trailing}]
    for name in missing:
        page.report("column_missing", 1, 1, column=name)
    if not missing and not free:
        page.report("matrix_without_columns", 1, 1)
    return not missing and bool(free) and all([_check_free(free, page), _check_trailing(trailing, page)])


def _check_free(header: Sequence[Scalar], page: Page) -> bool:
    names = [cell.text for cell in header]
    for at, cell in enumerate(header):
        if not cell.text:
            page.report("column_nameless", cell.line, cell.column)
        elif cell.text in names[:at]:
            page.report("column_twice", cell.line, cell.column, column=cell.text[:80])
    return all(names) and len(set(names)) == len(names)


def _check_trailing(header: Sequence[Scalar], page: Page) -> bool:
    names = [cell.text for cell in header]
    for at, cell in enumerate(header):
        if cell.text not in _TRAILING_BY_NAME:
            known = tuple(_TRAILING_BY_NAME)
            nearest = page.nearest(cell.text[:80], known)
            page.report("column_unknown", cell.line, cell.column, column=cell.text[:80], nearest=nearest, known=known)
        elif cell.text in names[:at]:
            page.report("column_twice", cell.line, cell.column, column=cell.text)
    return len(set(names)) == len(names) and set(names) <= _TRAILING_BY_NAME.keys()


def _build_matrix(grid: Grid, rate_decimals: int) -> PriceMatrix:
    page, (header, *rows) = grid.page, grid.rows
    free = count_columns(header.cells)
    fitting = [row for row in rows if check_width(row, header.cells, page)]
    if not fitting:
        page.report("table_empty", 1, 1)
    read = [_read_row(row, header.cells, page, rate_decimals) for row in fitting]
    built = [(row, cells, made) for row, (cells, made) in zip(fitting, read, strict=True) if made is not None]
    _check_hidden([(row, cells) for row, cells, _ in built], free, page)
    names = tuple(cell.text for cell in header.cells[:free])
    return PriceMatrix(grid.name, names, tuple(made for _, _, made in built), page.at(1, 1))


def _read_row(
    row: Row, header: Sequence[Scalar], page: Page, rate_decimals: int
) -> tuple[tuple[Cell, ...], MatrixRow | None]:
    free = count_columns(header)
    cells = [_read_cell(cell, page) for cell in row.cells[:free]]
    values = {
        name.text: _read_trailing(name, cell, page) for name, cell in zip(header[free:], row.cells[free:], strict=True)
    }
    read = tuple(cell for cell in cells if cell is not None)
    if len(read) < free or any(value is REFUSED for value in values.values()):
        return read, None
    amount: Decimal = values[AMOUNT]
    if -int(amount.as_tuple().exponent) > rate_decimals:
        place = row.cells[free]
        page.report("figure_decimals", place.line, place.column, figure=str(amount), decimals=rate_decimals)
        return read, None
    return read, MatrixRow(
        tuple(cell.text for cell in row.cells[:free]), amount, page.at(row.line, row.cells[0].column)
    )


def _read_cell(cell: Scalar, page: Page) -> Cell | None:
    found = read_cell(cell.text)
    if not cell.text:
        page.report("table_cell_empty", cell.line, cell.column)
    elif found is None:
        page.report("matrix_cell_malformed", cell.line, cell.column, cell=cell.text[:80])
    return found


def _read_trailing(name: Scalar, cell: Scalar, page: Page) -> Any:
    field = _TRAILING_BY_NAME[name.text]
    return field.shape.read(cell, page) if field.required else read_optional(field.shape, cell, page)


def _check_hidden(rows: Sequence[tuple[Row, tuple[Cell, ...]]], free: int, page: Page) -> None:
    """A row that fits only where an earlier one fits can never count."""
    columns = [MatrixColumn([cells[at] for _, cells in rows]) for at in range(free)]
    for number, (row, cells) in enumerate(rows):
        covering = reduce(and_, (column.covering(cell) for column, cell in zip(columns, cells, strict=True)))
        earlier = covering & ((1 << number) - 1)
        if earlier:
            first = rows[(earlier & -earlier).bit_length() - 1][0]
            place = row.cells[0]
            page.report("matrix_row_hidden", place.line, place.column, line=first.line)
