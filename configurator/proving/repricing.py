"""What an example really earns: priced by pricing itself, with the parts of the price that made it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog
from configurator.customers.profile import Value
from configurator.guidance.chances import Outlook
from configurator.pricing.checking import PricingRefused
from configurator.pricing.model import Payment, PricedConfiguration, PricedLine
from configurator.pricing.pipeline import price
from configurator.pricing.rounding import round_percent
from configurator.proving.customers import Example
from configurator.proving.stacks import Stack
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from configurator.values.text import Text

_TELLING = frozenset({"factor", "term_discount", "programme", "floor"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that made the price of some lines what it is over the contract: a step, the rule or programme with its
    name, where it is written, and by how much it changed the price."""

    step: str
    rule: str
    name: Text
    location: SourceLocation
    change: Money


@dataclass(frozen=True, slots=True)
class Repriced:
    """An example's price; `hundredths` is the margin of the lines in scope in hundredths of a percent, None where they
    have no contract value."""

    hundredths: int | None
    lines: tuple[PricedLine, ...]
    priced: PricedConfiguration


def reprice(
    catalog: Catalog, day: date, stack: Stack, example: Example, codes: Iterable[str], points: Mapping[str, Value]
) -> Repriced | None:
    """What the example's lines of these offerings earn in the whole quote; None when it has no price."""
    values = example.profile.values if example.profile else example.stated
    context = stack.context_for(day, {**values, **points}, example.needs)
    try:
        priced = price(catalog, example.configuration, context)
    except PricingRefused:
        return None
    chosen = frozenset(codes)
    lines = tuple(line for line in priced.lines if line.offering in chosen)
    value = sum((payment.net.minor * payment.count for payment in list_payments(lines)), 0)
    costs = [payment.cost.minor * payment.count for payment in list_payments(lines) if payment.cost is not None]
    return Repriced(_find_margin(catalog, value, sum(costs)), lines, priced)


def ask_for(stack: Stack, outlook: Outlook) -> Stack:
    """The stack with every programme of the outlook asked for that is not ruled out."""
    asked = [each.reach.reduction for each in outlook.chances if outlook.view(each).holds is not False]
    named = frozenset(each.key for each in asked if each.on_request)
    return Stack(
        stack.term_months,
        stack.discount_percent,
        stack.inputs,
        named,
        frozenset(each.code for each in asked if each.code),
    )


def list_parts(catalog: Catalog, repriced: Repriced) -> tuple[Part, ...]:
    """What raised or lowered the list price of the lines in scope, in the order of the stages."""
    found: dict[tuple[str, str, SourceLocation], int] = {}
    for payment in list_payments(repriced.lines):
        for step in payment.trace:
            if step.step in _TELLING and step.location is not None and step.change:
                key = step.step, step.rule, step.location
                found[key] = found.get(key, 0) + step.change.minor * payment.count
    return tuple(
        Part(step, rule, _name(catalog, rule), location, Money(change, catalog.currency))
        for (step, rule, location), change in found.items()
    )


def list_payments(lines: Iterable[PricedLine]) -> Iterator[Payment]:
    """All payments of a contract."""
    for line in lines:
        for charge in line.charges:
            if charge.kind is not ChargeKind.USAGE:
                yield from charge.payments


def _find_margin(catalog: Catalog, value: int, cost: int) -> int | None:
    if not value:
        return None
    left, whole = Money(value - cost, catalog.currency), Money(value, catalog.currency)
    return int(round_percent(left.amount, whole.amount) * 100)


def _name(catalog: Catalog, rule: str) -> Text:
    programme = catalog.programmes.get(rule)
    return Text(rule, rule) if programme is None else reduction_of(programme).name
