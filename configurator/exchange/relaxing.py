"""Formulas over quantities → what they say about what is taken at all, exactly where that is everything they say.

A quantity is between its bounds when its offering is taken and zero when not; figures lie anywhere in their range. A
sum compared with a bound becomes the clauses that hold for some such quantities; when the same clauses hold for all,
the translation is exact. What is not exact only ever allows more than the formula does.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from configurator.rules.connecting import conjunction, disjunction, negation
from configurator.solver import And, Count, Formula, Iff, Implies, Is, Linear, Not, Or, Truth

MOST_CLAUSES = 5_000
"""The most clauses that a count or sum is written out into."""

_WIDEST = 12
"""Up to so many terms every minimal clause of a sum is found."""

_OPPOSITE = {">=": "<", "<=": ">", "==": "!=", "!=": "=="}
_COMPARED = {">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne}
_YES, _NO = Truth(True), Truth(False)


@dataclass(frozen=True, slots=True)
class Term:
    """What a variable of a sum is: a Boolean or an offering's quantity (`name` is the feature), or free (empty).

    `low` and `high` bound its value when the feature is taken; a free one is always between them.
    """

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A formula of features in negation normal form, and whether it says all that the original did."""

    formula: Formula
    is_exact: bool


class Relaxing:
    """Relaxes formulas: `features` are the Booleans to keep by the solver's name, `find_term` tells what a variable of
    a sum is, `levels` are the few values of some integers, each with its feature; `reach` is the formula of features
    that says that an integer reaches a figure, None where there is none."""

    def __init__(
        self,
        features: Mapping[str, str],
        find_term: Callable[[str], Term],
        levels: Mapping[str, Mapping[int, str]] | None = None,
        reach: Callable[[str, int], Formula | None] = lambda name, figure: None,
    ) -> None:
        self._features, self._find_term = features, find_term
        self._levels, self._find_reach = levels or {}, reach

    def relax(self, node: Formula, *, positive: bool = True) -> Relaxed:
        """What the formula (or its negation) says of the features."""
        match node:
            case Truth(value):
                return Relaxed(Truth(value is positive), True)
            case Is(name):
                return self._relax_name(name, positive)
            case Not(part):
                return self.relax(part, positive=not positive)
            case And(parts) | Or(parts):
                relaxed = [self.relax(part, positive=positive) for part in parts]
                return _both(relaxed) if isinstance(node, And) is positive else _either(relaxed)
            case Implies(one, other):
                sides = [self.relax(one, positive=not positive), self.relax(other, positive=positive)]
                return _either(sides) if positive else _both(sides)
            case Iff(one, other):
                way, back = Implies(one, other), Implies(other, one)
                return self.relax(And((way, back)), positive=positive)
            case Count():
                return self._relax_count(node, positive)
            case Linear():
                return self._relax_sum(node, positive)
            case _:
                return Relaxed(_YES, False)

    def _relax_name(self, name: str, positive: bool) -> Relaxed:
        feature = self._features.get(name)
        if feature is None:
            return Relaxed(_YES, False)
        return Relaxed(Is(feature) if positive else Not(Is(feature)), True)

    def _relax_count(self, node: Count, positive: bool) -> Relaxed:
        if positive:
            return _both([self._at_least(node.parts, node.low), self._at_most(node.parts, node.high)])
        return _either([self._at_most(node.parts, node.low - 1), self._at_least(node.parts, node.high + 1)])

    def _at_most(self, parts: Sequence[Formula], most: int) -> Relaxed:
        """Of any `most` + 1 parts one does not hold."""
        return _some_of([self.relax(part, positive=False) for part in parts], most + 1)

    def _at_least(self, parts: Sequence[Formula], least: int) -> Relaxed:
        """Of any so many that too few are left, one holds."""
        return _some_of([self.relax(part) for part in parts], len(parts) - least + 1)

    def _relax_sum(self, node: Linear, positive: bool) -> Relaxed:
        if len(node.terms) == 1 and node.terms[0][1] in self._levels:
            return self._compare_level(node, positive)
        match node.op if positive else _OPPOSITE[node.op]:
            case ">=":
                return self._reach(node.terms, node.bound)
            case "<=":
                return self._reach(_mirror(node.terms), -node.bound)
            case ">":
                return self._reach(node.terms, node.bound + 1)
            case "<":
                return self._reach(_mirror(node.terms), 1 - node.bound)
            case "==":
                return _both([self._reach(node.terms, node.bound), self._reach(_mirror(node.terms), -node.bound)])
            case _:
                above, below = self._reach(node.terms, node.bound + 1), self._reach(_mirror(node.terms), 1 - node.bound)
                return _either([above, below])

    def _compare_level(self, node: Linear, positive: bool) -> Relaxed:
        """One integer of few values is one of those that fit."""
        ((factor, name),) = node.terms
        compare = _COMPARED[node.op]
        levels = self._levels[name].items()
        fitting = [feature for value, feature in levels if compare(factor * value, node.bound) is positive]
        if len(fitting) == len(levels):
            return Relaxed(_YES, True)
        return Relaxed(disjunction([Is(feature) for feature in fitting]), True)

    def _reach(self, terms: Sequence[tuple[int, str]], bound: int) -> Relaxed:
        """That the sum is at least the bound, for the best and for the worst quantities."""
        if len(terms) == 1 and (alone := self._reach_alone(*terms[0], bound)) is not None:
            return Relaxed(alone, True)
        known = [(factor, self._find_term(name)) for factor, name in terms]
        best, worst = _weigh(known, bound, best=True), _weigh(known, bound, best=False)
        return Relaxed(best.formula, best.is_exact and worst.is_exact and best.formula == worst.formula)

    def _reach_alone(self, factor: int, name: str, bound: int) -> Formula | None:
        """One integer alone compared with a figure: it reaches the figure, or does not reach the next one."""
        if factor > 0:
            return self._find_reach(name, -(-bound // factor))
        reached = self._find_reach(name, bound // factor + 1)
        return None if reached is None else negation(reached)


def _mirror(terms: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple((-factor, name) for factor, name in terms)


def _weigh(terms: Sequence[tuple[int, Term]], bound: int, *, best: bool) -> Relaxed:
    """The sum as weights of literals that must reach what is left of the bound."""
    weights: list[tuple[int, Formula]] = []
    for factor, term in terms:
        value = factor * (term.high if (factor > 0) is best else term.low)
        if not term.name:
            bound -= value
        elif value > 0:
            weights.append((value, Is(term.name)))
        elif value < 0:
            bound -= value
            weights.append((-value, Not(Is(term.name))))
    return _write_clauses(weights, bound)


def _write_clauses(weights: Sequence[tuple[int, Formula]], wanted: int) -> Relaxed:
    """Each clause names literals without which the others do not reach what is wanted."""
    total = sum(weight for weight, _ in weights)
    if wanted <= 0:
        return Relaxed(_YES, True)
    if total < wanted:
        return Relaxed(_NO, True)
    small = len(weights) <= _WIDEST
    groups = list(_find_minimal(weights, total - wanted) if small else _find_simple(weights, total - wanted))
    is_complete = small or _is_complete(weights, wanted, groups)
    clauses = [disjunction([weights[place][1] for place in group]) for group in groups]
    return Relaxed(conjunction(clauses), is_complete)


def _find_minimal(weights: Sequence[tuple[int, Formula]], spare: int) -> Iterator[tuple[int, ...]]:
    """All smallest groups that weigh more than can be spared."""
    found: list[frozenset[int]] = []
    for size in range(1, len(weights) + 1):
        for group in combinations(range(len(weights)), size):
            if sum(weights[place][0] for place in group) > spare and not any(one <= set(group) for one in found):
                found.append(frozenset(group))
                yield group


def _find_simple(weights: Sequence[tuple[int, Formula]], spare: int) -> Iterator[tuple[int, ...]]:
    """Of many literals those that cannot be missing alone, in pairs, or each negated one with all that are not; or else
    all together."""
    places = range(len(weights))
    alone = [place for place in places if weights[place][0] > spare]
    yield from ((place,) for place in alone)
    rest = [place for place in places if weights[place][0] <= spare]
    pairs = comb(len(rest), 2) <= MOST_CLAUSES
    paired = [pair for pair in combinations(rest, 2) if sum(weights[one][0] for one in pair) > spare] if pairs else []
    yield from paired
    plain = tuple(place for place in rest if isinstance(weights[place][1], Is))
    if not paired and sum(weights[place][0] for place in plain) > spare:
        yield plain
    elif not paired:
        barred = (place for place in rest if place not in plain)
        yield from ((*plain, place) for place in barred if sum(weights[one][0] for one in (*plain, place)) > spare)


def _is_complete(weights: Sequence[tuple[int, Formula]], wanted: int, groups: Sequence[tuple[int, ...]]) -> bool:
    """Whether the simple groups are all: any literal is enough, or no two can be missing."""
    if len(groups) == 1 and len(groups[0]) == len(weights):
        return all(weight >= wanted for weight, _ in weights)
    alone = {group[0] for group in groups if len(group) == 1}
    rest = len(weights) - len(alone)
    pairs = sum(len(group) == 2 for group in groups)
    return pairs == comb(rest, 2) and len(alone) + pairs == len(groups)


def _some_of(parts: Sequence[Relaxed], size: int) -> Relaxed:
    """In every group of this size some part holds."""
    if size <= 0:
        return Relaxed(_NO, True)
    if size > len(parts):
        return Relaxed(_YES, True)
    if comb(len(parts), size) > MOST_CLAUSES:
        everyone = _either(parts)
        return Relaxed(everyone.formula, False)
    return _both([_either(group) for group in combinations(parts, size)])


def _both(parts: Sequence[Relaxed]) -> Relaxed:
    return Relaxed(conjunction([part.formula for part in parts]), all(part.is_exact for part in parts))


def _either(parts: Sequence[Relaxed]) -> Relaxed:
    return Relaxed(disjunction([part.formula for part in parts]), all(part.is_exact for part in parts))


def invert(node: Formula) -> Formula:
    """The negation of a formula in negation normal form, in the same form."""
    match node:
        case And(parts):
            return disjunction([invert(part) for part in parts])
        case Or(parts):
            return conjunction([invert(part) for part in parts])
        case _:
            return negation(node)


def tighten(part: Formula, when: Formula) -> Formula:
    """A disjunction without what the condition rules out; true where it plainly holds whenever the condition does."""
    literals = _list_literals(part)
    offered = set(literals)
    clauses = [set(_list_literals(clause)) for clause in (when.parts if isinstance(when, And) else (when,))]
    if any(clause <= offered for clause in clauses) or any(negation(literal) in offered for literal in literals):
        return _YES
    barred = {negation(literal) for clause in clauses if len(clause) == 1 for literal in clause}
    return disjunction([literal for literal in literals if literal not in barred])


def _list_literals(node: Formula) -> tuple[Formula, ...]:
    return node.parts if isinstance(node, Or) else (node,)
