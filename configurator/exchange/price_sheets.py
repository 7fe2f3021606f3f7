"""A sheet of prices → typed rows. Every cell is read by the shapes that read the catalog's own price files."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from configurator.catalog.model import Catalog
from configurator.catalog.nodes import Scalar
from configurator.catalog.records import Entry, read_optional
from configurator.catalog.sales_records import PRICE_ROW
from configurator.catalog.sources import Evidence
from configurator.exchange.cells import Reader, read_code, read_day, read_figure, read_words
from configurator.exchange.filling import Filling
from configurator.exchange.grids import Cell, Grid, GridPage, Row, list_cells
from configurator.exchange.price_rows import ALL_COLUMNS, READ_ONLY, WHOLE_COLUMNS, PriceRow, RowKey, make_key
from configurator.values.problem import Severity
from configurator.wording import say_everywhere

SHORT = ("charge", "period", "model", "from")
"""A price book without one of these columns is a short one: it changes what it plainly means and removes nothing."""

HEAD_WITHIN = 20
"""The header is one of the first rows that hold something."""

_READERS: Mapping[str, Reader] = {
    "from": read_figure,
    "amount": read_figure,
    "cost": read_figure,
    **dict.fromkeys(WHOLE_COLUMNS, read_figure),
    "least_amount": read_figure,
    "base": read_words,
    "valid_from": read_day,
    "valid_to": read_day,
    "source": read_words,
    "note": read_words,
}
_FIELDS = {field.name: field for field in PRICE_ROW.fields}


@dataclass(frozen=True, slots=True)
class PriceSheet:
    """The entries of a price sheet and the columns that it has.

    `seen` are offerings of which every row reads, so that rows that are not there are gone. An entry whose evidence is
    not stated counts as assumed and has no node for it.
    """

    entries: tuple[Entry, ...]
    columns: frozenset[str]
    seen: frozenset[str]


def read_price_sheet(grid: Grid, page: GridPage, catalog: Catalog, current: Sequence[PriceRow]) -> PriceSheet | None:
    """The sheet's rows, those that cannot be read left out with their problems; None without a header of prices."""
    found = find_header(grid)
    if found is None:
        return None
    position, header = found
    columns = _read_header(header, page)
    if _is_merged(grid, page):
        return PriceSheet((), frozenset(), frozenset())
    reader = _SheetReader(grid, page, catalog, columns, Filling(current, frozenset(columns.values())))
    for line, row in grid.rows[position + 1 :]:
        if any(True for _ in list_cells(row)):
            reader.take(line, row)
    reader.tell_hidden()
    names = frozenset(columns.values())
    complete = reader.offerings - reader.faulty if names.issuperset(SHORT) else set()
    return PriceSheet(tuple(reader.entries), names, frozenset(complete))


def find_header(grid: Grid) -> tuple[int, Row] | None:
    """The first row that names offerings and amounts, with its position."""
    for position, (_, row) in enumerate(grid.rows[:HEAD_WITHIN]):
        names = {name_column(cell.text) for _, cell in list_cells(row)}
        if {"offering", "amount"} <= names:
            return position, row
    return None


def name_column(text: str) -> str:
    """The column that a header cell means, by its key (first word) or by its name in either language; or empty."""
    plain = unicodedata.normalize("NFKC", text).strip()
    first = plain.split()[0].lower() if plain else ""
    return first if first in _FIELDS or first in READ_ONLY else _labels().get(plain.casefold(), "")


@cache
def _labels() -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for column in (*ALL_COLUMNS, *READ_ONLY):
        text = say_everywhere(f"exchange.column.{column}")
        labels |= {text.zh.casefold(): column, text.en.casefold(): column}
    return labels


def _read_header(header: Row, page: GridPage) -> dict[int, str]:
    columns: dict[int, str] = {}
    for position, cell in list_cells(header):
        name = name_column(cell.text)
        if not name:
            page.report(
                "sheet_column_ignored",
                cell.line,
                cell.column,
                severity=Severity.WARNING,
                column=cell.text[:80],
                nearest=page.nearest(cell.text[:80], ALL_COLUMNS),
            )
        elif name in columns.values():
            page.report("column_twice", cell.line, cell.column, column=name)
        else:
            columns[position] = name
    return columns


def _is_merged(grid: Grid, page: GridPage) -> bool:
    for merged in grid.merged:
        page.report("sheet_merged", range=merged)
    return bool(grid.merged)


class _SheetReader:
    """Reads row by row and keeps what the whole sheet must not say twice."""

    def __init__(
        self, grid: Grid, page: GridPage, catalog: Catalog, columns: Mapping[int, str], filling: Filling
    ) -> None:
        self._grid, self._page, self._catalog, self._columns = grid, page, catalog, columns
        self._filling = filling
        self._seen: dict[RowKey, int] = {}
        self._hidden = 0
        self.offerings: set[str] = set()
        self.faulty: set[str] = set()
        self.entries: list[Entry] = []

    def take(self, line: int, row: Row) -> None:
        """Read one row and keep it unless something is wrong with it, which is reported at its cell."""
        self._hidden += line in self._grid.hidden
        self._refuse_strays(row)
        entry = self._read(line, row)
        if "offering" in entry:
            (self.offerings if entry.complete else self.faulty).add(entry["offering"])
        if not entry.complete or not self._is_known(entry) or not self._filling.complete(entry):
            return
        self._check_shown(entry, row)
        key = make_key(entry)
        if key in self._seen:
            entry.report("sheet_row_twice", "offering", offering=key.offering, first=self._seen[key])
        else:
            self._seen[key] = line
            self.entries.append(entry)

    def tell_hidden(self) -> None:
        """Say how many rows were hidden: they count like all others."""
        if self._hidden:
            self._page.report("sheet_rows_hidden", severity=Severity.INFO, count=self._hidden)

    def _refuse_strays(self, row: Row) -> None:
        """A formula or error in a column that is passed over may still be what somebody meant to be read."""
        for position, cell in list_cells(row):
            if position >= len(self._columns) and position not in self._columns:
                read_words(cell, self._grid, self._page)

    def _read(self, line: int, row: Row) -> Entry:
        entry = Entry(self._page, self._page.at(line, 1))
        for position, name in self._columns.items():
            if name in _FIELDS:
                self._read_cell(entry, name, row[position] if position < len(row) else None, (line, position))
        entry.values.setdefault("evidence", Evidence.ASSUMED)
        return entry

    def _read_cell(self, entry: Entry, name: str, cell: Cell | None, place: tuple[int, int]) -> None:
        field, required = _FIELDS[name], _FIELDS[name].is_needed and name != "evidence"
        line, column = (cell.line, cell.column) if cell else (place[0], place[1] + 1)
        text = "" if cell is None else _READERS.get(name, read_code)(cell, self._grid, self._page)
        if text is None:
            entry.complete = False
            return
        scalar = Scalar(text, line, column)
        value = field.shape.read(scalar, self._page) if required else read_optional(field.shape, scalar, self._page)
        if value is not None:
            entry.put(name, scalar, value)
        elif name != "evidence":
            entry.nodes[name] = scalar

    def _is_known(self, entry: Entry) -> bool:
        code = entry["offering"]
        if code in self._catalog.offerings:
            return True
        nearest = self._page.nearest(code, self._catalog.offerings)
        entry.report("unknown_offering", "offering", name=code, nearest=nearest)
        return False

    def _check_shown(self, entry: Entry, row: Row) -> None:
        """A read-only cell that was changed changes nothing; its author should know."""
        offering = self._catalog.offerings[entry["offering"]]
        for position, name in self._columns.items():
            cell = row[position] if position < len(row) else None
            if name in READ_ONLY and cell is not None and cell.text != SHOWN[name](self._catalog, offering):
                self._page.report(
                    "sheet_read_only", cell.line, cell.column, severity=Severity.WARNING, column=name,
                    value=cell.text[:80],
                )  # fmt: skip


SHOWN: Mapping[str, Callable[[Catalog, Any], str]] = {
    "family": lambda catalog, offering: offering.family,
    "name_zh": lambda catalog, offering: offering.name.zh,
    "name_en": lambda catalog, offering: offering.name.en,
    "unit": lambda catalog, offering: catalog.units[offering.unit].zh,
    "tax": lambda catalog, offering: offering.tax,
}
"""What a read-only column shows of an offering."""


def list_components(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """The entries, those of one price beside each other and its tiers ascending, whatever order the sheet has."""
    order: dict[tuple[object, ...], int] = {}
    for entry in entries:
        order.setdefault(make_key(entry).component, len(order))
    yield from sorted(entries, key=lambda entry: (order[make_key(entry).component], make_key(entry).rank))
