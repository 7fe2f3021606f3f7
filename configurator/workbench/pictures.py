"""Connections → drawings, in the reader's language: what a node says and where it leads is asked of the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from configurator.catalog.model import Rule
from configurator.workbench.connections import Connection, End, FamilyTie
from configurator.workbench.drawing import Drawing, DrawnEdge, DrawnNode

NameEnd = Callable[[End], tuple[str, ...]]
AddressEnd = Callable[[End], str]
NameRule = Callable[[Rule], tuple[str, ...]]


def draw_connections(
    title: str,
    connections: Iterable[Connection],
    *,
    name_end: NameEnd,
    address_end: AddressEnd,
    name_rule: NameRule,
    address_rule: Callable[[Rule], str],
    focus: End | None = None,
) -> Drawing:
    """Ends and rules as nodes; the way to a rule has no head, the way from it has that of the rule's kind."""
    nodes: dict[str, DrawnNode] = {}
    edges: list[DrawnEdge] = []

    def put(end: End) -> str:
        key = f"{end.kind}:{end.key}"
        look = "focus" if end == focus else end.kind
        nodes.setdefault(key, DrawnNode(f"n{len(nodes)}", name_end(end), look, address_end(end)))
        return nodes[key].id

    if focus is not None:
        put(focus)
    for connection in connections:
        rule = connection.rule
        key = f"rule:{rule.id}"
        nodes.setdefault(key, DrawnNode(f"n{len(nodes)}", name_rule(rule), "rule", address_rule(rule)))
        middle, stroke = nodes[key].id, rule.kind.value
        edges += [DrawnEdge(put(end), middle, stroke, headless=True) for end in connection.sources]
        edges += [DrawnEdge(middle, put(end), stroke) for end in connection.targets]
    return Drawing(title, tuple(nodes.values()), tuple(edges))


def draw_families(
    title: str,
    ties: Iterable[FamilyTie],
    *,
    name_end: NameEnd,
    address_end: AddressEnd,
    name_kinds: Callable[[tuple[tuple[str, int], ...]], str],
) -> Drawing:
    """Families as nodes; an arrow's line is that of its most frequent kind of rule, its label counts all kinds."""
    nodes: dict[End, DrawnNode] = {}
    edges = []
    for tie in ties:
        for end in (tie.source, tie.target):
            nodes.setdefault(end, DrawnNode(f"n{len(nodes)}", name_end(end), end.kind, address_end(end)))
        main = max(tie.kinds, key=lambda kind: kind[1])[0]
        edges.append(DrawnEdge(nodes[tie.source].id, nodes[tie.target].id, main, name_kinds(tie.kinds)))
    return Drawing(title, tuple(nodes.values()), tuple(edges), is_dense=True)
