"""A customer's loyalty points as a ledger: earned by what was paid, reversed by credit, spent oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from configurator.catalog.benefits import EarnBand, LoyaltyProgramme, PointsLevel
from configurator.values.money import Money
from configurator.values.months import add_months, count_months
from configurator.values.refusal import Refusal

_YEAR = 12


class PointsShort(Refusal):
    """More points were to be redeemed than there are."""

    code = "points_short"


class InvoiceUnknown(Refusal):
    """A credit for an invoice that was never paid, or for more than was paid of it."""

    code = "points_invoice_unknown"


@dataclass(frozen=True, slots=True)
class Paid:
    """An invoice that was paid, its amount without tax."""

    day: date
    invoice: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Credited:
    """A credit note for a part of a paid invoice, without tax."""

    day: date
    invoice: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Points that were spent."""

    day: date
    points: int
    reference: str = ""


PointsEvent = Paid | Credited | Redeemed


@dataclass(frozen=True, slots=True)
class Lot:
    """The points of one invoice: what remains of its amount, what it earned, and how many are not spent yet.

    They can be spent until the day before `expires`.
    """

    invoice: str
    earned_on: date
    expires: date
    amount: Money
    earned: int
    left: int


@dataclass(frozen=True, slots=True)
class PointsAccount:
    """The lots in the order of earning, and what is owed because credit took back points that were spent already."""

    lots: tuple[Lot, ...] = ()
    debt: int = 0

    def balance(self, day: date) -> int:
        """The points that can be spent on the day; negative while points are owed."""
        return sum(lot.left for lot in self.lots if lot.earned_on <= day < lot.expires) - self.debt

    def earned_since(self, first: date, last: date) -> int:
        """The points earned by invoices of these days (both inclusive), less what credit took back."""
        return sum(lot.earned for lot in self.lots if first <= lot.earned_on <= last)

    def expiring(self, day: date) -> int:
        """The points that run out on the day unspent."""
        return sum(lot.left for lot in self.lots if lot.expires == day)


def count_years(since: date, day: date) -> int:
    """The full years of continuous service on the day; none before it begins."""
    months = count_months(since, day)
    return max(0, months if add_months(since, months) <= day else months - 1) // _YEAR


def find_band(programme: LoyaltyProgramme, years: int) -> EarnBand:
    """The earn rate after so many full years."""
    return [band for band in programme.bands if band.since_years <= years][-1]


def compute_points(programme: LoyaltyProgramme, years: int, amount: Money) -> int:
    """The points for a paid amount without tax, rounded down to whole points."""
    return int(Fraction(amount.amount) * Fraction(find_band(programme, years).per_hundred) / 100)


def open_account(programme: LoyaltyProgramme, since: date, events: Iterable[PointsEvent]) -> PointsAccount:
    """The account of a customer in service since that day, after the events in their order.

    PointsShort where more is redeemed than there is, InvoiceUnknown where credit has nothing to reverse.
    """
    account = PointsAccount()
    for event in sorted(events, key=lambda event: event.day):
        if isinstance(event, Paid):
            account = _earn(programme, since, account, event)
        elif isinstance(event, Credited):
            account = _reverse(programme, since, account, event)
        else:
            account = _spend(account, event)
    return account


def find_level(programme: LoyaltyProgramme, account: PointsAccount, day: date) -> PointsLevel | None:
    """The level that the points earned in the last months give; None below the first."""
    first = add_months(day, -programme.level_months) + timedelta(days=1)
    earned = account.earned_since(first, day)
    return next((level for level in reversed(programme.levels) if level.least <= earned), None)


def _earn(programme: LoyaltyProgramme, since: date, account: PointsAccount, event: Paid) -> PointsAccount:
    """New points first make good what is owed."""
    earned = compute_points(programme, count_years(since, event.day), event.amount)
    repaid = min(earned, account.debt)
    expires = add_months(event.day, programme.months_valid)
    lot = Lot(event.invoice, event.day, expires, event.amount, earned, earned - repaid)
    return PointsAccount((*account.lots, lot), account.debt - repaid)


def _reverse(programme: LoyaltyProgramme, since: date, account: PointsAccount, event: Credited) -> PointsAccount:
    """What remains of the invoice earns anew at its own day's rate, so that credits in parts add up exactly."""
    lot = next((lot for lot in account.lots if lot.invoice == event.invoice), None)
    if lot is None or lot.amount < event.amount:
        raise InvoiceUnknown(invoice=event.invoice, amount=str(event.amount))
    amount = lot.amount - event.amount
    earned = compute_points(programme, count_years(since, lot.earned_on), amount)
    back = lot.earned - earned
    from_lot = min(back, lot.left)
    changed = replace(lot, amount=amount, earned=earned, left=lot.left - from_lot)
    kept = tuple(changed if each is lot else each for each in account.lots)
    lots, rest = take_oldest(kept, back - from_lot, event.day)
    return PointsAccount(lots, account.debt + rest)


def _spend(account: PointsAccount, event: Redeemed) -> PointsAccount:
    available = account.balance(event.day)
    if event.points > available:
        raise PointsShort(points=event.points, available=max(0, available))
    lots, _ = take_oldest(account.lots, event.points, event.day)
    return replace(account, lots=lots)


def take_oldest(lots: tuple[Lot, ...], points: int, day: date) -> tuple[tuple[Lot, ...], int]:
    """The lots after taking the points from the oldest that can be spent on the day, and what could not be taken."""
    left: list[Lot] = []
    for lot in lots:
        taken = min(points, lot.left) if lot.earned_on <= day < lot.expires else 0
        points -= taken
        left.append(replace(lot, left=lot.left - taken))
    return tuple(left), points
