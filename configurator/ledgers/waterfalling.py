"""From list to net (and, for those who may see it, to margin) over the contract: what each step took off or added.

Every figure is a sum of amounts that the traces of the payments state, so the steps add up to the net to the minor
unit. Usage is an estimate and outside the contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.ledgers.ledger_text import Tree
from configurator.pricing.model import Payment, PricedConfiguration, StepName
from configurator.pricing.rounding import round_percent
from configurator.pricing.tracing import NAMED, Change, ToldTrace, read_changes
from configurator.values.money import Currency, Money
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
"""The steps in the order in which a waterfall shows them."""
_BESIDE = frozenset({"home_tax", "exchange", "tax"})
"""What comes after the net of the price: it is neither taken off nor put on by anybody."""


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
    """The whole contract's waterfall in the catalog's currency; the first drop is the list price itself."""
    waterfall = _fall(_list_changes(priced), priced.currency)
    return replace(waterfall, margin=compute_margin(priced)) if with_margin else waterfall


def read_waterfall(tree: Tree) -> Waterfall:
    """The same of a price ledger; nothing of costs."""
    currency = Currency(str(tree["currency"]["code"]), int(tree["currency"]["decimals"]))
    return _fall(_read_changes(tree, currency), currency)


def _list_changes(priced: PricedConfiguration) -> Iterator[Change]:
    for payment in contract_payments(priced):
        trace, count = payment.trace, payment.count
        for step, rule, minor in trace.list_changes() if isinstance(trace, ToldTrace) else read_changes(trace):
            yield Change(step, rule, minor * count)


def _read_changes(tree: Tree, currency: Currency) -> Iterator[Change]:
    for line in tree["lines"]:
        for charge in line["charges"]:
            for payment in charge["payments"] if charge["kind"] != ChargeKind.USAGE else ():
                for step in payment["steps"]:
                    change = Money.of(Decimal(step["change"]), currency).minor * int(payment["count"])
                    yield Change(step["step"], step.get("rule", ""), change)


def _fall(changes: Iterable[Change], currency: Currency) -> Waterfall:
    sums: dict[tuple[StepName, str], int] = {}
    for each in changes:
        if each.step not in _BESIDE:
            key = (each.step, each.rule if each.step in NAMED else "")
            sums[key] = sums.get(key, 0) + each.minor
    drops, reached = [], Money.zero(currency)
    for (name, rule), minor in sorted(sums.items(), key=lambda item: (ORDER.index(item[0][0]), item[0][1])):
        if minor:
            reached = reached + Money(minor, currency)
            drops.append(Drop(name, rule, Money(minor, currency), reached))
    return Waterfall(Money(sums.get(("list", ""), 0), currency), tuple(drops), reached)


def contract_payments(priced: PricedConfiguration) -> Iterator[Payment]:
    """All payments of the contract: every charge's, but those of usage."""
    for line in priced.lines:
        for charge in line.charges:
            if charge.kind is not ChargeKind.USAGE:
                yield from charge.payments


def compute_margin(priced: PricedConfiguration) -> Margin | None:
    """As the totals' margin: nothing is said unless every cost is known."""
    known, net = priced.totals.cost, priced.totals.tcv
    if known is None:
        return None
    cost = known + (priced.totals.benefit_cost or Money.zero(priced.currency))
    left = net - cost
    percent = f"{round_percent(left.amount, net.amount):f}" if net else None
    return Margin(cost, left, percent)
