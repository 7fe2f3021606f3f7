"""Booked points: the oldest are spent first, held ones are not there, what ran out is booked once."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.programmes.point_books import (
    EntryKind,
    Hold,
    PointsEntry,
    compute_earned,
    convert_back,
    find_last_use,
    find_next_expiry,
    list_expired,
    open_book,
)
from configurator.programmes.points import Lot
from tests.factories.benefits import make_loyalty, yuan
from tests.factories.catalog import CNY

LOYALTY = make_loyalty()


def on(month, day=1, year=2027):
    return date(year, month, day)


def earned(number, points, day, expires):
    return PointsEntry(number, EntryKind.EARNED, points, day, expires)


def redeemed(number, points, day):
    return PointsEntry(number, EntryKind.REDEEMED, -points, day)


def expired(number, points, day, lot):
    return PointsEntry(number, EntryKind.EXPIRED, -points, day, lot=lot)


TWO = (earned(1, 100, on(1), on(7)), earned(2, 50, on(3), on(9)))


def open_cny(entries, holds=()):
    return open_book(entries, holds, CNY)


@pytest.mark.parametrize(
    ("day", "balance"), [(on(1), 100), (on(3), 150), (on(6, 30), 150), (on(7), 50), (on(8, 31), 50), (on(9), 0)]
)
def test_points_count_from_earning_until_the_day_before_they_are_gone(day, balance):
    assert open_cny(TWO).balance(day) == balance


def test_a_lot_is_named_by_its_entry_and_stands_at_no_amount():
    assert open_cny(TWO[:1]).lots == (Lot("1", on(1), on(7), yuan("0"), earned=100, left=100),)


@pytest.mark.parametrize(("spent", "found"), [(99, (on(7), 1)), (100, (on(9), 50))])
def test_the_next_day_of_expiry_is_that_of_points_that_are_left(spent, found):
    assert find_next_expiry(open_cny((*TWO, redeemed(3, spent, on(1)))), on(4)) == found


def test_the_oldest_points_are_spent_first():
    account = open_cny((*TWO, redeemed(3, 120, on(4))))
    assert [lot.left for lot in account.lots] == [0, 30]


def test_the_order_of_the_entries_does_not_matter():
    entries = (*TWO, redeemed(3, 120, on(4)))
    assert open_cny(entries) == open_cny(tuple(reversed(entries)))


def test_held_points_are_not_there():
    assert open_cny(TWO, [Hold(on(4), 60)]).balance(on(4)) == 90


def test_a_hold_that_is_given_back_leaves_the_points_in_their_lots():
    assert [lot.left for lot in open_cny(TWO, [Hold(on(4), 60)]).lots] == [40, 50]
    assert [lot.left for lot in open_cny(TWO).lots] == [100, 50]


def test_what_was_held_in_time_does_not_run_out():
    account = open_cny(TWO, [Hold(on(6), 80)])
    assert [(lot.invoice, lot.left) for lot in list_expired(account, on(7))] == [("1", 20)]


def test_what_was_booked_as_expired_is_not_due_again():
    assert list_expired(open_cny(TWO), on(6, 30)) == ()
    assert [lot.left for lot in list_expired(open_cny(TWO), on(7))] == [100]
    assert list_expired(open_cny((*TWO, expired(3, 100, on(7), 1))), on(8)) == ()


def test_points_of_a_hold_that_was_given_back_late_expire_with_the_next_booking():
    entries = (*TWO, expired(3, 20, on(7), 1))
    assert [lot.left for lot in list_expired(open_cny(entries), on(8))] == [80]


def test_redeeming_more_than_there_is_is_owed():
    account = open_cny((*TWO, redeemed(3, 170, on(4))))
    assert (account.debt, account.balance(on(4))) == (20, -20)


def test_the_next_day_of_loss_is_named_with_its_points():
    account = open_cny((*TWO, earned(3, 7, on(2), on(7))))
    assert find_next_expiry(account, on(3)) == (on(7), 107)
    assert find_next_expiry(account, on(7)) == (on(9), 50)
    assert find_next_expiry(account, on(9)) is None


def test_tenure_decides_the_rate():
    assert compute_earned(LOYALTY, on(1), on(2), yuan("10000")) == 100
    assert compute_earned(LOYALTY, on(1, year=2020), on(2), yuan("10000")) == 180
    assert compute_earned(LOYALTY, on(5), on(2), yuan("10000")) == 100


def test_points_are_gone_after_their_months():
    assert find_last_use(LOYALTY, on(1, 31)) == date(2029, 1, 31)


def test_amounts_of_another_currency_come_back_rounded_down():
    assert convert_back(Fraction(100), Fraction("0.13"), CNY) == yuan("769.23")


@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(0, 60), st.integers(1, 60)), max_size=6),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 400)), max_size=5),
)
def test_entries_sum_up_to_the_balance_once_everything_expired_is_booked(lots, wishes):
    start = on(1)
    entries = [
        earned(number, points, start + timedelta(day), start + timedelta(day + length))
        for number, (points, day, length) in enumerate(lots, start=1)
    ]
    for number, (day, points) in enumerate(sorted(wishes), start=100):
        available = open_cny(entries).balance(start + timedelta(day))
        if available > 0:
            entries.append(redeemed(number, min(points, available), start + timedelta(day)))
    end = start + timedelta(200)
    for number, lot in enumerate(list_expired(open_cny(entries), end), start=200):
        entries.append(expired(number, lot.left, lot.expires, int(lot.invoice)))
    assert sum(entry.points for entry in entries) == open_cny(entries).balance(end) == 0
