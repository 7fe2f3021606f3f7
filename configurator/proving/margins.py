"""The least margin that any valid configuration can reach, with the configuration that reaches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import islice
from math import floor
from typing import Literal

from configurator.catalog.model import Catalog
from configurator.customers.profile import Value
from configurator.guidance.ledger import Ledger
from configurator.pricing.book import open_book
from configurator.proving.customers import Assignment, Customers, EveryCustomer, Example, OneCustomer, exclude, is_valid
from configurator.proving.plain_customers import find_plain_customer, list_plain_customers
from configurator.proving.stacks import Stack, narrow_stacks
from configurator.proving.tidying import tidy
from configurator.proving.tilting import ALL, Tilt, bound_line
from configurator.rules.rulebook import RuleBook
from configurator.solver import ConflictFound, Fact, LimitsUnreachable, ModelRefusal, Undecided
from configurator.solver.deadline import Deadline

ROUNDS = 40
"""How often one question is sharpened where rounding misled the solver."""

QUESTION_SECONDS = 20
"""How long the solver may take for one question."""

_ABOVE_ALL = ALL + 1
_MOST_CUSTOMERS = 8
_HUNDREDTHS = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose margin: the lines of a family, or of everything (no family)."""

    family: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeastMargin:
    """What was found for a scope, margins in percent as pricing rounds them.

    "optimal": no valid configuration of any customer has less than `margin`; else none has less than `bound` (None: not
    known). `margin` is None when no configuration has a contract value in this scope (or none was found in time).
    `without_cost` are offerings of which the catalog does not say what they cost; configurations with them have no
    margin and are left out, as are those with `dependent` ones, whose price follows from other lines or attributes.
    `questions` counts what the solver was asked.
    """

    scope: Scope
    margin: Decimal | None
    stack: Stack | None
    example: Example | None
    proof: Literal["optimal", "feasible"]
    bound: Decimal | None
    without_cost: tuple[str, ...]
    questions: int
    dependent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Best:
    hundredths: int
    stack: Stack
    values: Assignment


class Counter:
    """The prices of a catalog on a day: a ledger for each stack, made once and used for every scope."""

    def __init__(self, catalog: Catalog, day: date, stacks: Sequence[Stack]) -> None:
        self.catalog, self.day, self.stacks = catalog, day, tuple(stacks)
        self._book = open_book(catalog, day)
        self._ledgers: dict[tuple[object, ...], Ledger] = {}
        self._bounds: dict[tuple[str, tuple[object, ...]], Fraction | None] = {}

    def ledger(self, stack: Stack) -> Ledger:
        """What everything costs under a stack."""
        if stack.key not in self._ledgers:
            self._ledgers[stack.key] = Ledger(self.catalog, stack.context_on(self.day))
        return self._ledgers[stack.key]

    def bound(self, stack: Stack, codes: Sequence[str]) -> int | None:
        """A figure in hundredths that no margin of these lines is below, whatever is taken together; None when unknown.

        The margin of several lines is never below the least margin among them.
        """
        bounds = [self._bound_line(stack, code) for code in codes if code not in self.unsold]
        known = [bound for bound in bounds if bound is not None]
        return None if not known or len(known) < len(bounds) else floor(min(known) * ALL)

    def _bound_line(self, stack: Stack, code: str) -> Fraction | None:
        """Known for all stacks at once that make no difference to the offering."""
        (narrowed,) = narrow_stacks([stack], self._book, [code])
        key = (code, narrowed.key)
        if key not in self._bounds:
            self._bounds[key] = bound_line(self.ledger(narrowed), code)
        return self._bounds[key]

    def list_stacks(self, codes: Sequence[str]) -> tuple[Stack, ...]:
        """The stacks as far as they matter to these offerings."""
        return narrow_stacks(self.stacks, self._book, codes)

    @cached_property
    def unsold(self) -> frozenset[str]:
        """Offerings without a price on the day, or without one of their own."""
        sold = self.ledger(self.stacks[0]).first_quantities if self.stacks else {}
        return frozenset(self.catalog.offerings) - frozenset(sold)

    @cached_property
    def dependent(self) -> frozenset[str]:
        """Offerings whose price follows from other lines or from their attributes."""
        return frozenset(self.ledger(self.stacks[0]).dependent) if self.stacks else frozenset()

    @cached_property
    def without_cost(self) -> frozenset[str]:
        """Offerings of which the catalog does not say what they cost."""
        return frozenset(self.ledger(self.stacks[0]).without_cost()) if self.stacks else frozenset()


def list_scopes(catalog: Catalog, families: Sequence[str] = ()) -> tuple[Scope, ...]:
    """Everything and each family with offerings; only the families that are named, when some are."""
    members: dict[str, list[str]] = {code: [] for code in catalog.families}
    for code, offering in catalog.offerings.items():
        members[offering.family].append(code)
    each = [Scope(family, tuple(codes)) for family, codes in members.items() if codes]
    if families:
        return tuple(scope for scope in each if scope.family in families)
    return (Scope("", tuple(catalog.offerings)), *each)


def find_least_margin(
    book: RuleBook, customers: EveryCustomer, counter: Counter, scope: Scope, seconds: Decimal
) -> LeastMargin:
    """The least margin of a scope over all customers and stacks, priced again by pricing itself."""
    deadline = Deadline(seconds)
    search = MarginSearch(customers, counter, scope, deadline)
    search.run()
    found = search.report()
    if found.example is None or found.stack is None:
        return found
    plain = find_plain_customer(book, counter.day, found.example, found.stack.inputs)
    if plain is not None or is_valid(book, counter.day, found.example):
        return replace(found, example=plain or found.example)
    return _settle(book, counter, found, search, deadline)


def _settle(
    book: RuleBook, counter: Counter, found: LeastMargin, search: MarginSearch, deadline: Deadline
) -> LeastMargin:
    """What was found breaks a rule that has no meaning without a customer: it is only a bound. The least margin of a
    few customers is one that exists."""
    known = [
        one
        for example in _list_customers(book, found, search)
        if not deadline.is_over() and (one := _ask_customer(book, counter, found.scope, example, deadline)) is not None
    ]
    best = min(known, key=lambda one: one.margin or 0, default=replace(found, margin=None, stack=None, example=None))
    asked = found.questions + sum(one.questions for one in known)
    return replace(best, proof="feasible", bound=search.bound(), questions=asked)


def _list_customers(book: RuleBook, found: LeastMargin, search: MarginSearch) -> list[Example]:
    """The customers of what was found, before and after it was made small, and a few who state little."""
    made = [example for example in (found.example, search.example()) if example is not None]
    inputs = found.stack.inputs if found.stack else {}
    plain = list_plain_customers(book.catalog, inputs, made[0]) if made else ()
    return [*made, *islice(plain, _MOST_CUSTOMERS)]


def _ask_customer(
    book: RuleBook, counter: Counter, scope: Scope, example: Example, deadline: Deadline
) -> LeastMargin | None:
    """The least margin of one customer; None when it has none."""
    if example.profile is None:
        return None
    search = MarginSearch(OneCustomer(book, counter.day, example, example.profile), counter, scope, deadline)
    search.run()
    found = search.report()
    return None if found.margin is None else found


class MarginSearch:
    """One search: stack by stack, the one that could be worst first; each question asks for a lower margin."""

    def __init__(self, customers: Customers, counter: Counter, scope: Scope, deadline: Deadline) -> None:
        self._customers, self._counter, self._scope, self._deadline = customers, counter, scope, deadline
        self._codes = [code for code in scope.codes if code not in counter.without_cost]
        self._stacks = counter.list_stacks(self._codes)
        self._bounds: dict[tuple[object, ...], int | None] = {}
        self._unproven: list[Stack] = []
        self._best: _Best | None = None
        self._questions = 0

    def run(self) -> None:
        """Ask until no stack allows less than what was found, or time is up."""
        for stack in sorted(self._stacks, key=self._rank):
            facts = self._customers.state(stack.inputs)
            bound = self._bound_stack(stack)
            if facts is None or (self._best and bound is not None and bound >= self._best.hundredths):
                continue
            try:
                self._search(stack, [*facts, *exclude(sorted({*self._counter.unsold, *self._left_out()}))])
            except (Undecided, ModelRefusal):
                self._unproven.append(stack)

    def report(self) -> LeastMargin:
        """What is known, with the smallest example that reaches the margin."""
        best = self._best
        proof: Literal["optimal", "feasible"] = "feasible" if self._unproven else "optimal"
        example = None if best is None else self._read_example(best)
        return LeastMargin(
            scope=self._scope,
            margin=None if best is None else best.hundredths / _HUNDREDTHS,
            stack=best.stack if best else None,
            example=example,
            proof=proof,
            bound=self.bound(),
            without_cost=tuple(self._left_out()),
            questions=self._questions,
            dependent=tuple(code for code in self._scope.codes if code in self._counter.dependent),
        )

    def example(self) -> Example | None:
        """The example as it was found, however large."""
        return None if self._best is None else self._customers.read(self._best.values)

    def bound(self) -> Decimal | None:
        """What no margin is below: the margin found, unless a stack is unproven."""
        open_bounds = [self._bound_stack(stack) for stack in self._unproven]
        known = [bound for bound in open_bounds if bound is not None]
        if len(known) < len(open_bounds):
            return None
        figures = [*known, *([self._best.hundredths] if self._best else [])]
        return min(figures) / _HUNDREDTHS if figures else None

    def _left_out(self) -> list[str]:
        return [code for code in self._scope.codes if code in self._counter.without_cost]

    def _rank(self, stack: Stack) -> tuple[bool, int]:
        bound = self._bound_stack(stack)
        return bound is not None, bound or 0

    def _bound_stack(self, stack: Stack) -> int | None:
        if stack.key not in self._bounds:
            self._bounds[stack.key] = self._counter.bound(stack, self._codes)
        return self._bounds[stack.key]

    def _search(self, stack: Stack, facts: Sequence[Fact]) -> None:
        """First ask for what one line alone could come to; when there is no such configuration, come from above."""
        bound = self._bound_stack(stack)
        if self._best is None and bound is not None:
            with suppress(Undecided):
                self._descend(stack, facts, bound + 1)
        if self._best is None or bound is None or self._best.hundredths > bound + 1:
            self._descend(stack, facts, self._best.hundredths if self._best else _ABOVE_ALL)

    def _descend(self, stack: Stack, facts: Sequence[Fact], below: int) -> None:
        """Ask for less than what was found last, until there is nothing less."""
        asked: int | None = below
        while asked is not None:
            asked = self._ask(stack, facts, asked)

    def _ask(self, stack: Stack, facts: Sequence[Fact], below: int) -> int | None:
        """A margin below the figure that some configuration has; None when it is proven that none has."""
        tilt = Tilt(self._counter.ledger(stack), self._codes)
        known: dict[str, set[int]] = {}
        for _ in range(ROUNDS):
            values = self._solve(tilt, facts, below, known)
            if values is None:
                return None
            quantities = self._customers.read(values).quantities
            found = tilt.find_margin(quantities)
            if found is not None and found < below:
                self._keep(_Best(found, stack, values))
                return found
            if not _sharpen(known, quantities, self._codes):
                break
        raise Undecided

    def _solve(self, tilt: Tilt, facts: Sequence[Fact], below: int, known: Mapping[str, set[int]]) -> Assignment | None:
        """Where the sum is least; None when it is proven to be nowhere below zero."""
        from configurator.solver.optimising import optimise  # here, because its library takes a second to load

        rest = self._deadline.compute_rest()
        if rest is not None and not rest:
            raise Undecided
        seconds = Decimal(QUESTION_SECONDS) if rest is None else min(rest, Decimal(QUESTION_SECONDS))
        self._questions += 1
        objective = tilt.enclose(below, known)
        try:
            optimum = optimise(self._customers.model, facts, [objective], seconds, limits=[tilt.worth(known)])
        except (LimitsUnreachable, ConflictFound):
            return None
        if _says_below(optimum.objective_values[0], below):
            return optimum.values
        if _says_below(optimum.bound, below):
            raise Undecided
        return None

    def _keep(self, best: _Best) -> None:
        if self._best is None or best.hundredths < self._best.hundredths:
            self._best = best

    def _read_example(self, best: _Best) -> Example:
        facts = self._customers.state(best.stack.inputs) or []
        left_out = exclude(sorted({*self._counter.unsold, *self._left_out()}))
        tilt = Tilt(self._counter.ledger(best.stack), self._codes)
        found = self._customers.read(best.values)
        values = tidy(
            self._customers.model, [*facts, *left_out], tilt, best.hundredths, found.quantities, self._deadline
        )
        if values is None:
            return found
        tidied = self._customers.read(values)
        return tidied if tilt.find_margin(tidied.quantities) == best.hundredths else found


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


def stated_values(example: Example) -> Mapping[str, Value]:
    """The whole profile of an example's customer."""
    return example.profile.values if example.profile else example.stated
