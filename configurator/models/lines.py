"""Text into the lines that matter: comments gone, indentation measured, lines inside brackets joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from configurator.models.findings import Findings

TAB = 8
_PAIRS = {")": "(", "]": "[", "}": "{"}
_INTERESTING = re.compile(r"""["/(\[{)\]}]""")
_MARK = re.compile(r"""\"[^"]*\"?|//|/\*|[(\[{)\]}]""")
_MARK_IN_BRACES = re.compile(r"""\"[^"]*\"?|'[^']*'|//|/\*|[(\[{)\]}]""")


class Line(NamedTuple):
    """One line: number and column from 1, width of its indentation, text without comments and margins.

    `joined` are (place in text, line, column) of the further lines that brackets drew in.
    """

    number: int
    column: int
    indent: int
    text: str
    joined: tuple[tuple[int, int, int], ...] = ()

    def locate(self, place: int) -> tuple[int, int]:
        """Line and column in the file of a place in the text."""
        for start, number, column in reversed(self.joined):
            if place >= start:
                return number, column + place - start
        return self.number, self.column + place


def read_lines(source: str, findings: Findings) -> Iterator[Line]:
    """Yield the lines that are not empty; notes brackets and comments that are never closed."""
    cleaner = _Cleaner(findings)
    first: Line | None = None
    pieces: list[tuple[int, int, str]] = []
    for number, raw in enumerate(source.split("\n"), 1):
        text = cleaner.clean(raw, number).rstrip()
        bare = text.lstrip()
        if first is None and bare:
            start = len(text) - len(bare)
            first = Line(number, start + 1, measure_indent(text[:start]), bare)
        elif bare:
            pieces.append((number, len(text) - len(bare) + 1, bare))
        if first is not None and not cleaner.open_brackets:
            yield _join(first, pieces)
            first, pieces = None, []
    cleaner.finish()
    if first is not None:
        yield _join(first, pieces)


def measure_indent(margin: str) -> int:
    """The width of white space; a tab goes on to the next multiple of TAB."""
    return len(margin.expandtabs(TAB))


def _join(first: Line, pieces: list[tuple[int, int, str]]) -> Line:
    if not pieces:
        return first
    joined = []
    texts = [first.text]
    place = len(first.text) + 1
    for number, column, text in pieces:
        joined.append((place, number, column))
        texts.append(text)
        place += len(text) + 1
    return first._replace(text=" ".join(texts), joined=tuple(joined))


class _Cleaner:
    """Blanks comments out and knows which brackets are open."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._comment: tuple[int, int] | None = None
        self.open_brackets: list[tuple[str, int, int]] = []

    def clean(self, text: str, number: int) -> str:
        """The line without comments; a comment and brackets may go on from the line before."""
        if self._comment is None and not _INTERESTING.search(text):
            return text
        kept: list[str] = []
        place = 0
        while place < len(text):
            if self._comment is not None:
                place = self._skip_comment(text, place, kept)
                continue
            in_braces = self.open_brackets and self.open_brackets[-1][0] == "{"
            mark = (_MARK_IN_BRACES if in_braces else _MARK).search(text, place)
            if mark is None or mark[0] == "//":
                kept.append(text[place : mark.start() if mark else len(text)])
                break
            kept.append(text[place : mark.start()])
            place = mark.end()
            self._take(mark[0], number, mark.start() + 1, kept)
        return "".join(kept)

    def finish(self) -> None:
        """Note what is still open at the end."""
        if self._comment is not None:
            self._findings.note("uvl_not_closed", *self._comment, found="/*", expected="*/")
        for bracket, line, column in self.open_brackets[:1]:
            closing = next(close for close, opening in _PAIRS.items() if opening == bracket)
            self._findings.note("uvl_not_closed", line, column, found=bracket, expected=closing)

    def _take(self, mark: str, number: int, column: int, kept: list[str]) -> None:
        if mark == "/*":
            self._comment = (number, column)
            kept.append("  ")
            return
        kept.append(mark)
        if mark in _PAIRS:
            if self.open_brackets and self.open_brackets[-1][0] == _PAIRS[mark]:
                self.open_brackets.pop()
            elif self.open_brackets:
                self._findings.note("uvl_wrong_bracket", number, column, found=mark, opened=self.open_brackets[-1][0])
                self.open_brackets.clear()
        elif mark in "([{":
            self.open_brackets.append((mark, number, column))

    def _skip_comment(self, text: str, place: int, kept: list[str]) -> int:
        end = text.find("*/", place)
        stop = len(text) if end < 0 else end + 2
        kept.append(" " * (stop - place))
        if end >= 0:
            self._comment = None
        return stop
