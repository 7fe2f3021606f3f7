"""Codes: first come, first served by the week; liability on issue, released by expiry."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from configurator.programmes.coupons import Claim, Coupon, account_for, settle_claims
from tests.factories.benefits import make_offer, make_partners, yuan
from tests.factories.catalog import CNY

PROGRAMME = make_partners()


def january(day):
    return date(2027, 1, day)


def claims_of(*names, day=1, shares=1):
    return [Claim(name, january(day), shares) for name in names]


def test_issues_in_order_what_the_week_has_released():
    found = settle_claims(PROGRAMME, make_offer(quota=8), claims_of("a", "b", "c"), january(1))
    assert [coupon.customer for coupon in found.coupons] == ["a", "b"]
    assert [claim.customer for claim in found.waiting] == ["c"]


def test_who_waits_is_served_on_the_day_of_the_next_release():
    found = settle_claims(PROGRAMME, make_offer(quota=8), claims_of("a", "b", "c"), january(10))
    assert [(coupon.customer, coupon.issued) for coupon in found.coupons] == [
        ("a", january(1)), ("b", january(1)), ("c", january(8)),
    ]  # fmt: skip
    assert found.coupons[2].last_day == january(21)
    assert found.waiting == ()


def test_a_late_claim_is_issued_on_its_own_day():
    (coupon,) = settle_claims(PROGRAMME, make_offer(), claims_of("a", day=20), january(20)).coupons
    assert coupon == Coupon("a", 1, january(20), january(20) + timedelta(days=PROGRAMME.validity_days - 1))


def test_a_claim_of_tomorrow_waits():
    assert settle_claims(PROGRAMME, make_offer(), claims_of("a", day=20), january(19)).coupons == ()


def test_a_double_share_waits_for_both_and_those_behind_it_wait_too():
    claims = [*claims_of("a"), *claims_of("b", shares=2), *claims_of("c")]
    found = settle_claims(PROGRAMME, make_offer(quota=8), claims, january(1))
    assert [coupon.customer for coupon in found.coupons] == ["a"]
    assert [claim.customer for claim in found.waiting] == ["b", "c"]


def test_a_claim_beyond_the_quota_is_refused_and_a_smaller_one_behind_it_served():
    claims = [*claims_of("a", shares=3), *claims_of("b", shares=2), *claims_of("c")]
    found = settle_claims(PROGRAMME, make_offer(quota=4), claims, january(31))
    assert [coupon.customer for coupon in found.coupons] == ["a", "c"]
    assert [claim.customer for claim in found.refused] == ["b"]


def test_never_issues_more_than_is_released():
    offer = make_offer(quota=10)
    claims = claims_of(*(str(number) for number in range(20)))
    for day in range(1, 32):
        issued = len(settle_claims(PROGRAMME, offer, claims, january(day)).coupons)
        assert issued == account_for(PROGRAMME, offer, (), january(day), CNY).released


@pytest.mark.parametrize(
    ("day", "redeemable", "expired"),
    [(1, False, False), (2, True, False), (9, True, False), (10, False, True)],
)
def test_a_code_can_be_redeemed_from_issue_to_its_last_day(day, redeemable, expired):
    coupon = Coupon("a", 1, january(2), january(9))
    assert (coupon.is_redeemable(january(day)), coupon.is_expired(january(day))) == (redeemable, expired)


def test_a_redeemed_code_is_neither_redeemable_nor_expired():
    coupon = Coupon("a", 1, january(2), january(9), redeemed=january(3))
    assert not coupon.is_redeemable(january(5))
    assert not coupon.is_expired(january(20))


class TestAccount:
    COUPONS = (
        Coupon("a", 2, january(1), january(14), redeemed=january(5)),
        Coupon("b", 1, january(1), january(14)),
        Coupon("c", 1, january(8), january(21)),
    )

    def test_redeeming_counts_from_its_own_day_on(self):
        assert [self.account(day).redeemed for day in (4, 5)] == [0, 2]

    def test_a_share_of_several_units_costs_all_of_them(self):
        offer = make_offer(cost=Decimal("99.99"), quantity=3)
        assert account_for(PROGRAMME, offer, self.COUPONS, january(1), CNY).owed == yuan("899.91")

    def account(self, day, coupons=COUPONS, **changes):
        programme = replace(PROGRAMME, **changes)
        return account_for(programme, make_offer(cost=Decimal("99.99")), coupons, january(day), CNY)

    def test_issue_makes_a_liability(self):
        found = self.account(1)
        assert (found.issued, found.redeemed, found.expired, found.open) == (3, 0, 0, 3)
        assert (found.owed, found.owed_by_partner) == (yuan("299.97"), yuan("179.98"))
        assert found.spent == yuan("0")

    def test_redeeming_turns_it_into_expense(self):
        found = self.account(8)
        assert (found.issued, found.redeemed, found.open) == (4, 2, 2)
        assert (found.owed, found.spent, found.spent_by_partner) == (yuan("199.98"), yuan("199.98"), yuan("119.98"))
        assert found.redeemed_percent == 50

    def test_expiry_releases_it(self):
        found = self.account(22)
        assert (found.expired, found.open, found.owed) == (2, 0, yuan("0"))
        assert found.spent == yuan("199.98")

    def test_shares_add_up_on_every_day(self):
        for day in range(1, 32):
            found = self.account(day)
            assert found.issued == found.redeemed + found.expired + found.open

    def test_without_codes_all_is_zero(self):
        found = self.account(3, coupons=())
        assert (found.issued, found.redeemed_percent, found.owed, found.released) == (0, 0, yuan("0"), 25)

    def test_an_operator_without_partner_bears_everything(self):
        assert self.account(1, partner_percent=Decimal(0)).owed_by_partner == yuan("0")
