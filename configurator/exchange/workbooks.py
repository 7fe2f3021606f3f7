"""XLSX bytes → sheets of cells. Size, entries and kinds of content are looked at before anything is unpacked.

Nothing that a workbook carries is followed or run: formulas are cells that say so, external links are passed over.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from configurator.catalog.notebook import Notebook
from configurator.exchange.grids import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    Cell,
    CellKind,
    Grid,
    GridPage,
    Row,
)
from configurator.values.problem import Severity

MOST_BYTES = 10_000_000
"""The largest file."""

MOST_UNPACKED = 60_000_000
"""The most that all parts of a workbook may be when unpacked."""

MOST_ENTRIES = 500
"""The most parts of a workbook."""

MOST_TAGS = 2_000_000
"""The most XML elements of all parts."""

_OLD = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_READ = (".xml", ".rels", ".vml")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW, _CELL, _TAG = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?c[\s/>]"), re.compile(rb"<\w")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\s(?=[^>]*?hidden=["'](?:1|true)["'])[^>]*?\br=["']([0-9]{1,7})["']""")


@dataclass(slots=True)
class SheetFacts:
    """What is found out about a sheet's part before it is parsed."""

    rows: int = 0
    cells: int = 0
    merged: set[str] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)


def read_workbook(content: bytes, file: str, notebook: Notebook) -> tuple[Grid, ...]:
    """The visible sheets of a workbook; none, with the reason noted, when it is refused."""
    page = GridPage(file, notebook)
    facts = _inspect(content, page)
    if facts is None:
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return tuple(_read_sheets(book, file, notebook, facts))
    except Exception as error:  # the library has no common exception for what is damaged
        page.report("sheet_unreadable", reason=type(error).__name__)
        return ()


def _inspect(content: bytes, page: GridPage) -> dict[str, SheetFacts] | None:
    """The facts of every sheet by its part; None, with the reason noted, when the file is not to be read."""
    if len(content) > MOST_BYTES:
        page.report("sheet_file_too_large", size=len(content), most=MOST_BYTES)
    elif content.startswith(_OLD):
        page.report("sheet_old_or_locked")
    elif not zipfile.is_zipfile(io.BytesIO(content)):
        page.report("sheet_no_workbook")
    else:
        return _inspect_archive(content, page)
    return None


def _inspect_archive(content: bytes, page: GridPage) -> dict[str, SheetFacts] | None:
    inspection = _Inspection()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            code, params = inspection.diagnose(archive)
    except Exception as error:  # zipfile and zlib have no common exception for what is damaged
        code, params = "sheet_unreadable", {"reason": type(error).__name__}
    if code:
        page.report(code, **params)
        return None
    return inspection.facts


class _Inspection:
    """Looks at all parts without parsing any; the first thing that is too much or not admissible ends it."""

    def __init__(self) -> None:
        self.facts: dict[str, SheetFacts] = {}
        self._tags = 0

    def diagnose(self, archive: zipfile.ZipFile) -> tuple[str, dict[str, Any]]:
        """The code of the problem with the archive, empty when there is none, and what fills its words."""
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
            code, params = self._diagnose_part(archive, entry)
            if code:
                return code, params
        return "", {}

    def _diagnose_part(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[str, dict[str, Any]]:
        """Piece by piece, each ending with a whole element."""
        if not entry.filename.lower().endswith(_READ):
            return "", {}
        facts = self.facts.setdefault(entry.filename, SheetFacts()) if _SHEET.fullmatch(entry.filename) else None
        rest = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                window, opening, rest = (rest + chunk).rpartition(b"<")
                if not opening:
                    window, rest = rest, b""
                code, params = self._diagnose_window(window, facts)
                if code:
                    return code, params
                rest = opening + rest
        return "", {}

    def _diagnose_window(self, window: bytes, facts: SheetFacts | None) -> tuple[str, dict[str, Any]]:
        if _DECLARATION.search(window):
            return "sheet_declaration", {}
        self._tags += len(_TAG.findall(window))
        if self._tags > MOST_TAGS:
            return "sheet_too_many_elements", {"most": MOST_TAGS}
        if facts is not None:
            _count(window, facts)
            if facts.rows > MOST_ROWS or facts.cells > MOST_CELLS:
                return "sheet_too_many_rows", {"rows": MOST_ROWS, "cells": MOST_CELLS}
        return "", {}


def _count(window: bytes, facts: SheetFacts) -> None:
    facts.rows += len(_ROW.findall(window))
    facts.cells += len(_CELL.findall(window))
    facts.merged |= {found.decode() for found in _MERGED.findall(window)}
    facts.hidden |= {int(found) for found in _HIDDEN.findall(window)}


def _read_sheets(book: Any, file: str, notebook: Notebook, facts: dict[str, SheetFacts]) -> Iterator[Grid]:
    for sheet in book.worksheets:
        page = GridPage(file, notebook, sheet.title)
        if sheet.sheet_state != "visible":
            page.report("sheet_hidden", severity=Severity.WARNING)
        else:
            known = facts.get(str(sheet._worksheet_path).lstrip("/"), SheetFacts())
            yield _read_sheet(sheet, page, known, epoch_1904=book.epoch == CALENDAR_MAC_1904)


def _read_sheet(sheet: Any, page: GridPage, facts: SheetFacts, *, epoch_1904: bool) -> Grid:
    """The cells themselves; what the sheet says about its size is not believed."""
    sheet.reset_dimensions()
    rows: list[tuple[int, Row]] = []
    blank = None  # the library hands out one and the same row for all that are missing, a million at worst
    for cells in sheet.iter_rows(min_row=1, max_col=MOST_COLUMNS):
        if cells is blank:
            continue
        read = {cell.column: found for cell in cells if cell.value is not None and (found := _read_cell(cell, page))}
        if read:
            rows.append((next(iter(read.values())).line, _fill(read)))
        else:
            blank = cells
    merged, hidden = tuple(sorted(facts.merged)), frozenset(facts.hidden)
    return Grid(sheet.title, tuple(rows), hidden, merged, epoch_1904)


def _fill(cells: dict[int, Cell]) -> Row:
    return tuple(cells.get(column) for column in range(1, max(cells) + 1))


def _read_cell(cell: Any, page: GridPage) -> Cell | None:
    value, kind = cell.value, _find_kind(cell)
    if isinstance(value, str) and not value.strip():
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
