"""Rewrite a node for a box: what the box decides disappears, fixed variables leave sums."""

from __future__ import annotations

from operator import is_

from configurator.solver.lowering import (
    FALSE,
    TRUE,
    All,
    Node,
    Some,
    Sum,
    Tally,
    Threshold,
    all_of,
    some_of,
    sum_at_least,
    tally,
)
from configurator.solver.narrowing import Box, judge


def simplify(node: Node, box: Box) -> Node:
    """An equivalent of `node` within the box, without fixed variables and decided parts; itself if nothing changes."""
    match node:
        case Threshold():
            return _decide(node, box)
        case Sum():
            return _simplify_sum(node, box)
        case All(parts):
            simple = [simplify(part, box) for part in parts]
            return node if _are_same(simple, parts) else all_of(simple)
        case Some(parts):
            simple = [simplify(part, box) for part in parts]
            return node if _are_same(simple, parts) else some_of(simple)
        case Tally(parts, low, high):
            simple = [simplify(part, box) for part in parts]
            return node if _are_same(simple, parts) else tally(simple, low, high)


def _are_same(simple: list[Node], parts: tuple[Node, ...]) -> bool:
    return all(map(is_, simple, parts))


def _decide(node: Node, box: Box) -> Node:
    verdict = judge(node, box)
    if verdict is None:
        return node
    return TRUE if verdict else FALSE


def _simplify_sum(node: Sum, box: Box) -> Node:
    decided = _decide(node, box)
    if decided is not node or not any(box.is_fixed(variable) for _, variable in node.terms):
        return decided
    fixed = sum(factor * box.low[variable] for factor, variable in node.terms if box.is_fixed(variable))
    rest = [(factor, variable) for factor, variable in node.terms if not box.is_fixed(variable)]
    return sum_at_least(rest, node.bound - fixed)
