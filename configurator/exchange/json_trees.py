"""JSON text → tree with the place of every value, and values → JSON text with exact figures.

A text must be JSON; it is then read as YAML, of which JSON is a part, because that reader knows lines and columns,
refuses keys that come twice and nesting without end, and makes no binary fractions of figures.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from configurator.catalog.nodes import Mapping, Node, Scalar, Sequence
from configurator.catalog.notebook import Page
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.digits import show_digits

MOST_BYTES = 30_000_000
_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_LONE = re.compile(r"(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}", re.IGNORECASE)
_FIGURE = re.compile(r'"\\u0001(-?[0-9.]+)\\u0001"')
_MARK = "\x01"
_NULL = "null"


def read_json(content: bytes, page: Page) -> Part | None:
    """The document; None, with the reason and its place noted, when it is not to be read."""
    if len(content) > MOST_BYTES:
        page.report("tmf_too_large", size=len(content), most=MOST_BYTES)
        return None
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except UnicodeDecodeError as error:
        page.report("tmf_not_utf8", content.count(b"\n", 0, error.start) + 1, 1)
        return None
    except json.JSONDecodeError as error:
        page.report("tmf_not_json", error.lineno, error.colno, detail=error.msg)
        return None
    except RecursionError:
        page.report("tmf_too_deep", 1, 1)
        return None
    joined = _PAIR.sub(_join_pair, text.replace("\t", " "))
    node = parse_tree(_LONE.sub(r"\1?", joined), page)
    return None if node is None else Part(node, page)


def _join_pair(pair: re.Match[str]) -> str:
    return bytes.fromhex(pair[1] + pair[2]).decode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Part:
    """A value of the document, looked at as whatever is wanted; what it is not counts as absent."""

    node: Node
    page: Page

    @property
    def is_object(self) -> bool:
        """Whether it has fields."""
        return isinstance(self.node, Mapping)

    def get(self, name: str) -> Part | None:
        """The field's value, None when it is absent or null."""
        if isinstance(self.node, Mapping):
            for key, value in self.node.entries:
                if key.text == name and not (isinstance(value, Scalar) and value.text == _NULL):
                    return Part(value, self.page)
        return None

    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(key.text for key, _ in self.node.entries) if isinstance(self.node, Mapping) else ()

    def text(self, name: str) -> str:
        """The field as a text, empty when it is absent or no single value."""
        value = self.get(name)
        return value.node.text if value is not None and isinstance(value.node, Scalar) else ""

    def figure(self, name: str) -> Decimal | None:
        """The field as an exact figure."""
        try:
            value = Decimal(self.text(name))
        except InvalidOperation:
            return None
        return value if value.is_finite() and abs(value.adjusted()) < 40 else None

    def objects(self, name: str) -> Iterator[Part]:
        """The objects of a field that is a list, or the field itself if it is one object."""
        value = self.get(name)
        if value is not None:
            yield from value.list_objects()

    def list_objects(self) -> Iterator[Part]:
        """The objects of a list; an object is a list of itself."""
        if isinstance(self.node, Sequence):
            yield from (Part(item, self.page) for item in self.node.items if isinstance(item, Mapping))
        elif isinstance(self.node, Mapping):
            yield self

    def texts(self, name: str) -> tuple[str, ...]:
        """The single values of a field that is a list."""
        value = self.get(name)
        if value is None or not isinstance(value.node, Sequence):
            return ()
        return tuple(item.text for item in value.node.items if isinstance(item, Scalar))

    def report(self, code: str, /, **params: Any) -> None:
        """Note a problem at this value's place."""
        self.page.report(code, self.node.line, self.node.column, **params)


def write_json(value: Any) -> str:
    """The value as JSON, keys in their order; a Decimal is written digit by digit."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_mark_figure)
    return _FIGURE.sub(r"\1", text) + "\n"


def _mark_figure(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{show_digits(value)}{_MARK}"
    raise TypeError(f"no JSON value: {type(value).__name__}")
