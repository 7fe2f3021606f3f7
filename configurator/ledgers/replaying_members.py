"""Bases of percentages and measures of programmes, from the entries that they name as members; rows of the tax block.

What an edition says is fixed: see `replaying_payments`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from configurator.ledgers.ledger_text import LedgerMoney, Tree
from configurator.ledgers.members import measure_members, sum_members
from configurator.ledgers.replaying_payments import Course, Setting

Charges = Mapping[str, Sequence[Course]]
"""The payments of each charge in their order."""
_OF_BASE = re.compile(r"(?<=% × )[0-9/.]+", re.ASCII)


def compute_base(base: Tree, charges: Charges, money: LedgerMoney) -> Tree:
    """A base with what its members list and what that comes to month by month."""
    members = [{**member, "listed": list(_list_steps(charges[member["charge"]], money))} for member in base["members"]]
    return {**base, "members": members, "sums": sum_members(members)}


def _list_steps(courses: Sequence[Course], money: LedgerMoney) -> Iterator[list[object]]:
    before = None
    for course in courses:
        if course.listed != before:
            yield [course.payment["first_month"], money.write(course.listed)]
        before = course.listed


def hold_base(step: Tree, bases: Sequence[Tree], month: int) -> Tree:
    """The list step of a percentage with the sum of its base in that month, in its operand and in its formula."""
    sums = bases[step["base_of"]]["sums"]
    place = bisect_right([since for since, _ in sums], month)
    found = sums[place - 1][1] if place else "0"
    return {**step, "base": found, "formula": _OF_BASE.sub(found, step["formula"], count=1)}


def compute_measure(measure: Tree, charges: Charges, money: LedgerMoney) -> Tree:
    """A measure with what its members list in their first period, and their sum without begun minor units."""
    members = [{**member, "amount": money.write(charges[member["charge"]][0].listed)} for member in measure["members"]]
    found = {**measure, "members": members}
    return {**found, "sum": money.write(floor(measure_members(found) * 10**money.decimals))}


@dataclass(slots=True)
class TaxRow:
    """What one charge comes to over the contract at one rate, in minor units; `part` is what is taxed."""

    charge: Tree
    rate: str
    rule: Tree
    list: int = 0
    net: int = 0
    part: int = 0
    bundle: str = ""
    ex_tax: int = 0
    tax: int = 0


def compute_tax_rows(tree: Tree, rows: Mapping[tuple[str, str], TaxRow], setting: Setting) -> list[Tree]:
    """Each row with its tax: of itself, or its part of the tax of the whole rate's sum."""
    if tree["tax_on"] == "line":
        for row in rows.values():
            row.ex_tax, row.tax = setting.split_tax(row.part, Fraction(row.rate))
    else:
        places = {charge["id"]: (line, charge) for line in tree["lines"] for charge in line["charges"]}
        ordered = sorted(rows.values(), key=lambda row: _rank(row, *places[row.charge["id"]]))
        for rate in {row.rate for row in ordered}:
            _tax_together([row for row in ordered if row.rate == rate], setting)
    return [_tell_row(row, setting.quoted) for row in rows.values()]


def _rank(row: TaxRow, line: Tree, charge: Tree) -> tuple[str, str, int, Fraction]:
    return line["offering"], charge["component"], line["number"], Fraction(row.rate)


def _tax_together(rows: Sequence[TaxRow], setting: Setting) -> None:
    """The tax of the sum, divided in proportion: the rest by largest remainder, then larger amount, then by place."""
    total = sum(row.part for row in rows)
    tax = setting.split_tax(total, Fraction(rows[0].rate))[1]
    for row, share in zip(rows, divide(tax, [row.part for row in rows]), strict=True):
        row.tax = share
        row.ex_tax = row.part - share if setting.contained else row.part


def divide(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts in proportion to the weights, the rest by largest remainder, then larger weight, then in order."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    order = sorted(range(len(parts)), key=lambda at: (-parts[at][1], -weights[at]))
    extra = frozenset(order[: total - sum(part for part, _ in parts)])
    return [part + (at in extra) for at, (part, _) in enumerate(parts)]


def _tell_row(row: TaxRow, money: LedgerMoney) -> Tree:
    bundle = {"bundle": row.bundle, "part": money.write(row.part)} if row.bundle else {}
    figures = {"list": row.list, "net": row.net, "ex_tax": row.ex_tax, "tax": row.tax}
    written = {name: money.write(minor) for name, minor in figures.items()}
    return {"charge": row.charge["id"], "rate": row.rate, **row.rule, **written, **bundle}
