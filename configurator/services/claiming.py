"""Places that quotes take from quotas and accounts: held with the version that was priced, used or given back with its
end, in the same transaction. Whoever takes a place waits for the others who do, so that no quota is ever overdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from configurator.catalog.benefits import PartnerOffer, PartnerProgramme
from configurator.catalog.commercial import Discount, reduction_of
from configurator.catalog.model import Catalog
from configurator.programmes.claiming import (
    ClaimKind,
    ClaimState,
    Standing,
    count_weeks,
    find_problems,
    list_windows,
    stand_for_offer,
)
from configurator.programmes.partner_offers import is_held_out
from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.quoting.content import Content, ContentClaim
from configurator.quoting.model import Quote, QuoteVersion
from configurator.quoting.states import Action
from configurator.services.moments import TURN, Moment
from configurator.services.points import read_account, spend_points
from configurator.storage.claims import ClaimRow
from configurator.storage.unit_of_work import UnitOfWork
from configurator.values.problem import Problem, Severity
from configurator.values.refusal import Refusal

OUTCOMES: Mapping[Action, ClaimState] = {
    Action.ACCEPT: ClaimState.REDEEMED,
    Action.REJECT: ClaimState.RELEASED,
    Action.RECALL: ClaimState.RELEASED,
    Action.DECLINE: ClaimState.RELEASED,
    Action.EXPIRE: ClaimState.RELEASED,
    Action.WITHDRAW: ClaimState.RELEASED,
    Action.SUPERSEDE: ClaimState.RELEASED,
}
"""What becomes of the places that a version holds; sending keeps them."""


class ClaimRefused(Refusal):
    """A quote takes more than there is, or what its customer may not have; carries every problem."""

    code = "claim_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who asks on which day: the customer, those who are one legal entity with it, and the quote."""

    customer_id: int
    group: tuple[int, ...]
    quote_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Held:
    """The version that holds places, and its quote."""

    quote: Quote
    version: QuoteVersion


@dataclass(frozen=True, slots=True)
class ClaimOutlook:
    """A claim of a draft with everything that would forbid it today."""

    claim: ContentClaim
    problems: tuple[Problem, ...]


def reserve_claims(
    work: UnitOfWork, catalog: Catalog, held: Held, claims: Iterable[ContentClaim], when: Moment
) -> None:
    """Hold a place for everything that the version takes; ClaimRefused, with all reasons, where one is not there."""
    asked = tuple(claims)
    if not asked:
        return
    work.counters.take(TURN)
    claimant = _name_claimant(work, held.quote, when.day)
    for claim in asked:
        _record_windows(work, catalog, claim, when)
    problems = tuple(problem for claim in asked for problem in _find_problems(work, catalog, claimant, claim))
    if problems:
        raise ClaimRefused(problems)
    for claim in asked:
        _hold(work, catalog, held, claim, when)


def settle_claims(work: UnitOfWork, version: QuoteVersion, action: Action, when: Moment) -> None:
    """Use the places that the version holds, or give them back, as the action says."""
    state = OUTCOMES.get(action)
    if state is ClaimState.REDEEMED:
        work.counters.take(TURN)  # else who reads an account meanwhile sees points neither held nor spent
    for row in work.claims.settle(version.id, state, when.at) if state else ():
        details = {"programme": row.programme, "key": row.key, "quantity": row.quantity, "by": str(action)}
        facts = {**details, "quote": row.quote_number, "version": row.version_number}
        work.audit.record(when.at, when.user_id, f"claim_{row.state}", ("customer", row.customer_id), facts)
        if (row.kind, row.state) == (ClaimKind.POINTS, ClaimState.REDEEMED):
            entry = PointsEntry(0, EntryKind.REDEEMED, -row.quantity, row.reserved_on)
            spend_points(work, row.programme, row.customer_id, entry, version.id, when)


def foresee_claims(work: UnitOfWork, catalog: Catalog, quote: Quote, content: Content, day: date) -> list[ClaimOutlook]:
    """Each claim of a draft's content with what would forbid it today. Changes nothing."""
    claimant = _name_claimant(work, quote, day)
    return [ClaimOutlook(claim, _find_problems(work, catalog, claimant, claim)) for claim in content.claims]


def find_unmet(catalog: Catalog, request: Mapping[str, object], content: Content) -> tuple[Problem, ...]:
    """Partner programmes that the request asks for and for which its customer does not qualify now."""
    asked = request.get("programmes")
    named = {str(each) for each in asked} if isinstance(asked, (list, tuple)) else set()
    got = {claim.programme for claim in content.claims}
    return tuple(
        Problem("claim_not_eligible", Severity.WARNING, params={"name": programme.name})
        for key, programme in catalog.benefits.partners.items()
        if key in named and key not in got
    )


def record_windows(work: UnitOfWork, programme: PartnerProgramme, offer: PartnerOffer, when: Moment) -> int:
    """Note every weekly release up to the day that is not on record yet; how many shares that was."""
    fresh = 0
    for week, opened, shares in list_windows(programme, offer, when.day):
        if work.claims.record_release(programme.key, offer.key, week, shares, opened, when.at):
            facts = {"programme": programme.key, "key": offer.key, "week": week, "shares": shares}
            work.audit.record(when.at, when.user_id, "quota_released", ("programme", 0), facts)
            fresh += shares
    return fresh


def _name_claimant(work: UnitOfWork, quote: Quote, day: date) -> Claimant:
    return Claimant(quote.customer_id, work.customers.find_group(quote.customer_id), quote.id, day)


def _record_windows(work: UnitOfWork, catalog: Catalog, claim: ContentClaim, when: Moment) -> None:
    programme, offer = _find_offer(catalog, claim)
    if programme and offer:
        record_windows(work, programme, offer, when)


def _hold(work: UnitOfWork, catalog: Catalog, held: Held, claim: ContentClaim, when: Moment) -> None:
    _, offer = _find_offer(catalog, claim)
    what = (ClaimKind(claim.kind), claim.programme, claim.key)
    week = count_weeks(offer, when.day) if offer else 0
    customer_id = held.quote.customer_id
    whose = (customer_id, held.quote.id, held.version.id)
    work.claims.add(what, claim.quantity, whose, (week, when.day, when.at))
    facts = {"programme": claim.programme, "key": claim.key, "quantity": claim.quantity}
    where = {"quote": held.quote.number, "version": held.version.number}
    work.audit.record(when.at, when.user_id, "claim_reserved", ("customer", customer_id), {**facts, **where})


def _find_problems(work: UnitOfWork, catalog: Catalog, claimant: Claimant, claim: ContentClaim) -> tuple[Problem, ...]:
    kind = ClaimKind(claim.kind)
    return find_problems(kind, claim.name, claim.quantity, _STANDINGS[kind](work, catalog, claimant, claim))


def _stand_offer(work: UnitOfWork, catalog: Catalog, claimant: Claimant, claim: ContentClaim) -> Standing:
    programme, offer = _find_offer(catalog, claim)
    if programme is None or offer is None:
        return Standing(quota=0, released=0)
    taken = work.claims.count_taken(ClaimKind.OFFER, programme.key, offer.key, claimant.quote_id)
    held_out = is_held_out(programme, str(claimant.customer_id))
    used = _find_use(work, claimant, claim)
    return stand_for_offer(programme, offer, claimant.day, taken, claim.quantity, used, held_out)


def _stand_code(work: UnitOfWork, catalog: Catalog, claimant: Claimant, claim: ContentClaim) -> Standing:
    reduction = _find_reduction(catalog, claim)
    if reduction is None or (reduction.quota is None and not reduction.once):
        return Standing()
    taken = work.claims.count_taken(ClaimKind.CODE, claim.programme, claim.key, claimant.quote_id)
    used = _find_use(work, claimant, claim) if reduction.once else ""
    return Standing(taken=taken, released=reduction.quota, quota=reduction.quota, used_in=used)


def _stand_points(work: UnitOfWork, catalog: Catalog, claimant: Claimant, claim: ContentClaim) -> Standing:
    account = read_account(work, catalog, claim.programme, claimant.group, claimant.quote_id)
    return Standing(released=account.balance(claimant.day))


_STANDINGS: Mapping[ClaimKind, Callable[[UnitOfWork, Catalog, Claimant, ContentClaim], Standing]] = {
    ClaimKind.OFFER: _stand_offer,
    ClaimKind.CODE: _stand_code,
    ClaimKind.POINTS: _stand_points,
}


def _find_use(work: UnitOfWork, claimant: Claimant, claim: ContentClaim) -> str:
    kind = ClaimKind(claim.kind)
    row: ClaimRow | None = work.claims.find_use(kind, claim.programme, claim.key, claimant.group, claimant.quote_id)
    return row.quote_number if row else ""


def _find_offer(catalog: Catalog, claim: ContentClaim) -> tuple[PartnerProgramme | None, PartnerOffer | None]:
    programme = catalog.benefits.partners.get(claim.programme) if claim.kind == ClaimKind.OFFER else None
    offers = programme.offers if programme else ()
    return programme, next((offer for offer in offers if offer.key == claim.key), None)


def _find_reduction(catalog: Catalog, claim: ContentClaim) -> Discount | None:
    programme = catalog.programmes.get(claim.programme)
    return reduction_of(programme) if programme else None
