"""Tiers: qualification, benefits below the cap, expiry and cost, and the hint at the next tier."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.catalog.benefits import Expiry
from configurator.programmes.benefits import Benefit, BenefitKind, TierHint, TierReached
from configurator.programmes.tiers import Standing, find_tier, grant_tier, measure_standing
from configurator.values.problem import SourceLocation
from tests.factories.benefits import (
    DAY,
    make_benefit_catalog,
    make_facts,
    make_ladder,
    make_line,
    make_perk,
    make_tier,
    make_way,
    yuan,
)
from tests.factories.catalog import make_catalog, make_offering, make_text


def grant(perks=(), monthly="10000", term=12, cap="100", start=DAY, **changes):
    ladder = make_ladder(tiers=(make_tier("only", [], perks, cap),), **changes)
    return grant_tier(ladder, make_facts(make_benefit_catalog(ladder), monthly=monthly, term=term), start)


@pytest.mark.parametrize(
    ("monthly", "term", "tier"),
    [
        ("0", 1, "essential"),
        ("9999.99", 12, "essential"),
        ("10000", 12, "classic"),
        ("0", 24, "classic"),
        ("50000", 24, "classic"),
        ("49999.99", 36, "classic"),
        ("50000", 36, "master"),
        ("900000", 60, "master"),
    ],
)
def test_one_way_into_a_tier_is_enough_but_takes_all_its_bounds(monthly, term, tier):
    assert find_tier(make_ladder(), Standing(Fraction(Decimal(monthly)), term)).key == tier


def test_below_the_first_tier_there_is_none():
    ladder = make_ladder(tiers=(make_tier("classic", [make_way("10000")]),))
    assert find_tier(ladder, Standing(Fraction(9999), 12)) is None
    found = grant_tier(ladder, make_facts(make_catalog(), monthly="100"), DAY)
    assert found.tiers == found.granted == found.hints == ()


def test_measures_only_the_lines_that_the_ladder_names():
    catalog = make_catalog(offerings=[make_offering("A-1"), make_offering("B-1", family="OTHER")])
    facts = make_facts(catalog, make_line("A-1", "100.50"), make_line("B-1", "900", number=2), term=24)
    assert measure_standing(make_ladder(measured_on=("@DEMO",)), facts) == Standing(Fraction(201, 2), 24)
    assert measure_standing(make_ladder(), facts).monthly == Fraction(2001, 2)


def test_a_ladder_that_names_lines_which_nobody_sells_measures_nothing():
    facts = make_facts(make_catalog(offerings=["A-1"]), monthly="100")
    assert measure_standing(make_ladder(measured_on=("Z-*",)), facts).monthly == 0


def test_a_benefit_is_worth_its_units_and_costs_them_in_every_begun_year():
    (benefit,) = grant([make_perk("scan", "3000", "1200", quantity=2)], term=18).granted
    assert (benefit.quantity, benefit.worth, benefit.cost) == (2, yuan("6000"), yuan("4800"))
    assert benefit.yearly


def test_worth_is_rounded_down_and_cost_up_to_whole_fen():
    perk = make_perk("credit", percent=Decimal("0.33"), cost_percent=Decimal("33.33"))
    (benefit,) = grant([perk], monthly="100.01").granted
    assert (benefit.worth, benefit.cost) == (yuan("3.96"), yuan("1.32"))


def test_a_benefit_of_the_whole_contract_costs_by_its_months_and_never_expires():
    (benefit,) = grant([make_perk("manager", "12000", "6000", expiry=Expiry.CONTRACT)], term=18).granted
    assert (benefit.worth, benefit.cost, benefit.use_by, benefit.yearly) == (yuan("12000"), yuan("9000"), None, False)


@pytest.mark.parametrize(("term", "use_by"), [(36, date(2028, 1, 14)), (12, date(2028, 1, 14)), (6, date(2027, 7, 14))])
def test_a_yearly_benefit_is_used_by_the_end_of_the_contract_year_or_of_the_contract(term, use_by):
    (benefit,) = grant([make_perk("scan")], term=term).granted
    assert benefit.use_by == use_by


class TestContractsThatEndWithAnother:
    """Committed for three years, but there for five months and a half, or for longer."""

    def grant(self, perk, months, cap="100"):
        ladder = make_ladder(tiers=(make_tier("only", [], [perk], cap),))
        facts = make_facts(make_benefit_catalog(ladder), monthly="10000", term=36)
        return grant_tier(ladder, replace(facts, months=Fraction(months), last_day=date(2027, 6, 30)), DAY)

    @pytest.mark.parametrize(("months", "most"), [("11/2", "5500"), ("12", "12000"), ("25", "12000")])
    def test_the_cap_is_of_what_the_year_or_the_shorter_contract_comes_to(self, months, most):
        assert self.grant(make_perk("scan"), months, cap="10").tiers[0].most == yuan(most)

    @pytest.mark.parametrize(("months", "cost"), [("11/2", "1200"), ("12", "1200"), ("25/2", "2400"), ("36", "3600")])
    def test_a_yearly_benefit_costs_in_every_year_that_begins(self, months, cost):
        assert self.grant(make_perk("scan", "0", "1200"), months).granted[0].cost == yuan(cost)

    @pytest.mark.parametrize(("months", "cost"), [("11/2", "550"), ("12", "1200"), ("25/2", "1250")])
    def test_a_benefit_of_the_whole_contract_costs_by_its_months(self, months, cost):
        perk = make_perk("manager", "0", "1200", expiry=Expiry.CONTRACT)
        assert self.grant(perk, months).granted[0].cost == yuan(cost)

    def test_a_yearly_benefit_is_used_by_the_end_of_the_contract(self):
        assert self.grant(make_perk("scan"), "11/2").granted[0].use_by == date(2027, 6, 30)

    def test_commitment_and_not_length_opens_a_tier(self):
        ladder = make_ladder()
        facts = make_facts(make_benefit_catalog(ladder), monthly="50000", term=36)
        (reached,) = grant_tier(ladder, replace(facts, months=Fraction(5)), DAY).tiers
        assert reached.tier == "master"


@pytest.mark.parametrize(("term", "cost"), [(6, "1200"), (12, "2400"), (18, "3600")])
def test_a_credit_of_the_whole_contract_costs_what_is_spent_of_it(term, cost):
    perk = make_perk("credit", percent=Decimal(5), cost_percent=Decimal(40), expiry=Expiry.CONTRACT)
    assert grant([perk], term=term).granted[0].cost == yuan(cost)


def test_keeps_benefits_in_order_while_they_fit_and_names_the_rest():
    perks = [make_perk("big", "5000"), make_perk("bigger", "3000"), make_perk("small", "2200"), make_perk("free")]
    found = grant(perks, cap="6")
    assert found.tiers[0].most == yuan("7200")
    assert [benefit.key for benefit in found.granted] == ["big", "small", "free"]
    assert [benefit.key for benefit in found.left_out] == ["bigger"]
    assert found.tiers[0].worth == yuan("7200")


def test_a_cap_of_nothing_leaves_only_what_is_worth_nothing():
    found = grant([make_perk("portal"), make_perk("scan", "0.01")], cap="0")
    assert [benefit.key for benefit in found.granted] == ["portal"]
    assert [benefit.key for benefit in found.left_out] == ["scan"]


def test_a_contract_below_a_year_has_a_smaller_cap():
    assert grant(cap="6", term=1).tiers[0].most == yuan("600")
    assert grant(cap="6", term=60).tiers[0].most == yuan("7200")


def test_the_cap_is_rounded_down():
    assert grant(cap="6", monthly="0.23").tiers[0].most == yuan("0.16")


def test_a_credit_in_percent_follows_the_yearly_contract_value():
    perk = make_perk("credit", percent=Decimal(5), cost_percent=Decimal(40))
    (benefit,) = grant([perk], term=24).granted
    assert (benefit.worth, benefit.cost) == (yuan("6000"), yuan("4800"))


def test_a_benefit_says_where_it_comes_from():
    (benefit,) = grant([make_perk("scan", offering="B-1")]).granted
    assert (benefit.programme, benefit.tier, benefit.key, benefit.offering) == ("PACKAGES", "only", "scan", "B-1")
    assert benefit.tier_name.en == "only"
    assert benefit.funded == yuan("0")


def test_a_benefit_says_whose_it_is_and_where_it_stands():
    place = SourceLocation("tiers.yaml", 9, 1)
    perk = make_perk("scan", "3000", "1200", offering="SCAN-1", location=place)
    found = grant([perk])
    assert found.tiers == (TierReached("PACKAGES", "only", make_text("only"), yuan("120000"), yuan("3000")),)
    assert found.granted == (
        Benefit(
            BenefitKind.TIER, "PACKAGES", make_text("packages"), "scan", make_text("scan"), "unit", 1,
            worth=yuan("3000"), cost=yuan("1200"), funded=yuan("0"), use_by=date(2028, 1, 14), yearly=True,
            tier="only", tier_name=make_text("only"), offering="SCAN-1", location=place,
        ),
    )  # fmt: skip


class TestHint:
    def hint(self, monthly, term=12, **changes):
        ladder = make_ladder(**changes)
        return grant_tier(ladder, make_facts(make_benefit_catalog(ladder), monthly=monthly, term=term), DAY).hints

    def test_begins_at_the_threshold(self):
        assert self.hint("8499.99") == ()
        (hint,) = self.hint("8500")
        assert (hint.tier, hint.missing_monthly, hint.missing_months, hint.reached_percent) == (
            "classic", yuan("1500"), 0, 85,
        )  # fmt: skip

    def test_threshold_is_data(self):
        assert self.hint("9499", hint_at=Decimal(95)) == ()
        assert self.hint("9500", hint_at=Decimal(95))[0].missing_monthly == yuan("500")

    def test_says_what_commitment_is_missing(self):
        (hint,) = self.hint("42500", term=24)
        assert (hint.tier, hint.missing_monthly, hint.missing_months) == ("master", yuan("7500"), 12)

    def test_charges_may_be_enough_and_only_the_commitment_missing(self):
        (hint,) = self.hint("80000", term=12)
        assert (hint.missing_monthly, hint.missing_months, hint.reached_percent) == (yuan("0"), 24, 160)

    def test_names_programme_and_tier_and_counts_whole_percents_reached(self):
        (hint,) = self.hint("9123.45")
        assert hint == TierHint("PACKAGES", "classic", make_text("classic"), yuan("876.55"), 0, 91)
        assert isinstance(hint.reached_percent, int)

    def test_there_is_none_above_the_last_tier(self):
        assert self.hint("60000", term=36) == ()

    def test_missing_charges_are_rounded_up(self):
        ladder = make_ladder()
        line = make_line(monthly="9000")
        facts = make_facts(make_benefit_catalog(ladder), line)
        third = make_facts(make_benefit_catalog(ladder), *(make_line(monthly="2999.99", number=n) for n in (1, 2, 3)))
        assert grant_tier(ladder, facts, DAY).hints[0].missing_monthly == yuan("1000")
        assert grant_tier(ladder, third, DAY).hints[0].missing_monthly == yuan("1000.03")

    def test_parts_of_a_minor_unit_are_rounded_up(self):
        catalog = make_benefit_catalog(make_ladder())
        line = replace(make_line(), monthly=Fraction(9_000_00 * 12 - 5, 12))
        (hint,) = grant_tier(make_ladder(), make_facts(catalog, line), DAY).hints
        assert hint.missing_monthly == yuan("1000.01")

    def test_below_the_first_tier_it_is_the_first_that_is_near(self):
        tiers = (make_tier("low", [make_way("1000")]), make_tier("high", [make_way("1100")]))
        (hint,) = self.hint("950", tiers=tiers)
        assert (hint.tier, hint.missing_monthly) == ("low", yuan("50"))

    def test_takes_the_way_that_is_nearest(self):
        tiers = (make_tier("low"), make_tier("high", [make_way("1000"), make_way("950", 36)]))
        (hint,) = self.hint("900", tiers=tiers)
        assert (hint.missing_monthly, hint.missing_months) == (yuan("50"), 24)

    def test_order_of_lines_is_irrelevant(self):
        ladder = make_ladder()
        lines = [make_line("A-1", "4000", number=1), make_line("B-1", "5000", number=2)]
        catalog = make_benefit_catalog(ladder)
        assert grant_tier(ladder, make_facts(catalog, *lines), DAY) == grant_tier(
            ladder, make_facts(catalog, *reversed(lines)), DAY
        )
