"""CSV text (RFC 4180) → rows of scalars with line and column (position of the cell's first character)."""

from __future__ import annotations

import re
from typing import NamedTuple

from configurator.catalog.nodes import Scalar
from configurator.catalog.notebook import Page

MOST_CELLS = 100_000
_CELLS = {separator: re.compile(rf'"((?:[^"]|"")*)"|([^{separator}\r\n"]*)') for separator in (",", ";", "\t")}


class Row(NamedTuple):
    """The cells of one line; `line` is where it begins."""

    cells: tuple[Scalar, ...]
    line: int


def parse_rows(text: str, page: Page, separator: str = ",") -> tuple[Row, ...]:
    """All rows that are not blank, the header first. Stops at the first broken cell, which is noted with its place.

    The separator is a comma, a semicolon or a tab. No row of a file with more than MOST_CELLS cells is read.
    """
    cell_pattern = _CELLS[separator]
    rows: list[Row] = []
    position, line, line_start, count = 0, 1, 0, 0
    while position < len(text):
        cells: list[Scalar] = []
        first_line = line
        while True:
            match = cell_pattern.match(text, position)
            assert match is not None
            end = match.end()
            count += 1
            if count > MOST_CELLS:
                page.report("csv_cells_too_many", line, match.start() - line_start + 1, most=MOST_CELLS)
                return ()
            cells.append(_scalar(match, line, match.start() - line_start + 1))
            newlines = match[0].count("\n")
            if newlines:
                line, line_start = line + newlines, match.start() + match[0].rindex("\n") + 1
            following = text[end : end + 1]
            if following not in ("", separator, "\r", "\n"):
                page.report("csv_quote", line, end - line_start + 1)
                return tuple(rows)
            position = end + 1
            if following != separator:
                break
        if following == "\r" and text[position : position + 1] == "\n":
            position += 1
        line, line_start = line + 1, position
        if len(cells) > 1 or cells[0].text.strip():
            rows.append(Row(tuple(cells), first_line))
    return tuple(rows)


def _scalar(match: re.Match[str], line: int, column: int) -> Scalar:
    if match[1] is not None:
        return Scalar(match[1].replace('""', '"').strip(), line, column + 1)
    stripped = match[2].lstrip()
    return Scalar(stripped.rstrip(), line, column + len(match[2]) - len(stripped))
