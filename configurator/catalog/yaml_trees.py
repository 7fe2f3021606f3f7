"""YAML text → tree of nodes, every scalar a text. Aliases, anchors, tags, duplicate keys, deep nesting are refused.

Reads the parser's events, not its values: nothing is resolved, so `NO`, `010` and `1.10` stay what they are, an
alias bomb is refused at its first anchor, and nesting never becomes recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from configurator.catalog.nodes import Entry, Mapping, Node, Scalar, Sequence
from configurator.catalog.notebook import Page

MOST_DEPTH = 12
MOST_NODES = 300_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTED = frozenset("'\"")
_BLOCK = frozenset("|>")
# What a maintainer meant as a tag and YAML takes for a comment.
_LOST_TAG = re.compile(r"\s+(#[a-z][a-z0-9_]*)")
_MAYBE_LOST = re.compile(r"(?<=\s)#[a-z]")  # linear, however long a run of blanks is
_REFUSED_SIGN = re.compile("[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufeff\\ufffe\\uffff]")

# What the parser says, and the problem that tells a maintainer more than its words do.
_SYNTAX_CODES = (
    ("expected ':'", "yaml_colon"),
    ("mapping values are not allowed", "yaml_colon"),
    ("did not find expected ',' or", "yaml_bracket"),
    ("unexpected end of stream", "yaml_unclosed"),
    ("did not find expected key", "yaml_indent"),
    ("did not find expected '-'", "yaml_indent"),
    ("block sequence entries are not allowed", "yaml_indent"),
    ("cannot start any token", "yaml_sign"),
)


class _Stop(Exception):
    """The rest of the file cannot be read; the problem is noted."""


def parse_tree(text: str, page: Page) -> Node | None:
    """The file's tree; None when it is empty or broken (then a problem with line and column is noted)."""
    if _report_signs(text, page):
        return None
    try:
        return _Builder(text, page).build()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        _report_syntax(error, page)
        return None


def _report_signs(text: str, page: Page) -> bool:
    """Tabs and control characters, each at its place."""
    if not _REFUSED_SIGN.search(text):
        return False
    for number, line in enumerate(text.split("\n"), start=1):
        found = _REFUSED_SIGN.search(line)
        if found and found[0] == "\t":
            page.report("yaml_tab", number, found.start() + 1)
        elif found:
            page.report("yaml_control", number, found.start() + 1, sign=f"U+{ord(found[0]):04X}")
    return True


def _report_syntax(error: yaml.YAMLError, page: Page) -> None:
    mark = getattr(error, "problem_mark", None)
    detail = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    code = next((code for words, code in _SYNTAX_CODES if words in detail), "yaml_syntax")
    page.report(code, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, detail=detail)


class _Open:
    """A collection whose end has not come yet."""

    __slots__ = ("column", "entries", "is_mapping", "is_repeated", "items", "key", "line", "seen")

    def __init__(self, is_mapping: bool, line: int, column: int) -> None:
        self.is_mapping, self.line, self.column = is_mapping, line, column
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.key: Scalar | None = None
        self.is_repeated = False
        self.seen: dict[str, int] = {}

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(tuple(self.entries), self.line, self.column)
        return Sequence(tuple(self.items), self.line, self.column)


class _Builder:
    """Puts the tree together from events."""

    def __init__(self, text: str, page: Page) -> None:
        self._page = page
        self._text = text
        self._lines: list[str] | None = None
        self._may_lose_tags = _MAYBE_LOST.search(text) is not None
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self) -> Node | None:
        """The tree of the only document; None for an empty text. Stops at what no catalog file may have."""
        for count, event in enumerate(self._events()):
            if count > MOST_NODES:
                self._stop("yaml_nodes_too_many", event, most=MOST_NODES)
            self._refuse_extras(event)
            if isinstance(event, yaml.ScalarEvent):
                self._place(self._scalar(event))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._place(self._stack.pop().close())
            elif isinstance(event, yaml.DocumentStartEvent):
                self._count_document(event)
        return self._root

    def _events(self) -> Iterator[Any]:
        return iter(yaml.parse(self._text, Loader=_LOADER))

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop("yaml_alias", event, name=event.anchor)
        if getattr(event, "anchor", None) is not None:
            self._stop("yaml_alias", event, name=event.anchor)
        if getattr(event, "tag", None) is not None:
            self._stop("yaml_tag", event, name=event.tag)

    def _stop(self, code: str, event: Any, **params: Any) -> None:
        self._page.report(code, event.start_mark.line + 1, event.start_mark.column + 1, **params)
        raise _Stop

    def _count_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop("yaml_documents", event)

    def _open(self, event: Any) -> None:
        if len(self._stack) >= MOST_DEPTH:
            self._stop("yaml_depth", event, most=MOST_DEPTH)
        if self._stack and self._stack[-1].is_mapping and self._stack[-1].key is None:
            self._stop("yaml_key_not_text", event)
        mark = event.start_mark
        self._stack.append(_Open(isinstance(event, yaml.MappingStartEvent), mark.line + 1, mark.column + 1))

    def _scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        if event.style in _QUOTED:
            return Scalar(event.value, mark.line + 1, mark.column + 2)
        if event.style in _BLOCK:
            return self._block_scalar(event)
        self._refuse_lost_tag(event)
        return Scalar(event.value, mark.line + 1, mark.column + 1)

    def _refuse_lost_tag(self, event: Any) -> None:
        """A tag behind a blank is a comment to YAML: the value would lose it without a word."""
        if not self._may_lose_tags:
            return
        end = event.end_mark
        line = self._split_lines()[end.line] if end.line < len(self._split_lines()) else ""
        found = _LOST_TAG.match(line, end.column)
        if found:
            self._page.report("yaml_comment", end.line + 1, found.start(1) + 1, sign=found[1])
            raise _Stop

    def _split_lines(self) -> list[str]:
        if self._lines is None:
            self._lines = self._text.split("\n")
        return self._lines

    def _block_scalar(self, event: Any) -> Scalar:
        lines = self._split_lines()
        start = event.start_mark.line + 1
        for number in range(start, min(event.end_mark.line + 1, len(lines))):
            line = lines[number]
            if line.strip():
                return Scalar(event.value, number + 1, len(line) - len(line.lstrip()) + 1)
        return Scalar(event.value, start, event.start_mark.column + 1)

    def _place(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            self._open_entry(top, node)
        else:
            if not top.is_repeated:
                top.entries.append(Entry(top.key, node))
            top.key = None

    def _open_entry(self, top: _Open, key: Node) -> None:
        assert isinstance(key, Scalar)
        top.is_repeated = key.text in top.seen
        if top.is_repeated:
            first = top.seen[key.text]
            self._page.report("duplicate_key", key.line, key.column, name=key.text, line=first)
        top.seen.setdefault(key.text, key.line)
        top.key = key
