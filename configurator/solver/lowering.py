"""Formulas in a small normal form without negation, over numbered variables.

Five shapes remain: a threshold on one variable, a sum that is at least a bound, all of, some of, and
how many of. A Bool is a number from 0 to 1. Every later stage (narrowing, encoding, optimising)
knows only these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from math import gcd

from configurator.solver.model import (
    And,
    Cell,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Linear,
    Not,
    Or,
    Table,
    Truth,
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Variable ≥ `value` when `above`, else variable < `value`."""

    variable: int
    value: int
    above: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of coefficient × variable ≥ `bound`; at least two variables, each once, no coefficient zero."""

    terms: tuple[tuple[int, int], ...]
    bound: int


@dataclass(frozen=True, slots=True)
class All:
    """All parts hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of parts that hold is from `low` to `high`."""

    parts: tuple[Node, ...]
    low: int
    high: int


Node = Threshold | Sum | All | Some | Tally

TRUE = All(())
FALSE = Some(())


def lower_formula(formula: Formula, numbers: Mapping[str, int]) -> Node:
    """The normal form of a formula; `numbers` gives each name's number."""
    match formula:
        case Is(name):
            return Threshold(numbers[name], 1, True)
        case Implies(condition, consequence):
            return some_of((negate(lower_formula(condition, numbers)), lower_formula(consequence, numbers)))
        case Not(part):
            return negate(lower_formula(part, numbers))
        case Or(parts):
            return some_of([lower_formula(part, numbers) for part in parts])
        case And(parts):
            return all_of([lower_formula(part, numbers) for part in parts])
        case Iff(left, right):
            return _lower_iff(lower_formula(left, numbers), lower_formula(right, numbers))
        case Count(parts, low, high):
            return tally([lower_formula(part, numbers) for part in parts], low, high)
        case Linear():
            return _lower_linear(formula, numbers)
        case Truth(value):
            return TRUE if value else FALSE
        case Table(columns, rows):
            variables = [numbers[name] for name in columns]
            return some_of(_lower_row(variables, row) for row in rows)


def negate(node: Node) -> Node:
    """What holds exactly when `node` does not."""
    match node:
        case Threshold(variable, value, above):
            return Threshold(variable, value, not above)
        case Sum(terms, bound):
            return Sum(tuple((-coefficient, variable) for coefficient, variable in terms), 1 - bound)
        case All(parts):
            return some_of(map(negate, parts))
        case Some(parts):
            return all_of(map(negate, parts))
        case Tally(parts, low, high):
            return some_of((tally(parts, 0, low - 1), tally(parts, high + 1, len(parts))))


def all_of(parts: Iterable[Node]) -> Node:
    """All parts, flattened."""
    flat: list[Node] = []
    for part in parts:
        if part == FALSE:
            return FALSE
        flat.extend(part.parts if isinstance(part, All) else (part,))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def some_of(parts: Iterable[Node]) -> Node:
    """At least one part, flattened."""
    flat: list[Node] = []
    for part in parts:
        if part == TRUE:
            return TRUE
        flat.extend(part.parts if isinstance(part, Some) else (part,))
    return flat[0] if len(flat) == 1 else Some(tuple(flat))


def tally(parts: Iterable[Node], low: int, high: int) -> Node:
    """From `low` to `high` of the parts, parts that always or never hold counted out."""
    kept = []
    for part in parts:
        if part == TRUE:
            low, high = low - 1, high - 1
        elif part != FALSE:
            kept.append(part)
    low, high = max(low, 0), min(high, len(kept))
    if low > high:
        return FALSE
    if low == len(kept):
        return all_of(kept)
    if high == 0:
        return all_of(map(negate, kept))
    return _trim_tally(kept, low, high)


def _trim_tally(parts: list[Node], low: int, high: int) -> Node:
    if high == len(parts):
        if low == 0:
            return TRUE
        if low == 1:
            return some_of(parts)
    elif low == 0 and high == len(parts) - 1:
        return some_of(map(negate, parts))
    return Tally(tuple(parts), low, high)


def sum_at_least(terms: Iterable[tuple[int, int]], bound: int) -> Node:
    """Sum of coefficient × variable ≥ bound, merged and divided by the common factor."""
    merged: dict[int, int] = {}
    for coefficient, variable in terms:
        merged[variable] = merged.get(variable, 0) + coefficient
    kept = [(coefficient, variable) for variable, coefficient in merged.items() if coefficient]
    if not kept:
        return TRUE if bound <= 0 else FALSE
    factor = gcd(*(coefficient for coefficient, _ in kept))
    bound = -(-bound // factor)
    if len(kept) == 1:
        ((coefficient, variable),) = kept
        return Threshold(variable, bound, True) if coefficient > 0 else Threshold(variable, 1 - bound, False)
    return Sum(tuple((coefficient // factor, variable) for coefficient, variable in kept), bound)


def list_variables(node: Node) -> Set[int]:
    """The numbers of the variables in a node, in an order that depends on the node alone."""
    found: dict[int, None] = {}
    for leaf in _iter_leaves(node):
        if isinstance(leaf, Threshold):
            found[leaf.variable] = None
        else:
            found.update((variable, None) for _, variable in leaf.terms)
    return found.keys()


def list_summed(node: Node) -> set[int]:
    """The numbers of the variables in sums of a node."""
    return {variable for leaf in _iter_leaves(node) if isinstance(leaf, Sum) for _, variable in leaf.terms}


def list_thresholds(node: Node) -> set[tuple[int, int]]:
    """The (variable, value) of thresholds in a node."""
    return {(leaf.variable, leaf.value) for leaf in _iter_leaves(node) if isinstance(leaf, Threshold)}


def _iter_leaves(node: Node) -> Iterator[Threshold | Sum]:
    pending: list[tuple[Node, ...]] = [(node,)]
    while pending:
        for part in pending.pop():
            if isinstance(part, (Threshold, Sum)):  # a tuple is twice as fast, and this runs for every leaf
                yield part
            else:
                pending.append(part.parts)


def _lower_iff(left: Node, right: Node) -> Node:
    return all_of((some_of((negate(left), right)), some_of((left, negate(right)))))


def _lower_linear(linear: Linear, numbers: Mapping[str, int]) -> Node:
    terms = [(coefficient, numbers[name]) for coefficient, name in linear.terms]
    minus = [(-coefficient, variable) for coefficient, variable in terms]
    bound = linear.bound
    match linear.op:
        case ">=":
            return sum_at_least(terms, bound)
        case "<=":
            return sum_at_least(minus, -bound)
        case "==":
            return all_of((sum_at_least(terms, bound), sum_at_least(minus, -bound)))
        case "!=":
            return some_of((sum_at_least(terms, bound + 1), sum_at_least(minus, 1 - bound)))


def _lower_row(variables: list[int], row: tuple[Cell, ...]) -> Node:
    return all_of(part for variable, cell in zip(variables, row, strict=True) for part in _lower_cell(variable, cell))


def _lower_cell(variable: int, cell: Cell) -> tuple[Node, ...]:
    if cell is None:
        return ()
    low, high = cell if isinstance(cell, tuple) else (cell, cell)
    return (Threshold(variable, low, True), Threshold(variable, high + 1, False))
