"""Every module and every public name has a sentence that says what it is or does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import list_modules, parse, place_of

SHORT = 5
"""So many lines of a method of a private class, or of a function within a function, need no sentence."""

_GENERATED = "migrations"
_Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def find_silent(path: Path, tree: ast.Module) -> Iterator[str]:
    """Places in a module where a public name has no docstring."""
    if not ast.get_docstring(tree) and tree.body:
        yield f"{path.name}: module"
    for node in _list_named(tree):
        if not _is_private(node) and not ast.get_docstring(node):
            yield f"{place_of(path, node)}: {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from (f"{place_of(path, each)}: {node.name}.{each.name}" for each in _list_silent_methods(node))
    yield from (f"{place_of(path, each)}: {each.name}" for each in _list_silent_inner(tree))


def _list_silent_inner(tree: ast.Module) -> Iterator[_Named]:
    """Long functions within functions, as the commands of the command line are."""
    outer = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    for each in (inner for node in outer for inner in _list_named(node)):
        if _count_lines(each) > SHORT and not _is_private(each) and not ast.get_docstring(each):
            yield each


def _list_silent_methods(owner: ast.ClassDef) -> Iterator[_Named]:
    for each in _list_named(owner):
        needs = not _is_private(owner) or _count_lines(each) > SHORT
        if needs and not _is_private(each) and not _is_overload(each) and not ast.get_docstring(each):
            yield each


def _list_named(owner: ast.Module | _Named) -> Iterator[_Named]:
    return (node for node in owner.body if isinstance(node, _Named))


def _is_private(node: _Named) -> bool:
    return node.name.startswith("_")


def _is_overload(node: _Named) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "overload" for each in node.decorator_list)


def _count_lines(node: _Named) -> int:
    return (node.end_lineno or 0) - node.body[0].lineno + 1


def test_every_public_name_has_its_sentence():
    modules = [path for path in list_modules() if _GENERATED not in path.parts]
    assert len(modules) > 500
    assert [place for path in modules for place in find_silent(path, parse(path))] == []


def test_what_says_nothing_is_found():
    body = "\n".join(f"        line{number} = {number}" for number in range(SHORT + 1))
    source = f'class Loud:\n    """Says."""\n    def small(self): ...\n    def _own(self):\n{body}\nclass _Quiet:\n' + (
        f"    def short(self): ...\n    def long(self):\n{body}\ndef told():\n    'Says.'\n"
        f"    def little(): ...\n    def much():\n{body}\ndef silent(): ...\n"
    )
    found = [each.rpartition(": ")[2] for each in find_silent(Path(__file__), ast.parse(source))]
    assert found == ["module", "Loud.small", "_Quiet.long", "silent", "much"]
