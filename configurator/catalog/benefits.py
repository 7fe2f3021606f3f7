"""What a catalog gives beside its prices: tiers with benefits, partners' offers, trials, loyalty points. Values only.

Amounts are in major units of the catalog's currency and follow its tax convention; worth is what a benefit would cost
the customer, cost what it costs the operator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from configurator.catalog.sources import NOWHERE, Evidence, Expression
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.problem import SourceLocation
from configurator.values.text import Text

NOTHING = Decimal(0)


class Expiry(StrEnum):
    """How long a benefit can be used: as long as the contract runs, or up to the end of each contract year."""

    CONTRACT = "contract"
    CONTRACT_YEAR = "contract_year"


@dataclass(frozen=True, slots=True)
class Perk:
    """One benefit of a tier, so many units of it for every contract year, at price zero.

    `value` and `cost` are of one unit. With `percent` the benefit is a credit of so many percent of the yearly contract
    value instead, and `cost_percent` says how much of it is spent. `offering` is what is given, where it can be bought.
    """

    key: str
    name: Text
    unit: str
    quantity: int = 1
    value: Decimal = NOTHING
    cost: Decimal = NOTHING
    percent: Decimal | None = None
    cost_percent: Decimal = Decimal(100)
    expiry: Expiry = Expiry.CONTRACT_YEAR
    offering: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Qualification:
    """One way into a tier: at least these charges a month and a commitment of at least so many months."""

    least_monthly: Decimal = NOTHING
    least_term: int = 1


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of a tiered package. One of its `ways` is enough (none at all: everybody).

    The benefits are kept in their order as long as their worth in a year stays within `cap_percent` of the yearly
    contract value.
    """

    key: str
    name: Text
    benefits: tuple[Perk, ...]
    ways: tuple[Qualification, ...] = ()
    cap_percent: Decimal = Decimal(100)
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class TierLadder:
    """A tiered package: its tiers in rising order, and how a running contract moves among them.

    The charges that count are the average of the last `window_months` months. After `warn_after` months in a row below
    the tier the customer is warned, after `downgrade_after` the tier is lowered with the next quarter. From `hint_at`
    percent of the next tier's charges on the seller is told what is missing.
    """

    key: str
    name: Text
    sentence: Text
    tiers: tuple[Tier, ...]
    window_months: int = 3
    warn_after: int = 2
    downgrade_after: int = 3
    hint_at: Decimal = Decimal(85)
    measured_on: tuple[str, ...] = ()
    on_request: bool = False
    valid: DateRange = ALWAYS
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PartnerOffer:
    """What one partner gives in one calendar month: `quantity` units for every share, `quota` shares in all.

    `value` and `cost` are of one unit.
    """

    key: str
    partner: str
    name: Text
    month: date
    quota: int
    unit: str
    quantity: int
    value: Decimal
    cost: Decimal
    channels: tuple[str, ...] = ()
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PartnerProgramme:
    """A benefit that rotates among partners month by month.

    Whoever fulfils `when` gets one share, whoever also fulfils `double` gets `factor` shares, never more than `most`.
    Every week of the month `release_percent` of the quota is released. A code can be redeemed for `validity_days`. A
    partner comes again after `rest_months` at the earliest. `partner_percent` is the part of the cost that the partner
    bears; the operator bears the rest. Of the customers `holdout_percent` get none, to compare with.
    """

    key: str
    name: Text
    sentence: Text
    offers: tuple[PartnerOffer, ...]
    when: Expression | None = None
    least_tier: str = ""
    double: Expression | None = None
    factor: int = 2
    most: int = 2
    release_percent: Decimal = Decimal(25)
    validity_days: int = 14
    rest_months: int = 3
    partners: Mapping[str, Text] = dataclass_field(default_factory=dict)
    partner_percent: Decimal = NOTHING
    holdout_percent: Decimal = NOTHING
    on_request: bool = False
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a trial has to show, agreed at its start."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of some offerings: how long, how much, what it has to show, and what follows.

    Days count from the day it starts, the first being day 0. `most_spent` bounds what usage comes to at list price;
    what `excludes` selects is lent, never part of it. On `quote_day` the conversion quote is made; within
    `convert_days` of it the customer has the promotion code `incentive`. After the end the service is suspended after
    `suspend_after` days and its data deleted after `delete_after`. One legal entity tries a product once in
    `rest_months`.
    """

    key: str
    name: Text
    applies_to: tuple[str, ...]
    days: int
    criteria: tuple[Criterion, ...]
    midpoint_day: int
    quote_day: int
    most_seats: int = 25
    most_spent: Decimal = NOTHING
    rest_months: int = 24
    excludes: tuple[str, ...] = ()
    incentive: str = ""
    convert_days: int = 7
    suspend_after: int = 3
    delete_after: int = 30
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class EarnBand:
    """From so many full years of continuous service on: so many points for every hundred paid without tax."""

    since_years: int
    per_hundred: Decimal
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PointsLevel:
    """The name that a customer's points of the last months give it."""

    key: str
    name: Text
    least: int
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class LoyaltyProgramme:
    """Points for what was paid, by tenure, and what they buy.

    A point lasts `months_valid` months, the oldest is spent first, and is worth `value` against the one-time charges
    that `redeem_on` selects: an amount off in the stage `stage`. `input` is the profile input that says how many points
    the quote redeems, `balance` the one that says how many there are. `levels` follow from what was earned in the last
    `level_months` months.
    """

    key: str
    name: Text
    sentence: Text
    bands: tuple[EarnBand, ...]
    value: Decimal
    stage: str
    redeem_on: tuple[str, ...]
    input: str
    balance: str
    months_valid: int = 24
    levels: tuple[PointsLevel, ...] = ()
    level_months: int = 12
    funding: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class BenefitBook:
    """All benefits of a catalog by key, in the order of the files."""

    ladders: Mapping[str, TierLadder] = dataclass_field(default_factory=dict)
    partners: Mapping[str, PartnerProgramme] = dataclass_field(default_factory=dict)
    trials: Mapping[str, Trial] = dataclass_field(default_factory=dict)
    loyalty: Mapping[str, LoyaltyProgramme] = dataclass_field(default_factory=dict)


EMPTY_BOOK = BenefitBook()


def list_selectors(book: BenefitBook) -> Iterator[str]:
    """Every selector that benefits use."""
    for ladder in book.ladders.values():
        yield from ladder.measured_on
    for trial in book.trials.values():
        yield from (*trial.applies_to, *trial.excludes)
    for loyalty in book.loyalty.values():
        yield from loyalty.redeem_on


def list_conditions(book: BenefitBook) -> Iterator[Expression]:
    """Every condition that benefits depend on."""
    for programme in book.partners.values():
        yield from (condition for condition in (programme.when, programme.double) if condition is not None)
