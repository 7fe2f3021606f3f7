"""Tiered packages: the tier that a quote reaches, the benefits that fit below its cap, and what the next one takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from configurator.catalog.benefits import Expiry, Perk, Qualification, Tier, TierLadder
from configurator.catalog.selectors import selection_of
from configurator.programmes.benefits import (
    Benefit,
    BenefitKind,
    Benefits,
    TierHint,
    TierReached,
    money_down,
    money_up,
)
from configurator.programmes.model import QuoteFacts
from configurator.values.money import Currency, Money
from configurator.values.months import last_day_of

_YEAR = 12
_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for a tier: charges a month in major units and the commitment in months.

    `months` is how long the contract runs where that is not the commitment.
    """

    monthly: Fraction
    term_months: int
    months: Fraction | None = None

    @property
    def years(self) -> Fraction:
        """How long the contract runs, in years."""
        return Fraction(self.term_months if self.months is None else self.months) / _YEAR

    @property
    def yearly(self) -> Fraction:
        """The contract value of one contract year, less for a shorter contract."""
        return self.monthly * _YEAR * min(Fraction(1), self.years)


def measure_standing(ladder: TierLadder, facts: QuoteFacts) -> Standing:
    """The monthly charges of the lines that the ladder measures (all when it does not say), at the facts' prices."""
    selection = selection_of(facts.catalog)
    counted = {code for selector in ladder.measured_on for code in selection.members(selector)}
    measured = [line.monthly for line in facts.lines if not ladder.measured_on or line.offering in counted]
    minor = sum(measured, Fraction(0))
    return Standing(minor / 10**facts.catalog.currency.exponent, facts.term_months, facts.months)


def find_tier(ladder: TierLadder, standing: Standing) -> Tier | None:
    """The highest tier that the standing qualifies for."""
    return next((tier for tier in reversed(ladder.tiers) if is_qualified(tier, standing)), None)


def is_qualified(tier: Tier, standing: Standing) -> bool:
    """Whether one of the ways into the tier is open; a tier without ways is everybody's."""
    return not tier.ways or any(_leads_in(way, standing) for way in tier.ways)


def grant_tier(ladder: TierLadder, facts: QuoteFacts, start: date) -> Benefits:
    """The tier, its benefits and the hint for a contract that begins on `start`; nothing below the first tier."""
    standing = measure_standing(ladder, facts)
    tier, currency = find_tier(ladder, standing), facts.catalog.currency
    hints = _hint(ladder, tier, standing, currency)
    if tier is None:
        return Benefits(hints=hints)
    most = money_down(standing.yearly * Fraction(tier.cap_percent) / _HUNDRED, currency)
    offered = tuple(_describe(ladder, tier, perk, facts, standing, start) for perk in tier.benefits)
    granted, left_out = fit_below(offered, most)
    worth = sum((benefit.worth for benefit in granted), Money.zero(currency))
    return Benefits((TierReached(ladder.key, tier.key, tier.name, most, worth),), granted, left_out, hints)


def fit_below(benefits: tuple[Benefit, ...], most: Money) -> tuple[tuple[Benefit, ...], tuple[Benefit, ...]]:
    """Those that fit below the cap, taken in their order, and the rest: a benefit is never cut."""
    granted: list[Benefit] = []
    left_out: list[Benefit] = []
    room = most
    for benefit in benefits:
        fits = benefit.worth <= room
        (granted if fits else left_out).append(benefit)
        room = room - benefit.worth if fits else room
    return tuple(granted), tuple(left_out)


def _leads_in(way: Qualification, standing: Standing) -> bool:
    return standing.monthly >= way.least_monthly and standing.term_months >= way.least_term


def _describe(
    ladder: TierLadder, tier: Tier, perk: Perk, facts: QuoteFacts, standing: Standing, start: date
) -> Benefit:
    worth, cost = _value_perk(perk, standing)
    currency, yearly = facts.catalog.currency, perk.expiry is Expiry.CONTRACT_YEAR
    return Benefit(
        kind=BenefitKind.TIER,
        programme=ladder.key,
        programme_name=ladder.name,
        key=perk.key,
        name=perk.name,
        unit=perk.unit,
        quantity=perk.quantity,
        worth=money_down(worth, currency),
        cost=money_up(cost * _count_years(perk, standing), currency),
        funded=Money.zero(currency),
        use_by=_find_last_day(facts, start) if yearly else None,
        yearly=yearly,
        tier=tier.key,
        tier_name=tier.name,
        offering=perk.offering,
        location=perk.location,
    )


def _value_perk(perk: Perk, standing: Standing) -> tuple[Fraction, Fraction]:
    """Worth and cost of what one contract year brings, in major units."""
    if perk.percent is None:
        return Fraction(perk.value) * perk.quantity, Fraction(perk.cost) * perk.quantity
    worth = standing.yearly * Fraction(perk.percent) / _HUNDRED
    return worth, worth * Fraction(perk.cost_percent) / _HUNDRED


def _count_years(perk: Perk, standing: Standing) -> Fraction:
    """How often a year's benefit is paid for: in every begun contract year, or for as long as the contract runs.

    A credit of a contract below a year is a part of what that comes to already.
    """
    if perk.expiry is Expiry.CONTRACT_YEAR:
        return Fraction(ceil(standing.years))
    return standing.years if perk.percent is None else max(Fraction(1), standing.years)


def _find_last_day(facts: QuoteFacts, start: date) -> date:
    """The last day of the first contract year, or of a contract that ends before."""
    last = facts.last_day or last_day_of(start, facts.term_months)
    return min(last, last_day_of(start, _YEAR))


def _hint(ladder: TierLadder, tier: Tier | None, standing: Standing, currency: Currency) -> tuple[TierHint, ...]:
    """What the next tier takes, by the way that takes least, where the charges are near enough."""
    place = ladder.tiers.index(tier) + 1 if tier else 0
    if place == len(ladder.tiers):
        return ()
    target = ladder.tiers[place]
    near = [way for way in target.ways if _is_near(way, standing, ladder)]
    if not near:
        return ()
    return (_compare(ladder, target, min(near, key=lambda way: _missing(way, standing)), standing, currency),)


def _is_near(way: Qualification, standing: Standing, ladder: TierLadder) -> bool:
    """A way by commitment alone says nothing of charges: it is always open to talk about, and so no hint."""
    needed = Fraction(way.least_monthly)
    return bool(needed) and standing.monthly * _HUNDRED >= needed * Fraction(ladder.hint_at)


def _missing(way: Qualification, standing: Standing) -> tuple[Fraction, int]:
    monthly = max(Fraction(0), Fraction(way.least_monthly) - standing.monthly)
    return monthly, max(0, way.least_term - standing.term_months)


def _compare(ladder: TierLadder, target: Tier, way: Qualification, standing: Standing, currency: Currency) -> TierHint:
    monthly, months = _missing(way, standing)
    reached = standing.monthly * _HUNDRED // Fraction(way.least_monthly)
    return TierHint(ladder.key, target.key, target.name, money_up(monthly, currency), months, reached)
