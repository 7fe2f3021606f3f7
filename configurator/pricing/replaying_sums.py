"""The totals of a price ledger, from its payments as they were computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from configurator.pricing.ledger_text import LedgerMoney, Tree, split_tax
from configurator.pricing.replaying_payments import Course

Courses = Mapping[str, Course]
"""The payments by their ids."""
_MONTHS_OF_YEAR = 12
_MONTHS: Mapping[str | None, int] = {"month": 1, "quarter": 3, "year": 12}


def compute_totals(courses: Courses, money: LedgerMoney, *, contained: bool) -> Tree:
    """Every total of the ledger."""
    sums = {name: money.write(add(courses)) for name, add in _SUMS.items()}
    return {
        **sums,
        "tax_of_term": _tax_of_term(courses, money, contained=contained),
        "savings": _add_savings(courses, money),
    }


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


def _regular(kind: str, period: str | None) -> Callable[[Courses], int]:
    def add(courses: Courses) -> int:
        return sum(
            course.net
            for course in courses.values()
            if course.payment["regular"] and (course.charge["kind"], course.charge["period"]) == (kind, period)
        )

    return add


def _add_paid(courses: Courses) -> int:
    return sum(course.net * course.count for course in _list_contract(courses))


def _add_listed(courses: Courses) -> int:
    return sum(course.list * course.count for course in _list_contract(courses))


def _add_first_year(courses: Courses) -> int:
    return sum(course.net * _count_in_year(course) for course in _list_contract(courses))


def _count_in_year(course: Course) -> int:
    """How many of the payments are for the first twelve months."""
    months = _MONTHS.get(course.charge["period"], 1)
    begun = -(-(_MONTHS_OF_YEAR + 1 - int(course.payment["first_month"])) // months)
    return min(course.count, max(0, begun))


_SUMS: Mapping[str, Callable[[Courses], int]] = {
    "one_time": _regular("one_time", None),
    "monthly": _regular("recurring", "month"),
    "quarterly": _regular("recurring", "quarter"),
    "annual": _regular("recurring", "year"),
    "usage_estimate": _regular("usage", "month"),
    "first_year": _add_first_year,
    "tcv": _add_paid,
    "list_tcv": _add_listed,
}
