"""A price ledger as a page shows it: lines found by words, each step with its computation in figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from configurator.ledgers.replaying_sums import Addend
from configurator.quoting.content import Content, ContentLine
from configurator.values.text import Text

Tree = Mapping[str, Any]
Show = Callable[[str], str]
"""An amount as the reader's language writes it."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: its name, the computation in figures, by which rule and place, what changed and what it led to; `of`
    names the sum that it is taken of, where its members are known."""

    step: str
    computation: str
    rule: str
    place: str
    change: str
    amount: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """Equal payments: for which months of the contract, how many, of what quantity, and the steps."""

    id: str
    first_month: int
    last_month: int
    count: int
    quantity: int
    share: str
    net: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class ChargeView:
    """One charge: its way of paying (one_time, month, quarter, year, usage) and its payments."""

    kind: str
    component: str
    payments: tuple[PaymentView, ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the quote with its charges."""

    number: int
    name: Text
    offering: str
    quantity: int
    charges: tuple[ChargeView, ...]


@dataclass(frozen=True, slots=True)
class AddendView:
    """What a line's payments add to a total: a figure, so many times."""

    number: int
    name: Text
    payment: str
    kind: str
    first_month: int
    figure: str
    times: int
    amount: str


def view_lines(tree: Tree, content: Content, show: Show) -> tuple[LedgerLine, ...]:
    """The lines of the ledger (or of an excerpt), named as the content names them."""
    names = {line.number: line for line in content.lines}
    sums = _Sums(
        [(spread["sum"], spread["becomes"]) for spread in tree["spreads"]],
        frozenset(each["programme"] for each in tree.get("measures", [])),
    )
    return tuple(_view_line(line, names.get(line["number"]), sums, show) for line in tree["lines"])


@dataclass(frozen=True, slots=True)
class _Sums:
    """What steps refer to: spreads before and after, and the programmes whose measure has members."""

    spreads: list[tuple[str, str]]
    measured: frozenset[str]


def find_lines(lines: Sequence[Tree], content: Content, wanted: str) -> tuple[Tree, ...]:
    """The lines whose number, code, name, rules or places contain the words; all for none."""
    words = wanted.casefold().split()
    if not words:
        return tuple(lines)
    names = {line.number: line.name for line in content.lines}
    return tuple(line for line in lines if _has_words(_searched(line, names.get(line["number"])), words))


def _has_words(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def view_addend(addend: Addend, names: Mapping[int, Text], multiply: Callable[[str, int], str]) -> AddendView:
    """One addend of a total; `names` says what lines are called."""
    name = names.get(addend.line["number"])
    return AddendView(
        number=addend.line["number"],
        name=name or Text(addend.line["offering"], addend.line["offering"]),
        payment=addend.payment["id"],
        kind=_kind(addend.charge),
        first_month=addend.payment["first_month"],
        figure=addend.figure,
        times=addend.times,
        amount=multiply(addend.figure, addend.times),
    )


def _searched(line: Tree, name: Text | None) -> str:
    """Everything of a line that is searched in."""
    named = [str(line["number"]), line["offering"], *((name.zh, name.en) if name else ())]
    steps = (step for charge in line["charges"] for payment in charge["payments"] for step in payment["steps"])
    said = {step.get(key, "") for step in steps for key in ("rule", "place")}
    return " ".join((*named, *sorted(said))).casefold()


def _view_line(line: Tree, known: ContentLine | None, sums: _Sums, show: Show) -> LedgerLine:
    return LedgerLine(
        number=line["number"],
        name=known.name if known else Text(line["offering"], line["offering"]),
        offering=line["offering"],
        quantity=line["quantity"],
        charges=tuple(_view_charge(charge, sums, show) for charge in line["charges"]),
    )


def _view_charge(charge: Tree, sums: _Sums, show: Show) -> ChargeView:
    months = _MONTHS.get(charge["period"], 1)
    payments = tuple(_view_payment(each, months, sums, show) for each in charge["payments"])
    return ChargeView(_kind(charge), charge["component"], payments)


def _kind(charge: Tree) -> str:
    kind = str(charge["kind"])
    return str(charge["period"]) if kind == "recurring" else kind


def _view_payment(payment: Tree, months: int, sums: _Sums, show: Show) -> PaymentView:
    return PaymentView(
        id=payment["id"],
        first_month=payment["first_month"],
        last_month=payment["first_month"] + ceil(payment["count"] * months * Fraction(payment["share"])) - 1,
        count=payment["count"],
        quantity=payment["quantity"],
        share="" if payment["share"] == "1" else payment["share"],
        net=payment["net"],
        steps=tuple(_view_steps(payment, sums, show)),
    )


def _view_steps(payment: Tree, sums: _Sums, show: Show) -> Iterator[StepView]:
    before = ""
    for step in payment["steps"]:
        seen = _Seen(show(before) if before else "", payment, sums, show)
        computation = _COMPUTATIONS.get(step["step"], _stay)(step, seen)
        yield StepView(
            step["step"],
            computation,
            step.get("rule", ""),
            step.get("place", ""),
            step["change"],
            step["amount"],
            _name_sum(step, sums),
        )
        before = step["amount"]


def _name_sum(step: Tree, sums: _Sums) -> str:
    """The sum that a step is taken of."""
    if "base_of" in step:
        return f"base.{step['base_of']}"
    if step["step"] == "spread":
        return f"spread.{step['of']}"
    return f"measure.{step['rule']}" if step.get("rule") in sums.measured and step["step"] == "programme" else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a step computes from: the amount before, the payment, the sums of spreads."""

    before: str
    payment: Tree
    sums: _Sums
    show: Show

    @property
    def share(self) -> str:
        """What a whole period's figure is multiplied by."""
        return "" if self.payment["share"] == "1" else f" × {self.payment['share']}"


def _stay(step: Tree, seen: _Seen) -> str:
    return seen.before


def _list(step: Tree, seen: _Seen) -> str:
    return str(step["formula"])


def _less_percent(step: Tree, seen: _Seen) -> str:
    return f"{seen.before} × (100 − {step['percent']}) %"


def _escalate(step: Tree, seen: _Seen) -> str:
    return f"{seen.before} × (100 + {step['percent']}) %" + (f" ^ {step['times']}" if step["times"] > 1 else "")


def _grant(step: Tree, seen: _Seen) -> str:
    start = seen.show(seen.payment["steps"][step["after"]]["amount"])
    off = f"{step['off']}{seen.share}" if "off" in step else f"{step['percent']} % × {start}"
    if "cap" in step:
        off = f"min({off}, {step['cap']}{seen.share})"
    return f"{seen.before} − {off}"


def _spread(step: Tree, seen: _Seen) -> str:
    before, after = seen.sums.spreads[step["of"]]
    return f"{seen.before} × {seen.show(after)} ÷ {seen.show(before)}"


def _floor(step: Tree, seen: _Seen) -> str:
    return f"max({seen.before}, {step['to']})"


def _round(step: Tree, seen: _Seen) -> str:
    return f"floor({seen.before} ÷ {step['multiple']}) × {step['multiple']}"


def _tax(step: Tree, seen: _Seen) -> str:
    sign = "÷" if step.get("case") == "contained" else "×"
    return f"{seen.before} {sign} (100 + {step.get('percent', '')}) %"


_COMPUTATIONS: Mapping[str, Callable[[Tree, _Seen], str]] = {
    "list": _list,
    "factor": lambda step, seen: f"{seen.before} × {step['factor']}",
    "escalation": _escalate,
    "part": lambda step, seen: f"{seen.before}{seen.share}",
    "waiver": lambda step, seen: f"{seen.before} × 0",
    "term_discount": _less_percent,
    "manual_discount": _less_percent,
    "programme": _grant,
    "spread": _spread,
    "floor": _floor,
    "round": _round,
    "net": lambda step, seen: f"≈ {seen.before}",
    "tax": _tax,
}
