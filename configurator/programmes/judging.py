"""Bundles in the running contract: what the end of a month entitles the next bill to.

A month that is not entitled lapses; what earlier months have brought is never taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor

from configurator.catalog.commercial import Bundle
from configurator.catalog.model import Catalog
from configurator.programmes.bundling import find_anchors, find_beneficiaries
from configurator.programmes.granting import Ladder
from configurator.programmes.measuring import Gauge
from configurator.programmes.model import Grant, GrantSpan, LineFacts, QuoteFacts
from configurator.programmes.reaching import Reach, reach_programmes
from configurator.values.money import Currency, Money
from configurator.values.periods import ChargeKind

_HALF = Fraction(1, 2)


class Lapse(StrEnum):
    """Why a month brings nothing: no anchor line is active any more, or the customer is in arrears for too long."""

    ANCHOR_ENDED = "anchor_ended"
    IN_ARREARS = "in_arrears"


@dataclass(frozen=True, slots=True)
class RunningLine:
    """A line of the contract at the end of a month: its monthly charges at list price in minor units, whether the
    service is active, and the quantity of the quote, which decides between equally dear lines of one offering."""

    number: int
    offering: str
    monthly: Fraction
    active: bool = True
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The contract on the last day of its month `month` (counted from 1), and for how many days the customer's oldest
    unpaid bill has been due."""

    month: int
    day: date
    lines: tuple[RunningLine, ...]
    days_in_arrears: int = 0


@dataclass(frozen=True, slots=True)
class NextBill:
    """What the bundle takes off the bill of `month`, by line; and why nothing at all, if a condition has failed."""

    month: int
    reductions: Mapping[int, Money] = dataclass_field(default_factory=dict)
    lapsed: Lapse | None = None

    def sum(self, currency: Currency) -> Money:
        """All of it together."""
        return Money(sum(each.minor for each in self.reductions.values()), currency)


def entitlement_at(catalog: Catalog, key: str, end: MonthEnd) -> NextBill:
    """What the bundle of that key brings on the bill after this month's end."""
    reach = next(each for each in reach_programmes(catalog) if each.reduction.key == key)
    if not isinstance(reach.programme, Bundle):
        raise TypeError(f"{key} is not a bundle")
    gauge = Gauge(_state_facts(catalog, end))
    lapsed = _find_lapse(reach, reach.programme, gauge, end)
    if lapsed is not None:
        return NextBill(end.month + 1, lapsed=lapsed)
    return NextBill(end.month + 1, _reduce_lines(reach, reach.programme, gauge, end.month + 1))


def _state_facts(catalog: Catalog, end: MonthEnd) -> QuoteFacts:
    running = (each for each in end.lines if each.active)
    lines = tuple(LineFacts(each.number, each.offering, each.quantity, each.monthly, 0, 0) for each in running)
    return QuoteFacts(catalog, end.day, 1, lines)


def _find_lapse(reach: Reach, bundle: Bundle, gauge: Gauge, end: MonthEnd) -> Lapse | None:
    if bundle.most_arrears_days is not None and end.days_in_arrears > bundle.most_arrears_days:
        return Lapse.IN_ARREARS
    return None if find_anchors(bundle.anchor, reach.anchors, gauge) else Lapse.ANCHOR_ENDED


def _reduce_lines(reach: Reach, bundle: Bundle, gauge: Gauge, month: int) -> dict[int, Money]:
    ladder, found = Ladder(reach, gauge), {}
    for position in find_beneficiaries(bundle.anchor, reach.anchors, reach.members, gauge):
        line = gauge.lines[position]
        amount = reduce_month(ladder.grant_line(position), month, Fraction(line.monthly), gauge.facts.catalog)
        if amount:
            found[line.number] = amount
    return found


def reduce_month(grant: Grant | None, month: int, monthly: Fraction, catalog: Catalog) -> Money:
    """What a grant takes off monthly charges (in minor units) in this month of the contract.

    The difference of the amounts before and after, both rounded by the catalog's rule: what the quote says as well.
    """
    zero = Money.zero(catalog.currency)
    if grant is None or ChargeKind.RECURRING not in grant.charges:
        return zero
    span = next((each for each in grant.spans if _holds_in(each, month)), None)
    if span is None:
        return zero
    rounding, left = catalog.policy.rounding, monthly - reduce_exactly(span, monthly)
    return Money(_round(monthly, rounding) - _round(left, rounding), zero.currency)


def reduce_exactly(span: GrantSpan, monthly: Fraction) -> Fraction:
    """What a span takes off monthly charges, in minor units: never more than its cap or than there is."""
    wanted = monthly * Fraction(span.percent) / 100 if span.amount is None else Fraction(span.amount.minor)
    most = monthly if span.cap is None else min(monthly, Fraction(span.cap.minor))
    return min(wanted, most)


def _holds_in(span: GrantSpan, month: int) -> bool:
    return span.first_month <= month and (span.last_month is None or month <= span.last_month)


def _round(amount: Fraction, rounding: str) -> int:
    whole = floor(amount)
    rest = amount - whole
    if rest == _HALF and rounding == "half_even":
        return whole + whole % 2
    return whole + int(rest >= _HALF)
