"""A sheet of allowed combinations against the catalog's table: rows added, removed, changed; or other columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from configurator.catalog.model import CombinationTable
from configurator.exchange.cells import read_table_cell
from configurator.exchange.grids import Cell, Grid, GridPage, Row, list_cells
from configurator.exchange.patching import open_patch, write_lines
from configurator.exchange.price_changes import ChangeKind
from configurator.values.problem import Severity, SourceLocation

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSheet:
    """The cells of a table's sheet as texts, with the place of every row."""

    header: Cells
    rows: tuple[Cells, ...]
    places: tuple[SourceLocation, ...]


@dataclass(frozen=True, slots=True)
class TableChange:
    """One row of a table; `row` counts from 1 in the table as it was (behind which an added one comes), 0 is the
    header."""

    kind: ChangeKind
    table: str
    row: int
    before: Cells
    after: Cells
    place: SourceLocation


def read_table_sheet(grid: Grid, page: GridPage) -> TableSheet | None:
    """The sheet's cells; None, with every reason noted, when one cannot be taken."""
    known = len(page.notebook.problems)
    for merged in grid.merged:
        page.report("sheet_merged", range=merged)
    if not grid.rows:
        page.report("table_empty")
        return None
    (_, head), *rows = grid.rows
    header = tuple(_read(cell, grid, page) for cell in head)
    for position, text in enumerate(header):
        if not text:
            page.report("column_nameless", grid.rows[0][0], position + 1)
    read = [_read_row(line, row, len(header), grid, page) for line, row in rows]
    hidden = sum(line in grid.hidden for line, _ in rows)
    if hidden:
        page.report("sheet_rows_hidden", severity=Severity.INFO, count=hidden)
    errors = [found for found in page.notebook.problems[known:] if found.severity is Severity.ERROR]
    if errors:
        return None
    return TableSheet(header, tuple(read), tuple(page.at(line, 1) for line, _ in rows))


def _read(cell: Cell | None, grid: Grid, page: GridPage) -> str:
    return (read_table_cell(cell, grid, page) or "") if cell is not None else ""


def _read_row(line: int, row: Row, width: int, grid: Grid, page: GridPage) -> Cells:
    beyond = next((cell for position, cell in list_cells(row) if position >= width), None)
    if beyond is not None:
        page.report("row_ragged", beyond.line, beyond.column, expected=width, found=len(row))
    texts = [_read(cell, grid, page) for cell in row[:width]] + [""] * (width - len(row))
    for position, text in enumerate(texts):
        if not text and (position >= len(row) or row[position] is None):
            page.report("table_cell_empty", line, position + 1)
    return tuple(texts)


def compare_table(table: CombinationTable, sheet: TableSheet) -> tuple[TableChange, ...]:
    """What the sheet would change."""
    header = header_of(table)
    changes = list(_compare_rows(table, sheet))
    if sheet.header != header:
        head = TableChange(ChangeKind.CHANGED, table.name, 0, header, sheet.header, table.location)
        return (head, *changes)
    return tuple(changes)


def header_of(table: CombinationTable) -> Cells:
    """The column expressions as written."""
    return tuple(column.source for column in table.columns)


def _compare_rows(table: CombinationTable, sheet: TableSheet) -> Iterator[TableChange]:
    for tag, low, high, new_low, new_high in SequenceMatcher(None, table.rows, sheet.rows, False).get_opcodes():
        if tag == "equal":
            continue
        both = min(high - low, new_high - new_low)
        for step in range(both):
            before, after = table.rows[low + step], sheet.rows[new_low + step]
            place = sheet.places[new_low + step]
            yield TableChange(ChangeKind.CHANGED, table.name, low + step + 1, before, after, place)
        for gone in range(low + both, high):
            place = table.row_locations[gone]
            yield TableChange(ChangeKind.REMOVED, table.name, gone + 1, table.rows[gone], (), place)
        for new in range(new_low + both, new_high):
            place = sheet.places[new]
            yield TableChange(ChangeKind.ADDED, table.name, low + both, (), sheet.rows[new], place)


def patch_table(content: bytes, table: CombinationTable, sheet: TableSheet, changes: tuple[TableChange, ...]) -> bytes:
    """The table's file with the changes; with other columns it is written anew."""
    if any(change.row == 0 and change.kind is ChangeKind.CHANGED for change in changes):
        return write_lines((sheet.header, *sheet.rows)).encode()
    patch = open_patch(content)
    lines: Mapping[int, int] = {number: place.line for number, place in enumerate(table.row_locations, start=1)}
    for change in changes:
        line = lines.get(change.row, patch.lines[0].number)
        if change.kind is ChangeKind.REMOVED:
            patch.remove(line)
        elif change.kind is ChangeKind.ADDED:
            patch.add_cells_after(line, change.after)
        else:
            pairs = enumerate(zip(change.before, change.after, strict=True))
            patch.set_positions(line, {place: new for place, (old, new) in pairs if old != new})
    return patch.write()
