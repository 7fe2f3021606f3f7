"""What a cell says in the catalog's plain notation. What is not certain is refused by its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Context, InvalidOperation

from configurator.exchange.grids import Cell, CellKind, Grid, GridPage
from configurator.values.digits import show_digits

_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_SPACED = re.compile(r"-?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+(\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})[-/.\u5e74]([0-9]{1,2})[-/.\u6708]([0-9]{1,2})\u65e5?", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_SERIAL = re.compile(r"[0-9]{1,7}(\.0+)?", re.ASCII)
_EXCEL = Context(prec=15)
"""Spreadsheet programs keep 15 digits; what stands behind them is noise of the binary fraction."""

_EARLIEST, _LATEST = date(1990, 1, 1), date(2199, 12, 31)
_ZERO_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_NEVER_READ = {CellKind.FORMULA: "sheet_formula", CellKind.ERROR: "sheet_error_value"}

Reader = Callable[[Cell, Grid, GridPage], str | None]


def plain_number(text: str) -> str:
    """What a program calls a number, rounded to the digits that it shows; other texts as they are."""
    try:
        value = _EXCEL.create_decimal(text)
    except InvalidOperation:
        return text
    return show_digits(value) if value.is_finite() and abs(value.adjusted()) < 30 else text


def read_figure(cell: Cell, grid: Grid, page: GridPage) -> str | None:
    """The figure as plain digits; thousands separators and full-width digits are understood, percent is not."""
    if not _is_readable(cell, page):
        return None
    refused = {
        CellKind.PERCENT: "sheet_percent",
        CellKind.DATE: "sheet_day_for_figure",
        CellKind.FLAG: "sheet_flag_for_figure",
    }
    if cell.kind in refused:
        return _refuse(refused[cell.kind], cell, page)
    if cell.kind is CellKind.NUMBER:
        return plain_number(cell.text)
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if text.endswith("%"):
        return _refuse("sheet_percent", cell, page)
    if _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        return re.sub(r"[,\s]", "", text)
    if "," in text and not re.search(r"[^0-9.,]", text):
        return _refuse("sheet_separators", cell, page)
    return text


def read_day(cell: Cell, grid: Grid, page: GridPage) -> str | None:
    """The day as YYYY-MM-DD, from a date cell, a serial number, or a text that begins with the year."""
    if not _is_readable(cell, page):
        return None
    if cell.kind is CellKind.NUMBER:
        return _read_serial(cell, grid, page)
    text = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", cell.text).strip())
    found = _DAY.fullmatch(text)
    if cell.kind in (CellKind.FLAG, CellKind.PERCENT) or found is None:
        return _refuse("sheet_day", cell, page)
    try:
        return str(date(*map(int, found.groups())))
    except ValueError:
        return _refuse("sheet_day", cell, page)


def read_words(cell: Cell, grid: Grid, page: GridPage) -> str | None:
    """The text; figures and truth values as the program writes them."""
    if not _is_readable(cell, page):
        return None
    return plain_number(cell.text) if cell.kind is CellKind.NUMBER else cell.text.strip()


def read_code(cell: Cell, grid: Grid, page: GridPage) -> str | None:
    """A code or key; full-width letters are made plain."""
    text = read_words(cell, grid, page)
    return None if text is None else unicodedata.normalize("NFKC", text).strip()


def read_table_cell(cell: Cell, grid: Grid, page: GridPage) -> str | None:
    """The cell of a combination table, which programs like to take for a date or a truth value."""
    refused = {
        CellKind.DATE: "sheet_day_for_range",
        CellKind.FLAG: "sheet_flag_for_word",
        CellKind.PERCENT: "sheet_percent",
    }
    if cell.kind in refused:
        return _refuse(refused[cell.kind], cell, page)
    return read_code(cell, grid, page)


def _is_readable(cell: Cell, page: GridPage) -> bool:
    code = _NEVER_READ.get(cell.kind)
    if code is None:
        return True
    _refuse(code, cell, page)
    return False


def _refuse(code: str, cell: Cell, page: GridPage) -> str | None:
    page.report(code, cell.line, cell.column, value=cell.text[:80])
    return None


def _read_serial(cell: Cell, grid: Grid, page: GridPage) -> str | None:
    if _SERIAL.fullmatch(cell.text):
        serial = int(cell.text.partition(".")[0])
        if serial < (_LATEST - _ZERO_DAYS[grid.epoch_1904]).days:
            day = _ZERO_DAYS[grid.epoch_1904] + timedelta(serial)
            if day >= _EARLIEST:
                return str(day)
    return _refuse("sheet_day", cell, page)
