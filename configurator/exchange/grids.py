"""Sheets as cells: what a workbook or a separated file holds, with the place of every cell, nothing typed yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from configurator.catalog.notebook import MOST_PROBLEMS_OF_A_FILE, Page
from configurator.values.problem import Problem, Severity, SourceLocation

MOST_ROWS = 20_000
"""The most rows of one sheet; more are refused unread."""

MOST_COLUMNS = 200
"""The most columns of one sheet."""

MOST_CELLS = 120_000
"""The most cells of one sheet."""

MOST_TEXT = 4_000
"""The most signs of one cell."""


class CellKind(StrEnum):
    """What a program says that a cell is; the text alone does not tell a date from a figure."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    FLAG = "flag"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not blank; `line` and `column` count from 1 (of a separated file: the sign of the line)."""

    text: str
    kind: CellKind
    line: int
    column: int


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet by their number; `name` is empty for a separated file, `hidden` are rows not shown.

    `merged` are ranges such as `A1:B2`; `epoch_1904` tells how the sheet counts days.
    """

    name: str
    rows: tuple[tuple[int, Row], ...]
    hidden: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()
    epoch_1904: bool = False


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(line: int, column: int) -> str:
    """What programs call a cell, such as F12."""
    return f"{column_letters(column)}{line}"


@dataclass(frozen=True, slots=True)
class CellLocation(SourceLocation):
    """A cell of a workbook: its address is part of the file's name, line and column are there for machines."""

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True, slots=True)
class GridPage(Page):
    """The notebook while a sheet is read; in a workbook places are `book.xlsx[prices!F12]`."""

    sheet: str = ""

    def at(self, line: int = 0, column: int = 0) -> SourceLocation:
        """The place of a cell (line 0: the whole sheet or file)."""
        if not self.sheet:
            return SourceLocation(self.file, line, column)
        address = f"!{cell_address(line, column or 1)}" if line else ""
        return CellLocation(f"{self.file}[{self.sheet}{address}]", line, column)

    def report(
        self,
        code: str,
        line: int = 0,
        column: int = 0,
        /,
        *,
        severity: Severity = Severity.ERROR,
        **params: Any,
    ) -> None:
        """Note a problem at a cell; of one workbook at most MOST_PROBLEMS_OF_A_FILE."""
        counts = self.notebook.counts
        count = counts[self.file] = counts.get(self.file, 0) + 1
        if count < MOST_PROBLEMS_OF_A_FILE:
            self.notebook.problems.append(Problem(code, severity, self.at(line, column), params=params))
        elif count == MOST_PROBLEMS_OF_A_FILE:
            self.notebook.problems.append(Problem("more_problems", location=self.at(), params={"count": count}))


def list_cells(row: Row) -> Iterator[tuple[int, Cell]]:
    """The cells of a row that are not blank, each with its position from 0."""
    for position, cell in enumerate(row):
        if cell is not None:
            yield position, cell
