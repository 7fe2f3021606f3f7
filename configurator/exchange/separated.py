"""CSV bytes, in the encodings and with the separators that spreadsheet programs write → a sheet of cells."""

from __future__ import annotations

import codecs

from configurator.catalog.csv_rows import parse_rows
from configurator.catalog.nodes import Scalar
from configurator.catalog.notebook import Notebook
from configurator.exchange.grids import MOST_CELLS, MOST_ROWS, MOST_TEXT, Cell, CellKind, Grid, GridPage
from configurator.values.problem import Severity

MOST_BYTES = 10_000_000
SEPARATORS = ",;\t"
INJECTING = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of these is a formula to some programs; outgoing texts get an apostrophe before it."""

_ERROR_VALUES = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_separated(content: bytes, file: str, notebook: Notebook) -> Grid | None:
    """The file's cells; None, with the reason noted, when it is refused."""
    page = GridPage(file, notebook)
    if len(content) > MOST_BYTES:
        page.report("sheet_file_too_large", size=len(content), most=MOST_BYTES)
        return None
    text = decode_sheet(content, page)
    if text is None:
        return None
    if text.count("\n") > MOST_ROWS or sum(map(text.count, SEPARATORS)) > MOST_CELLS:
        page.report("sheet_too_many_rows", rows=MOST_ROWS, cells=MOST_CELLS)
        return None
    known = len(notebook.problems)
    rows = parse_rows(text, page, find_separator(text))
    if len(notebook.problems) > known:
        return None
    return Grid("", tuple((row.line, tuple(_read_cell(cell, page) for cell in row.cells)) for row in rows))


def decode_sheet(content: bytes, page: GridPage) -> str | None:
    """The text by its byte order mark, else as UTF-8, else (with a note) as GB18030."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    line = 0
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            line = line or content.count(b"\n", 0, error.start) + 1
            continue
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            break
        if encoding == "gb18030":
            page.report("sheet_taken_as_gb18030", severity=Severity.INFO)
        return text
    page.report("sheet_encoding", line, 1)
    return None


def find_separator(text: str) -> str:
    """The separator that stands most often in the first line that is not blank, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
    bare = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def guard_text(text: str) -> str:
    """A text for a CSV cell that no program takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(INJECTING) else text


def _read_cell(scalar: Scalar, page: GridPage) -> Cell | None:
    text, line, column = scalar
    if not text:
        return None
    if len(text) > MOST_TEXT:
        page.report("text_too_long", line, column, most=MOST_TEXT)
        return None
    if text.startswith("="):
        return Cell(text, CellKind.FORMULA, line, column)
    if text in _ERROR_VALUES:
        return Cell(text, CellKind.ERROR, line, column)
    guarded = text[0] == "'" and text.lstrip("'").startswith(INJECTING)
    return Cell(text[1:] if guarded else text, CellKind.TEXT, line, column)
