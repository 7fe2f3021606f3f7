"""A customer's points as they were booked: entries that only ever grow in number → the account on a day.

Beside `points`, which computes from invoices, this keeps what was earned at the time, whatever the earn rates are
today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.benefits import LoyaltyProgramme
from configurator.programmes.benefits import money_down
from configurator.programmes.points import Lot, PointsAccount, compute_points, count_years, take_oldest
from configurator.values.money import Currency, Money
from configurator.values.months import add_months


class EntryKind(StrEnum):
    """Why the number of points changed."""

    EARNED = "earned"
    REDEEMED = "redeemed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """One booking: earned points are positive and have a day from which they are gone, all others are negative.

    `lot` is the id of the entry whose points expired.
    """

    id: int
    kind: EntryKind
    points: int
    day: date
    expires: date | None = None
    lot: int | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Points that an open quote would redeem, since that day."""

    day: date
    points: int


def open_book(entries: Iterable[PointsEntry], holds: Iterable[Hold], currency: Currency) -> PointsAccount:
    """The account after all entries, less what is held. The oldest points that can be spent on a day are taken first.

    Lots are named by their entries' ids; their amounts are not known here and stand at zero.
    """
    booked = sorted(entries, key=lambda entry: (entry.day, entry.id))
    lots = tuple(_make_lot(entry, currency) for entry in booked if entry.kind is EntryKind.EARNED)
    spent = [(entry.day, -entry.points) for entry in booked if entry.kind is EntryKind.REDEEMED]
    account = PointsAccount(lots)
    for day, points in sorted([*spent, *((hold.day, hold.points) for hold in holds)]):
        lots, rest = take_oldest(account.lots, points, day)
        account = PointsAccount(lots, account.debt + rest)
    gone = {entry.lot: 0 for entry in booked if entry.kind is EntryKind.EXPIRED}
    for entry in booked:
        if entry.kind is EntryKind.EXPIRED:
            gone[entry.lot] -= entry.points
    return replace(account, lots=tuple(_without(lot, gone.get(int(lot.invoice), 0)) for lot in account.lots))


def list_expired(account: PointsAccount, day: date) -> tuple[Lot, ...]:
    """The lots that ran out by the day with points that nobody spent and nobody booked as expired."""
    return tuple(lot for lot in account.lots if lot.expires <= day and lot.left > 0)


def find_next_expiry(account: PointsAccount, day: date) -> tuple[date, int] | None:
    """The next day after this one on which points are gone, and how many; None when there are none to lose."""
    days = [lot.expires for lot in account.lots if day < lot.expires and lot.left > 0]
    return (min(days), account.expiring(min(days))) if days else None


def compute_earned(programme: LoyaltyProgramme, since: date, day: date, amount: Money) -> int:
    """The points for an amount without tax at the rate of the tenure on that day; `since` is the first day of it."""
    return compute_points(programme, count_years(since, day), amount)


def find_last_use(programme: LoyaltyProgramme, earned: date) -> date:
    """The day from which points earned on this day are gone."""
    return add_months(earned, programme.months_valid)


def convert_back(amount: Fraction, rate: Fraction, currency: Currency) -> Money:
    """A quote's amount in the catalog's currency, rounded down; `rate`: what a unit of that is worth in the quote's."""
    return money_down(Fraction(amount) / rate, currency)


def _make_lot(entry: PointsEntry, currency: Currency) -> Lot:
    return Lot(
        invoice=str(entry.id),
        earned_on=entry.day,
        expires=entry.expires or date.max,
        amount=Money.zero(currency),
        earned=entry.points,
        left=entry.points,
    )


def _without(lot: Lot, points: int) -> Lot:
    return replace(lot, left=max(0, lot.left - points)) if points else lot
