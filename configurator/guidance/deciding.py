"""What a seller decides by: how far each approver may go, which quantity reaches the next tier, what a site costs.

Everything is priced, not estimated: a figure here is the difference between two complete prices of the quote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.book import PriceBook, open_book
from configurator.pricing.exact import Exact, minus
from configurator.pricing.model import ZERO, Payment, PricedConfiguration, PricedLine, PricingContext, Totals
from configurator.pricing.outlooks import Outlook, QuantityOutlooks, weigh_percents
from configurator.pricing.pipeline import price
from configurator.pricing.rounding import EXACT, round_money, round_percent
from configurator.pricing.tiering import compute_list, find_tier, list_tiers
from configurator.pricing.workings import Workings
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

MOST_TIER_STEPS = 5
_LISTED = frozenset({"list", "factor", "escalation"})
HEADS = ("sites", "staff")
"""The profile inputs by which a price is divided."""
_TIERED = frozenset({PriceModel.VOLUME, PriceModel.STAIR_STEP, PriceModel.PACKAGE, PriceModel.GRADUATED})

Weigh = Callable[[int, int], "Outlook | Totals"]
"""What the quote comes to with this quantity on the line of this number."""


@dataclass(frozen=True, slots=True)
class DiscountReach:
    """What a role may give on the whole quote in place of the seller's present discounts, and what that comes to.

    `percent` is the role's limit; `contract` the contract value then and `gives` what that is less than without any
    manual discount; `effective` the same in percent (floors and pass-through items keep it below `percent`), and `kept`
    what floors kept back.
    """

    role: str
    percent: Decimal
    contract: Money
    monthly: Money
    gives: Money
    effective: Decimal
    kept: Money


@dataclass(frozen=True, slots=True)
class TierStep:
    """A larger quantity of a line that reaches the next tier of one of its prices, and what that changes (signed)."""

    number: int
    offering: str
    component: str
    quantity: int
    wanted: int
    rate: Decimal
    wanted_rate: Decimal
    monthly: Money
    contract: Money


@dataclass(frozen=True, slots=True)
class PerHead:
    """The totals divided by a figure of the profile (sites, staff), each rounded once."""

    input: str
    count: int
    monthly: Money
    one_time: Money
    contract: Money


def find_reaches(
    catalog: Catalog, configuration: Configuration, context: PricingContext, limits: Mapping[str, Decimal]
) -> tuple[DiscountReach, ...]:
    """How far each role's limit reaches, the lowest first. PricingRefused."""
    outlooks = weigh_percents(catalog, configuration, context, sorted({ZERO, *limits.values()}))
    ranked = sorted(limits.items(), key=lambda item: (item[1], item[0]))
    return tuple(_reach(role, percent, outlooks[ZERO], outlooks[percent]) for role, percent in ranked)


def find_tier_steps(
    catalog: Catalog,
    configuration: Configuration,
    context: PricingContext,
    priced: PricedConfiguration,
    most: int = MOST_TIER_STEPS,
) -> tuple[TierStep, ...]:
    """The next tiers that change the contract value least, the cheapest first: quantities that make a total fall lead.

    The `most` cheapest by list price are priced with the whole quote; whether rules allow it is not asked here. Usage
    is left out: its quantity is an estimate, which no contract value holds and which nobody buys more of to pay less.
    """
    book = open_book(catalog, context.day)
    candidates = [
        found
        for number, line in enumerate(configuration.lines, start=1)
        for component in (book.find_prices(line.offering) if line.quantity > 0 else ())
        if (found := _next_tier(book, number, line, component)) is not None
    ]
    nearest = sorted(candidates, key=lambda item: (item.listed, item.number, item.component.id))[:most]
    weigh = _open_weighing(catalog, configuration, context, priced)
    steps = [_price_step(each, weigh(each.number, each.wanted), priced.totals) for each in nearest]
    return tuple(sorted(steps, key=lambda step: (step.contract.minor, step.number, step.component)))


def divide_by_heads(priced: PricedConfiguration, inputs: Mapping[str, str | int]) -> tuple[PerHead, ...]:
    """The totals by site and by user, for the inputs that the profile states and that are above zero."""
    totals = priced.totals
    found = []
    for key in HEADS:
        count = inputs.get(key)
        if isinstance(count, int) and count > 0:
            amounts = (totals.monthly, totals.one_time, totals.tcv)
            found.append(PerHead(key, count, *(_divide(amount, count) for amount in amounts)))
    return tuple(found)


def state_facts(catalog: Catalog, priced: PricedConfiguration) -> QuoteFacts:
    """The priced quote as its programmes see it, to ask them what it nearly reaches."""
    context = priced.context
    return QuoteFacts(
        catalog=catalog,
        day=context.day,
        term_months=context.term_months,
        lines=_state_lines(priced),
        inputs=context.inputs,
        needs=context.needs,
        named=context.named,
        codes=context.codes,
    )


def _state_lines(priced: PricedConfiguration) -> tuple[LineFacts, ...]:
    """As the programmes saw them when the quote was priced, else read off the traces."""
    known = priced.workings.facts if isinstance(priced.workings, Workings) else ()
    return tuple(known) if known else tuple(_state_line(line) for line in priced.lines)


def _state_line(line: PricedLine) -> LineFacts:
    monthly, once, usage = Fraction(0), 0, 0
    for charge in line.charges:
        listed = _whole_list(charge.payments[0]).minor
        if charge.kind is ChargeKind.RECURRING and charge.period is not None:
            monthly += Fraction(listed, charge.period.months)
        elif charge.kind is ChargeKind.ONE_TIME:
            once += listed
        else:
            usage += listed
    return LineFacts(line.number, line.offering, line.quantity, monthly, once, usage)


def _whole_list(payment: Payment) -> Money:
    """The list amount of a whole period, with factor and escalation."""
    return [step.amount for step in payment.trace if step.step in _LISTED][-1]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A next tier; `listed` is what it changes at list price in one period."""

    number: int
    line: ConfigurationLine
    component: PriceComponent
    wanted: int
    listed: Exact


def _next_tier(book: PriceBook, number: int, line: ConfigurationLine, component: PriceComponent) -> _Candidate | None:
    if component.model not in _TIERED or component.charge is ChargeKind.USAGE:
        return None
    above = [tier.from_quantity for tier in list_tiers(component) if tier.from_quantity > line.quantity]
    wanted = min(above, default=0)
    if not wanted or wanted > book.catalog.offerings[line.offering].max_quantity:
        return None
    now, then = compute_list(component, line.quantity), compute_list(component, wanted)
    return _Candidate(number, line, component, wanted, minus(then.amount, now.amount))


def _open_weighing(
    catalog: Catalog, configuration: Configuration, context: PricingContext, priced: PricedConfiguration
) -> Weigh:
    """Contract value and monthly sum of the quote with another quantity of a line. Where amounts are spread over all
    lines, everything changes with each of them; else only the line (and what it is counted in) is priced again."""
    if any(each.form != "percent" for each in context.manual):
        return QuantityOutlooks(catalog, configuration, context, priced).weigh

    def weigh(number: int, quantity: int) -> Totals:
        lines = list(configuration.lines)
        lines[number - 1] = replace(lines[number - 1], quantity=quantity)
        return price(catalog, replace(configuration, lines=tuple(lines)), context, previous=priced).totals

    return weigh


def _price_step(found: _Candidate, then: Outlook | Totals, now: Totals) -> TierStep:
    return TierStep(
        number=found.number,
        offering=found.line.offering,
        component=found.component.id,
        quantity=found.line.quantity,
        wanted=found.wanted,
        rate=_rate(found.component, found.line.quantity),
        wanted_rate=_rate(found.component, found.wanted),
        monthly=then.monthly - now.monthly,
        contract=then.tcv - now.tcv,
    )


def _rate(component: PriceComponent, quantity: int) -> Decimal:
    tier = find_tier(component, quantity)
    return tier.amount if tier else ZERO


def _reach(role: str, percent: Decimal, before: Outlook, after: Outlook) -> DiscountReach:
    gives = before.tcv - after.tcv
    return DiscountReach(
        role=role,
        percent=percent,
        contract=after.tcv,
        monthly=after.monthly,
        gives=gives,
        effective=round_percent(gives.amount, before.tcv.amount) if before.tcv else ZERO,
        kept=after.kept,
    )


def _divide(amount: Money, count: int) -> Money:
    return round_money(EXACT.divide(amount.amount, count), amount.currency)
