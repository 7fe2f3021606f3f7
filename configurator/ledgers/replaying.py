"""A price ledger computed again from its operands alone: no catalog, no configuration, none of the steps that made it.

A ledger stored today must be computed to the same bytes years later: see `replaying_payments`. docs/pricing.md tells
the operations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from configurator.ledgers.ledger_text import LedgerBroken, LedgerMoney, Tree, read_ledger, write_ledger
from configurator.ledgers.replaying_members import (
    TaxRow,
    compute_base,
    compute_measure,
    compute_tax_rows,
    hold_base,
)
from configurator.ledgers.replaying_payments import Course, Setting
from configurator.ledgers.replaying_sums import compute_totals, list_tax_rows
from configurator.pricing.pipeline import collecting_later
from configurator.values.refusal import Refusal

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """An entry that does not come to what it states: its path (`lines.3.charges.0.…`), and both figures."""

    place: str
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """How many amounts were computed again, and the entries that differ (the first MOST_SHOWN of them)."""

    amounts: int
    differences: tuple[LedgerDifference, ...]

    @property
    def is_same(self) -> bool:
        """Whether every figure is what it was."""
        return not self.differences


def replay(text: str) -> str:
    """The ledger with every figure computed again from its operands: the same text when nothing was altered."""
    return write_ledger(compute_ledger(read_ledger(text)))


def check_ledger(text: str) -> LedgerCheck:
    """Compute a ledger again and name the entries that differ."""
    stated = read_ledger(text)
    computed = compute_ledger(stated)
    found = tuple(_differ(stated, computed, ""))
    return LedgerCheck(_count_amounts(computed), found[:MOST_SHOWN])


def compute_ledger(tree: Tree) -> Tree:
    """The same tree with all figures computed: what is not an operand is replaced."""
    try:
        with collecting_later(len(tree["lines"])):
            return _Replay(tree).tree()
    except LedgerBroken:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, Refusal) as error:
        raise LedgerBroken(reason=type(error).__name__) from error


class _Replay:
    """One ledger under way."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._setting = Setting(tree)
        self._money = self._setting.money
        self._courses = {
            payment["id"]: Course(payment, charge, self._setting)
            for line in tree["lines"]
            for charge in line["charges"]
            for payment in charge["payments"]
        }
        self._bases: list[Tree] = []

    def tree(self) -> Tree:
        """Everything computed."""
        tree = self._tree
        spreads = [self._spread(at, spread) for at, spread in enumerate(tree["spreads"])]
        rows = list_tax_rows(tree, self._courses)
        named = self._name_members(rows) if tree["edition"] > 1 else {}
        lines = [self._line(line) for line in tree["lines"]]
        totals = compute_totals(tree, self._courses, rows.values(), self._setting)
        return {**tree, "spreads": spreads, "lines": lines, "totals": totals, **named}

    def _name_members(self, rows: Mapping[tuple[str, str], TaxRow]) -> Tree:
        """The members of sums, and the rows of the tax block."""
        charges: dict[str, list[Course]] = {}
        for course in self._courses.values():
            charges.setdefault(course.charge["id"], []).append(course)
        self._bases = [compute_base(each, charges, self._money) for each in self._tree["bases"]]
        return {
            "bases": self._bases,
            "measures": [compute_measure(each, charges, self._money) for each in self._tree["measures"]],
            "tax_rows": compute_tax_rows(self._tree, rows, self._setting),
        }

    def _line(self, line: Tree) -> Tree:
        return {**line, "charges": [self._charge(charge) for charge in line["charges"]]}

    def _charge(self, charge: Tree) -> Tree:
        return {**charge, "payments": [self._payment(each) for each in charge["payments"]]}

    def _payment(self, payment: Tree) -> Tree:
        """The payment with its figures, and of a percentage also with what it is taken of."""
        found = self._courses[payment["id"]].result()
        first, *others = found["steps"]
        if "base_of" in first:
            first = hold_base(first, self._bases, payment["first_month"])
        return {**found, "steps": [first, *others]}

    def _spread(self, at: int, spread: Tree) -> Tree:
        """Share out what the members' sum is changed by, and let the other payments of their charges follow: those that
        were equal to the member stay equal to it, the others change in its ratio."""
        members = [self._courses[each["payment"]] for each in spread["members"]]
        before = [self._money.round(course.exact) for course in members]
        after = [old + change for old, change in zip(before, share_out(spread, before, self._money), strict=True)]
        exact = [course.exact for course in members]
        known = zip(spread["members"], exact, before, after, strict=True)
        followed = {each["payment"]: (whole, old, new) for each, whole, old, new in known}
        for course, old, new in zip(members, before, after, strict=True):
            self._change(course, at, course.exact if new == old else self._money.exact(new))
        for course in self._courses.values():
            halted = course.halted
            if halted is not None and halted["of"] == at:
                self._change(course, at, self._follow(course.exact, *followed[halted["like"]]))
        write = self._money.write
        told = [
            {**each, "old": write(old), "new": write(new)}
            for each, old, new in zip(spread["members"], before, after, strict=True)
        ]
        return {**spread, "members": told, "sum": write(sum(before)), "becomes": write(sum(after))}

    def _follow(self, exact: Fraction, whole: Fraction, old: int, new: int) -> Fraction:
        if new == old:
            return exact
        return self._money.exact(new) if exact == whole else exact * Fraction(new, old)

    def _change(self, course: Course, at: int, exact: Fraction) -> None:
        step = course.halted
        if step is None or step["of"] != at:
            raise LedgerBroken(reason="spread")
        course.take(step, exact)
        course.advance()


def share_out(spread: Tree, before: list[int], money: LedgerMoney) -> list[int]:
    """By largest remainder; of equal ones to the larger weight, then in the order of `place`."""
    total, value = sum(before), money.round(Fraction(spread["value"]))
    wanted = max(total - value, 0) if spread["form"] == "amount" else value
    if not total:
        return [0] * len(before)
    change = wanted - total
    sign = -1 if change < 0 else 1
    parts = [divmod(abs(change) * weight, total) for weight in before]
    places = [each["place"] for each in spread["members"]]
    order = sorted(range(len(parts)), key=lambda at: (-parts[at][1], -before[at], places[at]))
    extra = frozenset(order[: abs(change) - sum(whole for whole, _ in parts)])
    return [sign * (whole + (at in extra)) for at, (whole, _) in enumerate(parts)]


def _differ(stated: Any, computed: Any, path: str) -> Iterator[LedgerDifference]:
    """The leaves in which two trees differ."""
    if isinstance(stated, dict) and isinstance(computed, dict):
        for key in sorted(stated.keys() | computed.keys()):
            yield from _differ(stated.get(key), computed.get(key), f"{path}.{key}" if path else key)
    elif isinstance(stated, list) and isinstance(computed, list) and len(stated) == len(computed):
        for at, (one, other) in enumerate(zip(stated, computed, strict=True)):
            yield from _differ(one, other, f"{path}.{at}")
    elif stated != computed:
        yield LedgerDifference(path, _show(stated), _show(computed))


def _show(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:60]


def _count_amounts(tree: Any) -> int:
    if isinstance(tree, dict):
        return sum(_count_amounts(value) for value in tree.values()) + ("amount" in tree)
    return sum(map(_count_amounts, tree)) if isinstance(tree, list) else 0
