"""One payment of a price ledger on its way from list to tax: every operation, from its operands alone.

What an operation does is fixed by the ledger's edition and must never change for an edition that was written once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from configurator.ledgers.formulas import compute_formula
from configurator.ledgers.ledger_text import LedgerBroken, LedgerMoney, Tree, split_tax


class Setting:
    """What a whole ledger has in common: the money it was priced in, the money it is quoted in, the money that
    tax is rounded to, and whether quoted amounts contain their tax."""

    def __init__(self, tree: Tree) -> None:
        decimals = int(tree["currency"]["decimals"])
        self.money = LedgerMoney(decimals, tree["rounding"])
        self.contained = bool(tree["tax_inclusive"])
        self.quoted = self.money
        told = tree.get("quoted")
        if told is not None:
            decimals = int(told["currency"]["decimals"])
            self.quoted = LedgerMoney(decimals, told["rounding"])
        self.is_restated = told is not None
        self.taxed = LedgerMoney(decimals, tree["tax_rounding"])

    def split_tax(self, amount: int, rate: Fraction) -> tuple[int, int]:
        """The amount without tax, and the tax."""
        return split_tax(self.taxed, amount, rate, contained=self.contained)


class Course:
    """One payment on its way through its steps; it halts before a spread until the others have come as far."""

    def __init__(self, payment: Tree, charge: Tree, setting: Setting) -> None:
        self.payment, self.charge, self.setting = payment, charge, setting
        self.money = setting.money
        self._factor = Fraction(1)
        self.share = Fraction(payment["share"])
        self.exact = Fraction(0)
        self.exacts: list[Fraction] = []
        self.steps: list[Tree] = []
        self.reduced: list[tuple[str, Fraction, Fraction]] = []
        self.list = self.listed = self.quoted_list = self.net = self.tax = self.ex_tax = 0
        self._amount = 0
        self.advance()

    @property
    def count(self) -> int:
        """How many such payments there are."""
        return int(self.payment["count"])

    @property
    def tax_rate(self) -> str:
        """The rate of its tax, as it is written."""
        return str(self._find_tax()["rate"])

    @property
    def tax_rule(self) -> Tree:
        """By which category and place of the catalog it is taxed, as far as that is told."""
        step = self._find_tax()
        return {name: step[name] for name in ("rule", "place") if name in step}

    def _find_tax(self) -> Tree:
        for step in self.steps:
            if step["step"] == "tax":
                return step
        raise LedgerBroken(reason="tax")

    @property
    def halted(self) -> Tree | None:
        """The spread that it stands before."""
        steps = self.payment["steps"]
        return steps[len(self.steps)] if len(self.steps) < len(steps) else None

    def advance(self) -> None:
        """Go on to the next spread or the end."""
        while (step := self.halted) is not None and step["step"] != "spread":
            settle = _ENDS.get(step["step"])
            if settle is None:
                self.take(step, _STEPS[step["step"]](self, step))
            else:
                settle(self, step)

    def take(self, step: Tree, exact: Fraction) -> None:
        """Leave a step behind that came to this amount."""
        self.exact = exact
        self.exacts.append(exact)
        self.show(step, self.money.round(exact), self.money)
        if step["step"] in _LISTING:
            self.list = self._amount
            if step["step"] != "part":
                self.listed = self._amount

    def show(self, step: Tree, amount: int, money: LedgerMoney) -> None:
        """Write a step's amount; an exchange begins anew in its own money."""
        change = amount if step["step"] == "exchange" else amount - self._amount
        self.steps.append({**step, "amount": money.write(amount), "change": money.write(change)})
        self._amount = amount

    def settle(self, step: Tree) -> None:
        """The net, rounded."""
        self.net = self.money.round(self.exact)
        self.show(step, self.net, self.money)
        if self.setting.is_restated:
            self._restate()

    def take_home_tax(self, step: Tree) -> None:
        """The net without the home tax: the quote's net, unless an exchange follows."""
        before = self._amount
        self._factor /= 1 + Fraction(step["rate"])
        if any(each["step"] == "exchange" for each in self.payment["steps"]):
            shown = LedgerMoney(self.money.decimals, "half_up")
            self.show(step, shown.round(self.money.exact(before) * self._factor), self.money)
        else:
            self._restate()
            self.show(step, self.net, self.setting.quoted)

    def exchange(self, step: Tree) -> None:
        """The net in the quote's currency: converted once, from what was exact."""
        self._factor *= Fraction(step["factor"])
        self._restate()
        self.show(step, self.net, self.setting.quoted)

    def _restate(self) -> None:
        self.net = self.restate(self.money.round(self.exact))
        self.quoted_list = self.restate(self.list)

    def restate(self, minor: int) -> int:
        """An amount of the price in the quote's money."""
        return self.setting.quoted.round(self.money.exact(minor) * self._factor)

    def tax_net(self, step: Tree) -> None:
        """The tax of the net: contained in it or added; what is shown is the other of the two amounts."""
        self.ex_tax, self.tax = self.setting.split_tax(self.net, Fraction(step["rate"]))
        self.show(step, self.ex_tax if self.setting.contained else self.net + self.tax, self.setting.quoted)

    def result(self) -> Tree:
        """The payment with its figures."""
        names = {"list": "final_list", "net": "net", "tax": "tax", "ex_tax": "ex_tax"}
        figures = {name: self.setting.quoted.write(getattr(self, own)) for name, own in names.items()}
        return {**self.payment, **figures, "steps": self.steps}

    @property
    def final_list(self) -> int:
        """The list amount in the quote's money."""
        return self.quoted_list if self.setting.is_restated else self.list


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
    left: Fraction = course.exact - min(off, course.exact)
    course.reduced.append((step["rule"], course.exact, left))
    return left


def _raise(course: Course, step: Tree) -> Fraction:
    """What was taken off last is given back first, so that no programme saves what the floor gave back."""
    least = Fraction(step["to"])
    held = ((rule, max(before, least), max(after, least)) for rule, before, after in course.reduced)
    course.reduced = [(rule, before, after) for rule, before, after in held if before != after]
    return max(course.exact, least)


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
}
_ENDS: Mapping[str, Callable[[Course, Tree], None]] = {
    "net": Course.settle,
    "home_tax": Course.take_home_tax,
    "exchange": Course.exchange,
    "tax": Course.tax_net,
}
_LISTING = frozenset({"list", "factor", "escalation", "part"})
