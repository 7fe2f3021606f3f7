"""A running contract among the tiers: averages, warnings, downgrades with the quarter, upgrades with the month."""

from datetime import date
from fractions import Fraction

import pytest

from configurator.programmes.tier_changes import TierAction, average_charges, count_below, judge_tier
from tests.factories.benefits import make_ladder

LADDER = make_ladder()
ESSENTIAL, CLASSIC, MASTER = LADDER.tiers


def judge(tier, charges, term=12, month=date(2027, 5, 1)):
    return judge_tier(LADDER, tier, [Fraction(each) for each in charges], term, month)


def test_averages_the_last_three_months():
    assert average_charges(LADDER, [Fraction(each) for each in (3, 6, 9, 0)]) == [3, Fraction(9, 2), 6, 5]


def test_nothing_can_be_judged_without_a_month():
    with pytest.raises(ValueError, match="charges"):
        judge(CLASSIC, [])


def test_keeps_a_tier_that_is_earned():
    verdict = judge(CLASSIC, [10000, 10000, 10000])
    assert (verdict.action, verdict.tier, verdict.months_below) == (TierAction.KEEP, CLASSIC, 0)
    assert verdict.since == date(2027, 6, 1)


def test_one_month_below_says_nothing_yet():
    verdict = judge(CLASSIC, [10000, 10000, 10000, 9000])
    assert (verdict.action, verdict.months_below, verdict.average) == (TierAction.KEEP, 1, Fraction(29000, 3))


def test_two_months_below_in_a_row_warn():
    verdict = judge(CLASSIC, [10000, 10000, 10000, 9000, 9000])
    assert (verdict.action, verdict.tier, verdict.months_below) == (TierAction.WARN, CLASSIC, 2)


def test_three_months_below_lower_the_tier_with_the_next_quarter():
    verdict = judge(CLASSIC, [10000, 10000, 10000, 9000, 9000, 9000])
    assert (verdict.action, verdict.tier, verdict.months_below) == (TierAction.DOWNGRADE, ESSENTIAL, 3)
    assert verdict.since == date(2027, 7, 1)


def test_a_downgrade_goes_to_the_tier_that_is_still_reached():
    verdict = judge(MASTER, [60000, 20000, 20000, 20000, 20000], term=36)
    assert (verdict.action, verdict.tier) == (TierAction.DOWNGRADE, CLASSIC)


def test_a_good_month_between_begins_the_count_anew():
    averages = [Fraction(each) for each in (9000, 9000, 10000, 9000)]
    assert count_below(CLASSIC, averages, 12) == 1


def test_a_contract_that_never_reached_its_tier_counts_from_its_first_month():
    verdict = judge(CLASSIC, [9000, 9000])
    assert (verdict.action, verdict.months_below) == (TierAction.WARN, 2)
    assert judge(CLASSIC, [9000]).action is TierAction.KEEP


def test_a_commitment_that_qualifies_keeps_the_tier_whatever_is_charged():
    assert judge(CLASSIC, [0, 0, 0, 0], term=24).action is TierAction.KEEP


def test_a_short_peak_is_no_upgrade():
    assert judge(ESSENTIAL, [1000, 1000, 20000]).action is TierAction.KEEP


def test_an_average_that_reaches_more_is_an_upgrade_with_the_next_month():
    verdict = judge(ESSENTIAL, [10000, 10000, 10000], month=date(2027, 12, 1))
    assert (verdict.action, verdict.tier, verdict.since) == (TierAction.UPGRADE, CLASSIC, date(2028, 1, 1))
