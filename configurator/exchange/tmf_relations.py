"""Which rules TMF620 can carry as relationships: one offering requires another, or excludes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from configurator.catalog.selectors import Selection, selection_of
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.syntax import Call, Junction, Node, Number, Selector
from configurator.values.problem import Severity

REQUIRES, EXCLUDES = "requires", "excludes"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of one offering to another, with the rule that says so."""

    one: str
    kind: str
    other: str
    rule: str


def find_relations(book: RuleBook, day: date) -> tuple[Relation, ...]:
    """Every relationship that a binding rule in force on the day plainly states."""
    selection = selection_of(book.catalog)
    found: dict[tuple[str, str, str], Relation] = {}
    for parsed in book.rules:
        if parsed.rule.severity is Severity.ERROR and parsed.rule.valid.contains(day):
            for relation in (*_find_required(parsed, selection), *_find_excluded(parsed, selection)):
                found.setdefault((relation.one, relation.kind, relation.other), relation)
    return tuple(found.values())


def _find_required(parsed: ParsedRule, selection: Selection) -> Iterator[Relation]:
    """Each of these or those offerings requires this one (and that one)."""
    if parsed.when is None:
        return
    ones = _list_offerings(parsed.when, "or", selection)
    others = _list_offerings(parsed.require, "and", selection)
    for one, other in product(ones, others):
        if one != other:
            yield Relation(one, REQUIRES, other, parsed.rule.id)


def _list_offerings(node: Node, word: str, selection: Selection) -> tuple[str, ...]:
    """The offerings joined by the word; none when something else is among them."""
    if isinstance(node, Junction) and node.word == word:
        left, right = _list_offerings(node.left, word, selection), _list_offerings(node.right, word, selection)
        return (*left, *right) if left and right else ()
    if isinstance(node, Selector):
        members = selection.members(node.text)
        return members if word == "or" or len(members) == 1 else ()
    return ()


def _find_excluded(parsed: ParsedRule, selection: Selection) -> Iterator[Relation]:
    """At most one of several: each excludes each of the others."""
    groups = _list_groups(parsed.require, selection)
    if parsed.when is not None or not all(groups):
        return
    for group, other_group in combinations(groups, 2):
        for one, other in product(group, other_group):
            if one != other:
                yield Relation(one, EXCLUDES, other, parsed.rule.id)
                yield Relation(other, EXCLUDES, one, parsed.rule.id)


def _list_groups(node: Node, selection: Selection) -> tuple[tuple[str, ...], ...]:
    match node:
        case Call(function="at_most", arguments=(Number(value=limit), *parts)) if limit == 1:
            return tuple(_list_alternatives(part, selection) for part in parts)
        case _:
            return ()


def _list_alternatives(node: Node, selection: Selection) -> tuple[str, ...]:
    match node:
        case Call(function="any", arguments=(inner,)):
            return _list_offerings(inner, "or", selection)
        case _:
            return ()
