"""A request as YAML text, with every key's place, so that a problem of the request points at its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from configurator.catalog.nodes import Mapping as MappingNode
from configurator.catalog.nodes import Node, Scalar
from configurator.catalog.notebook import Notebook
from configurator.catalog.sheets import decode_text
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.problem import Problem, SourceLocation

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class RequestText:
    """What the text says, as texts, and where each key path (`customer.staff`) stands; `name` is the file's."""

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


def read_request_text(name: str, content: bytes) -> RequestText:
    """Read a request; what keeps it from being read is in `problems`."""
    notebook = Notebook()
    page = notebook.page(name)
    places: dict[str, SourceLocation] = {}
    if len(content) > MOST_BYTES:
        page.report("file_too_large", size=len(content), most=MOST_BYTES)
        return RequestText(name, None, places, tuple(notebook.problems))
    text = decode_text(content, page)
    tree = parse_tree(text, page) if text is not None else None
    plain = _plain(tree, "", name, places)
    return RequestText(name, plain, places, tuple(notebook.problems))


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
