"""Shapes: what a field may hold. A shape reads a node into a typed value, notes what is wrong, tells its JSON Schema.

The tables of the files' fields are built from these, so that files are read and editors are served from one source.
A shape that cannot read its node returns REFUSED after it has noted why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from configurator.catalog.figures import diagnose_figure
from configurator.catalog.nodes import Node, Scalar
from configurator.catalog.notebook import Page
from configurator.catalog.sources import Expression
from configurator.values.problem import SourceLocation

Json = dict[str, Any]
REFUSED: Final[Any] = type("Refused", (), {"__repr__": lambda self: "REFUSED"})()

MOST_LETTERS = 4000
_YES = frozenset({"yes", "true"})
_NO = frozenset({"no", "false"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SPAN = re.compile(r"([0-9]{1,9})(?:\.\.([0-9]{1,9}))?", re.ASCII)
_FULL_WIDTH = re.compile(r"[\u3000\uff01-\uff5e\u201c\u201d\u2018\u2019\u3001\u3002]")


class Shape(Protocol):
    """What reads one node."""

    def read(self, node: Node, page: Page) -> Any:
        """The typed value, or REFUSED."""

    def schema(self) -> Json:
        """The JSON Schema of what `read` accepts."""


def read_scalar(node: Node, page: Page) -> Scalar | None:
    """The node if it is one text with something in it; None after noting the problem."""
    if not isinstance(node, Scalar):
        page.report("not_a_scalar", node.line, node.column)
        return None
    if not node.text:
        page.report("value_missing", node.line, node.column)
        return None
    return node


@dataclass(frozen=True, slots=True)
class Words:
    """Any text."""

    most: int = MOST_LETTERS

    def read(self, node: Node, page: Page) -> Any:
        """The text without the blanks round it."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        if len(scalar.text) > self.most:
            page.report("text_too_long", scalar.line, scalar.column, most=self.most)
            return REFUSED
        return scalar.text.strip()

    def schema(self) -> Json:
        """A string; what looks like another scalar to an editor is a text here."""
        return {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a fixed pattern. `defines` and `refers` name the kind of thing that it introduces or uses."""

    pattern: re.Pattern[str]
    example: str
    defines: str = ""
    refers: str = ""
    reserved: frozenset[str] = frozenset()

    def read(self, node: Node, page: Page) -> Any:
        """The name, noted as a definition or a reference."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        name, line, column = scalar
        if not self.pattern.fullmatch(name):
            page.report("name_malformed", line, column, name=name[:80], example=self.example)
            return REFUSED
        if name in self.reserved:
            page.report("name_reserved", line, column, name=name)
            return REFUSED
        if self.defines:
            page.define(self.defines, name, line, column)
        if self.refers:
            page.refer(self.refers, name, line, column)
        return name

    def schema(self) -> Json:
        """A string of the pattern."""
        types = ["string", "number"] if self.pattern.match("1") else "string"
        return {"type": types, "pattern": f"^({self.pattern.pattern})$"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole figure within bounds."""

    minimum: int = 0
    maximum: int = 10**15 - 1

    def read(self, node: Node, page: Page) -> Any:
        """The figure as int."""
        figure = Figure(0, Decimal(self.minimum), Decimal(self.maximum)).read(node, page)
        return REFUSED if figure is REFUSED else int(figure)

    def schema(self) -> Json:
        """An integer."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True)
class Figure:
    """A decimal figure of at most so many decimals, within bounds."""

    decimals: int = 6
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(10) ** 15

    def read(self, node: Node, page: Page) -> Any:
        """The figure as Decimal."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        code = diagnose_figure(scalar.text, decimals=self.decimals)
        if code is not None:
            page.report(code, scalar.line, scalar.column, figure=scalar.text[:40], decimals=self.decimals)
            return REFUSED
        figure = Decimal(scalar.text)
        if not self.minimum <= figure <= self.maximum:
            page.report(
                "figure_out_of_bounds", scalar.line, scalar.column,
                figure=scalar.text, minimum=self.minimum, maximum=self.maximum,
            )  # fmt: skip
            return REFUSED
        return figure

    def schema(self) -> Json:
        """A number."""
        return {"type": "number", "minimum": int(self.minimum), "maximum": int(self.maximum)}


@dataclass(frozen=True, slots=True)
class SignedFigure:
    """A decimal figure that may be below zero, within the same bounds on both sides."""

    decimals: int = 2
    most: Decimal = Decimal(10) ** 6

    def read(self, node: Node, page: Page) -> Any:
        """The figure as Decimal."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        sign = "-" if scalar.text.startswith("-") else ""
        bare = Scalar(scalar.text.removeprefix(sign), scalar.line, scalar.column)
        figure = Figure(self.decimals, maximum=self.most).read(bare, page)
        return -figure if sign and figure is not REFUSED else figure

    def schema(self) -> Json:
        """A number."""
        return {"type": "number", "minimum": -int(self.most), "maximum": int(self.most)}


class Placed(NamedTuple):
    """A value with the place where it was written."""

    value: Any
    location: SourceLocation


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """Another shape whose value keeps its place."""

    of: Shape

    def read(self, node: Node, page: Page) -> Any:
        """The Placed value."""
        value = self.of.read(node, page)
        return REFUSED if value is REFUSED else Placed(value, page.at(node.line, node.column))

    def schema(self) -> Json:
        """That of the other shape."""
        return self.of.schema()


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, node: Node, page: Page) -> Any:
        """True or False."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        if scalar.text in _YES or scalar.text in _NO:
            return scalar.text in _YES
        page.report("not_yes_or_no", scalar.line, scalar.column, value=scalar.text[:40])
        return REFUSED

    def schema(self) -> Json:
        """The words that stand for yes and no (an editor may take them for truth values)."""
        return {"enum": ["yes", "no", "true", "false", True, False]}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words; the value is what the word stands for."""

    choices: tuple[tuple[str, Any], ...]

    @classmethod
    def members(cls, members: Iterable[Any]) -> OneOf:
        """The values of a StrEnum."""
        return cls(tuple((str(member.value), member) for member in members))

    @classmethod
    def words(cls, *words: str) -> OneOf:
        """Words that stand for themselves."""
        return cls(tuple((word, word) for word in words))

    def read(self, node: Node, page: Page) -> Any:
        """What the word stands for."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        for word, value in self.choices:
            if word == scalar.text:
                return value
        words = tuple(word for word, _ in self.choices)
        page.report(
            "not_one_of", scalar.line, scalar.column,
            value=scalar.text[:80], choices=words, nearest=page.nearest(scalar.text[:80], words),
        )  # fmt: skip
        return REFUSED

    def schema(self) -> Json:
        """The words."""
        return {"enum": [word for word, _ in self.choices]}


@dataclass(frozen=True, slots=True)
class Day:
    """A date as YYYY-MM-DD."""

    def read(self, node: Node, page: Page) -> Any:
        """The date."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        try:
            if _DAY.fullmatch(scalar.text):
                return date.fromisoformat(scalar.text)
        except ValueError:
            pass
        page.report("date_malformed", scalar.line, scalar.column, date=scalar.text[:40])
        return REFUSED

    def schema(self) -> Json:
        """A date string."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Span:
    """A range of quantities, `1..20` or one figure."""

    def read(self, node: Node, page: Page) -> Any:
        """Smallest and largest quantity."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        match = _SPAN.fullmatch(scalar.text)
        if match is None:
            page.report("span_malformed", scalar.line, scalar.column, span=scalar.text[:40])
            return REFUSED
        low, high = int(match[1]), int(match[2] or match[1])
        if not 1 <= low <= high:
            page.report("span_reversed", scalar.line, scalar.column, span=scalar.text)
            return REFUSED
        return low, high

    def schema(self) -> Json:
        """A string with two dots, or a figure."""
        return {"type": ["string", "integer"], "pattern": f"^{_SPAN.pattern}$"}


@dataclass(frozen=True, slots=True)
class Formula:
    """A condition or formula. Its grammar is the rules room's.

    Brackets, commas and full-width signs are looked at here, because an expression is put into a larger one only when
    it cannot change that one's meaning.
    """

    most: int = MOST_LETTERS

    def read(self, node: Node, page: Page) -> Any:
        """The Expression with the place of its first character."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        source, line, column = scalar
        code, offset = _diagnose_formula(source, self.most)
        if code:
            sign = source[offset : offset + 1]
            page.report(code, line, column + offset, sign=sign, most=self.most)
            return REFUSED
        return Expression(source.rstrip(), page.at(line, column))

    def schema(self) -> Json:
        """A string; a bare figure or truth value is a formula too."""
        return {"type": ["string", "number", "boolean"]}


def _diagnose_formula(source: str, most: int) -> tuple[str, int]:
    if len(source) > most:
        return "text_too_long", 0
    wide = _FULL_WIDTH.search(source)
    if wide:
        return "formula_full_width", wide.start()
    opened: list[int] = []
    for offset, sign in enumerate(source):
        if sign == "(":
            opened.append(offset)
        elif sign == ")":
            if not opened:
                return "formula_bracket", offset
            opened.pop()
        elif sign == "," and not opened:
            return "formula_comma", offset
    return ("formula_bracket", opened[-1]) if opened else ("", 0)
