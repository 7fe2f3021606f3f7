"""Nodes into clauses for a SAT solver.

Numbers in sums are binary: value = low + Σ 2^i × bit i; the others are nothing but thresholds. A
threshold literal "x ≥ k" is made when somebody first needs it, and tied to its neighbours. Sums go
through columns of adders. Definitions run in one direction only (a literal implies its node): nodes
are free of negation, so that is enough, and it halves the clauses. See Eén and Sörensson,
"Translating Pseudo-Boolean Constraints into SAT" (2006).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable

from configurator.solver.lowering import All, Node, Some, Sum, Tally, Threshold, negate
from configurator.solver.narrowing import Box

Clause = tuple[int, ...]
YES = 1
"""The literal that is always true."""

COUNTER_LIMIT = 1_500
"""Counters larger than this (parts × limit) are built from adders instead."""


class Encoder:
    """Collects clauses in `clauses`; literals are numbered from 2, 1 is always true.

    A variable in `stepped` may only occur in thresholds: it has no bits, its thresholds (at `cuts`)
    are all there is of it. `meanings` says for a positive literal which (variable, value) it stands
    for, as in "variable ≥ value". A variable with two values is its one bit and has no thresholds besides.
    """

    def __init__(self, box: Box, stepped: frozenset[int] = frozenset()) -> None:
        self.box = box
        self.stepped = stepped
        self.clauses: list[Clause] = [(YES,)]
        self.top = YES
        self.bits: dict[int, tuple[int, ...]] = {}
        self.thresholds: dict[int, dict[int, int]] = {}
        self.meanings: dict[int, tuple[int, int]] = {}
        self.cuts: dict[int, list[int]] = {}
        self._literals: dict[Node, int] = {}

    def copy(self) -> Encoder:
        """An encoder that goes on from here by itself, with no clauses waiting."""
        twin = Encoder(self.box, self.stepped)
        twin.clauses = []
        twin.top = self.top
        twin.bits = dict(self.bits)
        twin.thresholds = {variable: dict(known) for variable, known in self.thresholds.items()}
        twin.meanings = dict(self.meanings)
        twin.cuts = {variable: list(cuts) for variable, cuts in self.cuts.items()}
        return twin

    def take_clauses(self) -> list[Clause]:
        """The clauses since the last call."""
        taken, self.clauses = self.clauses, []
        return taken

    def make_literal(self) -> int:
        """A new literal."""
        self.top += 1
        return self.top

    def add_variable(self, variable: int) -> tuple[int, ...]:
        """The bits of a variable, least first; made when first asked for."""
        bits = self.bits.get(variable)
        if bits is None:
            span = self.box.high[variable] - self.box.low[variable]
            bits = tuple([self.make_literal() for _ in range(span.bit_length())])
            self.bits[variable] = bits
            if span == 1:
                self.meanings[bits[0]] = (variable, self.box.high[variable])
            else:
                self.clauses.extend(_list_at_most(bits, span))
        return bits

    def find_threshold(self, variable: int, value: int) -> int:
        """The literal for "variable ≥ value"."""
        if value <= self.box.low[variable]:
            return YES
        if value > self.box.high[variable]:
            return -YES
        if self.box.high[variable] - self.box.low[variable] == 1 and variable not in self.stepped:
            return self.add_variable(variable)[0]
        known = self.thresholds.setdefault(variable, {})
        if value not in known:
            known[value] = self._make_threshold(variable, value)
        return known[value]

    def _make_threshold(self, variable: int, value: int) -> int:
        if variable in self.stepped:
            literal = self.make_literal()
        else:
            literal = self._compare(self.add_variable(variable), value - self.box.low[variable])
        self._tie_neighbours(variable, value, literal)
        self.meanings[literal] = (variable, value)
        return literal

    def _compare(self, bits: tuple[int, ...], step: int) -> int:
        if step == 1 << (len(bits) - 1):
            return bits[-1]
        literal = self.make_literal()
        self.clauses.extend((-literal, *clause) for clause in _list_at_least(bits, step))
        self.clauses.extend((literal, *clause) for clause in _list_at_most(bits, step - 1))
        return literal

    def _tie_neighbours(self, variable: int, value: int, literal: int) -> None:
        """A number that reaches a value reaches the next lower one; known values are kept in order."""
        cuts = self.cuts.setdefault(variable, [])
        known = self.thresholds[variable]
        place = bisect(cuts, value)
        cuts.insert(place, value)
        if place > 0:
            self.clauses.append((-literal, known[cuts[place - 1]]))
        if place + 1 < len(cuts):
            self.clauses.append((literal, -known[cuts[place + 1]]))

    def post(self, node: Node, prefix: Clause = ()) -> None:
        """Make the node hold unless a literal of `prefix` does."""
        match node:
            case Threshold(variable, value, above):
                literal = self.find_threshold(variable, value)
                self._add((*prefix, literal if above else -literal))
            case All(parts):
                for part in parts:
                    self.post(part, prefix)
            case Some(parts):
                self._post_some(parts, prefix)
            case Sum(terms, bound):
                self._post_sum(terms, bound, prefix)
            case Tally(parts, low, high):
                self._post_tally(parts, low, high, prefix)

    def find_literal(self, node: Node) -> int:
        """A literal that implies the node."""
        if isinstance(node, Threshold):
            literal = self.find_threshold(node.variable, node.value)
            return literal if node.above else -literal
        if node not in self._literals:
            literal = self._literals[node] = self.make_literal()
            self.post(node, (-literal,))
        return self._literals[node]

    def _add(self, clause: Clause) -> None:
        if YES not in clause:
            self.clauses.append(clause)

    def _post_some(self, parts: tuple[Node, ...], prefix: Clause) -> None:
        plain = [part for part in parts if isinstance(part, Threshold)]
        others = [part for part in parts if not isinstance(part, Threshold)]
        clause = (*prefix, *map(self.find_literal, plain))
        if len(others) == 1:
            self.post(others[0], clause)
        else:
            self._add((*clause, *map(self.find_literal, others)))

    def _post_tally(self, parts: tuple[Node, ...], low: int, high: int, prefix: Clause) -> None:
        if low > 0:
            self.post_count(list(map(self.find_literal, parts)), low, prefix)
        if high < len(parts):
            absent = [self.find_literal(negate(part)) for part in parts]
            self.post_count(absent, len(parts) - high, prefix)

    def post_count(self, literals: list[int], least: int, prefix: Clause) -> None:
        """At least `least` of the literals hold, unless a literal of `prefix` does."""
        if least <= 0:
            return
        spare = len(literals) - least
        if spare < 0:
            self._add(prefix)
        elif spare == 0:
            for literal in literals:
                self._add((*prefix, literal))
        elif least == 1:
            self._add((*prefix, *literals))
        elif spare > 1 and len(literals) * spare > COUNTER_LIMIT:
            self._post_weights([(1, literal) for literal in literals], least, prefix)
        else:
            self._post_counter([-literal for literal in literals], spare, prefix)

    def _post_counter(self, literals: list[int], most: int, prefix: Clause) -> None:
        """At most `most`: a sequential counter, which is a ladder for one (Sinz 2005)."""
        before: list[int] = []
        for literal in literals:
            if len(before) == most:
                self._add((*prefix, -literal, -before[-1]))
            after = [self.make_literal() for _ in range(min(most, len(before) + 1))]
            self.clauses.append((-literal, after[0]))
            for place, reached in enumerate(before):
                self.clauses.append((-reached, after[place]))
                if place + 1 < len(after):
                    self.clauses.append((-literal, -reached, after[place + 1]))
            before = after

    def _post_sum(self, terms: tuple[tuple[int, int], ...], bound: int, prefix: Clause) -> None:
        """A sum as weighted bits; of a number that can reach the bound alone only the low bits."""
        box = self.box
        rest = bound - sum(factor * box.low[variable] for factor, variable in terms)
        spans = {variable: (1 << len(self.add_variable(variable))) - 1 for _, variable in terms}
        rest -= sum(factor * spans[variable] for factor, variable in terms if factor < 0)
        weights: list[tuple[int, int]] = []
        enough: list[int] = []
        for factor, variable in terms:
            bits = self.add_variable(variable)
            low = box.low[variable]
            alone = -(-rest // abs(factor))
            if 0 < alone < 1 << len(bits):
                if factor > 0:
                    enough.append(self.find_threshold(variable, low + alone))
                else:
                    enough.append(-self.find_threshold(variable, low + (1 << len(bits)) - alone))
                bits = bits[: (alone - 1).bit_length()]
            sign = 1 if factor > 0 else -1
            weights.extend((abs(factor) << place, sign * bit) for place, bit in enumerate(bits))
        self._post_weights(weights, rest, (*prefix, *enough))

    def _post_weights(self, weights: list[tuple[int, int]], bound: int, prefix: Clause) -> None:
        """Σ weight of true literals ≥ bound, unless a literal of `prefix` holds."""
        if bound <= 0 or YES in prefix:
            return
        prefix = (*prefix, *(literal for weight, literal in weights if weight >= bound))
        small = [(weight, literal) for weight, literal in weights if weight < bound]
        total = sum(weight for weight, _ in small)
        if total < bound:
            self._add(prefix)
        elif total == bound:
            for _, literal in small:
                self._add((*prefix, literal))
        else:
            sums = self._add_up(small)
            self.clauses.extend((*prefix, *clause) for clause in _list_at_least(sums, bound))

    def _add_up(self, weights: list[tuple[int, int]]) -> list[int]:
        """The bits of a number that is at most the sum of the weights of true literals."""
        columns: list[list[int]] = [[] for _ in range(sum(weight for weight, _ in weights).bit_length())]
        for weight, literal in weights:
            for place in range(weight.bit_length()):
                if weight >> place & 1:
                    columns[place].append(literal)
        for place, column in enumerate(columns):
            start = 0
            while len(column) - start > 1:
                inputs = column[start : start + 3]
                start += len(inputs)
                carry, digit = self._add_bits(inputs)
                if place + 1 == len(columns):
                    columns.append([])
                column.append(digit)
                columns[place + 1].append(carry)
            columns[place] = column[start:]
        return [column[0] if column else -YES for column in columns]

    def _add_bits(self, inputs: list[int]) -> tuple[int, int]:
        """(carry, digit) with 2 × carry + digit at most the number of true inputs."""
        carry, digit = self.top + 1, self.top + 2
        self.top += 2
        self.clauses.append((-digit, *inputs))
        if len(inputs) == 2:
            one, two = inputs
            self.clauses += ((-carry, one), (-carry, two), (-carry, -digit))
        else:
            one, two, three = inputs
            self.clauses += (
                (-carry, one, two),
                (-carry, one, three),
                (-carry, two, three),
                (-carry, -digit, one),
                (-carry, -digit, two),
                (-carry, -digit, three),
            )
        return carry, digit


def _list_at_least(bits: Iterable[int], value: int) -> list[Clause]:
    """Clauses for "the number with these bits, least first, is ≥ value" (≥ 0)."""
    clauses: list[Clause] = []
    higher: list[int] = []
    for place, bit in reversed(list(enumerate(bits))):
        if value >> place & 1:
            clauses.append((bit, *higher))
        else:
            higher.append(bit)
    return clauses


def _list_at_most(bits: Iterable[int], value: int) -> list[Clause]:
    """Clauses for "the number with these bits, least first, is ≤ value"."""
    clauses: list[Clause] = []
    higher: list[int] = []
    for place, bit in reversed(list(enumerate(bits))):
        if value >> place & 1:
            higher.append(-bit)
        else:
            clauses.append((-bit, *higher))
    return clauses
