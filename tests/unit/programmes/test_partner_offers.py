"""Partner programmes: the month's offer, the weekly release, eligibility, double shares, funding."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from configurator.programmes.benefits import Benefit, BenefitKind
from configurator.programmes.partner_offers import (
    count_released,
    count_shares,
    find_last_day,
    find_offer,
    find_release_day,
    grant_share,
    is_held_out,
)
from configurator.values.problem import SourceLocation
from tests.factories.benefits import DAY, make_benefit_catalog, make_facts, make_offer, make_partners, yuan
from tests.factories.catalog import make_input, make_text

YOUNG = "company_age <= 3 or (size in (micro, small) and tenure_months < 12)"
INPUTS = [make_input(key) for key in ("company_age", "tenure_months", "arrears_days", "opted_in")]


def facts_of(programme, **inputs):
    stated = {"company_age": 9, "tenure_months": 24, "arrears_days": 0, "opted_in": 1, "size": "medium", **inputs}
    return make_facts(make_benefit_catalog(programme, inputs=INPUTS), inputs=stated)


def test_finds_the_offer_of_the_days_month():
    january, march = make_offer("erp"), make_offer("invoice", date(2027, 3, 1))
    programme = make_partners(january, march)
    assert find_offer(programme, date(2027, 1, 31)) == january
    assert find_offer(programme, date(2027, 2, 1)) is None
    assert find_offer(programme, date(2027, 3, 1)) == march
    assert find_offer(programme, date(2028, 3, 1)) is None


@pytest.mark.parametrize(
    ("day", "released"),
    [(1, 25), (7, 25), (8, 50), (14, 50), (15, 75), (21, 75), (22, 100), (29, 100), (31, 100)],
)
def test_releases_a_quarter_of_the_quota_every_week(day, released):
    assert count_released(make_partners(), make_offer(), date(2027, 1, day)) == released


def test_nothing_is_released_before_the_month_and_everything_after_it():
    assert count_released(make_partners(), make_offer(), date(2026, 12, 31)) == 0
    assert count_released(make_partners(), make_offer(), date(2027, 2, 28)) == 100


def test_releases_whole_shares_only_and_all_in_the_end():
    offer = make_offer(quota=10)
    found = [count_released(make_partners(), offer, date(2027, 1, day)) for day in (1, 8, 15, 22)]
    assert found == [2, 5, 7, 10]


@pytest.mark.parametrize("quota", [1, 3, 10, 99, 100, 101])
def test_the_release_day_is_the_first_on_which_so_much_is_released(quota):
    programme, offer = make_partners(), make_offer(quota=quota)
    for shares in range(1, quota + 1):
        day = find_release_day(programme, offer, shares)
        assert count_released(programme, offer, day) >= shares
        assert count_released(programme, offer, day - timedelta(days=1)) < shares


@pytest.mark.parametrize(
    ("inputs", "shares"),
    [
        ({}, 1),
        ({"company_age": 3}, 2),
        ({"company_age": 4}, 1),
        ({"size": "micro", "tenure_months": 11}, 2),
        ({"size": "small", "tenure_months": 12}, 1),
        ({"size": "small", "company_age": 2, "tenure_months": 1}, 2),
        ({"arrears_days": 1}, 0),
        ({"opted_in": 0, "company_age": 1}, 0),
    ],
)
def test_doubles_for_the_segment_once_and_gives_nothing_to_who_is_not_eligible(inputs, shares):
    programme = make_partners(when="arrears_days = 0 and opted_in = 1", double=YOUNG)
    assert count_shares(programme, facts_of(programme, **inputs), frozenset()) == shares


def test_a_larger_factor_is_bounded():
    programme = make_partners(double="company_age <= 3", factor=5, most=2)
    assert count_shares(programme, facts_of(programme, company_age=1), frozenset()) == 2


def test_asks_for_a_tier():
    programme = make_partners(least_tier="essential")
    assert count_shares(programme, facts_of(programme), frozenset()) == 0
    assert count_shares(programme, facts_of(programme), frozenset({"essential", "classic"})) == 1


def test_a_code_is_valid_for_its_days_the_first_included():
    assert find_last_day(make_partners(validity_days=7), date(2027, 1, 29)) == date(2027, 2, 4)


def test_grants_the_shares_with_worth_and_both_parts_of_the_cost():
    offer = make_offer(quantity=100, value=Decimal("1.2"), cost=Decimal("0.333"))
    programme = make_partners(offer, double="company_age <= 3")
    (benefit,) = grant_share(programme, facts_of(programme, company_age=1), DAY, frozenset()).granted
    assert (benefit.quantity, benefit.worth) == (200, yuan("240"))
    assert (benefit.funded, benefit.cost) == (yuan("39.96"), yuan("26.64"))
    assert (benefit.use_by, benefit.partner.en) == (date(2027, 1, 28), "erp_partner")


def test_a_share_says_whose_it_is_and_where_it_stands():
    place = SourceLocation("partners.yaml", 9, 1)
    programme = make_partners(make_offer(location=place))
    (benefit,) = grant_share(programme, facts_of(programme), DAY, frozenset()).granted
    assert benefit == Benefit(
        BenefitKind.PARTNER, "PARTNERS", make_text("partners"), "erp", make_text("erp"), "unit", 1,
        worth=yuan("300"), cost=yuan("40"), funded=yuan("60"), use_by=date(2027, 1, 28),
        partner=make_text("erp_partner"), location=place,
    )  # fmt: skip


def test_what_a_partner_bears_is_rounded_down():
    programme = make_partners(make_offer(cost=Decimal("0.01")))
    (benefit,) = grant_share(programme, facts_of(programme), DAY, frozenset()).granted
    assert (benefit.funded, benefit.cost) == (yuan("0"), yuan("0.01"))


def test_grants_nothing_in_a_month_without_offer():
    programme = make_partners(make_offer(month=date(2027, 2, 1)))
    assert grant_share(programme, facts_of(programme), DAY, frozenset()).granted == ()


class TestHoldout:
    CUSTOMERS = tuple(f"customer-{number}" for number in range(2000))

    def test_nobody_is_held_out_at_zero_percent_and_everybody_at_a_hundred(self):
        assert not any(is_held_out(make_partners(), customer) for customer in self.CUSTOMERS)
        everybody = make_partners(holdout_percent=Decimal(100))
        assert all(is_held_out(everybody, customer) for customer in self.CUSTOMERS)

    def test_about_a_tenth_is_held_out_and_stays_so(self):
        programme = make_partners(holdout_percent=Decimal(10))
        found = [is_held_out(programme, customer) for customer in self.CUSTOMERS]
        assert 150 < sum(found) < 250
        assert found == [is_held_out(programme, customer) for customer in self.CUSTOMERS]

    def test_who_is_held_out_of_a_smaller_share_is_held_out_of_a_larger_one(self):
        small, large = make_partners(holdout_percent=Decimal(5)), make_partners(holdout_percent=Decimal(20))
        assert all(is_held_out(large, customer) for customer in self.CUSTOMERS if is_held_out(small, customer))
