"""Mutants: a rule deleted, or changed in one way that a maintainer's slip could change it (docs/scenarios.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.model import Catalog, RuleKind
from configurator.rules.rulebook import ParsedRule, RuleBook, read_rules
from configurator.rules.syntax import Arithmetic, Call, Compare, Junction, Node, Not, Number, Selector, spine
from configurator.values.problem import SourceLocation


class Operator(StrEnum):
    """How a mutant differs from its rule."""

    DELETED = "deleted"
    NEGATED = "negated"
    UNCONDITIONAL = "unconditional"
    RAISED = "raised"
    LOWERED = "lowered"
    PART = "part"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule as changed (None: deleted). `part` counts from 1 which bound, part or row of the rule was changed; 0: the
    whole."""

    rule: str
    operator: Operator
    changed: ParsedRule | None
    location: SourceLocation
    part: int = 0


_BOUNDED = frozenset({RuleKind.SIZING, RuleKind.LIMIT, RuleKind.GROUP, RuleKind.TIER})
_COUNTS = frozenset({"at_most", "at_least", "exactly"})
_BOUNDS = frozenset({">=", "<=", "="})


def mutate_book(book: RuleBook, mutant: Mutant) -> RuleBook:
    """The rule book with the mutant in its rule's place."""
    rules = (mutant.changed if parsed.rule.id == mutant.rule else parsed for parsed in book.rules)
    return replace(book, rules=tuple(parsed for parsed in rules if parsed is not None))


def list_mutants(parsed: ParsedRule, catalog: Catalog) -> Iterator[Mutant]:
    """The mutants of one rule: deleted first, then those of the operators that mean something for its kind."""
    rule = parsed.rule
    yield Mutant(rule.id, Operator.DELETED, None, rule.location)
    for operator, change in _CHANGES.items():
        for part, changed in enumerate(change(parsed, catalog), start=1):
            whole = operator in (Operator.NEGATED, Operator.UNCONDITIONAL)
            yield Mutant(rule.id, operator, changed, rule.location, 0 if whole else part)


def _negate(parsed: ParsedRule, catalog: Catalog) -> Iterator[ParsedRule]:
    """What is required is forbidden. A default has no contrary."""
    if parsed.rule.kind is not RuleKind.DEFAULT:
        yield replace(parsed, require=Not(parsed.require, parsed.require.at))


def _drop_condition(parsed: ParsedRule, catalog: Catalog) -> Iterator[ParsedRule]:
    """The rule holds always. That a bounded quantity is taken is no condition that anybody wrote."""
    rule = parsed.rule
    derived = rule.when is not None and rule.require is not None and rule.when.location == rule.require.location
    if parsed.when is not None and not derived:
        yield replace(parsed, when=None)


def _raise_bounds(parsed: ParsedRule, catalog: Catalog) -> Iterator[ParsedRule]:
    yield from _shift_bounds(parsed, 1)


def _lower_bounds(parsed: ParsedRule, catalog: Catalog) -> Iterator[ParsedRule]:
    yield from _shift_bounds(parsed, -1)


def _shift_bounds(parsed: ParsedRule, by: int) -> Iterator[ParsedRule]:
    """The rule with one bound moved, once for each bound."""
    if parsed.rule.kind not in _BOUNDED:
        return
    parts = spine(parsed.require) if _is_conjunction(parsed.require) else (parsed.require,)
    for place, part in enumerate(parts):
        shifted = _shift(part, by)
        if shifted is not None:
            yield replace(parsed, require=_join((*parts[:place], shifted, *parts[place + 1 :])))


def _shift(part: Node, by: int) -> Node | None:
    """The bound of a comparison, tier or count moved; None for anything else."""
    match part:
        case Compare(comparator=sign, right=right) if sign in _BOUNDS:
            return replace(part, right=Arithmetic("+", right, Number(Fraction(by), right.at), right.at))
        case Junction(word="implies", left=Selector(), right=Compare() as limit):
            moved = _shift(limit, by)
            return None if moved is None else replace(part, right=moved)
        case Call(function=name, arguments=(Number() as count, *others)) if name in _COUNTS and count.value + by >= 0:
            return replace(part, arguments=(Number(count.value + by, count.at), *others))
        case _:
            return None


def _drop_parts(parsed: ParsedRule, catalog: Catalog) -> Iterator[ParsedRule]:
    """A requirement of several parts without each of them."""
    if parsed.rule.kind is RuleKind.COMBINATION or not _is_conjunction(parsed.require):
        return
    parts = spine(parsed.require)
    for place in range(len(parts)):
        yield replace(parsed, require=_join((*parts[:place], *parts[place + 1 :])))


def _drop_rows(parsed: ParsedRule, catalog: Catalog) -> Iterator[ParsedRule]:
    """An allowed-combination table without each of its rows."""
    if parsed.rule.table is None:
        return
    table = catalog.tables[parsed.rule.table]
    for number in range(len(table.rows)):
        rows = table.rows[:number] + table.rows[number + 1 :]
        fewer = replace(catalog, tables={table.name: replace(table, rows=rows)}, rules={parsed.rule.id: parsed.rule})
        book = read_rules(replace(fewer, needs={}, packages={})).book
        if book is not None:
            yield replace(parsed, require=book.rules[0].require)


_CHANGES: Mapping[Operator, Callable[[ParsedRule, Catalog], Iterator[ParsedRule]]] = {
    Operator.NEGATED: _negate,
    Operator.UNCONDITIONAL: _drop_condition,
    Operator.RAISED: _raise_bounds,
    Operator.LOWERED: _lower_bounds,
    Operator.PART: _drop_parts,
    Operator.ROW: _drop_rows,
}


def _is_conjunction(tree: Node) -> bool:
    return isinstance(tree, Junction) and tree.word == "and"


def _join(parts: tuple[Node, ...]) -> Node:
    first, *others = parts
    for part in others:
        first = Junction("and", first, part, part.at)
    return first
