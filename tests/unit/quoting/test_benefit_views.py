"""Benefits on quotes and screens: lines at price zero, hints in words, nothing of our cost."""

from dataclasses import asdict, fields, replace

import pytest

from configurator.programmes.gathering import find_benefits
from configurator.quoting.benefit_views import describe_benefits
from configurator.quoting.content import ContentBenefit
from configurator.values.text import Text
from tests.factories.benefits import (
    make_benefit_catalog,
    make_facts,
    make_ladder,
    make_partners,
    make_perk,
    make_tier,
    make_way,
)
from tests.factories.catalog import make_text


def describe(*programmes, monthly="20000", term=12, **changes):
    catalog = make_benefit_catalog(*programmes, **changes)
    return describe_benefits(catalog, find_benefits(make_facts(catalog, monthly=monthly, term=term)))


def test_a_benefit_of_a_tier_becomes_a_line():
    (line,) = describe(make_ladder()).granted
    assert line == ContentBenefit(
        programme=make_text("packages"),
        name=make_text("scan"),
        quantity=1,
        unit=make_text("unit"),
        worth="3000.00",
        use_by="2028-01-14",
        yearly=True,
        tier=make_text("classic"),
    )


def test_a_partners_benefit_names_the_partner():
    (line,) = describe(make_partners()).granted
    assert (line.partner, line.tier, line.yearly, line.use_by) == (make_text("erp_partner"), None, False, "2027-01-28")


def test_an_unnamed_unit_is_its_key():
    ladder = make_ladder(tiers=(make_tier("only", [], [make_perk("scan", unit="parsec")]),))
    (line,) = describe(ladder).granted
    assert line.unit == Text("parsec", "parsec")


def test_what_states_no_worth_says_none():
    ladder = make_ladder(tiers=(make_tier("only", [], [make_perk("portal")]),))
    assert describe(ladder).granted[0].worth == ""


def test_tells_the_tier_its_cap_and_what_is_left_out():
    perks = [make_perk("scan", "3000"), make_perk("drill", "90000")]
    view = describe(make_ladder(tiers=(make_tier("only", [], perks, "6"),)))
    (tier,) = view.tiers
    assert (tier.programme, tier.tier, tier.most, tier.worth) == (
        make_text("packages"), make_text("only"), "14400.00", "3000.00",
    )  # fmt: skip
    assert [line.name.en for line in view.left_out] == ["drill"]


@pytest.mark.parametrize(
    ("monthly", "term", "hint"),
    [
        ("9000", 12, "1000.00 a month more reach the tier classic (90 % of it so far)."),
        ("60000", 24, "12 months more of commitment reach the tier master."),
        ("45000", 24, "5000.00 a month and 12 months of commitment more reach the tier master."),
    ],
)
def test_hints_say_what_is_missing(monthly, term, hint):
    (text,) = describe(make_ladder(), monthly=monthly, term=term).hints
    assert text.en == hint
    assert text.zh != text.en


def test_nothing_of_what_it_costs_us_is_said():
    names = {field.name for field in fields(ContentBenefit)}
    assert not names & {"cost", "funded", "margin"}
    perk = make_perk("scan", "3000", "1234.56")
    ladder = make_ladder(tiers=(make_tier("only", [make_way()], [perk]),))
    assert "1234.56" not in str(asdict(describe(ladder)))
    assert describe(replace(ladder, tiers=())).granted == ()
