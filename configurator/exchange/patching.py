"""Changes written into CSV files so that every cell that does not change stays as it was, byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n"]*')
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


@dataclass(slots=True)
class Line:
    """One row of a file: its cells as they stand there, and the line break behind it."""

    number: int
    cells: list[str]
    end: str


@dataclass(slots=True)
class Patch:
    """A file of rows being changed. Line numbers are those of the file as it was."""

    mark: bytes
    lines: list[Line]
    header: list[str]
    _end: str
    _removed: set[int] = field(default_factory=set)
    _added: dict[int, list[list[str]]] = field(default_factory=dict)

    def set_cells(self, number: int, values: Mapping[str, str]) -> None:
        """Write these columns of the row that begins at the line."""
        self._widen(values)
        placed = {self.header.index(name): value for name, value in values.items() if name in self.header}
        self.set_positions(number, placed)

    def set_positions(self, number: int, values: Mapping[int, str]) -> None:
        """The same for columns by their position from 0."""
        line = next(line for line in self.lines if line.number == number)
        for position, value in values.items():
            line.cells[position] = write_cell(value)

    def remove(self, number: int) -> None:
        """Take the row away."""
        self._removed.add(number)

    def add_after(self, number: int, values: Mapping[str, str]) -> None:
        """A new row behind the one that begins at the line, and behind what was already put there."""
        self._widen(values)
        self.add_cells_after(number, [values.get(name, "") for name in self.header])

    def add_cells_after(self, number: int, values: Sequence[str]) -> None:
        """The same with a value for every column."""
        self._added.setdefault(number, []).append(list(map(write_cell, values)))

    def last_line(self) -> int:
        """The number of the file's last row."""
        return self.lines[-1].number

    def write(self) -> bytes:
        """The file as it is now."""
        parts: list[str] = []
        for line in self.lines:
            if line.number not in self._removed:
                parts.append(",".join(line.cells) + line.end)
            for cells in self._added.get(line.number, ()):
                if parts and not parts[-1].endswith(("\n", "\r")):
                    parts[-1] += self._end
                parts.append(",".join(cells) + self._end)
        return self.mark + "".join(parts).encode()

    def _widen(self, values: Mapping[str, str]) -> None:
        """A column that the file lacks comes last, when there is something to write into it."""
        missing = [name for name, value in values.items() if value and name not in self.header]
        if missing:
            self.header += missing
            self.lines[0].cells += missing
            for line in self.lines[1:]:
                if any(cell.strip() for cell in line.cells):
                    line.cells += [""] * (len(self.header) - len(line.cells))
            for cells in (cells for added in self._added.values() for cells in added):
                cells += [""] * (len(self.header) - len(cells))


def open_patch(content: bytes) -> Patch:
    """A file that reads as a catalog's CSV file, taken apart."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    lines = split_lines(content.removeprefix(mark).decode("utf-8"))
    head = next(position for position, line in enumerate(lines) if any(cell.strip() for cell in line.cells))
    end = next((line.end for line in lines if line.end), "\n")
    header = [read_cell(cell) for cell in lines[head].cells]
    return Patch(mark, lines[head:], header, end) if not head else _keep_margin(mark, lines, head, header, end)


def _keep_margin(mark: bytes, lines: list[Line], head: int, header: list[str], end: str) -> Patch:
    margin = "".join(",".join(line.cells) + line.end for line in lines[:head])
    return Patch(mark + margin.encode(), lines[head:], header, end)


def split_lines(text: str) -> list[Line]:
    """The rows of a text with their raw cells; quoted cells may go over several lines."""
    lines: list[Line] = []
    position, number = 0, 1
    while position < len(text):
        cells: list[str] = []
        while True:
            match = _CELL.match(text, position)
            assert match is not None, "every position has an empty cell at least"
            cells.append(match[0])
            position = match.end()
            if text[position : position + 1] != ",":
                break
            position += 1
        end = "\r\n" if text.startswith("\r\n", position) else text[position : position + 1]
        lines.append(Line(number, cells, end))
        position += len(end)
        number += 1 + sum(cell.count("\n") for cell in cells)
    return lines


def read_cell(raw: str) -> str:
    """What a raw cell says."""
    bare = raw.strip()
    return bare[1:-1].replace('""', '"').strip() if bare.startswith('"') else bare


def write_cell(value: str) -> str:
    """The value as a cell, quoted where it must be."""
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


def write_lines(rows: Sequence[Sequence[str]], end: str = "\n") -> str:
    """Rows as CSV text."""
    return "".join(",".join(map(write_cell, row)) + end for row in rows)
