"""Bytes of a catalog's files → typed entries by kind of file."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import NamedTuple

from configurator.catalog.csv_rows import Row, parse_rows
from configurator.catalog.declarations import FILE_KINDS, FileKind
from configurator.catalog.nodes import Scalar
from configurator.catalog.notebook import Notebook, Page
from configurator.catalog.records import Entry, Record, read_optional
from configurator.catalog.shapes import REFUSED
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.problem import Severity

_PATTERNS = tuple(kind.pattern for kind in FILE_KINDS)
_WIDE_MARKS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


class Grid(NamedTuple):
    """A CSV file with free columns."""

    page: Page
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """What the file is called in the catalog: its name without ending."""
        return self.page.file.rpartition("/")[2].removesuffix(".csv")


@dataclass(slots=True)
class Sheets:
    """Everything that was read, by kind of file: the one record of each YAML file, the rows of CSV files, free tables.

    `broken` names the kinds of which a file could not be read, so that what it may define is not missed as well.
    """

    records: dict[str, list[Entry]] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[Entry, ...]]] = field(default_factory=dict)
    grids: dict[str, list[Grid]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def single(self, kind: str) -> Entry | None:
        """The record of a kind that is one file."""
        return next(iter(self.records.get(kind, ())), None)

    def all(self, kind: str) -> tuple[Entry, ...]:
        """The records of all files of a kind."""
        return tuple(self.records.get(kind, ()))

    def all_grids(self, kind: str) -> tuple[Grid, ...]:
        """The files of a kind with free columns."""
        return tuple(self.grids.get(kind, ()))

    def all_rows(self, kind: str) -> tuple[Entry, ...]:
        """The complete rows of all files of a kind."""
        files = self.rows.get(kind, {}).values()
        return tuple(row for rows in files for row in rows if row.complete)


def find_kind(path: str) -> FileKind | None:
    """What kind of catalog file a path (relative, with slashes) is."""
    for kind in FILE_KINDS:
        if path.count("/") == kind.pattern.count("/") and fnmatchcase(path, kind.pattern):
            return kind
    return None


def parse_sheets(files: Mapping[str, bytes], notebook: Notebook) -> Sheets:
    """Type everything that the files say; what is wrong goes to the notebook."""
    sheets = Sheets()
    sheets.broken |= {kind.name for path in notebook.counts if path not in files and (kind := find_kind(path))}
    for path in sorted(files):
        page, kind = notebook.page(path), find_kind(path)
        if kind is None:
            page.report(
                "file_not_read",
                severity=Severity.WARNING,
                nearest=page.nearest(path, _PATTERNS),
                known=_PATTERNS,
            )
        elif not kind.apart and not _parse(files[path], kind, page, sheets):
            sheets.broken.add(kind.name)
    _report_missing_kinds(files, sheets, notebook)
    return sheets


def decode_text(content: bytes, page: Page) -> str | None:
    """The UTF-8 text without byte order mark; otherwise None and a problem that guesses the encoding."""
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = content.removeprefix(codecs.BOM_UTF8)[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        page.report("not_utf8", line, column, guess=_guess_encoding(content))
        return None


def _guess_encoding(content: bytes) -> str:
    for mark, name in _WIDE_MARKS:
        if content.startswith(mark):
            return name
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK"


def _report_missing_kinds(files: Mapping[str, bytes], sheets: Sheets, notebook: Notebook) -> None:
    present = sheets.broken | {kind.name for path in files if (kind := find_kind(path))}
    for kind in FILE_KINDS:
        if kind.required and kind.name not in present:
            notebook.page(kind.pattern).report("file_missing", pattern=kind.pattern)
            sheets.broken.add(kind.name)


def _parse(content: bytes, kind: FileKind, page: Page, sheets: Sheets) -> bool:
    """Whether the file could be read as a file of its kind, be its values right or not."""
    text = decode_text(content, page)
    if text is None:
        return False
    if kind.record is not None:
        return _parse_record(text, kind, kind.record, page, sheets)
    known = page.notebook.counts.get(page.file, 0)
    rows = parse_rows(text, page)
    if not rows:
        if page.notebook.counts.get(page.file, 0) == known:
            page.report("file_empty")
        return False
    if kind.rows is None:
        grid = Grid(page, rows)
        page.define(kind.defines, grid.name, 1, 1)
        sheets.grids.setdefault(kind.name, []).append(grid)
        return True
    return _parse_rows(rows, kind, kind.rows, page, sheets)


def _parse_record(text: str, kind: FileKind, record: Record, page: Page, sheets: Sheets) -> bool:
    known = page.notebook.counts.get(page.file, 0)
    node = parse_tree(text, page)
    if node is None:
        if page.notebook.counts.get(page.file, 0) == known:
            page.report("file_empty")
        return False
    entry = record.read(node, page)
    if entry is REFUSED:
        return False
    sheets.records.setdefault(kind.name, []).append(entry)
    return True


def _parse_rows(rows: tuple[Row, ...], kind: FileKind, record: Record, page: Page, sheets: Sheets) -> bool:
    header = rows[0].cells
    if not _check_header(header, record, page):
        return False
    entries = tuple(_read_row(row, header, record, page) for row in rows[1:] if check_width(row, header, page))
    sheets.rows.setdefault(kind.name, {})[page.file] = entries
    return True


def _check_header(header: tuple[Scalar, ...], record: Record, page: Page) -> bool:
    known = {column.name: column for column in record.fields}
    names = [cell.text for cell in header]
    fine = True
    for position, cell in enumerate(header):
        if cell.text not in known:
            nearest = page.nearest(cell.text[:80], known)
            page.report(
                "column_unknown",
                cell.line,
                cell.column,
                column=cell.text[:80],
                nearest=nearest,
                known=tuple(known),
            )
            fine = False
        elif cell.text in names[:position]:
            page.report("column_twice", cell.line, cell.column, column=cell.text)
            fine = False
    for name, column in known.items():
        if column.required and name not in names:
            page.report("column_missing", 1, 1, column=name)
            fine = False
    return fine


def check_width(row: Row, header: tuple[Scalar, ...], page: Page) -> bool:
    """Whether the row has as many cells as the header; if not, the first cell too many or the last one is named."""
    if len(row.cells) == len(header):
        return True
    cell = row.cells[min(len(header), len(row.cells) - 1)]
    page.report("row_ragged", cell.line, cell.column, expected=len(header), found=len(row.cells))
    return False


def _read_row(row: Row, header: tuple[Scalar, ...], record: Record, page: Page) -> Entry:
    columns = {column.name: column for column in record.fields}
    entry = Entry(page, page.at(row.line, row.cells[0].column))
    for name, cell in zip(header, row.cells, strict=True):
        column = columns[name.text]
        value = column.shape.read(cell, page) if column.is_needed else read_optional(column.shape, cell, page)
        if value is not None:
            entry.put(name.text, cell, value)
        else:
            entry.nodes[name.text] = cell
    return entry
