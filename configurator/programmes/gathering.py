"""Everything that a quote brings its customer beside the price."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date

from configurator.catalog.benefits import PartnerProgramme, TierLadder
from configurator.catalog.model import Catalog
from configurator.programmes.benefits import NO_BENEFITS, Benefits
from configurator.programmes.model import QuoteFacts
from configurator.programmes.partner_offers import grant_share
from configurator.programmes.tiers import find_tier, grant_tier, measure_standing


def find_benefits(facts: QuoteFacts, start: date | None = None) -> Benefits:
    """The benefits of the catalog's tiers and partner programmes for a contract that begins on `start` (else: today).

    Tiers are measured at the prices that the facts state, so that whoever states net charges gives no more than they
    bear.
    """
    book = facts.catalog.benefits
    begin = start or facts.day
    ladders = [ladder for ladder in book.ladders.values() if _is_open(ladder, facts)]
    partners = [programme for programme in book.partners.values() if is_wanted(programme, facts.named)]
    if not ladders and not partners:
        return NO_BENEFITS
    found = [grant_tier(ladder, facts, begin) for ladder in ladders]
    reached = find_reached(facts) if partners else frozenset()
    found += [grant_share(programme, facts, begin, reached) for programme in partners]
    return NO_BENEFITS.joined(found)


def find_reached(facts: QuoteFacts) -> frozenset[str]:
    """The keys of all tiers that the quote reaches, the lower ones included, asked for or not."""
    return frozenset(key for ladder in facts.catalog.benefits.ladders.values() for key in _list_reached(ladder, facts))


def is_wanted(programme: TierLadder | PartnerProgramme, named: Set[str]) -> bool:
    """Whether it comes unasked, or is among those that the quote names."""
    return not programme.on_request or programme.key in named


def list_keys(catalog: Catalog) -> tuple[str, ...]:
    """The keys of the benefits that a quote can ask for."""
    return tuple(each.key for each in list_programmes(catalog) if each.on_request)


def list_programmes(catalog: Catalog) -> tuple[TierLadder | PartnerProgramme, ...]:
    """Everything that can bring benefits to a quote."""
    return (*catalog.benefits.ladders.values(), *catalog.benefits.partners.values())


def _list_reached(ladder: TierLadder, facts: QuoteFacts) -> Iterable[str]:
    tier = find_tier(ladder, measure_standing(ladder, facts))
    return [each.key for each in ladder.tiers[: ladder.tiers.index(tier) + 1]] if tier else []


def _is_open(ladder: TierLadder, facts: QuoteFacts) -> bool:
    return ladder.valid.contains(facts.day) and is_wanted(ladder, facts.named)
