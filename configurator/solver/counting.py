"""How many ways there are left: a search that splits into independent parts, multiplies them and remembers each part.

Counted are the different values of some variables (all Bools, unless others are named) that some values of the rest
complete. The plan is that of Thurley, "sharpSAT – Counting Models with Advanced Component Caching and Implicit BCP"
(2006), here with interval reasoning over thresholds, sums and tallies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from configurator.solver.compiling import CompiledModel, split_groups
from configurator.solver.deadline import Deadline
from configurator.solver.facts import Fact
from configurator.solver.givens import read_fact
from configurator.solver.lowering import FALSE, All, Node, list_thresholds, list_variables
from configurator.solver.narrowing import Box, narrow, watch
from configurator.solver.reasoner import Reasoner
from configurator.solver.simplifying import simplify

DEEPEST = 200
"""How many decisions one after another a count may take; calls cannot be nested much deeper."""

KEPT = 100_000
"""How many parts a count remembers."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many ways there are: `least` exactly, or at least that many when time did not suffice."""

    least: int
    exact: bool


def count_models(
    compiled: CompiledModel,
    facts: Iterable[Fact] = (),
    names: Iterable[str] | None = None,
    time_limit: Decimal | int | None = None,
) -> Counted:
    """Count the values of the named variables (None: all Bools) that the facts leave; `time_limit` is in seconds."""
    given = tuple(facts)
    deadline = Deadline(time_limit)
    answer = Reasoner(compiled, time_limit).consistent(given)
    if not answer:
        return Counted(0, exact=answer is False)
    box = compiled.box.copy()
    for fact in (read_fact(fact, compiled.numbers, compiled.variables) for fact in given):
        box.raise_low(fact.variable, fact.low)
        box.cut_high(fact.variable, fact.high)
    bools = (number for number in range(len(compiled.variables)) if compiled.is_bool(number))
    wanted = bools if names is None else (compiled.numbers[name] for name in names)
    return _Counting(compiled, frozenset(wanted), deadline).count(box)


class _Counting:
    """One count: the constraints seen so far by number, and what their groups came to."""

    def __init__(self, compiled: CompiledModel, wanted: frozenset[int], deadline: Deadline) -> None:
        self._compiled = compiled
        self._wanted = wanted
        self._deadline = deadline
        self._numbers: dict[Node, int] = {}
        self._nodes: list[Node] = []
        self._mentions: list[frozenset[int]] = []
        self._known: dict[object, int] = {}
        self._is_exact = True

    def count(self, box: Box) -> Counted:
        """The product over the components, each of which has at least one way."""
        amounts = [prod(box.high[variable] - box.low[variable] + 1 for variable in self._list_untied())]
        for component in sorted(self._compiled.components, key=lambda one: len(one.variables)):
            nodes = [self._number(node) for node in component.constraints]
            amounts.append(max(1, self._settle(nodes, component.variables, box.copy(), range(len(nodes)), 0)))
        return Counted(prod(amounts), self._is_exact)

    def _list_untied(self) -> Iterable[int]:
        return (variable for variable in self._wanted if variable not in self._compiled.places)

    def _number(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
            self._mentions.append(frozenset(list_variables(node)))
        return number

    def _settle(
        self, numbers: Sequence[int], variables: Iterable[int], box: Box, waking: Iterable[int], depth: int
    ) -> int:
        """The ways within a box that is this call's own, by the groups into which the constraints fall."""
        nodes = [self._nodes[number] for number in numbers]
        mentions = [self._mentions[number] for number in numbers]
        box.changed.clear()
        narrow(nodes, watch(nodes, mentions), box, waking)
        if box.is_empty:
            return 0
        rest = self._simplify(numbers, box)
        if rest is None:
            return 0
        groups = split_groups([self._mentions[number] for number in rest])
        tied = {variable for group, _ in groups for variable in group}
        free = (one for one in variables if one in self._wanted and one not in tied)
        amount = prod(box.high[variable] - box.low[variable] + 1 for variable in free)
        for group, places in sorted(groups, key=lambda pair: len(pair[0])):
            amount *= self._count_group([rest[place] for place in places], group, box, depth)
            if not amount:
                break
        return amount

    def _simplify(self, numbers: Sequence[int], box: Box) -> list[int] | None:
        """The constraints within the box, None when one cannot hold."""
        rest: dict[int, None] = {}
        for number in numbers:
            node = self._nodes[number]
            simple = simplify(node, box)
            if simple == FALSE:
                return None
            for part in simple.parts if isinstance(simple, All) else (simple,):
                rest[number if part is node else self._number(part)] = None
        return list(rest)

    def _count_group(self, numbers: list[int], variables: Sequence[int], box: Box, depth: int) -> int:
        wide = tuple((one, box.low[one], box.high[one]) for one in variables if not self._compiled.is_bool(one))
        key = (tuple(sorted(numbers)), wide)
        known = self._known.get(key)
        if known is not None:
            return known
        if self._deadline.is_over() or depth > DEEPEST:
            self._is_exact = False
            return 0
        was_exact, self._is_exact = self._is_exact, True
        amount = self._branch(numbers, variables, box, depth)
        if self._is_exact and len(self._known) < KEPT:
            self._known[key] = amount
        self._is_exact = self._is_exact and was_exact
        return amount

    def _branch(self, numbers: list[int], variables: Sequence[int], box: Box, depth: int) -> int:
        """Split the range of one variable; when none is left to be counted, one way is enough."""
        open_wanted = [variable for variable in variables if variable in self._wanted]
        variable = self._choose(numbers, open_wanted or variables)
        middle = self._find_middle(numbers, variable, box)
        amount = 0
        for low, high in ((box.low[variable], middle - 1), (middle, box.high[variable])):
            half = box.copy()
            half.raise_low(variable, low)
            half.cut_high(variable, high)
            waking = [place for place, number in enumerate(numbers) if variable in self._mentions[number]]
            amount += self._settle(numbers, variables, half, waking, depth + 1)
            if amount and not open_wanted:
                return 1
        return amount

    def _choose(self, numbers: Sequence[int], variables: Sequence[int]) -> int:
        """The variable with the most neighbours, the middle one of several, so that the rest falls apart."""
        neighbours: dict[int, int] = {}
        for number in numbers:
            mentions = self._mentions[number]
            for variable in mentions:
                neighbours[variable] = neighbours.get(variable, 0) + len(mentions)
        most = max(neighbours[variable] for variable in variables)
        busiest = [variable for variable in variables if neighbours[variable] == most]
        return busiest[len(busiest) // 2]

    def _find_middle(self, numbers: Sequence[int], variable: int, box: Box) -> int:
        """Where to split a range: at the middle one of the values at which constraints look, else in the middle."""
        low, high = box.low[variable], box.high[variable]
        if high - low == 1:
            return high
        seen = {value for number in numbers for one, value in list_thresholds(self._nodes[number]) if one == variable}
        cuts = sorted(value for value in seen if low < value <= high)
        return cuts[len(cuts) // 2] if cuts else (low + high + 1) // 2
