"""Reach of discount limits, next tiers, and prices by head."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.benching.charging import make_sale
from configurator.catalog.commercial import Floor, PricingPolicy, Stage
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.deciding import divide_by_heads, find_reaches, find_tier_steps, state_facts
from configurator.pricing import PricingRefused, price
from configurator.pricing.model import ManualAdjustment, PricingContext
from tests.factories.catalog import (
    make_catalog,
    make_offering,
    make_price,
    make_price_factor,
    make_text,
    since,
    until,
)

DAY = date(2026, 11, 22)
LIMITS = {"rep": Decimal(5), "manager": Decimal(15), "admin": Decimal(15)}


def configure(*lines):
    return Configuration(tuple(ConfigurationLine(code, quantity) for code, quantity in lines), "optimal")


def reach(catalog, configuration, context=None, limits=LIMITS):
    return find_reaches(catalog, configuration, context or PricingContext(DAY, 12), limits)


def test_says_what_each_role_may_give_lowest_limit_first():
    found = reach(make_catalog(offerings=["A-1"]), configure(("A-1", 10)))
    assert [(each.role, str(each.percent), str(each.gives), str(each.contract)) for each in found] == [
        ("rep", "5", "600.00", "11400.00"),
        ("admin", "15", "1800.00", "10200.00"),
        ("manager", "15", "1800.00", "10200.00"),
    ]
    assert {str(each.effective) for each in found} == {"5.00", "15.00"}
    assert [str(each.monthly) for each in found] == ["950.00", "850.00", "850.00"]


def test_pass_through_items_keep_the_discount_below_the_limit():
    catalog = make_catalog(offerings=["A-1", make_offering("B-1", pass_through=True)])
    (found,) = reach(catalog, configure(("A-1", 1), ("B-1", 3)), limits={"rep": Decimal(20)})
    assert (str(found.gives), str(found.effective), str(found.kept)) == ("240.00", "5.00", "0.00")


def test_the_sellers_present_discounts_are_put_aside():
    context = PricingContext(DAY, 12, Decimal(50), {"A-1": Decimal(70)})
    (found,) = reach(make_catalog(offerings=["A-1"]), configure(("A-1", 10)), context, {"rep": Decimal(5)})
    assert str(found.contract) == "11400.00"


def test_nothing_to_give_on_an_empty_quote():
    (found,) = reach(make_catalog(), configure(), limits={"rep": Decimal(5)})
    assert (str(found.gives), str(found.effective)) == ("0.00", "0")


def test_refuses_what_cannot_be_priced():
    with pytest.raises(PricingRefused):
        reach(make_catalog(), configure(("NONE", 1)))


TIERED = make_catalog(
    offerings=["A-1", make_offering("B-1", max_quantity=40), "C-1"],
    prices=[
        make_price("A-1", model="volume", tiers={1: "100", 10: "80"}),
        make_price("B-1", model="graduated", tiers={1: "10", 20: "9", 50: "8"}),
        make_price("C-1", "5"),
        make_price("A-1", "30", charge="one_time"),
    ],
)


def steps(*lines, most=5):
    configuration, context = configure(*lines), PricingContext(DAY, 12)
    return find_tier_steps(TIERED, configuration, context, price(TIERED, configuration, context), most)


def test_a_larger_quantity_may_be_cheaper_and_comes_first():
    first, second = steps(("B-1", 15), ("A-1", 9), ("C-1", 7))
    assert (first.offering, first.number, first.quantity, first.wanted) == ("A-1", 2, 9, 10)
    assert (str(first.rate), str(first.wanted_rate)) == ("100", "80")
    assert (str(first.monthly), str(first.contract)) == ("-100.00", "-1170.00")
    assert (second.offering, second.wanted, str(second.monthly)) == ("B-1", 20, "49.00")


def test_the_contract_counts_all_charges_of_the_line():
    """Nine become ten: 900 − 800 a month less, and 30 once more."""
    (found,) = steps(("A-1", 9))
    assert str(found.contract) == "-1170.00"


def test_tiers_that_are_reached_or_out_of_range_are_no_steps():
    assert steps(("A-1", 10), ("B-1", 25), ("C-1", 1)) == ()
    assert steps(("A-1", 0)) == ()


def test_only_the_cheapest_are_priced():
    assert [each.offering for each in steps(("B-1", 15), ("A-1", 9), most=1)] == ["A-1"]


def test_nobody_buys_more_usage_to_reach_a_tier():
    component = make_price("U-1", model="volume", tiers={1: "2", 100: "1"}, charge="usage")
    catalog, configuration = make_catalog(offerings=["U-1"], prices=[component]), configure(("U-1", 90))
    context = PricingContext(DAY, 12)
    assert find_tier_steps(catalog, configuration, context, price(catalog, configuration, context)) == ()


def test_states_a_quote_as_its_programmes_see_it():
    catalog = make_catalog(
        offerings=["A-1"],
        prices=[
            make_price("A-1", "100"),
            make_price("A-1", "90", period="quarter"),
            make_price("A-1", "7", charge="one_time"),
            make_price("A-1", "3", charge="usage"),
        ],
        price_factors=(make_price_factor("A-1", "gold", "2"),),
    )
    context = PricingContext(
        DAY, 24, Decimal(50), inputs={"grade": "gold"}, start=date(2026, 12, 15), calendar_billing=True
    )
    facts = state_facts(catalog, price(catalog, configure(("A-1", 2)), context))
    (line,) = facts.lines
    assert (line.monthly, line.one_time, line.usage) == (40000 + Fraction(36000, 3), 1400, 600)
    assert (facts.term_months, facts.day, facts.inputs) == (24, DAY, {"grade": "gold"})


def test_divides_totals_by_sites_and_users_rounded_half_up():
    catalog = make_catalog(prices=[make_price("A-1", "100"), make_price("A-1", "1", charge="one_time")])
    priced = price(catalog, configure(("A-1", 1)), PricingContext(DAY, 12))
    sites, staff = divide_by_heads(priced, {"sites": 3, "staff": 8, "grade": "gold"})
    assert (sites.input, sites.count, str(sites.monthly), str(sites.contract)) == ("sites", 3, "33.33", "400.33")
    assert (staff.input, str(staff.monthly), str(staff.one_time)) == ("staff", "12.50", "0.13")


def test_divides_by_nothing_that_is_missing_or_zero():
    priced = price(make_catalog(), configure(("A-1", 1)), PricingContext(DAY, 12))
    assert divide_by_heads(priced, {"sites": 0, "staff": "many"}) == ()


def test_what_the_seller_gives_now_is_taken_out_of_both_sides():
    """Neither percentages nor amounts of the present quote count, in what it comes to and in what is given."""
    context = PricingContext(
        DAY, 12, Decimal(50), {"A-1": Decimal(70)}, manual=(ManualAdjustment("", "amount", Decimal(900)),)
    )
    (found,) = reach(make_catalog(offerings=["A-1"]), configure(("A-1", 10)), context, {"rep": Decimal(5)})
    assert (str(found.gives), str(found.effective)) == ("600.00", "5.00")


def test_floors_say_what_they_keep_back():
    """Ten at 100 cost 960: 50 % off leaves 500, the floor gives 460 back, twelve times."""
    stages = tuple(Stage(kind, kind, make_text(kind)) for kind in ("term", "manual", "floor"))
    catalog = make_catalog(
        offerings=["A-1"],
        prices=[make_price("A-1", cost="96")],
        policy=PricingPolicy(stages=stages, floors=(Floor(margin_on_cost=Decimal(0)),)),
    )
    (found,) = reach(catalog, configure(("A-1", 10)), limits={"rep": Decimal(50)})
    assert (str(found.kept), str(found.gives), str(found.effective)) == ("5520.00", "480.00", "4.00")


def test_one_unit_may_reach_the_next_tier_and_the_largest_quantity_too():
    catalog = make_catalog(
        offerings=[make_offering("A-1", max_quantity=10)],
        prices=[make_price("A-1", model="volume", tiers={1: "100", 10: "80"})],
    )
    configuration, context = configure(("A-1", 1)), PricingContext(DAY, 12)
    (found,) = find_tier_steps(catalog, configuration, context, price(catalog, configuration, context))
    assert (found.quantity, found.wanted, found.component) == (1, 10, "A-1:recurring:month")


def test_tiers_are_those_of_the_quotes_day():
    prices = [
        make_price("A-1", model="volume", tiers={1: "100", 10: "80"}, valid=until(DAY)),
        make_price("A-1", model="volume", tiers={1: "100", 5: "80"}, valid=since(date(2026, 11, 23))),
    ]
    catalog, configuration, context = (
        make_catalog(offerings=["A-1"], prices=prices),
        configure(("A-1", 3)),
        PricingContext(DAY, 12),
    )
    (found,) = find_tier_steps(catalog, configuration, context, price(catalog, configuration, context))
    assert found.wanted == 10


def test_a_single_site_bears_everything():
    priced = price(make_catalog(), configure(("A-1", 2)), PricingContext(DAY, 12))
    (site,) = divide_by_heads(priced, {"sites": 1})
    assert site.monthly == priced.totals.monthly


def test_states_what_the_quote_asks_its_programmes_for():
    catalog = make_catalog(offerings=["A-1", "B-1"])
    context = PricingContext(DAY, 12, needs=frozenset({"N"}), named=frozenset({"P"}), codes=frozenset({"C"}))
    facts = state_facts(catalog, price(catalog, configure(("B-1", 4), ("A-1", 2)), context))
    assert facts.catalog is catalog
    assert (facts.needs, facts.named, facts.codes) == ({"N"}, {"P"}, {"C"})
    assert [(line.number, line.offering, line.quantity) for line in facts.lines] == [(1, "B-1", 4), (2, "A-1", 2)]


def test_a_price_that_was_stored_without_its_workings_states_the_same_facts():
    sale = make_sale(make_catalog(offerings=["X-1"], terms=(1, 12, 24)), 60, DAY)
    priced = price(sale.catalog, sale.configuration, sale.context)
    assert state_facts(sale.catalog, replace(priced, workings=None)) == state_facts(sale.catalog, priced)


def test_where_an_amount_is_spread_steps_are_the_difference_of_whole_prices():
    context = PricingContext(DAY, 12, manual=(ManualAdjustment("", "amount", Decimal(100)),))
    configuration = configure(("A-1", 9), ("B-1", 15), ("C-1", 7))
    now = price(TIERED, configuration, context)
    for step in find_tier_steps(TIERED, configuration, context, now):
        lines = list(configuration.lines)
        lines[step.number - 1] = replace(lines[step.number - 1], quantity=step.wanted)
        then = price(TIERED, replace(configuration, lines=tuple(lines)), context)
        assert step.contract == then.totals.tcv - now.totals.tcv
        assert step.monthly == then.totals.monthly - now.totals.monthly
