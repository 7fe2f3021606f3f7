"""Loyalty points that a quote redeems → amounts off its allowed one-time charges."""

from __future__ import annotations

from fractions import Fraction

from configurator.catalog.benefits import LoyaltyProgramme
from configurator.catalog.selectors import selection_of
from configurator.programmes.benefits import money_down
from configurator.programmes.model import Grant, GrantSpan, LineFacts, QuoteFacts
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

_ONCE = frozenset({ChargeKind.ONE_TIME})


def grant_redemptions(facts: QuoteFacts) -> dict[int, tuple[Grant, ...]]:
    """What the points stated in the profile take off, by line number, programme by programme."""
    grants: dict[int, tuple[Grant, ...]] = {}
    for programme in facts.catalog.benefits.loyalty.values():
        for number, grant in _redeem(programme, facts).items():
            grants[number] = (*grants.get(number, ()), grant)
    return grants


def count_redeemed(programme: LoyaltyProgramme, facts: QuoteFacts) -> int:
    """The points that the quote redeems: those it states, never more than the customer has."""
    return min(_figure(facts, programme.input), _figure(facts, programme.balance))


def _figure(facts: QuoteFacts, key: str) -> int:
    stated = facts.inputs.get(key)
    return max(0, stated) if isinstance(stated, int) else 0


def _redeem(programme: LoyaltyProgramme, facts: QuoteFacts) -> dict[int, Grant]:
    """The lines by offering code, of one offering the dearest and largest first, until the points are used up.

    A line never takes more than its charges; the order of lines makes no difference.
    """
    points = count_redeemed(programme, facts)
    if not points:
        return {}
    currency = facts.catalog.currency
    left = money_down(Fraction(programme.value) * points, currency)
    grants: dict[int, Grant] = {}
    for line in sorted(_list_allowed(programme, facts), key=_rank):
        part = min(left, Money(line.one_time, currency))
        if part:
            grants[line.number] = _grant(programme, part, points)
        left = left - part
    return grants


def _rank(line: LineFacts) -> tuple[str, int, int, int]:
    return line.offering, -line.one_time, -line.quantity, line.number


def _list_allowed(programme: LoyaltyProgramme, facts: QuoteFacts) -> list[LineFacts]:
    selection = selection_of(facts.catalog)
    allowed = {code for selector in programme.redeem_on for code in selection.members(selector)}
    return [line for line in facts.lines if line.offering in allowed and _can_be_paid(facts, line.offering)]


def _can_be_paid(facts: QuoteFacts, code: str) -> bool:
    """Whether the offering takes reductions at all."""
    return not facts.catalog.offerings[code].pass_through


def _grant(programme: LoyaltyProgramme, part: Money, points: int) -> Grant:
    return Grant(
        programme=programme.key,
        stage=programme.stage,
        charges=_ONCE,
        spans=(GrantSpan(1, None, amount=part),),
        funding=programme.funding,
        params={"points": str(points), "programme_zh": programme.name.zh, "programme_en": programme.name.en},
        location=programme.location,
    )


def count_needed(programme: LoyaltyProgramme, amount: Money) -> int:
    """How many points pay an amount: the value of a point rounded up to whole points."""
    return -int(-Fraction(amount.amount) // Fraction(programme.value))
