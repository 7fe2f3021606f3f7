"""Excerpts: the lines of a file around a place, as people look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.values.problem import SourceLocation

AROUND = 2
LONGEST_LINE = 240


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line with its number; of the marked one, `before` ends where the place begins, `at` is the sign there and
    `after` the rest. Other lines have all their text in `before`."""

    number: int
    before: str
    at: str = ""
    after: str = ""
    is_marked: bool = False


def cut_excerpt(
    files: Mapping[str, bytes], place: SourceLocation | None, around: int = AROUND
) -> tuple[ExcerptLine, ...]:
    """The line of the place and so many before and after it; nothing where the place names no line of a known file."""
    content = files.get(place.file) if place and place.line else None
    if place is None or content is None:
        return ()
    lines = split_lines(content)
    first, last = max(place.line - around, 1), min(place.line + around, len(lines))
    return tuple(_line(number, lines[number - 1], place) for number in range(first, last + 1))


def split_lines(content: bytes) -> list[str]:
    """The lines of a file; what is not UTF-8 shows as replacement characters."""
    text = content.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return [line.rstrip("\r") for line in text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").split("\n")]


def _line(number: int, text: str, place: SourceLocation) -> ExcerptLine:
    if number != place.line:
        return ExcerptLine(number, text[:LONGEST_LINE])
    start = max(place.column - 1, 0)
    shown_from = max(0, start - LONGEST_LINE // 2)
    shown = text[shown_from : shown_from + LONGEST_LINE]
    at = start - shown_from
    return ExcerptLine(number, shown[:at], shown[at : at + 1], shown[at + 1 :], is_marked=True)
