"""Checks of sizing: quantities that drive each other up in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.catalog.selectors import selection_of
from configurator.linter.checks import tell
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.syntax import Call, Compare, Junction, Name, Node, Selector, walk
from configurator.values.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Push:
    """Of which offerings a rule asks for at least as many as follow from the quantities of which others."""

    sized: frozenset[str]
    by: frozenset[str]


_SIDES: Mapping[str, Callable[[Compare], tuple[Node, Node]]] = {
    ">=": lambda compare: (compare.right, compare.left),
    ">": lambda compare: (compare.right, compare.left),
    "=": lambda compare: (compare.right, compare.left),
    "<=": lambda compare: (compare.left, compare.right),
    "<": lambda compare: (compare.left, compare.right),
}
"""For each comparison the side that pushes and the side that is pushed."""


def check_cyclic_sizing(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """No rules size offerings by each other in a circle, where each step may ask for more."""
    pushes = {parsed.rule.id: _find_push(catalog, parsed) for parsed in book.rules if _is_binding(parsed)}
    known = {rule: push for rule, push in pushes.items() if push is not None}
    followers = {
        rule: [other for other, next_push in known.items() if not push.sized.isdisjoint(next_push.by)]
        for rule, push in known.items()
    }
    for circle in list_circles(followers):
        offerings = sorted({code for rule in circle for code in known[rule].sized & _by_any(known, circle)})
        yield tell("sizing_circle", catalog.rules[circle[0]].location, rules=circle, offerings=tuple(offerings))


def list_circles(followers: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The groups of two or more that all lead to each other, in the order given."""
    reached = {start: _reach(start, followers) for start in followers}
    circles: dict[str, tuple[str, ...]] = {}
    for start in followers:
        circle = tuple(other for other in followers if other in reached[start] and start in reached[other])
        if len(circle) > 1:
            circles.setdefault(circle[0], circle)
    return list(circles.values())


def _reach(start: str, followers: Mapping[str, Iterable[str]]) -> set[str]:
    reached: set[str] = set()
    pending = [start]
    while pending:
        fresh = set(followers[pending.pop()]) - reached
        reached |= fresh
        pending += fresh
    return reached


def _is_binding(parsed: ParsedRule) -> bool:
    return parsed.rule.severity is Severity.ERROR


def _by_any(pushes: Mapping[str, Push], rules: Iterable[str]) -> frozenset[str]:
    return frozenset(code for rule in rules for code in pushes[rule].by)


def _find_push(catalog: Catalog, parsed: ParsedRule) -> Push | None:
    """What a rule's comparisons push up, None when nothing pushes anything but itself."""
    sized: set[str] = set()
    by: set[str] = set()
    for compare in _list_comparisons(parsed.require):
        least, most = _SIDES[compare.comparator](compare)
        lower, upper = _list_offerings(catalog, least), _list_offerings(catalog, most)
        if lower - upper and upper - lower:
            sized |= upper - lower
            by |= lower - upper
    return Push(frozenset(sized), frozenset(by)) if sized else None


def _list_comparisons(tree: Node) -> Iterator[Compare]:
    """The comparisons that a requirement states for sure: those joined by and."""
    match tree:
        case Junction(word="and", left=left, right=right):
            yield from _list_comparisons(left)
            yield from _list_comparisons(right)
        case Compare() if tree.comparator in _SIDES:
            yield tree
        case _:
            pass


def _list_offerings(catalog: Catalog, tree: Node) -> frozenset[str]:
    selection = selection_of(catalog)
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, Selector):
            found.update(selection.members(node.text))
        elif isinstance(node, Call) and node.function == "total" and isinstance(node.arguments[0], Name):
            found.update(selection.providers(node.arguments[0].name))
    return frozenset(found)
