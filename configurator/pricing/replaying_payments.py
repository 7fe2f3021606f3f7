"""One payment of a price ledger on its way from list to tax: every operation, from its operands alone.

What an operation does is fixed by the ledger's edition and must never change for an edition that was written once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from configurator.pricing.formulas import compute_formula
from configurator.pricing.ledger_text import LedgerBroken, LedgerMoney, Tree, split_tax


class Course:
    """One payment on its way through its steps; it halts before a spread until the others have come as far."""

    def __init__(self, payment: Tree, charge: Tree, money: LedgerMoney, *, contained: bool) -> None:
        self.payment, self.charge, self.money = payment, charge, money
        self._contained = contained
        self.share = Fraction(payment["share"])
        self.exact = Fraction(0)
        self.exacts: list[Fraction] = []
        self.steps: list[Tree] = []
        self.list = self.net = self.tax = self.ex_tax = 0
        self._amount = 0
        self.advance()

    @property
    def count(self) -> int:
        """How many such payments there are."""
        return int(self.payment["count"])

    @property
    def tax_rate(self) -> str:
        """The rate of its tax, as it is written."""
        for step in self.steps:
            if step["step"] == "tax":
                return str(step["rate"])
        raise LedgerBroken(reason="tax")

    @property
    def halted(self) -> Tree | None:
        """The spread that it stands before."""
        steps = self.payment["steps"]
        return steps[len(self.steps)] if len(self.steps) < len(steps) else None

    def advance(self) -> None:
        """Go on to the next spread or the end."""
        while (step := self.halted) is not None and step["step"] != "spread":
            self.take(step, _STEPS[step["step"]](self, step))

    def take(self, step: Tree, exact: Fraction) -> None:
        """Leave a step behind that came to this amount."""
        self.exact = exact
        self.exacts.append(exact)
        amount = self.money.round(exact)
        write = self.money.write
        self.steps.append({**step, "amount": write(amount), "change": write(amount - self._amount)})
        self._amount = amount
        if step["step"] in _LISTING:
            self.list = amount

    def settle(self, step: Tree) -> Fraction:
        """The net, rounded."""
        self.net = self.money.round(self.exact)
        return self.money.exact(self.net)

    def tax_net(self, step: Tree) -> Fraction:
        """The tax of the net: contained in it or added; what is shown is the other of the two amounts."""
        self.ex_tax, self.tax = split_tax(self.money, self.net, Fraction(step["rate"]), contained=self._contained)
        return self.money.exact(self.ex_tax if self._contained else self.net + self.tax)

    def result(self) -> Tree:
        """The payment with its figures."""
        names = ("list", "net", "tax", "ex_tax")
        figures = {name: self.money.write(getattr(self, name)) for name in names}
        return {**self.payment, **figures, "steps": self.steps}


def _list(course: Course, step: Tree) -> Fraction:
    return course.money.exact(course.money.round(compute_formula(step["formula"])))


def _multiply(course: Course, step: Tree) -> Fraction:
    return course.exact * Fraction(step["factor"])


def _escalate(course: Course, step: Tree) -> Fraction:
    growth: Fraction = (1 + Fraction(step["percent"]) / 100) ** int(step["times"])
    return course.exact * growth


def _take_part(course: Course, step: Tree) -> Fraction:
    return course.exact * course.share


def _waive(course: Course, step: Tree) -> Fraction:
    return Fraction(0)


def _reduce(course: Course, step: Tree) -> Fraction:
    return course.exact * (100 - Fraction(step["percent"])) / 100


def _grant(course: Course, step: Tree) -> Fraction:
    """So many percent of the result of the step `after`, or an amount for a whole period, at most the cap."""
    start = course.exacts[step["after"]]
    off = Fraction(step["off"]) * course.share if "off" in step else start * Fraction(step["percent"]) / 100
    if "cap" in step:
        off = min(off, Fraction(step["cap"]) * course.share)
    return course.exact - min(off, start, course.exact)


def _raise(course: Course, step: Tree) -> Fraction:
    return max(course.exact, Fraction(step["to"]))


def _round_down(course: Course, step: Tree) -> Fraction:
    multiple = Fraction(step["multiple"])
    return multiple * (course.exact // multiple)


_STEPS: Mapping[str, Callable[[Course, Tree], Fraction]] = {
    "list": _list,
    "factor": _multiply,
    "escalation": _escalate,
    "part": _take_part,
    "waiver": _waive,
    "term_discount": _reduce,
    "programme": _grant,
    "manual_discount": _reduce,
    "floor": _raise,
    "round": _round_down,
    "net": Course.settle,
    "tax": Course.tax_net,
}
_LISTING = frozenset({"list", "factor", "escalation", "part"})
