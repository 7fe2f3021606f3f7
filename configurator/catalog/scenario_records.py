"""The fields of a scenario file (docs/scenarios.md). Its situations are requests and are kept as nodes for their
reader; what a scenario expects is typed here, each expectation with its own place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from configurator.catalog.nodes import Entry, Mapping, Node, Scalar
from configurator.catalog.notebook import Page
from configurator.catalog.records import Bilingual, Field, ListOf, MapOf, Record
from configurator.catalog.shapes import REFUSED, Figure, Flag, Json, OneOf, Shape, Whole, read_scalar
from configurator.values.problem import SourceLocation

STATES = ("open", "chosen", "default", "forced", "forbidden")
MEASURES = ("monthly", "one_time", "quarterly", "annual", "tcv")
DETAILED = ("monthly_from", "saving", "worth")
"""Measures of a price that are stated for something: a month of the contract, a programme."""
_VALUED_STATES = ("forced", "forbidden", "default")
_RANGE = re.compile(r"([0-9]{1,9})?(?:(\.\.)([0-9]{1,9})?)?", re.ASCII)
_VALUE = re.compile(r"open|(forced|forbidden|default) ([a-z0-9][a-z0-9_]{0,63})", re.ASCII)
_ORDERED = re.compile(r"any|[0-9]{1,9}", re.ASCII)


class Placed(NamedTuple):
    """A value with the place where it was written."""

    value: Any
    location: SourceLocation


class Bounds(NamedTuple):
    """The least and the most that a quantity can be; None where nothing is said."""

    low: int | None
    high: int | None


class ValueState(NamedTuple):
    """What is expected of an attribute: `open`, or a value that is forced, forbidden or proposed."""

    state: str
    value: str


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """Another shape, its value with its place."""

    shape: Shape

    def read(self, node: Node, page: Page) -> Any:
        """The Placed value."""
        value = self.shape.read(node, page)
        return REFUSED if value is REFUSED else Placed(value, page.at(node.line, node.column))

    def schema(self) -> Json:
        """The other shape's."""
        return self.shape.schema()


@dataclass(frozen=True, slots=True)
class Unread:
    """Anything: the node as it is, for a reader of its own."""

    accepted: Json = field(default_factory=dict)

    def read(self, node: Node, page: Page) -> Any:
        """The node."""
        return node

    def schema(self) -> Json:
        """What the reader accepts, as far as a schema tells it."""
        return self.accepted


@dataclass(frozen=True, slots=True)
class UnreadMap:
    """Names with anything: the mapping's node, for a reader of its own."""

    def read(self, node: Node, page: Page) -> Any:
        """The node."""
        if isinstance(node, Mapping):
            return node
        page.report("not_a_map", node.line, node.column)
        return REFUSED

    def schema(self) -> Json:
        """An object."""
        return {"type": "object"}


@dataclass(frozen=True, slots=True)
class QuantityRange:
    """The bounds of a quantity: `2`, `1..5`, `31..` or `..4`."""

    def read(self, node: Node, page: Page) -> Any:
        """The Bounds."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        match = _RANGE.fullmatch(scalar.text)
        if match is None or (match[1] is None and match[3] is None):
            page.report("scenario_range_malformed", scalar.line, scalar.column, range=scalar.text[:40])
            return REFUSED
        low = None if match[1] is None else int(match[1])
        return Bounds(low, low if match[2] is None else None if match[3] is None else int(match[3]))

    def schema(self) -> Json:
        """A figure, or a string with two dots."""
        return {"type": ["string", "number"], "pattern": r"^([0-9]+|[0-9]+\.\.|\.\.[0-9]+|[0-9]+\.\.[0-9]+)$"}


@dataclass(frozen=True, slots=True)
class Valued:
    """What is expected of an attribute: `open`, `forced on`, `forbidden on`, `default on`."""

    def read(self, node: Node, page: Page) -> Any:
        """The ValueState."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        match = _VALUE.fullmatch(scalar.text)
        if match is None:
            page.report(
                "scenario_value_malformed", scalar.line, scalar.column, value=scalar.text[:60], choices=_VALUED_STATES
            )
            return REFUSED
        return ValueState(match[1] or "open", match[2] or "")

    def schema(self) -> Json:
        """A string of the pattern."""
        return {"type": "string", "pattern": f"^({_VALUE.pattern})$"}


@dataclass(frozen=True, slots=True)
class Ordered:
    """The quantity of a proposed line: a figure, or `any`."""

    def read(self, node: Node, page: Page) -> Any:
        """The quantity; None for any."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        if not _ORDERED.fullmatch(scalar.text):
            page.report("scenario_line_malformed", scalar.line, scalar.column, quantity=scalar.text[:40])
            return REFUSED
        return None if scalar.text == "any" else int(scalar.text)

    def schema(self) -> Json:
        """A figure or the word."""
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"const": "any"}]}


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A proposed line: its quantity, or attribute values with an optional `quantity`."""

    word: Shape

    def read(self, node: Node, page: Page) -> Any:
        """The quantity (None: any) and the attributes' values."""
        if not isinstance(node, Mapping):
            quantity = Ordered().read(node, page)
            return REFUSED if quantity is REFUSED else (quantity, {})
        quantity, values = None, {}
        for key, value in node.entries:
            read = Ordered().read(value, page) if key.text == "quantity" else self.word.read(value, page)
            if read is REFUSED:
                return REFUSED
            if key.text == "quantity":
                quantity = read
            else:
                values[key.text] = read
        return quantity, values

    def schema(self) -> Json:
        """Both forms."""
        return {"anyOf": [Ordered().schema(), {"type": "object"}]}


class PriceShape:
    """What a price comes to: totals, by month of the contract (`monthly_from`) or programme (`saving`, `worth`)."""

    def __init__(self, programme: Shape) -> None:
        figure = PlacedShape(Figure(4, Decimal(0)))
        self._plain = MapOf(OneOf.words(*MEASURES, *DETAILED), figure, strict=True)
        self._detailed: dict[str, MapOf] = {
            "monthly_from": MapOf(Whole(1, 240), figure, at_least=1, strict=True),
            "saving": MapOf(programme, figure, at_least=1, strict=True),
            "worth": MapOf(programme, figure, at_least=1, strict=True),
        }

    def read(self, node: Node, page: Page) -> Any:
        """Measure, what it is stated for (empty: nothing) and the Placed amount, of every expectation."""
        if not isinstance(node, Mapping):
            return self._plain.read(node, page)
        found: list[tuple[str, str, Any]] = []
        for key, value in node.entries:
            read = self._read_one(key, value, page)
            if read is REFUSED:
                return REFUSED
            found += read
        return tuple(found)

    def _read_one(self, key: Scalar, value: Node, page: Page) -> Any:
        detailed = self._detailed.get(key.text)
        if detailed is None:
            read = self._plain.read(Mapping((Entry(key, value),), key.line, key.column), page)
            return REFUSED if read is REFUSED else [(key.text, "", amount) for amount in read.values()]
        read = detailed.read(value, page)
        return REFUSED if read is REFUSED else [(key.text, str(detail), amount) for detail, amount in read.items()]

    def schema(self) -> Json:
        """An object."""
        amount = Figure(4, Decimal(0)).schema()
        detailed = {name: shape.schema() for name, shape in self._detailed.items()}
        plain: Json = dict.fromkeys(MEASURES, amount)
        return {"type": "object", "properties": plain | detailed, "additionalProperties": False}


_LIST: Json = {"type": "array", "items": {"type": "string"}}
_DAY: Json = {"type": "string", "format": "date"}
_FIGURE: Json = {"type": ["integer", "number", "string"]}

# The keys of a request, as `guidance.reading` knows them.
SITUATION = (
    Field("customer", UnreadMap()),
    Field("needs", Unread(_LIST)),
    Field("compliance", UnreadMap()),
    Field("term_months", Unread(_FIGURE)),
    Field("date", Unread(_DAY)),
    Field("discount_percent", Unread(_FIGURE)),
    Field("line_discounts", UnreadMap()),
    Field("tax_regime", Unread({"type": "string"})),
    Field("currency", Unread({"type": "string"})),
    Field("exchange", UnreadMap()),
    Field("ambition", Unread({"enum": ["essential", "standard", "plus"]})),
    Field("choices", UnreadMap()),
    Field("exclude", Unread(_LIST)),
    Field("programmes", Unread(_LIST)),
    Field("codes", Unread(_LIST)),
    Field("start", Unread(_DAY)),
    Field("end", Unread(_DAY)),
    Field("calendar_billing", Unread({"type": ["boolean", "string"]})),
    Field("ramps", UnreadMap()),
    Field("adjustments", Unread({"type": "array", "items": {"type": "object"}})),
)


def describe_scenarios(name: Shape, rule: Shape, code: Shape, path: Shape, word: Shape) -> Record:
    """The record of a scenario file, from the shapes of a scenario's id, a rule's id, an offering's code, an offering
    or attribute (`CODE.key`), and an attribute's value."""
    placed_rules = ListOf(PlacedShape(rule), at_least=1)
    expect = Record((
        Field("valid", PlacedShape(Flag())),
        Field("conflict", placed_rules),
        Field("state", MapOf(code, PlacedShape(OneOf.words(*STATES)), strict=True)),
        Field("because", MapOf(path, placed_rules, strict=True)),
        Field("quantity", MapOf(code, PlacedShape(QuantityRange()), strict=True)),
        Field("values", MapOf(path, PlacedShape(Valued()), strict=True)),
        Field("lines", MapOf(code, PlacedShape(ProposedLine(word)), strict=True)),
        Field("without", ListOf(PlacedShape(code), at_least=1)),
        Field("advice", placed_rules),
        Field("no_advice", placed_rules),
        Field("price", PriceShape(code)),
    ))  # fmt: skip
    scenario = Record((
        Field("id", name, required=True),
        Field("name", Bilingual(), required=True),
        *SITUATION,
        Field("expect", expect, required=True),
    ))  # fmt: skip
    return Record((Field("given", Record(SITUATION)), Field("scenarios", ListOf(scenario), required=True)))


__all__ = [
    "MEASURES",
    "SITUATION",
    "STATES",
    "Bounds",
    "Placed",
    "ValueState",
    "describe_scenarios",
]
