"""What a seller decides a quote by, put together for one request in the catalog in force."""

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
from configurator.ledgers.ledger import make_ledger
from configurator.ledgers.waterfalling import Margin, compute_margin
from configurator.pricing.model import PricedConfiguration
from configurator.programmes.hinting import Hint, find_hints
from configurator.services.proposing import Proposer
from configurator.values.money import Money

USUAL_RATE = Decimal(6)
"""Percent a year where nobody says another one: an assumption, which the page lets its reader change."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one quote leaves open: how far each role may go, next tiers and programmes, prices by head, present value.

    Figures are in the catalog's currency. `margin` is there only for those who may see it, and where every cost is
    known. `ledger` is the text of the price's ledger, `contract` the contract value, both as the quote states them.
    """

    priced: PricedConfiguration
    reaches: tuple[DiscountReach, ...]
    tiers: tuple[TierStep, ...]
    hints: tuple[Hint, ...]
    heads: tuple[PerHead, ...]
    present: PresentValue
    margin: Margin | None
    ledger: str
    contract: Money


def decide(
    proposer: Proposer, request: Mapping[str, object], today: date, rate: Decimal, *, with_margin: bool
) -> Decisions:
    """Everything for a request; RequestRefused with all problems when there is no package for it."""
    proposal = proposer.propose(request, today)
    catalog, configuration, priced = proposer.catalog, proposal.configuration, proposal.priced
    context, quoted = priced.context, proposal.quoted
    return Decisions(
        priced=priced,
        reaches=find_reaches(catalog, configuration, context, proposer.discount_limits()),
        tiers=find_tier_steps(catalog, configuration, context, priced),
        hints=find_hints(state_facts(catalog, priced)) if catalog.programmes else (),
        heads=divide_by_heads(priced, proposal.request.profile.values),
        present=compute_present_value(catalog, priced, rate),
        margin=compute_margin(priced) if with_margin else None,
        ledger=make_ledger(catalog, quoted),
        contract=quoted.totals.tcv,
    )
