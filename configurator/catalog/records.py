"""Shapes made of shapes: bilingual texts, lists, maps and records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from configurator.catalog.nodes import Mapping, Node, Scalar, Sequence
from configurator.catalog.notebook import Page
from configurator.catalog.shapes import REFUSED, Json, Shape, Words, read_scalar
from configurator.values.problem import SourceLocation
from configurator.values.text import LANGUAGES, CountedText, Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record; the cells of a required column `may_be_empty`."""

    name: str
    shape: Shape
    required: bool = False
    may_be_empty: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether it must hold something."""
        return self.required and not self.may_be_empty


class Entry:
    """A record as read: typed values by field, with the places they came from.

    `complete` says whether every field could be read; an entry that is not complete may be looked at but not used.
    """

    __slots__ = ("complete", "location", "nodes", "page", "values")

    def __init__(self, page: Page, location: SourceLocation) -> None:
        self.page = page
        self.location = location
        self.values: dict[str, Any] = {}
        self.nodes: dict[str, Node] = {}
        self.complete = True

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The field's value, or the default where the file says nothing."""
        return self.values.get(name, default)

    def at(self, name: str) -> SourceLocation:
        """Where the field's value stands; the record's own place when the file says nothing."""
        node = self.nodes.get(name)
        return self.page.at(node.line, node.column) if node else self.location

    def report(self, code: str, name: str = "", /, **params: Any) -> None:
        """Note a problem with a field, or with the whole record."""
        place = self.at(name) if name else self.location
        self.page.report(code, place.line, place.column, **params)

    def put(self, name: str, node: Node, value: Any) -> None:
        """Take over a value that was read, or remember that it could not be."""
        self.nodes[name] = node
        if value is REFUSED:
            self.complete = False
        else:
            self.values[name] = value


_PLURAL = "en_many"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in every language; `sentence` checks the braces of formulas, `counted` takes an English plural."""

    sentence: bool = False
    counted: bool = False

    def read(self, node: Node, page: Page) -> Any:
        """The Text."""
        if not isinstance(node, Mapping):
            page.report("text_not_bilingual", node.line, node.column)
            return REFUSED
        found: dict[str, str] = {}
        for key, value in node.entries:
            if key.text not in self._keys():
                _report_foreign_key(key, value, page)
            elif isinstance(value, Scalar) and value.text.strip():
                found[key.text] = self._checked(value, page)
        missing = tuple(language for language in LANGUAGES if language not in found)
        if missing:
            page.report("translation_missing", node.line, node.column, languages=missing)
            return REFUSED
        if self.counted:
            return CountedText(found["zh"], found["en"], found.get(_PLURAL, ""))
        return Text(found["zh"], found["en"])

    def _keys(self) -> tuple[str, ...]:
        return (*LANGUAGES, _PLURAL) if self.counted else LANGUAGES

    def _checked(self, value: Scalar, page: Page) -> str:
        if self.sentence and not _has_paired_braces(value.text):
            page.report("sentence_braces", value.line, value.column)
        return value.text.strip()

    def schema(self) -> Json:
        """An object with a string for every language."""
        words = Words().schema()
        return _object(dict.fromkeys(self._keys(), words), list(LANGUAGES))


def _report_foreign_key(key: Scalar, value: Node, page: Page) -> None:
    """A key without a value is what YAML makes of the words behind an unquoted comma between braces."""
    if isinstance(value, Scalar) and not value.text:
        page.report("text_comma", key.line, key.column, words=key.text[:80])
    else:
        _report_unknown(key, LANGUAGES, page)


def _has_paired_braces(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth not in (0, 1):
            return False
    return depth == 0


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of things of one shape."""

    item: Shape
    at_least: int = 0

    def read(self, node: Node, page: Page) -> Any:
        """The values as a tuple."""
        if not isinstance(node, Sequence):
            page.report("not_a_list", node.line, node.column)
            return REFUSED
        values = tuple(self.item.read(item, page) for item in node.items)
        if len(values) < self.at_least:
            page.report("list_too_short", node.line, node.column, least=self.at_least)
            return REFUSED
        return REFUSED if any(value is REFUSED for value in values) else values

    def schema(self) -> Json:
        """An array."""
        return {"type": "array", "items": self.item.schema(), "minItems": self.at_least}


@dataclass(frozen=True, slots=True)
class MapOf:
    """Names with values of one shape. The value is a dict; each entry that cannot be read is left out."""

    key: Shape
    value: Shape
    at_least: int = 0
    strict: bool = False

    def read(self, node: Node, page: Page) -> Any:
        """The dict in the order of the file; REFUSED for a strict map with an entry that cannot be read."""
        if not isinstance(node, Mapping):
            page.report("not_a_map", node.line, node.column)
            return REFUSED
        found: dict[Any, Any] = {}
        whole = True
        for key_node, value_node in node.entries:
            key, value = self.key.read(key_node, page), self.value.read(value_node, page)
            if key is REFUSED or value is REFUSED:
                whole = False
            else:
                if isinstance(value, Entry):
                    value.location = page.at(key_node.line, key_node.column)
                found[key] = value
        if len(node.entries) < self.at_least:
            page.report("list_too_short", node.line, node.column, least=self.at_least)
            whole = False
        return found if whole or not self.strict else REFUSED

    def schema(self) -> Json:
        """An object with names of the key's pattern."""
        names = {key: value for key, value in self.key.schema().items() if key in ("pattern", "enum")}
        return {"type": "object", "propertyNames": names, "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields. Unknown ones are refused with the nearest known name."""

    fields: tuple[Field, ...]

    def read(self, node: Node, page: Page) -> Any:
        """The Entry; it is REFUSED only when the node has no fields at all."""
        if not isinstance(node, Mapping):
            page.report("not_a_map", node.line, node.column)
            return REFUSED
        by_name = {field.name: field for field in self.fields}
        entry = Entry(page, page.at(node.line, node.column))
        for key, value in node.entries:
            field = by_name.get(key.text)
            if field is None:
                _report_unknown(key, by_name, page)
                entry.complete = False
            else:
                entry.put(key.text, value, field.shape.read(value, page))
        self._report_missing(entry, node, page)
        return entry

    def _report_missing(self, entry: Entry, node: Mapping, page: Page) -> None:
        for field in self.fields:
            if field.required and field.name not in entry.nodes:
                page.report("field_missing", node.line, node.column, field=field.name)
                entry.complete = False

    def schema(self) -> Json:
        """An object without other fields."""
        return _object(
            {field.name: field.shape.schema() for field in self.fields},
            [field.name for field in self.fields if field.is_needed],
        )


@dataclass(frozen=True, slots=True)
class Either:
    """A scalar or list read by one shape, or a mapping read by another."""

    short: Shape
    long: Shape

    def read(self, node: Node, page: Page) -> Any:
        """What the shape that fits the node's form makes of it."""
        return (self.long if isinstance(node, Mapping) else self.short).read(node, page)

    def schema(self) -> Json:
        """Both possibilities."""
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def read_optional(shape: Shape, node: Node, page: Page) -> Any:
    """The cell's value; None for an empty cell."""
    if isinstance(node, Scalar) and not node.text:
        return None
    return shape.read(node, page)


def _report_unknown(key: Scalar, known: Any, page: Page) -> None:
    nearest = page.nearest(key.text[:80], known)
    page.report("unknown_key", key.line, key.column, name=key.text[:80], nearest=nearest, known=tuple(known))


def _object(properties: Json, required: list[str]) -> Json:
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


__all__ = [
    "Bilingual",
    "Either",
    "Entry",
    "Field",
    "ListOf",
    "MapOf",
    "Record",
    "read_optional",
    "read_scalar",
]
