"""The totals of a price ledger, from its payments as they were computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from configurator.ledgers.ledger_text import Tree
from configurator.ledgers.replaying_members import TaxRow, divide
from configurator.ledgers.replaying_payments import Course, Setting

Courses = Mapping[str, Course]
"""The payments by their ids."""
_TAXED = ("inclusive", "ex_tax", "tax")
_MONTHS_OF_YEAR = 12
_MONTHS: Mapping[str | None, int] = {None: 1, "month": 1, "quarter": 3, "year": 12}


Times = Callable[[Tree, Tree], int]
"""How often a sum counts a payment of a charge."""


class Addend(NamedTuple):
    """What a payment adds to a sum: a figure of it, so many times."""

    line: Tree
    charge: Tree
    payment: Tree
    figure: str
    times: int


def compute_totals(tree: Tree, courses: Courses, rows: Iterable[TaxRow], setting: Setting) -> Tree:
    """Every total of the ledger; the tax of the term from the rows of its block."""
    sums = {name: setting.quoted.write(_add_up(courses, *SUMS[name])) for name in SUMS}
    return {**sums, "tax_of_term": _tax_of_term(tree, rows, setting), "savings": _add_savings(courses, setting)}


def _add_up(courses: Courses, figure: str, count: Times) -> int:
    known = courses.values()
    return sum(
        (course.final_list if figure == "list" else course.net) * count(course.charge, course.payment)
        for course in known
    )


def list_tax_rows(tree: Tree, courses: Courses) -> dict[tuple[str, str], TaxRow]:
    """Each charge's payments at one rate, by charge and rate; what bundles cost is divided over their rows."""
    rows: dict[tuple[str, str], TaxRow] = {}
    for course in _list_contract(courses):
        key = (course.charge["id"], course.tax_rate)
        if key not in rows:
            rows[key] = TaxRow(course.charge, course.tax_rate, course.tax_rule)
        rows[key].list += course.final_list * course.count
        rows[key].net += course.net * course.count
    for row in rows.values():
        row.part = row.net
    for bundle in tree["tax_bundles"]:
        own = [rows[each["charge"], each["rate"]] for each in bundle["rows"]]
        for row, part in zip(own, divide(sum(row.net for row in own), [row.list for row in own]), strict=True):
            row.part, row.bundle = part, bundle["bundle"]
    return rows


def _tax_of_term(tree: Tree, rows: Iterable[TaxRow], setting: Setting) -> list[Tree]:
    """Each charge's payments at one rate (or all at one rate, where tax is on totals) taxed together; by rate."""
    blocks: dict[str, list[int]] = {}
    for rate, net in _sum_taxed(rows, tree["tax_on"]):
        ex_tax, tax = setting.split_tax(net, Fraction(rate))
        block = blocks.setdefault(rate, [0, 0, 0])
        for at, amount in enumerate((ex_tax + tax, ex_tax, tax)):
            block[at] += amount
    return [
        {"rate": rate, **dict(zip(_TAXED, map(setting.quoted.write, blocks[rate]), strict=True))}
        for rate in sorted(blocks, key=Fraction)
    ]


def _sum_taxed(rows: Iterable[TaxRow], tax_on: str) -> list[tuple[str, int]]:
    """What is taxed at once."""
    if tax_on == "line":
        return [(row.rate, row.part) for row in rows]
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.rate] = sums.get(row.rate, 0) + row.part
    return list(sums.items())


def _add_savings(courses: Courses, setting: Setting) -> list[Tree]:
    sums: dict[str, int] = {}
    for course in _list_contract(courses):
        for rule, before, after in course.reduced:
            off = setting.money.round(before) - setting.money.round(after)
            sums[rule] = sums.get(rule, 0) + course.restate(off) * course.count
    return [{"programme": key, "amount": setting.quoted.write(minor)} for key, minor in sorted(sums.items())]


def _list_contract(courses: Courses) -> Iterator[Course]:
    """The payments of the contract: usage is an estimate."""
    return (course for course in courses.values() if course.charge["kind"] != "usage")


def _count_regular(kind: str, period: str | None, charge: Tree, payment: Tree) -> int:
    return int(bool(payment["regular"]) and (charge["kind"], charge["period"]) == (kind, period))


def _count_all(charge: Tree, payment: Tree) -> int:
    return 0 if charge["kind"] == "usage" else int(payment["count"])


def _count_in_year(charge: Tree, payment: Tree) -> int:
    """How many of the payments are for the first twelve months."""
    months = _MONTHS[charge["period"]]
    begun = -(-(_MONTHS_OF_YEAR + 1 - int(payment["first_month"])) // months)
    return min(_count_all(charge, payment), max(0, begun))


SUMS: Mapping[str, tuple[str, Times]] = {
    "one_time": ("net", partial(_count_regular, "one_time", None)),
    "monthly": ("net", partial(_count_regular, "recurring", "month")),
    "quarterly": ("net", partial(_count_regular, "recurring", "quarter")),
    "annual": ("net", partial(_count_regular, "recurring", "year")),
    "usage_estimate": ("net", partial(_count_regular, "usage", "month")),
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
