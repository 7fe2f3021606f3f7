"""Places that quotes take from what is limited: shares of a partner's offer, uses of a promotion code, points.

What is asked is compared with how things stand; every reason against it is told, with the day on which it may be
asked again where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from configurator.catalog.benefits import PartnerOffer, PartnerProgramme
from configurator.programmes.partner_offers import count_released, find_release_day
from configurator.values.problem import Problem
from configurator.values.text import Text

_WEEK = 7


class ClaimKind(StrEnum):
    """What a place is taken of: a partner's offer (in shares), a promotion code (in uses), an account (in points)."""

    OFFER = "offer"
    CODE = "code"
    POINTS = "points"


class ClaimState(StrEnum):
    """A place is held for a version until the customer's answer, then used or given back."""

    RESERVED = "reserved"
    REDEEMED = "redeemed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand for a claim on a day.

    `taken` is what other quotes hold or used, `released` what there is up to the day and `quota` all there will be
    (None: no limit), `next_release` the day on which enough is there (None: never). `used_in` is the number of another
    quote in which the same legal entity has it already.
    """

    taken: int = 0
    released: int | None = None
    quota: int | None = None
    next_release: date | None = None
    used_in: str = ""
    is_held_out: bool = False


def find_problems(kind: ClaimKind, name: Text, quantity: int, standing: Standing) -> tuple[Problem, ...]:
    """Everything that forbids the claim as things stand."""
    found = (check(name, quantity, standing) for check in _CHECKS[kind])
    return tuple(problem for problem in found if problem)


def count_weeks(offer: PartnerOffer, day: date) -> int:
    """The week of the offer's month on the day, from 1; 0 before the month begins."""
    return max(0, (day - offer.month).days // _WEEK + 1)


def list_windows(programme: PartnerProgramme, offer: PartnerOffer, day: date) -> tuple[tuple[int, date, int], ...]:
    """The weeks that released shares up to the day: number, day of release, and how many shares were new."""
    found: list[tuple[int, date, int]] = []
    before, opened = 0, offer.month
    for week in range(1, count_weeks(offer, day) + 1):
        released = count_released(programme, offer, opened)
        if released > before:
            found.append((week, opened, released - before))
        before, opened = released, date.fromordinal(opened.toordinal() + _WEEK)
    return tuple(found)


def stand_for_offer(
    programme: PartnerProgramme, offer: PartnerOffer, day: date, taken: int, quantity: int, used_in: str, held_out: bool
) -> Standing:
    """How things stand for shares of an offer."""
    wanted = taken + quantity
    return Standing(
        taken=taken,
        released=count_released(programme, offer, day),
        quota=offer.quota,
        next_release=find_release_day(programme, offer, wanted) if wanted <= offer.quota else None,
        used_in=used_in,
        is_held_out=held_out,
    )


_Check = Callable[[Text, int, Standing], Problem | None]


def _check_held_out(name: Text, quantity: int, standing: Standing) -> Problem | None:
    return Problem("claim_held_out", params={"name": name}) if standing.is_held_out else None


def _check_entity(name: Text, quantity: int, standing: Standing) -> Problem | None:
    if not standing.used_in:
        return None
    return Problem("claim_used_by_entity", params={"name": name, "quote": standing.used_in})


def _check_quota(name: Text, quantity: int, standing: Standing) -> Problem | None:
    wanted = standing.taken + quantity
    if standing.released is None or wanted <= standing.released:
        return None
    figures = {"name": name, "quantity": quantity, "taken": standing.taken, "released": standing.released}
    if standing.next_release is None:
        return Problem("claim_quota_used_up", params={**figures, "quota": standing.quota})
    return Problem("claim_quota_waits", params={**figures, "next": standing.next_release.isoformat()})


def _check_points(name: Text, quantity: int, standing: Standing) -> Problem | None:
    available = max(0, (standing.released or 0) - standing.taken)
    if quantity <= available:
        return None
    return Problem("points_short", params={"points": quantity, "available": available})


_CHECKS: Mapping[ClaimKind, tuple[_Check, ...]] = {
    ClaimKind.OFFER: (_check_held_out, _check_entity, _check_quota),
    ClaimKind.CODE: (_check_entity, _check_quota),
    ClaimKind.POINTS: (_check_points,),
}
