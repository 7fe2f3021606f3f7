"""Everything that a quote brings: tiers and partner programmes, asked for or automatic, in force or not."""

from datetime import date

from configurator.programmes.gathering import find_benefits, find_reached, list_keys
from configurator.values.dates import DateRange
from tests.factories.benefits import make_benefit_catalog, make_facts, make_ladder, make_partners, make_tier, make_way
from tests.factories.catalog import make_catalog


def find(*programmes, monthly="20000", start=None, **stated):
    return find_benefits(make_facts(make_benefit_catalog(*programmes), monthly=monthly, **stated), start)


def test_a_catalog_without_programmes_brings_nothing():
    found = find_benefits(make_facts(make_catalog(), monthly="20000"))
    assert found.tiers == found.granted == ()


def test_gathers_tiers_first_and_partners_then():
    found = find(make_partners(), make_ladder())
    assert [benefit.key for benefit in found.granted] == ["scan", "erp"]
    assert [tier.tier for tier in found.tiers] == ["classic"]


def test_a_programme_on_request_waits_to_be_asked_for():
    ladder, partners = make_ladder(on_request=True), make_partners(on_request=True)
    assert find(ladder, partners).granted == ()
    assert [benefit.key for benefit in find(ladder, partners, named=["PARTNERS"]).granted] == ["erp"]
    assert [benefit.key for benefit in find(ladder, partners, named=["PACKAGES"]).granted] == ["scan"]


def test_a_package_counts_while_it_is_in_force():
    ladder = make_ladder(valid=DateRange(date(2027, 2, 1)))
    assert find(ladder).granted == ()
    assert find(ladder, day=date(2027, 2, 1)).granted != ()


def test_the_tier_that_a_partner_asks_for_need_not_be_asked_for():
    programmes = (make_ladder(on_request=True), make_partners(least_tier="classic"))
    assert [benefit.key for benefit in find(*programmes).granted] == ["erp"]
    assert find(*programmes, monthly="100").granted == ()


def test_a_higher_tier_is_also_the_lower_ones():
    facts = make_facts(make_benefit_catalog(make_ladder()), monthly="50000", term=36)
    assert find_reached(facts) == {"essential", "classic", "master"}
    assert find_reached(make_facts(make_benefit_catalog(make_ladder()), monthly="1")) == {"essential"}


def test_a_partner_that_asks_for_no_tier_gives_to_those_who_reach_none():
    ladder = make_ladder(tiers=(make_tier("classic", [make_way("10000")]),))
    assert [benefit.key for benefit in find(ladder, make_partners(), monthly="100").granted] == ["erp"]
    assert find_reached(make_facts(make_benefit_catalog(ladder), monthly="100")) == frozenset()


def test_the_contract_begins_today_unless_it_says_when():
    assert find(make_ladder()).granted[0].use_by == date(2028, 1, 14)
    assert find(make_ladder(), start=date(2027, 4, 1)).granted[0].use_by == date(2028, 3, 31)


def test_a_partner_offer_is_that_of_the_month_in_which_the_contract_begins():
    assert find(make_partners(), start=date(2027, 2, 1)).granted == ()


def test_lists_what_a_quote_can_ask_for():
    assert list_keys(make_benefit_catalog(make_ladder(on_request=True), make_partners())) == ("PACKAGES",)
    assert list_keys(make_catalog()) == ()
