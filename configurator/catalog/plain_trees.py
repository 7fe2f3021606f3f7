"""Trees of nodes as plain values, with the place of every key path (`customer.staff`)."""

from __future__ import annotations

from configurator.catalog.nodes import Mapping, Node, Scalar
from configurator.values.problem import SourceLocation

Places = dict[str, SourceLocation]


def flatten_tree(node: Node | None, file: str, places: Places, path: str = "") -> object:
    """The node as plain values, every scalar a text; an empty scalar is None. Fills `places`."""
    if node is None:
        return None
    places.setdefault(path, SourceLocation(file, node.line, node.column))
    if isinstance(node, Scalar):
        return node.text or None
    if isinstance(node, Mapping):
        return {entry.key.text: _flatten_entry(entry.key, entry.value, path, file, places) for entry in node.entries}
    return [flatten_tree(item, file, places, join_path(path, str(number))) for number, item in enumerate(node.items)]


def find_place(path: str, places: Places, otherwise: SourceLocation) -> SourceLocation:
    """The place of the key path, or of the nearest key above it."""
    while path and path not in places:
        path = path.rpartition(".")[0]
    return places.get(path, otherwise)


def join_path(path: str, key: str) -> str:
    """The path of a key below a path."""
    return f"{path}.{key}" if path else key


def _flatten_entry(key: Scalar, value: Node, path: str, file: str, places: Places) -> object:
    below = join_path(path, key.text)
    places[below] = SourceLocation(file, key.line, key.column)
    return flatten_tree(value, file, places, below)
