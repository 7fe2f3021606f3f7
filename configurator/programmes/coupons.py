"""Codes for a partner's offer: who gets one when, who waits, and what the operator and the partner owe for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.catalog.benefits import PartnerOffer, PartnerProgramme
from configurator.programmes.benefits import money_down, money_up
from configurator.programmes.partner_offers import count_released, find_last_day, find_release_day
from configurator.values.money import Currency, Money


@dataclass(frozen=True, slots=True)
class Claim:
    """A customer who asked for shares of an offer on a day."""

    customer: str
    day: date
    shares: int = 1


@dataclass(frozen=True, slots=True)
class Coupon:
    """A code that was issued; `redeemed` is the day on which it was used."""

    customer: str
    shares: int
    issued: date
    last_day: date
    redeemed: date | None = None

    def is_redeemable(self, day: date) -> bool:
        """Whether the code can be used on the day."""
        return self.redeemed is None and self.issued <= day <= self.last_day

    def is_expired(self, day: date) -> bool:
        """Whether the code ran out before the day without being used."""
        return self.redeemed is None and self.last_day < day


@dataclass(frozen=True, slots=True)
class Settlement:
    """The codes issued by a day, the claims that still wait, and those for which the quota is not enough."""

    coupons: tuple[Coupon, ...]
    waiting: tuple[Claim, ...]
    refused: tuple[Claim, ...]


def settle_claims(programme: PartnerProgramme, offer: PartnerOffer, claims: Iterable[Claim], day: date) -> Settlement:
    """First come, first served: a claim waits for the week that releases its shares, and those behind it wait too."""
    coupons: list[Coupon] = []
    waiting: list[Claim] = []
    refused: list[Claim] = []
    taken = 0
    for claim in claims:
        if taken + claim.shares > offer.quota:
            refused.append(claim)
            continue
        taken += claim.shares
        issued = max(claim.day, find_release_day(programme, offer, taken))
        if issued <= day:
            coupons.append(Coupon(claim.customer, claim.shares, issued, find_last_day(programme, issued)))
        else:
            waiting.append(claim)
    return Settlement(tuple(coupons), tuple(waiting), tuple(refused))


@dataclass(frozen=True, slots=True)
class OfferAccount:
    """An offer on a day: shares released, issued, redeemed, expired and open, and the money behind them.

    `owed` is what open codes may still cost, `spent` what redeemed ones did; an expired code costs nothing any more.
    The partner's parts of both are `owed_by_partner` and `spent_by_partner`.
    """

    released: int
    issued: int
    redeemed: int
    expired: int
    open: int
    owed: Money
    owed_by_partner: Money
    spent: Money
    spent_by_partner: Money

    @property
    def redeemed_percent(self) -> int:
        """How many percent of the issued shares were redeemed, rounded down; 0 when none was issued."""
        return self.redeemed * 100 // self.issued if self.issued else 0


def account_for(
    programme: PartnerProgramme, offer: PartnerOffer, coupons: Sequence[Coupon], day: date, currency: Currency
) -> OfferAccount:
    """The offer's account at the end of the day."""
    known = [coupon for coupon in coupons if coupon.issued <= day]
    issued = sum(coupon.shares for coupon in known)
    redeemed = sum(coupon.shares for coupon in known if coupon.redeemed is not None and coupon.redeemed <= day)
    expired = sum(coupon.shares for coupon in known if coupon.is_expired(day))
    left = issued - redeemed - expired
    owed, spent = _cost(offer, left, currency), _cost(offer, redeemed, currency)
    return OfferAccount(
        released=count_released(programme, offer, day),
        issued=issued,
        redeemed=redeemed,
        expired=expired,
        open=left,
        owed=owed,
        owed_by_partner=_part_of(owed, programme),
        spent=spent,
        spent_by_partner=_part_of(spent, programme),
    )


def _cost(offer: PartnerOffer, shares: int, currency: Currency) -> Money:
    return money_up(Fraction(offer.cost) * offer.quantity * shares, currency)


def _part_of(amount: Money, programme: PartnerProgramme) -> Money:
    return money_down(Fraction(amount.amount) * Fraction(programme.partner_percent) / 100, amount.currency)
