"""The totals of a price ledger, from its payments as they were computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from configurator.pricing.ledger_text import LedgerMoney, Tree, split_tax
from configurator.pricing.replaying_payments import Course

Courses = Mapping[str, Course]
"""The payments by their ids."""
_MONTHS_OF_YEAR = 12
_MONTHS: Mapping[str | None, int] = {"month": 1, "quarter": 3, "year": 12}


Times = Callable[[Tree, Tree], int]
"""How often a sum counts a payment of a charge."""


class Addend(NamedTuple):
    """What a payment adds to a sum: a figure of it, so many times."""

    line: Tree
    charge: Tree
    payment: Tree
    figure: str
    times: int


def compute_totals(courses: Courses, money: LedgerMoney, *, contained: bool) -> Tree:
    """Every total of the ledger."""
    sums = {name: money.write(_add_up(courses, *SUMS[name])) for name in SUMS}
    return {
        **sums,
        "tax_of_term": _tax_of_term(courses, money, contained=contained),
        "savings": _add_savings(courses, money),
    }


def _add_up(courses: Courses, figure: str, count: Times) -> int:
    known = courses.values()
    return sum(
        (course.list if figure == "list" else course.net) * count(course.charge, course.payment) for course in known
    )


def _tax_of_term(courses: Courses, money: LedgerMoney, *, contained: bool) -> list[Tree]:
    """Each charge's payments at one rate, taxed together; summed by rate."""
    blocks: dict[Fraction, list[int]] = {}
    for (_, rate), minor in _sum_by_charge_and_rate(courses).items():
        ex_tax, tax = split_tax(money, minor, Fraction(rate), contained=contained)
        block = blocks.setdefault(Fraction(rate), [0, 0, 0])
        for at, amount in enumerate((ex_tax + tax, ex_tax, tax)):
            block[at] += amount
    shown = {Fraction(course.tax_rate): course.tax_rate for course in courses.values()}
    names = ("inclusive", "ex_tax", "tax")
    return [
        {"rate": shown[rate], **dict(zip(names, map(money.write, blocks[rate]), strict=True))}
        for rate in sorted(blocks)
    ]


def _sum_by_charge_and_rate(courses: Courses) -> dict[tuple[int, str], int]:
    paid: dict[tuple[int, str], int] = {}
    for course in _list_contract(courses):
        key = (id(course.charge), course.tax_rate)
        paid[key] = paid.get(key, 0) + course.net * course.count
    return paid


def _add_savings(courses: Courses, money: LedgerMoney) -> list[Tree]:
    sums: dict[str, int] = {}
    for course in _list_contract(courses):
        for step in course.steps:
            if step["step"] == "programme":
                off = -money.read(step["change"]) * course.count
                sums[step["rule"]] = sums.get(step["rule"], 0) + off
    return [{"programme": key, "amount": money.write(minor)} for key, minor in sorted(sums.items())]


def _list_contract(courses: Courses) -> Iterator[Course]:
    """The payments of the contract: usage is an estimate."""
    return (course for course in courses.values() if course.charge["kind"] != "usage")


def _regular(kind: str, period: str | None) -> Times:
    def count(charge: Tree, payment: Tree) -> int:
        return int(bool(payment["regular"]) and (charge["kind"], charge["period"]) == (kind, period))

    return count


def _count_all(charge: Tree, payment: Tree) -> int:
    return 0 if charge["kind"] == "usage" else int(payment["count"])


def _count_in_year(charge: Tree, payment: Tree) -> int:
    """How many of the payments are for the first twelve months."""
    months = _MONTHS.get(charge["period"], 1)
    begun = -(-(_MONTHS_OF_YEAR + 1 - int(payment["first_month"])) // months)
    return min(_count_all(charge, payment), max(0, begun))


SUMS: Mapping[str, tuple[str, Times]] = {
    "one_time": ("net", _regular("one_time", None)),
    "monthly": ("net", _regular("recurring", "month")),
    "quarterly": ("net", _regular("recurring", "quarter")),
    "annual": ("net", _regular("recurring", "year")),
    "usage_estimate": ("net", _regular("usage", "month")),
    "first_year": ("net", _count_in_year),
    "tcv": ("net", _count_all),
    "list_tcv": ("list", _count_all),
}
"""Each total: which figure of a payment it sums, and how often it counts the payment."""


def list_addends(tree: Tree, name: str) -> Iterator[Addend]:
    """What a total of a ledger is the sum of, in the ledger's order."""
    figure, count = SUMS[name]
    for line in tree["lines"]:
        for charge in line["charges"]:
            for payment in charge["payments"]:
                times = count(charge, payment)
                if times:
                    yield Addend(line, charge, payment, str(payment[figure]), times)
