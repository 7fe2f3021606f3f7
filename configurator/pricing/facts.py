"""A quote at list price, as its programmes see it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from configurator.configuration.model import ConfigurationLine
from configurator.pricing.deal import Deal
from configurator.pricing.drafting import Draft
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.values.periods import ChargeKind


def state_facts(deal: Deal, lines: Sequence[ConfigurationLine], charges: Sequence[Sequence[Draft]]) -> QuoteFacts:
    """What the first period of every charge lists, with factors and before any reduction."""
    amounts: dict[int, list[int | Fraction]] = {}
    for drafts in charges:
        first = drafts[0]
        found = amounts.setdefault(first.item.number, [Fraction(0), 0, 0])
        kind, period, listed = first.item.component.charge, first.item.component.period, first.whole_list.minor
        if kind is ChargeKind.RECURRING and period is not None:
            found[0] += listed if period.months == 1 else Fraction(listed, period.months)
        else:
            found[1 if kind is ChargeKind.ONE_TIME else 2] += listed
    context = deal.context
    return QuoteFacts(
        catalog=deal.catalog,
        day=context.day,
        term_months=context.term_months,
        lines=tuple(_state_line(number, line, amounts.get(number)) for number, line in enumerate(lines, start=1)),
        inputs=context.inputs,
        needs=context.needs,
        named=context.named,
        codes=context.codes,
    )


def _state_line(number: int, line: ConfigurationLine, amounts: Sequence[int | Fraction] | None) -> LineFacts:
    monthly, one_time, usage = amounts or (0, 0, 0)
    return LineFacts(number, line.offering, line.quantity, Fraction(monthly), int(one_time), int(usage))
