"""The most that a package costs for any customer of its size class.

Customers of a class are those who state nothing but their staff: from the smallest to the largest of the class, every
other figure as the catalog assumes it. What their package's lines cost at the prices of the usual commitment is proven
for all of them; the whole package, with what rules add, is proposed to the customer whose lines cost most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from heapq import heappop, heappush
from math import ceil, floor
from typing import Literal

from configurator.catalog.model import Package
from configurator.configuration.compiled import SituationShelf
from configurator.customers.classes import list_staff
from configurator.customers.profile import STAFF, Profile, read_profile
from configurator.guidance.ledger import Ledger, Measure
from configurator.guidance.proposing import package_targets, propose
from configurator.guidance.request import Request
from configurator.proving.ranges import Ranges, Vague
from configurator.proving.stacks import Stack, list_stacks
from configurator.rules.formulas import evaluate_formula
from configurator.rules.rulebook import ParsedLine, RuleBook
from configurator.rules.world import MeaningRefused
from configurator.solver.deadline import Deadline
from configurator.values.money import Money
from configurator.values.refusal import Refusal

Span = tuple[int, int]
"""The least and the greatest staff."""

_NO_DISCOUNT = Decimal(0)


@dataclass(frozen=True, slots=True)
class PackageCost:
    """What a package costs at most, by measure, in the catalog's tax convention, before any manual discount.

    `lines` is what its own lines come to for the customer with `staff` (None where the catalog does not ask for it),
    `proposed` what the whole package that is proposed to this customer comes to (None: no proposal in time).
    "optimal": for no customer of the class do the lines come to more; else to no more than `bound` (None: not known).
    """

    package: Package
    measure: Measure
    staff: int | None
    lines: Money | None
    proposed: Money | None
    proof: Literal["optimal", "feasible"]
    bound: Money | None


class PackageCounter:
    """Prices and rules of a catalog on a day, for as many packages as are asked for."""

    def __init__(self, book: RuleBook, day: date) -> None:
        self.book, self.day = book, day
        terms = book.catalog.terms
        self.term_months = next((term.months for term in terms if term.is_default), terms[0].months)
        stacks = list_stacks(book.catalog, day, _NO_DISCOUNT)
        self.stacks = tuple(stack for stack in stacks if stack.term_months == self.term_months)
        self._ledgers = {stack.key: Ledger(book.catalog, stack.context_on(day)) for stack in self.stacks}
        self._evaluate = evaluate_formula(book.catalog)

    def ledger(self, stack: Stack) -> Ledger:
        """What everything costs under a stack."""
        return self._ledgers[stack.key]

    def read_customer(self, package: Package, staff: int | None) -> Profile | None:
        """The customer of a package with so many staff, who states nothing else."""
        stated: dict[str, object] = {"industry": package.industry, "size": package.size}
        profile, _ = read_profile(
            self.book.catalog, stated if staff is None else {**stated, STAFF: staff}, self._evaluate
        )
        return profile

    def count_lines(self, package: Package, measure: Measure, staff: int | None) -> int | None:
        """What the package's lines really cost this customer, in minor units; None where a formula divides by zero or
        a price depends on other lines."""
        profile = self.read_customer(package, staff)
        if profile is None:
            return None
        values = profile.values
        stack = next(each for each in self.stacks if all(values[key] == value for key, value in each.inputs.items()))
        ledger = self.ledger(stack)
        try:
            targets = package_targets(self.book, values)
        except MeaningRefused:
            return None
        if any(quantity and code in ledger.dependent for code, quantity in targets.items()):
            return None
        return sum(ledger.amount(measure, code, quantity) for code, quantity in targets.items())

    def propose(self, package: Package, measure: Measure, staff: int | None) -> Money | None:
        """What the whole package comes to that is proposed to this customer; None when none is."""
        profile = self.read_customer(package, staff)
        if profile is None:
            return None
        request = Request(profile, package.needs, (), self.term_months, _NO_DISCOUNT, self.day)
        try:
            totals = propose(SituationShelf(), self.book, request).priced.totals
        except Refusal:
            return None
        found: Money = getattr(totals, measure)
        return found


def find_package_cost(counter: PackageCounter, package: Package, measure: Measure, seconds: Decimal) -> PackageCost:
    """The most that a package costs by a measure, at the usual commitment, for the customers of its class."""
    return _PackageSearch(counter, package, measure, Deadline(seconds)).run()


class _PackageSearch:
    """Branch and bound over the staff: ranges that cannot be dearer than what is known are never looked into."""

    def __init__(self, counter: PackageCounter, package: Package, measure: Measure, deadline: Deadline) -> None:
        self._counter, self._package, self._measure, self._deadline = counter, package, measure, deadline
        self._lines = counter.book.packages[package.industry, package.size]
        self._is_vague = False
        self._most: tuple[int, int | None] | None = None
        self._open: list[tuple[int, Span]] = []

    def run(self) -> PackageCost:
        """Look into the range that may be dearest until none may be dearer than what was found."""
        catalog, size = self._counter.book.catalog, self._package.size
        staff = list_staff(catalog, size) if STAFF in catalog.inputs else None
        self._enter((min(staff), max(staff)) if staff else None)
        while self._open and not self._is_proven() and not self._deadline.is_over():
            _, span = heappop(self._open)
            middle = (span[0] + span[1]) // 2
            self._enter((span[0], middle))
            self._enter((middle + 1, span[1]))
        return self._report()

    def _is_proven(self) -> bool:
        return self._most is not None and -self._open[0][0] <= self._most[0]

    def _enter(self, span: Span | None) -> None:
        """Price the largest customer of a range, and keep the range for later with what its lines cost at most."""
        staff = span[1] if span else None
        amount = self._counter.count_lines(self._package, self._measure, staff)
        if amount is not None and (self._most is None or amount > self._most[0]):
            self._most = amount, staff
        if span is not None and span[0] < span[1]:
            heappush(self._open, (-self._bound(span), span))

    def _bound(self, span: Span) -> int:
        """What the lines cost at most, in minor units, whatever staff of the range the customer has."""
        try:
            ranges = Ranges.assume(self._counter.book.catalog, self._package.industry, self._package.size, span)
            stacks = [stack for stack in self._counter.stacks if ranges.allows(stack.inputs)]
            quantities = [(line.line.offering, self._bound_quantity(ranges, line)) for line in self._lines]
            return max(sum(self._bound_line(stack, *each) for each in quantities) for stack in stacks)
        except Vague:
            self._is_vague = True
            return 0

    def _bound_quantity(self, ranges: Ranges, line: ParsedLine) -> Span:
        """The least and the greatest quantity of a line; nothing where its condition does not hold."""
        truths = ranges.truths(line.when) if line.when is not None else frozenset({True})
        if True not in truths:
            return 0, 0
        top = self._counter.book.catalog.offerings[line.line.offering].max_quantity
        low, high = (min(max(ceil(end), 0), top) for end in ranges.figure(line.quantity))
        return (low if False not in truths else 0), high

    def _bound_line(self, stack: Stack, code: str, quantities: Span) -> int:
        ledger, (low, high) = self._counter.ledger(stack), quantities
        if high and code in ledger.dependent:
            raise Vague
        if low == high:
            return ledger.amount(self._measure, code, high)
        curve = ledger.curve(self._measure, code)
        ends = {low, high}.union(*({start, start - 1} for start, _, _ in curve.pieces if low < start <= high))
        return floor(max(curve.at(end) for end in ends) + curve.slack)

    def _report(self) -> PackageCost:
        currency = self._counter.book.catalog.currency
        is_known = self._most is not None and not self._is_vague
        amount, staff = self._most or (0, None)
        bound = max([amount, *(-each for each, _ in self._open)])
        return PackageCost(
            package=self._package,
            measure=self._measure,
            staff=staff,
            lines=Money(amount, currency) if self._most else None,
            proposed=self._counter.propose(self._package, self._measure, staff) if self._most else None,
            proof="optimal" if is_known and bound == amount else "feasible",
            bound=Money(bound, currency) if is_known else None,
        )
