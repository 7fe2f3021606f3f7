"""A catalog's prices and combination tables as sheets: what stands in which column, before any program's format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from configurator.catalog.commercial import Due
from configurator.catalog.model import Catalog, PriceModel
from configurator.catalog.sources import Evidence
from configurator.exchange.patching import write_lines
from configurator.exchange.price_rows import COLUMNS, READ_ONLY, SPECIAL, PriceRow, list_rows
from configurator.exchange.price_sheets import SHOWN
from configurator.exchange.separated import guard_text
from configurator.exchange.sheet_names import PRICES, table_titles
from configurator.exchange.table_changes import header_of
from configurator.values.periods import ChargeKind, Period

WHAT = ("prices", "tables", "all")
"""What an export holds."""

SHEET_COLUMNS = ("offering", *READ_ONLY, *COLUMNS[1:])
"""A price sheet's columns: what an offering is stands beside its code; special columns follow where they are used."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "charge": tuple(map(str, ChargeKind)),
    "period": tuple(map(str, Period)),
    "model": tuple(map(str, PriceModel)),
    "evidence": tuple(map(str, Evidence)),
    "due": tuple(map(str, Due)),
    "base_charge": tuple(map(str, ChargeKind)),
}
"""Columns in which one of a few words stands."""

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class OutgoingSheet:
    """A sheet to be written: its title, the name of its separated file, header and rows in the catalog's notation."""

    title: str
    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_prices: bool


def make_sheets(catalog: Catalog, files: Mapping[str, bytes], what: str = "all") -> tuple[OutgoingSheet, ...]:
    """All prices in one sheet, in the order of the price files, and one sheet per table."""
    sheets: list[OutgoingSheet] = []
    if what in ("prices", "all"):
        priced = list_rows(files)
        columns = (*SHEET_COLUMNS, *_find_used(priced))
        rows = tuple(_price_cells(catalog, row, columns) for row in priced)
        sheets.append(OutgoingSheet(PRICES, "prices.csv", columns, rows, True))
    if what in ("tables", "all"):
        titles = table_titles(catalog)
        for table in catalog.tables.values():
            title, file = titles[table.name], f"table {table.name}.csv"
            sheets.append(OutgoingSheet(title, file, header_of(table), table.rows, False))
    return tuple(sheets)


def _find_used(rows: Sequence[PriceRow]) -> tuple[str, ...]:
    """The special columns in which some row says something."""
    cells = [row.cells() for row in rows if row.terms or row.key.month > 1]
    return tuple(name for name in SPECIAL if any(each[name] for each in cells))


def _price_cells(catalog: Catalog, row: PriceRow, columns: Sequence[str]) -> tuple[str, ...]:
    offering = catalog.offerings[row.key.offering]
    cells = row.cells() | {name: show(catalog, offering) for name, show in SHOWN.items()}
    return tuple(cells[name] for name in columns)


def write_separated(sheets: Sequence[OutgoingSheet]) -> dict[str, bytes]:
    """CSV files by name: UTF-8 with a byte order mark (spreadsheet programs need it), no cell that is a formula."""
    return {sheet.file: _write(sheet) for sheet in sheets}


def _write(sheet: OutgoingSheet) -> bytes:
    rows = [[guard_text(cell) for cell in row] for row in (sheet.header, *sheet.rows)]
    return (_BOM + write_lines(rows, "\r\n")).encode()
