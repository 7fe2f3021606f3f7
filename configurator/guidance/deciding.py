"""What a seller decides by: how far each approver may go, which quantity reaches the next tier, what a site costs.

Everything is priced, not estimated: a figure here is the difference between two complete prices of the quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.waterfalling import contract_payments
from configurator.pricing.book import PriceBook, open_book
from configurator.pricing.exact import Exact, minus
from configurator.pricing.model import ZERO, Payment, PricedConfiguration, PricedLine, PricingContext
from configurator.pricing.pipeline import price
from configurator.pricing.rounding import EXACT, round_money, round_percent
from configurator.pricing.tiering import compute_list, count_charged, find_tier, list_tiers
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

MOST_TIER_STEPS = 5
_LISTED = frozenset({"list", "factor", "escalation"})
HEADS = ("sites", "staff")
"""The profile inputs by which a price is divided."""
_TIERED = frozenset({PriceModel.VOLUME, PriceModel.STAIR_STEP, PriceModel.PACKAGE, PriceModel.GRADUATED})


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
    """How far each role's limit reaches, the lowest first; one pricing for each different limit. PricingRefused."""
    plain = replace(context, discount_percent=ZERO, line_discounts={}, manual=())
    before = price(catalog, configuration, plain)
    priced = {
        percent: price(catalog, configuration, replace(plain, discount_percent=percent))
        for percent in sorted(set(limits.values()))
    }
    ranked = sorted(limits.items(), key=lambda item: (item[1], item[0]))
    floored = bool(catalog.policy.floors)
    return tuple(_reach(role, percent, before, priced[percent], has_floors=floored) for role, percent in ranked)


def find_tier_steps(
    catalog: Catalog,
    configuration: Configuration,
    context: PricingContext,
    priced: PricedConfiguration,
    most: int = MOST_TIER_STEPS,
) -> tuple[TierStep, ...]:
    """The next tiers that change the contract value least, the cheapest first: quantities that make a total fall lead.

    The `most` cheapest by list price are priced with the whole quote; whether rules allow it is not asked here.
    """
    book = open_book(catalog, context.day)
    candidates = [
        found
        for number, line in enumerate(configuration.lines, start=1)
        for component in (book.find_prices(line.offering) if line.quantity > 0 else ())
        if (found := _next_tier(book, number, line, component)) is not None
    ]
    nearest = sorted(candidates, key=lambda item: (item.listed, item.number, item.component.id))[:most]
    steps = [_price_step(catalog, configuration, context, priced, each) for each in nearest]
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
        lines=tuple(_state_line(line) for line in priced.lines),
        inputs=context.inputs,
        needs=context.needs,
        named=context.named,
        codes=context.codes,
    )


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
    if component.model not in _TIERED:
        return None
    charged = count_charged(component, line.quantity)
    above = [tier.from_quantity for tier in list_tiers(component) if tier.from_quantity > charged]
    wanted = line.quantity + min(above) - charged if above else 0
    if not wanted or wanted > book.catalog.offerings[line.offering].max_quantity:
        return None
    now, then = compute_list(component, line.quantity), compute_list(component, wanted)
    return _Candidate(number, line, component, wanted, minus(then.amount, now.amount))


def _price_step(
    catalog: Catalog,
    configuration: Configuration,
    context: PricingContext,
    priced: PricedConfiguration,
    found: _Candidate,
) -> TierStep:
    lines = list(configuration.lines)
    lines[found.number - 1] = replace(found.line, quantity=found.wanted)
    then = price(catalog, replace(configuration, lines=tuple(lines)), context, previous=priced).totals
    return TierStep(
        number=found.number,
        offering=found.line.offering,
        component=found.component.id,
        quantity=found.line.quantity,
        wanted=found.wanted,
        rate=_rate(found.component, found.line.quantity),
        wanted_rate=_rate(found.component, found.wanted),
        monthly=then.monthly - priced.totals.monthly,
        contract=then.tcv - priced.totals.tcv,
    )


def _rate(component: PriceComponent, quantity: int) -> Decimal:
    tier = find_tier(component, count_charged(component, quantity))
    return tier.amount if tier else ZERO


def _reach(
    role: str, percent: Decimal, before: PricedConfiguration, after: PricedConfiguration, *, has_floors: bool
) -> DiscountReach:
    gives = before.totals.tcv - after.totals.tcv
    return DiscountReach(
        role=role,
        percent=percent,
        contract=after.totals.tcv,
        monthly=after.totals.monthly,
        gives=gives,
        effective=round_percent(gives.amount, before.totals.tcv.amount) if before.totals.tcv else ZERO,
        kept=Money(sum(_kept_back(after)) if has_floors else 0, after.currency),
    )


def _kept_back(priced: PricedConfiguration) -> Iterator[int]:
    for payment in contract_payments(priced):
        for step in payment.trace:
            if step.step == "floor":
                yield step.change.minor * payment.count


def _divide(amount: Money, count: int) -> Money:
    return round_money(EXACT.divide(amount.amount, count), amount.currency)
