"""How a version's content is laid out on a page: groups of lines with stable numbers, discounts, shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from configurator.quoting.content import Content, ContentCharge, ContentLine
from configurator.quoting.term_values import value_over_term
from configurator.values.text import Text

NOTHING = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class ChargeView:
    """One charge with the percentage that net lies below list (0 when it does not)."""

    charge: ContentCharge
    discount: Decimal

    @property
    def kind(self) -> str:
        """one_time, month, quarter, year or usage: the word that the page looks up."""
        return kind_of(self.charge)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line under its hierarchical number."""

    label: str
    line: ContentLine
    charges: tuple[ChargeView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The lines of one product line, what they cost over the term, and their share of all in percent."""

    label: str
    name: Text
    lines: tuple[LineView, ...]
    tcv: Decimal
    share: Decimal


def kind_of(charge: ContentCharge) -> str:
    """one_time, month, quarter, year or usage."""
    return (charge.period or "month") if charge.kind == "recurring" else charge.kind


def discount_of(charge: ContentCharge) -> Decimal:
    """How far net lies below list, in percent with two decimals."""
    listed, net = Decimal(charge.list), Decimal(charge.net)
    return ((listed - net) * HUNDRED / listed).quantize(Decimal("0.01")) if listed and net < listed else NOTHING


def group_lines(content: Content) -> tuple[GroupView, ...]:
    """The content's lines by product line, in the content's order, numbered 1, 1.1, 1.2, 2 …"""
    by_line: dict[str, list[ContentLine]] = {}
    for line in content.lines:
        by_line.setdefault(line.product_line, []).append(line)
    costs = {key: _cost(lines, content.term_months) for key, lines in by_line.items()}
    whole = sum(costs.values(), NOTHING)
    return tuple(
        GroupView(
            label=str(position),
            name=lines[0].product_line_name,
            lines=tuple(_view(f"{position}.{place}", line) for place, line in enumerate(lines, 1)),
            tcv=costs[key],
            share=(costs[key] * HUNDRED / whole).quantize(Decimal("0.1")) if whole else NOTHING,
        )
        for position, (key, lines) in enumerate(by_line.items(), 1)
    )


def _view(label: str, line: ContentLine) -> LineView:
    return LineView(label, line, tuple(ChargeView(each, discount_of(each)) for each in line.charges))


def _cost(lines: Iterable[ContentLine], term_months: int) -> Decimal:
    return sum((value_over_term(each, term_months) for line in lines for each in line.charges), NOTHING)
