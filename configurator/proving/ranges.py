"""What formulas over a profile lie between when the staff lies between two figures: interval reasoning.

Every figure of the profile but industry, size and staff is what the catalog assumes. What lies outside a range is
impossible, what lies inside may be.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor

from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.catalog.profile_inputs import order_inputs
from configurator.catalog.sources import Expression
from configurator.customers.profile import STAFF, Value
from configurator.rules.parsing import parse
from configurator.rules.syntax import Arithmetic, Call, Compare, Junction, Member, Name, Node, Not, Number

Span = tuple[Fraction, Fraction]
"""The least and the greatest that a figure can be."""

Words = frozenset[str]
Truths = frozenset[bool]

_YES = frozenset({"yes", "true"})
_NO = frozenset({"no", "false"})
_BOTH: Truths = frozenset({True, False})
_ZERO: Mapping[InputKind, str] = {InputKind.INTEGER: "0", InputKind.FLAG: "no", InputKind.CHOICE: ""}
_COMPARED: Mapping[str, Callable[[Fraction | int, Fraction | int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


class Vague(Exception):
    """A formula of which nothing can be said for ranges."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """What the inputs of a profile can be: figures, words of choices, truth values of flags."""

    catalog: Catalog
    figures: Mapping[str, Span]
    words: Mapping[str, Words]
    flags: Mapping[str, Truths]

    @classmethod
    def assume(cls, catalog: Catalog, industry: str, size: str, staff: tuple[int, int] | None) -> Ranges:
        """The customers of an industry and size class with so many staff, who state nothing else. Vague when a default
        has no range."""
        figures: dict[str, Span] = {} if staff is None else {STAFF: (Fraction(staff[0]), Fraction(staff[1]))}
        ranges = cls(catalog, figures, {"industry": frozenset({industry}), "size": frozenset({size})}, {})
        known = {**figures, **ranges.words}
        plan = {key: _plan(catalog, one, industry, is_known=key in known) for key, one in catalog.inputs.items()}
        for key in order_inputs(plan)[0]:
            if key not in known:
                ranges = ranges.with_input(plan[key])
        return ranges

    def with_input(self, known: ProfileInput) -> Ranges:
        """These and what a further input can be by its formula."""
        source = known.default.source.strip()
        if known.kind is InputKind.CHOICE:
            return replace(self, words={**self.words, known.key: self._default_words(known, source)})
        if known.kind is InputKind.FLAG:
            return replace(self, flags={**self.flags, known.key: self._default_flag(source)})
        least, most = self.figure(parse(source))
        if not (known.derived or known.compliance or source == _ZERO[known.kind]):
            least, most = (min(max(end, Fraction(known.minimum)), Fraction(known.maximum)) for end in (least, most))
        return replace(self, figures={**self.figures, known.key: (least, most)})

    def allows(self, inputs: Mapping[str, Value]) -> bool:
        """Whether the profile may have these values."""
        return all(self._allows(key, value) for key, value in inputs.items())

    def figure(self, node: Node) -> Span:
        """What a formula lies between."""
        match node:
            case Number(value=value):
                return value, value
            case Name(name=name) if name in self.figures:
                return self.figures[name]
            case Arithmetic():
                return _reckon(node.operator, self.figure(node.left), self.figure(node.right))
            case Call(function="if", arguments=(condition, first, second)):
                return self._choose(condition, first, second)
            case Call(function=name, arguments=parts) if name in _FUNCTIONS:
                return _FUNCTIONS[name]([self.figure(part) for part in parts])
            case _:
                raise Vague

    def truths(self, node: Node) -> Truths:
        """What a condition can come to."""
        match node:
            case Name(name=name) if name in self.flags:
                return self.flags[name]
            case Not(part=part):
                return frozenset(not each for each in self.truths(part))
            case Junction(word=word):
                pairs = product(self.truths(node.left), self.truths(node.right))
                return frozenset(_JOINED[word](left, right) for left, right in pairs)
            case Member(left=Name(name=name), values=values) if name in self.words:
                return frozenset(word in values for word in self.words[name])
            case Compare(left=Name(name=name), right=Name(name=word)) if name in self.words:
                return self._compare_words(name, node.comparator, word)
            case Compare():
                return _compare(node.comparator, self.figure(node.left), self.figure(node.right))
            case _:
                raise Vague

    def _allows(self, key: str, value: Value) -> bool:
        if isinstance(value, bool):
            return value in self.flags.get(key, _BOTH)
        if isinstance(value, str):
            return value in self.words.get(key, {value})
        least, most = self.figures.get(key, (value, value))
        return least <= value <= most

    def _choose(self, condition: Node, first: Node, second: Node) -> Span:
        branches = [first] * (True in self.truths(condition)) + [second] * (False in self.truths(condition))
        return _hull([self.figure(branch) for branch in branches])

    def _compare_words(self, name: str, comparator: str, word: str) -> Truths:
        order = [value.key for value in self.catalog.inputs[name].values]
        if word not in order:
            raise Vague
        places = [order.index(each) for each in self.words[name]]
        return frozenset(_COMPARED[comparator](place, order.index(word)) for place in places)

    def _default_words(self, known: ProfileInput, source: str) -> Words:
        names = [value.key for value in known.values]
        if source and source not in names:
            raise Vague
        return frozenset({source or names[0]})

    def _default_flag(self, source: str) -> Truths:
        return frozenset({source in _YES}) if source in _YES | _NO else self.truths(parse(source))


def _plan(catalog: Catalog, known: ProfileInput, industry: str, *, is_known: bool) -> ProfileInput:
    """The input with the formula that counts for the industry; none for what is known."""
    if is_known:
        return replace(known, default=Expression(""))
    if known.industries and industry not in known.industries:
        return replace(known, default=Expression(_ZERO[known.kind]))
    return replace(known, default=catalog.industries[industry].compliance.get(known.key, known.default))


def _hull(spans: list[Span]) -> Span:
    return min(least for least, _ in spans), max(most for _, most in spans)


def _reckon(sign: str, left: Span, right: Span) -> Span:
    """A sum, difference, product or quotient: its extremes lie at ends."""
    if sign == "/" and right[0] <= 0 <= right[1]:
        raise Vague
    ends = [_SIGNS[sign](one, other) for one, other in product(left, right)]
    return min(ends), max(ends)


def _compare(comparator: str, left: Span, right: Span) -> Truths:
    if left[0] == left[1] and right[0] == right[1]:
        return frozenset({_COMPARED[comparator](left[0], right[0])})
    if comparator in ("=", "!="):
        is_apart = left[1] < right[0] or left[0] > right[1]
        return frozenset({comparator == "!="}) if is_apart else _BOTH
    holds = _COMPARED[comparator]
    return frozenset(holds(one, other) for one, other in product(left, right))


_SIGNS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_JOINED: Mapping[str, Callable[[bool, bool], bool]] = {
    "and": operator.and_,
    "or": operator.or_,
    "implies": operator.le,
}
_FUNCTIONS: Mapping[str, Callable[[list[Span]], Span]] = {
    "ceil": lambda spans: (Fraction(ceil(spans[0][0])), Fraction(ceil(spans[0][1]))),
    "floor": lambda spans: (Fraction(floor(spans[0][0])), Fraction(floor(spans[0][1]))),
    "min": lambda spans: (min(low for low, _ in spans), min(high for _, high in spans)),
    "max": lambda spans: (max(low for low, _ in spans), max(high for _, high in spans)),
}
