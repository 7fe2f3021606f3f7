"""Benefits of a priced configuration: measured at net, never part of the price, but of the margin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.catalog.commercial import Floor, PricingPolicy, Stage
from configurator.catalog.taxation import ExchangeRate
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.benefits import state_net_facts
from configurator.pricing.model import PricingContext
from configurator.programmes.benefits import NO_BENEFITS
from configurator.values.periods import Period
from tests.factories.benefits import (
    make_benefit_catalog,
    make_ladder,
    make_loyalty,
    make_partners,
    make_perk,
    make_tier,
    make_way,
    yuan,
)
from tests.factories.catalog import make_price, make_text

DAY = date(2027, 1, 15)
MONTHLY = make_price("A-1", "10000", cost="6000")


def price_one(*programmes, prices=(MONTHLY,), quantity=1, **stated):
    catalog = make_benefit_catalog(*programmes, offerings=["A-1"], prices=prices)
    configuration = Configuration((ConfigurationLine("A-1", quantity),), "optimal")
    return price(catalog, configuration, replace(PricingContext(DAY, 12), **stated))


def keys_of(priced):
    return [benefit.key for benefit in priced.benefits.granted]


def test_a_catalog_without_benefits_brings_none():
    priced = price_one()
    assert priced.benefits is NO_BENEFITS
    assert priced.totals.benefit_cost is None


def test_a_programme_on_request_counts_when_it_is_named():
    ladder = make_ladder(on_request=True)
    assert price_one(ladder).benefits is NO_BENEFITS
    assert keys_of(price_one(ladder, named=frozenset({"PACKAGES"}))) == ["scan"]


def test_benefits_change_no_price():
    plain, rich = price_one(), price_one(make_ladder(), make_partners())
    assert keys_of(rich) == ["scan", "erp"]
    assert rich.lines == plain.lines
    assert replace(rich.totals, benefit_cost=None, margin_percent=plain.totals.margin_percent) == plain.totals


def test_benefits_are_measured_after_the_discounts():
    assert keys_of(price_one(make_ladder())) == ["scan"]
    assert keys_of(price_one(make_ladder(), discount_percent=Decimal("0.01"))) == []
    assert price_one(make_ladder(), discount_percent=Decimal(10)).benefits.hints[0].missing_monthly == yuan("1000")


@pytest.mark.parametrize(("period", "amount"), [(Period.QUARTER, "30000"), (Period.YEAR, "120000")])
def test_quarterly_and_yearly_charges_count_by_the_month(period, amount):
    assert keys_of(price_one(make_ladder(), prices=[make_price("A-1", amount, period=period)])) == ["scan"]
    less = str(Decimal(amount) - 1)
    assert keys_of(price_one(make_ladder(), prices=[make_price("A-1", less, period=period)])) == []


@pytest.mark.parametrize("charge", ["one_time", "usage"])
def test_what_does_not_recur_does_not_count(charge):
    assert keys_of(price_one(make_ladder(), prices=[make_price("A-1", "900000", charge=charge)])) == []


def test_sums_of_lines_of_one_offering_are_whole_minor_units():
    prices = (
        make_price("A-1", "10", period="year"),
        make_price("A-1", "7.77", charge="one_time"),
        make_price("A-1", "1.11", charge="usage"),
    )
    catalog = make_benefit_catalog(offerings=["A-1"], prices=prices)
    lines = (ConfigurationLine("A-1", 1), ConfigurationLine("A-1", 2))
    priced = price(catalog, Configuration(lines, "optimal"), PricingContext(DAY, 12))
    (facts,) = state_net_facts(catalog, priced.context, priced.lines).lines
    assert (facts.quantity, facts.monthly, facts.one_time, facts.usage) == (3, 250, 2331, 333)
    assert isinstance(facts.one_time, int) and isinstance(facts.usage, int)


def test_what_benefits_cost_is_taken_off_the_margin():
    plain, rich = price_one(), price_one(make_ladder())
    assert plain.totals.margin_percent == Decimal("40.00")
    assert rich.totals.benefit_cost == yuan("1200")
    assert rich.totals.cost == plain.totals.cost == yuan("72000")
    assert rich.totals.margin_percent == Decimal("39.00")


def test_what_a_partner_funds_is_not_our_cost():
    assert price_one(make_partners()).totals.benefit_cost == yuan("40")


def test_an_unknown_cost_leaves_the_margin_unknown():
    totals = price_one(make_ladder(), prices=[make_price("A-1", "10000")]).totals
    assert (totals.cost, totals.margin_percent, totals.benefit_cost) == (None, None, yuan("1200"))


def test_a_quote_without_charges_has_no_margin_to_take_from():
    free = make_price("A-1", "0", cost="0")
    totals = price_one(make_partners(), prices=[free]).totals
    assert (totals.margin_percent, totals.benefit_cost) == (None, yuan("40"))


def test_the_days_of_use_count_from_the_first_day_of_service():
    (benefit,) = price_one(make_ladder(), start=date(2027, 3, 1)).benefits.granted
    assert benefit.use_by == date(2028, 2, 29)


def test_a_hint_costs_nothing():
    priced = price_one(make_ladder(), prices=[make_price("A-1", "9000", cost="1")])
    assert priced.benefits.hints
    assert priced.totals.benefit_cost is None


def test_the_order_of_lines_is_irrelevant():
    catalog = make_benefit_catalog(make_ladder(), make_partners(), offerings=["A-1", "B-1"])
    lines = (ConfigurationLine("A-1", 40), ConfigurationLine("B-1", 70))
    one = price(catalog, Configuration(lines, "optimal"), PricingContext(DAY, 12))
    other = price(catalog, Configuration(lines[::-1], "optimal"), PricingContext(DAY, 12))
    assert one.benefits == other.benefits
    assert keys_of(one) == ["scan", "erp"]


class TestAbroad:
    """In another currency tiers are measured at home, and every amount is converted to the operator's safe side."""

    def price(self, rate):
        exchange = ExchangeRate("USD", Decimal(rate), DAY)
        return price_one(make_ladder(), make_partners(), exchange=exchange)

    def test_the_tier_is_that_of_the_catalogs_currency(self):
        assert keys_of(self.price("0.14")) == ["scan", "erp"]

    def test_worth_is_rounded_down_and_cost_up(self):
        priced = self.price("0.13333")
        scan, erp = priced.benefits.granted
        assert (scan.worth.minor, scan.cost.minor, scan.worth.currency.code) == (39999, 16000, "USD")
        assert (erp.worth.minor, erp.cost.minor, erp.funded.minor) == (3999, 534, 799)
        assert priced.totals.benefit_cost == scan.cost + erp.cost
        assert priced.benefits.tiers[0].most.minor == 95997

    def test_the_margin_is_after_the_converted_cost(self):
        priced = self.price("0.14")
        assert priced.totals.margin_percent == Decimal("38.97")

    def test_hints_and_what_is_left_out_are_converted_too(self):
        tiers = (make_tier("only", [], [make_perk("scan", "3000")], "0"), make_tier("more", [make_way("11000")]))
        exchange = ExchangeRate("USD", Decimal("0.14"), DAY)
        benefits = price_one(make_ladder(tiers=tiers), exchange=exchange).benefits
        assert (benefits.hints[0].missing_monthly.minor, benefits.left_out[0].worth.minor) == (14000, 42000)

    def test_without_benefits_nothing_changes(self):
        exchange = ExchangeRate("USD", Decimal("0.14"), DAY)
        assert price_one(exchange=exchange).benefits.granted == ()


class TestPoints:
    """Points that the quote redeems are an amount off, in the stage of their programme."""

    KINDS = ("manual", "floor", "redemption")
    STAGES = tuple(Stage("points" if kind == "redemption" else kind, kind, make_text(kind)) for kind in KINDS)

    def price(self, points, balance=100_000, amount="5000", **stated):
        catalog = make_benefit_catalog(
            make_loyalty(),
            offerings=["A-1"],
            prices=[make_price("A-1", amount, charge="one_time", cost="100"), MONTHLY],
            policy=PricingPolicy(
                stages=self.STAGES, floors=(Floor(margin_on_cost=Decimal(0), most_discount=Decimal(20)),)
            ),
        )
        inputs = {"points_redeemed": points, "points_balance": balance}
        configuration = Configuration((ConfigurationLine("A-1", 1),), "optimal")
        return price(catalog, configuration, replace(PricingContext(DAY, 12, inputs=inputs), **stated))

    def test_take_half_a_yuan_each_off_the_one_time_charge(self):
        once, monthly = self.price(2000).lines[0].charges
        assert (once.list, once.net, monthly.net) == (yuan("5000"), yuan("4000"), yuan("10000"))

    def test_are_a_saving_that_the_operator_funds(self):
        (saving,) = self.price(2000).totals.savings
        assert (saving.programme, saving.amount, saving.funded) == ("POINTS", yuan("1000"), {"operator": yuan("1000")})

    def test_never_take_more_than_the_charge_or_than_there_are(self):
        assert self.price(50_000).lines[0].charges[0].net == yuan("0")
        assert self.price(50_000, balance=10).lines[0].charges[0].net == yuan("4995")

    def test_pay_what_the_other_stages_leave(self):
        assert self.price(2000, discount_percent=Decimal(10)).lines[0].charges[0].net == yuan("3500")

    def test_are_no_discount_that_a_floor_would_give_back(self):
        assert self.price(9000).lines[0].charges[0].net == yuan("500")
        assert self.price(2000, discount_percent=Decimal(30)).lines[0].charges[0].net == yuan("3000")

    def test_only_what_is_taken_off_is_spent(self):
        (saving,) = self.price(10_000, discount_percent=Decimal(10)).totals.savings
        assert saving.amount == yuan("4500")

    def test_a_quote_without_points_is_priced_as_ever(self):
        priced = self.price(0)
        assert priced.totals.savings == ()
        assert priced.lines[0].charges[0].net == yuan("5000")


def test_net_facts_are_summed_by_offering():
    prices = [
        make_price("A-1", "100"),
        make_price("A-1", "500", charge="one_time"),
        make_price("A-1", "7", charge="usage"),
        make_price("B-1", "100", period=Period.YEAR),
        make_price("B-1", "10", period=Period.QUARTER),
    ]
    catalog = make_benefit_catalog(offerings=["A-1", "B-1"], prices=prices)
    lines = tuple(ConfigurationLine(*line) for line in (("A-1", 2), ("B-1", 1), ("A-1", 3)))
    context = PricingContext(DAY, 12, discount_percent=Decimal(10), named=frozenset({"X"}))
    facts = state_net_facts(catalog, context, price(catalog, Configuration(lines, "optimal"), context).lines)
    one, other = facts.lines
    assert (one.offering, one.quantity, one.monthly, one.one_time, one.usage) == ("A-1", 5, 45000, 225000, 3150)
    assert (other.offering, other.quantity, other.monthly) == ("B-1", 1, Fraction(1050))
    assert (facts.named, facts.day, facts.term_months) == (frozenset({"X"}), DAY, 12)


@pytest.mark.parametrize(
    ("stated", "months", "last"),
    [
        ({}, 12, None),
        ({"start": date(2027, 2, 1)}, 12, date(2028, 1, 31)),
        ({"start": date(2027, 2, 1), "end": date(2027, 4, 7)}, Fraction(67, 30), date(2027, 4, 7)),
        ({"start": date(2027, 2, 1), "end": date(2029, 1, 31)}, 24, date(2029, 1, 31)),
    ],
)
def test_net_facts_tell_how_long_the_contract_really_runs(stated, months, last):
    context = replace(PricingContext(DAY, 12), **stated)
    facts = state_net_facts(make_benefit_catalog(), context, ())
    assert (facts.term_months, facts.months, facts.last_day) == (12, months, last)


def test_odd_minor_units_of_a_year_stay_exact():
    catalog = make_benefit_catalog(offerings=["A-1"], prices=[make_price("A-1", "0.05", period=Period.YEAR)])
    context = PricingContext(DAY, 12)
    priced = price(catalog, Configuration((ConfigurationLine("A-1", 1),), "optimal"), context)
    assert state_net_facts(catalog, context, priced.lines).lines[0].monthly == Fraction(5, 12)


def test_net_facts_tell_what_the_quote_asks_for_and_of_whom():
    stated = {"inputs": {"sites": 3}, "needs": frozenset({"N"}), "codes": frozenset({"C"})}
    catalog, context = make_benefit_catalog(offerings=["A-1"], prices=(MONTHLY,)), PricingContext(DAY, 12, **stated)
    facts = state_net_facts(catalog, context, price_one().lines)
    assert facts.catalog is catalog
    assert (facts.inputs, facts.needs, facts.codes) == ({"sites": 3}, {"N"}, {"C"})
    assert [(line.number, line.offering, line.quantity) for line in facts.lines] == [(1, "A-1", 1)]
