"""From list to net (and, for those who may see it, to margin) over the contract: what each step took off or added.

Every figure is a sum of amounts that the traces of the payments state, so the steps add up to the net to the minor
unit. Usage is an estimate and outside the contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from configurator.pricing.model import Payment, PricedConfiguration, StepName, TraceStep
from configurator.pricing.rounding import round_percent
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

ORDER: tuple[StepName, ...] = (
    "list",
    "factor",
    "escalation",
    "part",
    "waiver",
    "term_discount",
    "programme",
    "manual_discount",
    "spread",
    "floor",
    "round",
    "net",
)
"""The steps in the order in which a waterfall shows them; tax comes on top of it or lies in it, and is not shown."""
_NAMED = frozenset({"programme"})


@dataclass(frozen=True, slots=True)
class Drop:
    """What one step changed over the contract (signed), and where that led; `rule` tells programmes apart."""

    step: StepName
    rule: str
    change: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Margin:
    """What the contract costs us and what is left of its net, in money and in percent of the net (None of nothing)."""

    cost: Money
    left: Money
    percent: str | None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The drops from list to net in their order, without those that change nothing anywhere. `margin` is there only
    when it was asked for and every cost is known."""

    list: Money
    drops: tuple[Drop, ...]
    net: Money
    margin: Margin | None = None


def compute_waterfall(priced: PricedConfiguration, *, with_margin: bool = False) -> Waterfall:
    """The whole contract's waterfall; the first drop is the list price at the catalog's rates itself."""
    sums: dict[tuple[StepName, str], int] = {}
    for payment in contract_payments(priced):
        for step in payment.trace:
            if step.step != "tax" and step.change:
                key = (step.step, _rule_of(step))
                sums[key] = sums.get(key, 0) + step.change.minor * payment.count
    drops, reached = [], Money.zero(priced.currency)
    for (name, rule), change in sorted(sums.items(), key=lambda item: (ORDER.index(item[0][0]), item[0][1])):
        if change:
            reached = reached + Money(change, priced.currency)
            drops.append(Drop(name, rule, Money(change, priced.currency), reached))
    listed = Money(sum(change for (name, _), change in sums.items() if name == "list"), priced.currency)
    return Waterfall(listed, tuple(drops), reached, _margin(priced, reached) if with_margin else None)


def contract_payments(priced: PricedConfiguration) -> Iterator[Payment]:
    """All payments of the contract: every charge's, but those of usage."""
    for line in priced.lines:
        for charge in line.charges:
            if charge.kind is not ChargeKind.USAGE:
                yield from charge.payments


def _rule_of(step: TraceStep) -> str:
    return step.rule if step.step in _NAMED else ""


def _margin(priced: PricedConfiguration, net: Money) -> Margin | None:
    """As the totals' margin: nothing is said unless every cost is known."""
    cost = 0
    for payment in contract_payments(priced):
        if payment.cost is None:
            return None
        cost += payment.cost.minor * payment.count
    left = net - Money(cost, priced.currency)
    percent = f"{round_percent(left.amount, net.amount):f}" if net else None
    return Margin(Money(cost, priced.currency), left, percent)
