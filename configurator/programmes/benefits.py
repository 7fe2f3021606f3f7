"""What a quote's customer gets beside the price: benefits of tiers and partners, at price zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from configurator.catalog.sources import NOWHERE
from configurator.values.money import Currency, Money, total
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


class BenefitKind(StrEnum):
    """Where a benefit comes from."""

    TIER = "tier"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Benefit:
    """One line at price zero: what, how much of it, what it would cost to buy, and until when it is to be used.

    Quantity and worth of a `yearly` benefit are those of one contract year and come again in the next; `use_by` is then
    the last day of the first. None means as long as the contract runs. `cost` is what the operator pays over the whole
    contract, `funded` what a partner bears beside it; neither is for the customer's eyes.
    """

    kind: BenefitKind
    programme: str
    programme_name: Text
    key: str
    name: Text
    unit: str
    quantity: int
    worth: Money
    cost: Money
    funded: Money
    use_by: date | None = None
    yearly: bool = False
    tier: str = ""
    tier_name: Text | None = None
    offering: str = ""
    partner: Text | None = None
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class TierHint:
    """How near the quote is to the next tier: what is missing a month and in months of commitment."""

    programme: str
    tier: str
    name: Text
    missing_monthly: Money
    missing_months: int
    reached_percent: int


@dataclass(frozen=True, slots=True)
class TierReached:
    """The tier of a quote, the most that its benefits may be worth in a year, and what they are worth."""

    programme: str
    tier: str
    name: Text
    most: Money
    worth: Money


@dataclass(frozen=True, slots=True)
class Benefits:
    """What a quote brings: tiers reached, benefits granted, those that the cap left out, and hints for the seller."""

    tiers: tuple[TierReached, ...] = ()
    granted: tuple[Benefit, ...] = ()
    left_out: tuple[Benefit, ...] = ()
    hints: tuple[TierHint, ...] = ()

    def cost(self, currency: Currency) -> Money:
        """What the granted benefits cost the operator over the contract."""
        return total([benefit.cost for benefit in self.granted], currency)

    def converted(self, rate: Decimal, currency: Currency) -> Benefits:
        """The same in another currency, so many major units of it for one."""
        return Benefits(
            tuple(_convert_tier(tier, rate, currency) for tier in self.tiers),
            tuple(_convert_benefit(benefit, rate, currency) for benefit in self.granted),
            tuple(_convert_benefit(benefit, rate, currency) for benefit in self.left_out),
            tuple(
                replace(hint, missing_monthly=money_up(_times(hint.missing_monthly, rate), currency))
                for hint in self.hints
            ),
        )

    def joined(self, others: Iterable[Benefits]) -> Benefits:
        """These benefits and the others, in this order."""
        parts = (self, *others)
        return Benefits(
            tuple(tier for part in parts for tier in part.tiers),
            tuple(benefit for part in parts for benefit in part.granted),
            tuple(benefit for part in parts for benefit in part.left_out),
            tuple(hint for part in parts for hint in part.hints),
        )


NO_BENEFITS = Benefits()


def _convert_tier(tier: TierReached, rate: Decimal, currency: Currency) -> TierReached:
    most, worth = (money_down(_times(amount, rate), currency) for amount in (tier.most, tier.worth))
    return replace(tier, most=most, worth=worth)


def _convert_benefit(benefit: Benefit, rate: Decimal, currency: Currency) -> Benefit:
    return replace(
        benefit,
        worth=money_down(_times(benefit.worth, rate), currency),
        cost=money_up(_times(benefit.cost, rate), currency),
        funded=money_down(_times(benefit.funded, rate), currency),
    )


def _times(amount: Money, rate: Decimal) -> Fraction:
    return Fraction(amount.amount) * Fraction(rate)


def money_down(amount: Decimal | Fraction, currency: Currency) -> Money:
    """An amount in major units, rounded down to the currency's minor unit: what is granted is never more."""
    return Money(floor(Fraction(amount) * 10**currency.exponent), currency)


def money_up(amount: Decimal | Fraction, currency: Currency) -> Money:
    """An amount in major units, rounded up to the minor unit: what something costs is never reckoned less."""
    return Money(ceil(Fraction(amount) * 10**currency.exponent), currency)
