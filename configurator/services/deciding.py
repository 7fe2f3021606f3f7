"""What a seller decides by, put together for one request in the catalog in force.

What takes long on large quotes (how far roles reach, next tiers) is asked for by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from configurator.guidance.deciding import (
    DiscountReach,
    PerHead,
    TierStep,
    divide_by_heads,
    find_reaches,
    find_tier_steps,
    state_facts,
)
from configurator.guidance.present_value import PresentValue, compute_present_value
from configurator.ledgers.waterfalling import Margin, compute_margin
from configurator.pricing.model import PricedConfiguration
from configurator.programmes.hinting import Hint, find_hints
from configurator.services.proposing import Proposer
from configurator.values.money import Money

USUAL_RATE = Decimal(6)
"""Percent a year where nobody says another one: an assumption, which the page lets its reader change."""

Request = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one quote says to who decides about it: its price, prices by head, present value.

    Figures are in the catalog's currency. `margin` is there only for those who may see it, and where every cost is
    known. `contract` is the contract value as the quote states it.
    """

    priced: PricedConfiguration
    heads: tuple[PerHead, ...]
    present: PresentValue
    margin: Margin | None
    contract: Money


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What a quote nearly reaches: tiers of prices, and bands or anchors of programmes."""

    tiers: tuple[TierStep, ...]
    hints: tuple[Hint, ...]


def decide(proposer: Proposer, request: Request, today: date, rate: Decimal, *, with_margin: bool) -> Decisions:
    """What is quickly told of a request; RequestRefused with all problems when there is no package for it."""
    kept = proposer.keep_proposal(request, today)
    return Decisions(
        priced=kept.priced,
        heads=divide_by_heads(kept.priced, kept.proposal.request.profile.values),
        present=compute_present_value(proposer.catalog, kept.priced, rate),
        margin=compute_margin(kept.priced) if with_margin else None,
        contract=kept.quoted.totals.tcv,
    )


def find_reach_of_roles(proposer: Proposer, request: Request, today: date) -> tuple[DiscountReach, ...]:
    """How far each role may go with a discount on the whole quote; RequestRefused."""
    kept = proposer.keep_proposal(request, today)
    configuration, context = kept.proposal.configuration, kept.priced.context
    return find_reaches(proposer.catalog, configuration, context, proposer.discount_limits())


def find_next_steps(proposer: Proposer, request: Request, today: date) -> NextSteps:
    """The next tiers, priced with the whole quote, and what programmes nearly reach; RequestRefused."""
    kept, catalog = proposer.keep_proposal(request, today), proposer.catalog
    configuration, priced = kept.proposal.configuration, kept.priced
    return NextSteps(
        tiers=find_tier_steps(catalog, configuration, priced.context, priced),
        hints=find_hints(state_facts(catalog, priced)) if catalog.programmes else (),
    )
