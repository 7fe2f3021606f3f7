"""A request file: YAML with every key's place, so that a problem of the request points at its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from configurator.catalog.nodes import Mapping as MappingNode
from configurator.catalog.nodes import Node, Scalar
from configurator.catalog.notebook import Notebook
from configurator.catalog.sheets import decode_text
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.problem import Problem, SourceLocation

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class RequestFile:
    """What the file says, as texts, and where each key path (`customer.staff`) stands."""

    name: str
    content: object
    places: Mapping[str, SourceLocation]
    problems: tuple[Problem, ...]

    def locate(self, problem: Problem) -> Problem:
        """The problem with the place of its key, or of the nearest key above it."""
        if problem.location is not None or problem.field is None:
            return problem
        path = problem.field
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return replace(problem, location=self.places.get(path, SourceLocation(self.name, 1, 1)))


def read_request_file(path: Path) -> RequestFile:
    """Read a request file; what keeps it from being read is in `problems`."""
    notebook = Notebook()
    page = notebook.page(path.name)
    content: object = None
    places: dict[str, SourceLocation] = {}
    try:
        if path.stat().st_size > MOST_BYTES:
            page.report("file_too_large", size=path.stat().st_size, most=MOST_BYTES)
        else:
            text = decode_text(path.read_bytes(), page)
            tree = parse_tree(text, page) if text is not None else None
            content = _plain(tree, "", path.name, places)
    except OSError as error:
        page.report("file_unreadable", reason=error.strerror or "")
    return RequestFile(path.name, content, places, tuple(notebook.problems))


def _plain(node: Node | None, path: str, file: str, places: dict[str, SourceLocation]) -> object:
    """The node as plain values, every scalar a text; an empty scalar is None."""
    if node is None:
        return None
    places.setdefault(path, SourceLocation(file, node.line, node.column))
    if isinstance(node, Scalar):
        return node.text or None
    if isinstance(node, MappingNode):
        return {entry.key.text: _entry(entry.key, entry.value, path, file, places) for entry in node.entries}
    return [_plain(item, _below(path, str(number)), file, places) for number, item in enumerate(node.items)]


def _entry(key: Scalar, value: Node, path: str, file: str, places: dict[str, SourceLocation]) -> object:
    below = _below(path, key.text)
    places[below] = SourceLocation(file, key.line, key.column)
    return _plain(value, below, file, places)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
