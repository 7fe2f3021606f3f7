"""Benefits that rotate among partners: the offer of a month, who gets how many shares, what is released by a day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from math import ceil

from configurator.catalog.benefits import PartnerOffer, PartnerProgramme
from configurator.programmes.benefits import Benefit, BenefitKind, Benefits, money_down, money_up
from configurator.programmes.conditions import is_met
from configurator.programmes.model import QuoteFacts

_WEEK = 7
_HUNDRED = 100


def find_offer(programme: PartnerProgramme, day: date) -> PartnerOffer | None:
    """The offer of the day's month."""
    month = day.replace(day=1)
    return next((offer for offer in programme.offers if offer.month == month), None)


def count_released(programme: PartnerProgramme, offer: PartnerOffer, day: date) -> int:
    """How many shares of the quota are released up to the day, inclusive: a part of it on every first day of a week.

    Weeks count from the first day of the month.
    """
    if day < offer.month:
        return 0
    weeks = (day - offer.month).days // _WEEK + 1
    return min(offer.quota, int(Fraction(programme.release_percent) * weeks * offer.quota / _HUNDRED))


def find_release_day(programme: PartnerProgramme, offer: PartnerOffer, shares: int) -> date:
    """The day on which so many shares of the quota are released."""
    weeks = ceil(Fraction(shares * _HUNDRED, max(1, offer.quota)) / Fraction(programme.release_percent))
    return offer.month + timedelta(days=_WEEK * (max(1, weeks) - 1))


def count_shares(programme: PartnerProgramme, facts: QuoteFacts, tiers: frozenset[str]) -> int:
    """How many shares the quote's customer gets: none, one, or the larger number of the favoured segment."""
    if programme.least_tier and programme.least_tier not in tiers:
        return 0
    if not is_met(programme.when, facts):
        return 0
    is_doubled = programme.double is not None and is_met(programme.double, facts)
    return min(programme.most, programme.factor) if is_doubled else 1


def is_held_out(programme: PartnerProgramme, customer: str) -> bool:
    """Whether the customer belongs to those who get nothing, so that the others can be compared with them.

    It follows from programme and customer alone, so that it never changes while the programme runs.
    """
    place = int.from_bytes(sha256(f"{programme.key}\0{customer}".encode()).digest()[:8])
    return place * _HUNDRED < Fraction(programme.holdout_percent) * 2**64


def find_last_day(programme: PartnerProgramme, issued: date) -> date:
    """The last day on which a code issued on this day can be redeemed; the day of issue counts as the first."""
    return issued + timedelta(days=programme.validity_days - 1)


def grant_share(programme: PartnerProgramme, facts: QuoteFacts, start: date, tiers: frozenset[str]) -> Benefits:
    """The offer of the month in which the contract begins, as many shares of it as the customer gets."""
    offer = find_offer(programme, start)
    if offer is None:
        return Benefits()
    shares = count_shares(programme, facts, tiers)
    return Benefits(granted=(_describe(programme, offer, shares, facts, start),) if shares else ())


def _describe(programme: PartnerProgramme, offer: PartnerOffer, shares: int, facts: QuoteFacts, start: date) -> Benefit:
    currency = facts.catalog.currency
    worth = money_down(Fraction(offer.value) * offer.quantity * shares, currency)
    cost = money_up(Fraction(offer.cost) * offer.quantity * shares, currency)
    funded = money_down(Fraction(cost.amount) * Fraction(programme.partner_percent) / 100, currency)
    return Benefit(
        kind=BenefitKind.PARTNER,
        programme=programme.key,
        programme_name=programme.name,
        key=offer.key,
        name=offer.name,
        unit=offer.unit,
        quantity=offer.quantity * shares,
        worth=worth,
        cost=cost - funded,
        funded=funded,
        use_by=find_last_day(programme, start),
        partner=programme.partners.get(offer.partner),
        location=offer.location,
    )
