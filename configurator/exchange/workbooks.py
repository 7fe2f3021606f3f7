"""XLSX bytes → sheets of cells. Size, entries and kinds of content are looked at before anything is unpacked.

Nothing that a workbook carries is followed or run: formulas are cells that say so, external links are passed over.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from configurator.catalog.notebook import Notebook
from configurator.exchange.grids import MOST_CELLS, MOST_ROWS, MOST_TEXT, Cell, CellKind, Grid, GridPage, Row
from configurator.values.problem import Severity

MOST_BYTES = 10_000_000
"""The largest file."""

MOST_UNPACKED = 80_000_000
"""The most that all parts of a workbook may be when unpacked."""

MOST_ENTRIES = 500
"""The most parts of a workbook."""

_OLD = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW, _CELL = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?c[\s/>]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def read_workbook(content: bytes, file: str, notebook: Notebook) -> tuple[Grid, ...]:
    """The visible sheets of a workbook; none, with the reason noted, when it is refused."""
    page = GridPage(file, notebook)
    if not _is_admissible(content, page):
        return ()
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False, rich_text=False)
        return tuple(_read_sheets(book, file, notebook))
    except Exception as error:  # the library has no common exception for what is damaged
        page.report("sheet_unreadable", reason=type(error).__name__)
        return ()


def _is_admissible(content: bytes, page: GridPage) -> bool:
    if len(content) > MOST_BYTES:
        page.report("sheet_file_too_large", size=len(content), most=MOST_BYTES)
    elif content.startswith(_OLD):
        page.report("sheet_old_or_locked")
    elif not zipfile.is_zipfile(io.BytesIO(content)):
        page.report("sheet_no_workbook")
    else:
        return _has_admissible_parts(content, page)
    return False


def _has_admissible_parts(content: bytes, page: GridPage) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            code, params = _diagnose_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        code, params = "sheet_unreadable", {"reason": type(error).__name__}
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        code, params = "sheet_unreadable", {"reason": str(error)[:80]}
    if code:
        page.report(code, **params)
    return not code


def _diagnose_archive(archive: zipfile.ZipFile) -> tuple[str, dict[str, Any]]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        return "sheet_too_many_parts", {"count": len(entries), "most": MOST_ENTRIES}
    if unpacked > MOST_UNPACKED:
        return "sheet_unpacked_too_large", {"size": unpacked, "most": MOST_UNPACKED}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "sheet_macros", {}
    if "[Content_Types].xml" not in names or len(set(names)) < len(names):
        return "sheet_no_workbook", {}
    for entry in entries:
        code, params = _diagnose_part(archive, entry)
        if code:
            return code, params
    return "", {}


def _diagnose_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[str, dict[str, Any]]:
    """Counts before the parser sees anything; what lies over a chunk's edge is found by its overlap."""
    is_sheet = bool(_SHEET.fullmatch(entry.filename))
    rows = cells = 0
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            window = before + chunk
            if _DECLARATION.search(window):
                return "sheet_declaration", {}
            if is_sheet:
                rows, cells = rows + len(_ROW.findall(window)), cells + len(_CELL.findall(window))
            before = window[-8:] if not is_sheet else b""
            if rows > MOST_ROWS or cells > MOST_CELLS:
                return "sheet_too_many_rows", {"rows": MOST_ROWS, "cells": MOST_CELLS}
    return "", {}


def _read_sheets(book: Any, file: str, notebook: Notebook) -> Iterator[Grid]:
    for sheet in book.worksheets:
        page = GridPage(file, notebook, sheet.title)
        if sheet.sheet_state != "visible":
            page.report("sheet_hidden", severity=Severity.WARNING)
        else:
            yield _read_sheet(sheet, page, epoch_1904=book.epoch == CALENDAR_MAC_1904)


def _read_sheet(sheet: Any, page: GridPage, *, epoch_1904: bool) -> Grid:
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet._cells.values():  # only cells that are there; iterating rows would make those between
        read = _read_cell(cell, page)
        if read is not None:
            rows.setdefault(cell.row, {})[cell.column] = read
    return Grid(
        name=sheet.title,
        rows=tuple((number, _fill(rows[number])) for number in sorted(rows)),
        hidden=frozenset(number for number, shape in sheet.row_dimensions.items() if shape.hidden),
        merged=tuple(sorted(str(merged) for merged in sheet.merged_cells.ranges)),
        epoch_1904=epoch_1904,
    )


def _fill(cells: dict[int, Cell]) -> Row:
    return tuple(cells.get(column) for column in range(1, max(cells) + 1))


def _read_cell(cell: Any, page: GridPage) -> Cell | None:
    value, kind = cell.value, _find_kind(cell)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text = _write_value(value)
    if len(text) > MOST_TEXT:
        page.report("text_too_long", cell.row, cell.column, most=MOST_TEXT)
        return None
    return Cell(text, kind, cell.row, cell.column)


def _find_kind(cell: Any) -> CellKind:
    if cell.data_type == "f":
        return CellKind.FORMULA
    if cell.data_type == "e":
        return CellKind.ERROR
    if isinstance(cell.value, bool):
        return CellKind.FLAG
    if isinstance(cell.value, (date, time, timedelta)):
        return CellKind.DATE
    if isinstance(cell.value, str):
        return CellKind.TEXT
    return CellKind.PERCENT if "%" in str(cell.number_format) else CellKind.NUMBER


def _write_value(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    text = getattr(value, "text", None)  # an array formula
    return str(text) if text is not None else str(value)
