"""The search for a least margin: node by node, the one that could be worst first; each question asks for less.

A node is a stack with what is assumed of the programmes. Its lines have amounts that are never above what they really
come to there, so that no margin is overlooked. What is found is priced by pricing itself; where it really earns more
than it seemed, the node is parted by what the programmes really were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count, product
from typing import NamedTuple

from configurator.guidance.chances import Chance, Outlook, View
from configurator.guidance.confining import Confines
from configurator.pricing.facts import state_facts
from configurator.programmes.model import QuoteFacts
from configurator.proving.counting import Counter
from configurator.proving.customers import Assignment, Customers, Example, exclude
from configurator.proving.repricing import Repriced, ask_for, reprice
from configurator.proving.stacks import Stack
from configurator.proving.tidying import tidy
from configurator.proving.tilting import ALL, Tilt
from configurator.rules.translating import quantity_name
from configurator.solver import (
    ChangeCost,
    ConflictFound,
    Exactly,
    Fact,
    Limit,
    LimitsUnreachable,
    ModelRefusal,
    Objective,
    Undecided,
)
from configurator.solver.deadline import Deadline

ROUNDS = 40
"""How often one question is sharpened where rounding misled the solver."""

EXCLUSIONS = 60
"""How many configurations of one node are set aside, each of which earns more than it seemed."""

QUESTION_SECONDS = 20
"""How long the solver may take for one question."""

HUNDREDTHS = Decimal(100)
_ABOVE_ALL = ALL + 1


@dataclass(frozen=True, slots=True)
class Node:
    """A stack, what is assumed of the programmes, configurations that were priced already, and a figure in hundredths
    that no margin is below (None: not known)."""

    stack: Stack
    outlook: Outlook
    bound: int | None
    excluded: tuple[Limit, ...] = ()


class Best(NamedTuple):
    """The least margin so far in hundredths of a percent, with what is asked for and the solver's answer."""

    hundredths: int
    stack: Stack
    node: Node
    values: Assignment


class _Answer(NamedTuple):
    """A configuration with the margin that it seems to have; None where programmes could take all of its price."""

    hundredths: int | None
    values: Assignment


class MarginSearch:
    """One search over the nodes of all stacks."""

    def __init__(
        self,
        customers: Customers,
        counter: Counter,
        codes: Sequence[str],
        deadline: Deadline,
        floor: Decimal | None = None,
    ) -> None:
        self._floor = None if floor is None else int(floor * HUNDREDTHS)
        self.counter, self._customers, self._deadline = counter, customers, deadline
        self._scope = tuple(codes)
        self._codes = [code for code in codes if code not in counter.without_cost]
        self._heap: list[tuple[tuple[bool, int], int, Node]] = []
        self._order = count()
        self.left_out = [code for code in codes if code in counter.without_cost]
        """Offerings in scope that are not taken, because the catalog does not say what they cost."""
        self.unproven: list[Node] = []
        self.best: Best | None = None
        self.questions = 0

    def run(self) -> None:
        """Ask until no node allows less than what was found, or time is up."""
        for stack in self.counter.list_stacks(self._codes):
            outlook = self.counter.begin(stack, self._customers.ground, self._codes)
            self._push(Node(stack, outlook, self._find_bound(stack, outlook)))
        while self._heap:
            _, _, node = heappop(self._heap)
            facts, confines = self._state(node.stack), self._confine(node)
            if facts is None or confines.is_void or self._is_settled(node):
                continue
            try:
                self._search(node, facts, confines)
            except (Undecided, ModelRefusal):
                self.unproven.append(node)

    def bound(self) -> Decimal | None:
        """What no margin is below: the margin found, unless a node is unproven."""
        open_bounds = [node.bound for node in self.unproven]
        known = [bound for bound in open_bounds if bound is not None]
        if len(known) < len(open_bounds):
            return None
        figures = [*known, *([self.best.hundredths] if self.best else [])]
        return read_percent(min(figures)) if figures else None

    def found_example(self) -> Example | None:
        """The example as it was found, however large."""
        return None if self.best is None else self._customers.read(self.best.values)

    def make_example(self, best: Best) -> Example:
        """The example as small as it can be with the same margin."""
        found = self._customers.read(best.values)
        for kept in ((), [code for code in self._codes if code in found.quantities]):
            tidied = self._tidy(best, found, kept)
            priced = None if tidied is None else self._reprice(best.stack, tidied)
            if tidied is not None and priced is not None and priced.hundredths == best.hundredths:
                return tidied
        return found

    def _tidy(self, best: Best, found: Example, kept: Sequence[str]) -> Example | None:
        """A smaller example with this margin, whose lines of the kept offerings are as they are."""
        node, known = best.node, {code: {quantity} for code, quantity in found.quantities.items()}
        further = [*(self._state(node.stack) or []), *self._fix(found, kept)]
        limits = _list_limits(self._confine(node), known)
        values = tidy(
            self._customers.model, further, self._tilt(node), best.hundredths, found.quantities, self._deadline, limits
        )
        return None if values is None else self._customers.read(values)

    def _fix(self, found: Example, kept: Sequence[str]) -> list[Fact]:
        """The facts that these lines, and no others in scope, are as they were found."""
        codes = self._codes if kept else ()
        return [Exactly(quantity_name(code), found.quantities.get(code, 0)) for code in codes]

    def _push(self, node: Node) -> None:
        heappush(self._heap, ((node.bound is not None, node.bound or 0), next(self._order), node))

    def _find_bound(self, stack: Stack, outlook: Outlook) -> int | None:
        """What no margin is below: of every line alone, or what is known beforehand; unknown where a line may cost
        something and be paid nothing."""
        bound = self.counter.bound(stack, outlook, self._codes)
        return bound if bound is None or self._floor is None else max(bound, self._floor)

    def _is_settled(self, node: Node) -> bool:
        """Whether nothing in the node can be below what was found."""
        return self.best is not None and node.bound is not None and node.bound >= self.best.hundredths

    def _state(self, stack: Stack) -> list[Fact] | None:
        """The facts of a stack, and of what is never taken; None when no customer is in its case."""
        facts = self._customers.state({**stack.inputs, **self.counter.points})
        return None if facts is None else [*facts, *exclude(sorted({*self.counter.unsold, *self.left_out}))]

    def _confine(self, node: Node) -> Confines:
        return self.counter.confiner(node.stack, self._customers.ground).confine(node.outlook)

    def _tilt(self, node: Node) -> Tilt:
        return Tilt(self.counter.ledger(node.stack, node.outlook), self._codes)

    def _reprice(self, stack: Stack, example: Example) -> Repriced | None:
        return reprice(self.counter.catalog, self.counter.day, stack, example, self._scope, self.counter.points)

    def _search(self, node: Node, facts: Sequence[Fact], confines: Confines) -> None:
        """First ask for what one line alone could come to; when there is no such configuration, come from above."""
        bound, is_done = node.bound, False
        if self.best is None and bound is not None:
            with suppress(Undecided):
                is_done = self._descend(node, facts, confines, bound + 1)
        if not is_done and (self.best is None or bound is None or self.best.hundredths > bound + 1):
            self._descend(node, facts, confines, self.best.hundredths if self.best else _ABOVE_ALL)

    def _descend(self, node: Node, facts: Sequence[Fact], confines: Confines, below: int) -> bool:
        """Ask for less than what was found last, until there is nothing less; whether the node was parted instead."""
        while (answer := self._ask(node, facts, confines, below)) is not None:
            example, stack = self._customers.read(answer.values), ask_for(node.stack, node.outlook)
            priced = self._reprice(stack, example)
            if priced is None:
                raise Undecided
            real = priced.hundredths
            if real is not None and (self.best is None or real < self.best.hundredths):
                self.best = Best(real, stack, node, answer.values)
            if real is None or real != answer.hundredths:
                self._part(node, example, priced)
                return True
            below = min(real, self.best.hundredths) if self.best else real
        return False

    def _part(self, node: Node, example: Example, priced: Repriced) -> None:
        """The parts of a node in which what was found earns what it really does, and the rest; told apart by what lists
        other lines higher or lower, where their sum or their anchor decides."""
        seen = node.outlook.observe(self._state_facts(node, example, priced))
        codes = [code for code in self._codes if code in example.quantities]
        relevant = node.outlook.only(codes).chances
        parts = [(chance, node.outlook.parts(chance, seen[chance.key])) for chance in relevant]
        opened = [(chance, views) for chance, views in parts if views]
        if not opened:
            if len(node.excluded) >= EXCLUSIONS or self._is_vague(node):
                raise Undecided
            self._push(replace(node, excluded=(*node.excluded, self._set_aside(example))))
            return
        chance, views = max(opened, key=lambda each: self._find_value(node, each[0], each[1][0], example))
        for stack, view in product(self.counter.widen(node.stack, chance), views):
            self._push(replace(node, stack=stack, outlook=node.outlook.narrowed(chance, view)))

    def _find_value(self, node: Node, chance: Chance, view: View, example: Example) -> int:
        """What the example seems to come to when this is known of a programme, in minor units."""
        ledgers = (
            self.counter.ledger(node.stack, outlook) for outlook in (node.outlook.narrowed(chance, view), node.outlook)
        )
        after, before = (Tilt(ledger, self._codes).total(example.quantities)[0] for ledger in ledgers)
        return after - before

    def _state_facts(self, node: Node, example: Example, priced: Repriced) -> QuoteFacts:
        """The quote as programmes see it."""
        prices = self.counter.confiner(node.stack, self._customers.ground).prices
        lines = tuple(prices.state(line.offering, line.quantity, line.number) for line in priced.priced.lines)
        return state_facts(self.counter.catalog, priced.priced.context, lines)

    def _is_vague(self, node: Node) -> bool:
        """Whether the model cannot say some condition, so that other customers may fare worse with the same lines."""
        return any(self._customers.ground.read_condition(chance) is None for chance in node.outlook.chances)

    def _set_aside(self, example: Example) -> Limit:
        codes = self.counter.catalog.offerings
        wished = tuple((quantity_name(code), example.quantities.get(code, 0)) for code in codes)
        return Limit(Objective(changes=(ChangeCost(wished),)), low=1)

    def _ask(self, node: Node, facts: Sequence[Fact], confines: Confines, below: int) -> _Answer | None:
        """A margin below the figure that some configuration seems to have; None when it is proven that none has."""
        tilt, known = self._tilt(node), dict[str, set[int]]()
        for _ in range(ROUNDS):
            values = self._solve(tilt, node, facts, confines, below, known)
            if values is None:
                return None
            quantities = self._customers.read(values).quantities
            found, is_within = tilt.find_margin(quantities), _keeps(confines, quantities, values)
            if found is not None and found < below and is_within:
                return _Answer(found, values)
            if not _sharpen(known, quantities, self._codes if is_within else list(quantities)):
                if found is None and is_within and node.outlook.chances:
                    return _Answer(None, values)
                break
        raise Undecided

    def _solve(
        self,
        tilt: Tilt,
        node: Node,
        facts: Sequence[Fact],
        confines: Confines,
        below: int,
        known: Mapping[str, set[int]],
    ) -> Assignment | None:
        """Where the sum is least; None when it is proven to be nowhere below zero."""
        from configurator.solver.optimising import optimise  # here, because its library takes a second to load

        rest = self._deadline.compute_rest()
        if rest is not None and not rest:
            raise Undecided
        seconds = Decimal(QUESTION_SECONDS) if rest is None else min(rest, Decimal(QUESTION_SECONDS))
        self.questions += 1
        objective = tilt.enclose(below, known)
        limits = [tilt.worth(known), *node.excluded, *_list_limits(confines, known)]
        try:
            optimum = optimise(self._customers.model, facts, [objective], seconds, limits=limits)
        except (LimitsUnreachable, ConflictFound):
            return None
        if _says_below(optimum.objective_values[0], below):
            return optimum.values
        if _says_below(optimum.bound, below):
            raise Undecided
        return None


def read_percent(hundredths: int) -> Decimal:
    """A margin in percent, as pricing shows it."""
    return Decimal(hundredths) / HUNDREDTHS


def _list_limits(confines: Confines, known: Mapping[str, set[int]]) -> list[Limit]:
    return [*confines.limits(), *(bound.as_limit(known) for bound in confines.bounds)]


def _keeps(confines: Confines, quantities: Mapping[str, int], values: Assignment) -> bool:
    """Whether sums are within the node exactly, and not only as the solver reckoned."""
    return all(
        bound.gauge.total(quantities) + sum(factor * int(values[name]) for factor, name in bound.terms) <= bound.at_most
        for bound in confines.bounds
    )


def _says_below(total: int, below: int) -> bool:
    """Whether a sum says that the margin is below the figure, which pricing's rounding decides where it is zero."""
    return total < 0 or (total == 0 and below <= 0)


def _sharpen(known: dict[str, set[int]], quantities: Mapping[str, int], codes: Sequence[str]) -> bool:
    """Note the quantities at which the solver reckoned with rounded figures; whether there are new ones."""
    is_new = False
    for code in codes:
        quantity = quantities.get(code, 0)
        if quantity and quantity not in known.setdefault(code, set()):
            known[code].add(quantity)
            is_new = True
    return is_new
