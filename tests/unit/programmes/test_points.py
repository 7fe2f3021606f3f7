"""The ledger of points: earning by tenure, credit, expiry, spending oldest first, levels."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.programmes.points import (
    Credited,
    InvoiceUnknown,
    Paid,
    PointsAccount,
    PointsShort,
    Redeemed,
    compute_points,
    count_years,
    find_level,
    open_account,
)
from tests.factories.benefits import make_loyalty, yuan

LOYALTY = make_loyalty()
SINCE = date(2020, 6, 15)
DAY = date(2027, 1, 10)


def paid(amount, day=DAY, invoice="I-1"):
    return Paid(day, invoice, yuan(amount))


def credited(amount, day=DAY, invoice="I-1"):
    return Credited(day, invoice, yuan(amount))


def account_of(*events, since=SINCE):
    return open_account(LOYALTY, since, events)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2020, 6, 15), 0),
        (date(2021, 6, 14), 0),
        (date(2021, 6, 15), 1),
        (date(2021, 7, 14), 1),
        (date(2030, 6, 14), 9),
        (date(2030, 6, 15), 10),
    ],
)
def test_counts_full_years_of_service(day, years):
    assert count_years(SINCE, day) == years


def test_a_customer_since_a_leap_day_has_its_years_at_the_end_of_february():
    assert count_years(date(2024, 2, 29), date(2025, 2, 27)) == 0
    assert count_years(date(2024, 2, 29), date(2025, 2, 28)) == 1


@pytest.mark.parametrize(
    ("years", "points"),
    [(0, 1000), (1, 1200), (2, 1200), (3, 1500), (5, 1500), (6, 1800), (9, 1800), (10, 2000), (40, 2000)],
)
def test_earns_by_tenure(years, points):
    assert compute_points(LOYALTY, years, yuan("100000")) == points


def test_what_is_paid_before_the_service_begins_earns_as_in_the_first_year():
    assert account_of(paid("1000"), since=date(2027, 6, 15)) == account_of(paid("1000"), since=DAY)
    assert count_years(date(2027, 6, 15), DAY) == count_years(date(2040, 1, 1), DAY) == 0


def test_points_are_whole_and_rounded_down():
    assert compute_points(LOYALTY, 0, yuan("199.99")) == 1
    assert compute_points(LOYALTY, 3, yuan("199.99")) == 2
    assert compute_points(LOYALTY, 0, yuan("99.99")) == 0


def test_points_expire_24_months_after_earning():
    account = account_of(paid("10000"))
    assert account.balance(date(2027, 1, 9)) == 0
    assert account.balance(DAY) == account.balance(date(2029, 1, 9)) == 180
    assert account.expiring(date(2029, 1, 10)) == 180
    assert account.balance(date(2029, 1, 10)) == 0


def test_spends_the_oldest_first():
    later = date(2027, 6, 1)
    account = account_of(paid("10000"), paid("10000", later, "I-2"), Redeemed(later, 200))
    assert [lot.left for lot in account.lots] == [0, 160]
    assert account.balance(later) == 160


def test_the_earn_rate_is_that_of_the_day_of_payment():
    account = account_of(paid("10000", date(2026, 6, 14)), paid("10000", date(2026, 6, 15), "I-2"))
    assert [lot.earned for lot in account.lots] == [150, 180]


def test_more_than_the_balance_cannot_be_spent():
    with pytest.raises(PointsShort) as refusal:
        account_of(paid("10000"), Redeemed(DAY, 181))
    assert refusal.value.params == {"points": 181, "available": 180}


def test_expired_points_cannot_be_spent():
    with pytest.raises(PointsShort):
        account_of(paid("10000"), Redeemed(date(2029, 1, 10), 1))


def test_what_has_expired_is_not_spent_first_even_on_its_day():
    events = [paid("10000"), paid("10000", DAY + timedelta(days=5), "I-2"), Redeemed(date(2029, 1, 10), 100)]
    assert [lot.left for lot in account_of(*events).lots] == [180, 80]


def test_points_spent_before_they_expire_do_not_expire():
    account = account_of(paid("10000"), Redeemed(date(2028, 1, 1), 100))
    assert account.expiring(date(2029, 1, 10)) == 80


def test_credit_takes_the_points_back():
    assert account_of(paid("10000"), credited("10000")).balance(DAY) == 0
    assert account_of(paid("10000"), credited("5000")).balance(DAY) == 90


def test_credits_in_parts_take_back_exactly_what_one_would():
    parts = [credited("33.33", DAY + timedelta(days=number)) for number in range(3)]
    whole = account_of(paid("150"), credited("99.99"))
    assert account_of(paid("150"), *parts).lots == whole.lots


def test_credit_reverses_at_the_rate_of_the_payment_however_late_it_comes():
    before, after = date(2026, 6, 14), date(2026, 7, 1)
    assert account_of(paid("10000", before), credited("5000", after)).balance(after) == 75


def test_credit_for_points_already_spent_takes_others_first():
    events = [paid("10000"), paid("1000", DAY, "I-2"), Redeemed(DAY, 180), credited("500")]
    account = account_of(*events)
    assert [lot.left for lot in account.lots] == [0, 9]
    assert account.debt == 0


def test_credit_beyond_all_points_is_owed_and_made_good_by_the_next():
    events = [paid("10000"), Redeemed(DAY, 180), credited("10000")]
    assert account_of(*events).balance(DAY) == -180
    account = account_of(*events, paid("20000", DAY, "I-2"))
    assert (account.debt, account.balance(DAY), account.lots[1].earned) == (0, 180, 360)


def test_a_debt_can_outlast_a_small_payment():
    events = [paid("10000"), Redeemed(DAY, 180), credited("10000"), paid("5000", DAY, "I-2")]
    account = account_of(*events)
    assert (account.debt, account.balance(DAY)) == (90, -90)
    with pytest.raises(PointsShort) as refusal:
        account_of(*events, Redeemed(DAY, 1))
    assert refusal.value.params["available"] == 0


@pytest.mark.parametrize("event", [credited("1", invoice="I-9"), credited("10000.01")])
def test_credit_needs_an_invoice_that_was_paid_so_far(event):
    with pytest.raises(InvoiceUnknown) as refusal:
        account_of(paid("10000"), event)
    assert refusal.value.params == {"invoice": event.invoice, "amount": str(event.amount)}


def test_a_credit_twice_is_refused_the_second_time():
    with pytest.raises(InvoiceUnknown):
        account_of(paid("10000"), credited("6000"), credited("6000"))


def test_events_count_by_day_in_whatever_order_they_are_told():
    events = [Redeemed(DAY + timedelta(days=2), 100), paid("10000"), credited("1000", DAY + timedelta(days=1))]
    assert account_of(*events).balance(DAY + timedelta(days=2)) == 62


class TestLevels:
    @pytest.mark.parametrize(
        ("amount", "level"),
        [("277777", None), ("277778", "silver"), ("1111112", "gold"), ("4444445", "platinum")],
    )
    def test_follow_from_the_points_of_twelve_months(self, amount, level):
        found = find_level(LOYALTY, account_of(paid(amount)), DAY)
        assert (found.key if found else None) == level

    def test_older_points_do_not_count(self):
        account = account_of(paid("300000"))
        assert find_level(LOYALTY, account, date(2028, 1, 9)).key == "silver"
        assert find_level(LOYALTY, account, date(2028, 1, 10)) is None

    def test_spending_costs_no_level_but_credit_does(self):
        assert find_level(LOYALTY, account_of(paid("300000"), Redeemed(DAY, 5000)), DAY).key == "silver"
        assert find_level(LOYALTY, account_of(paid("300000"), credited("299999")), DAY) is None


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
AMOUNTS = st.integers(0, 10**8).map(lambda minor: yuan(str(Decimal(minor) / 100)))


@given(st.lists(st.tuples(DAYS, AMOUNTS), max_size=12), st.data())
def test_no_point_is_lost_or_made(payments, data):
    """Earned = spent + expired + left (+ debt) whatever is paid, spent and credited, and no lot is ever negative."""
    events = [
        Paid(day, f"I-{number}", amount) for number, (day, amount) in enumerate(sorted(payments, key=lambda p: p[0]))
    ]
    account = open_account(LOYALTY, SINCE, events)
    end = date(2031, 1, 1)
    spent = data.draw(st.integers(0, max(0, account.balance(end))))
    account = open_account(LOYALTY, SINCE, [*events, Redeemed(end, spent)])
    expired = sum(lot.left for lot in account.lots if lot.expires <= end)
    assert sum(lot.earned for lot in account.lots) == spent + expired + account.balance(end)
    assert all(0 <= lot.left <= lot.earned for lot in account.lots)
    for number, (_, amount) in enumerate(sorted(payments, key=lambda p: p[0])):
        events = [*events, Credited(end, f"I-{number}", amount)]
    reversed_ = open_account(LOYALTY, SINCE, [*events, Redeemed(date(2030, 12, 31), 0)])
    assert sum(lot.earned for lot in reversed_.lots) == 0
    assert reversed_.balance(end) == 0


def test_an_empty_account_has_nothing():
    assert (PointsAccount().balance(DAY), find_level(LOYALTY, PointsAccount(), DAY)) == (0, None)
