"""From list to net to margin over the contract."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

from configurator.benching.charging import TERM, make_sale
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.ledger import make_ledger
from configurator.ledgers.waterfalling import ORDER, compute_waterfall, contract_payments, read_waterfall
from configurator.pricing import price
from configurator.pricing.model import PricingContext, StepName, TraceStep
from configurator.values.money import Money
from tests.factories.catalog import CNY, make_catalog, make_offering, make_price, make_price_factor, make_term_discount

DAY = date(2026, 11, 22)
DEMO = make_catalog(offerings=["A-1", "B-1", "C-1"])


def price_demo(*, cost="60", percent="5", months=12, lines=(("A-1", 2), ("B-1", 1)), **changes):
    catalog = make_catalog(
        offerings=["A-1", make_offering("B-1", pass_through=True), "C-1"],
        prices=[
            make_price("A-1", "100", cost=cost),
            make_price("A-1", "500", charge="one_time", cost=cost),
            make_price("B-1", "1200", period="year", cost="1000"),
            make_price("C-1", "3", charge="usage"),
        ],
        term_discounts=[make_term_discount("A-1", 12, "10")],
        **changes,
    )
    configuration = Configuration(tuple(ConfigurationLine(code, quantity) for code, quantity in lines), "optimal")
    return price(catalog, configuration, PricingContext(DAY, months, Decimal(percent), inputs={"grade": "gold"}))


def said(waterfall):
    return [(drop.step, drop.rule, str(drop.change), str(drop.amount)) for drop in waterfall.drops]


def test_adds_up_from_list_to_the_contract_value():
    priced = price_demo()
    waterfall = compute_waterfall(priced)
    assert said(waterfall) == [
        ("list", "", "4600.00", "4600.00"),
        ("term_discount", "", "-240.00", "4360.00"),
        ("manual_discount", "", "-158.00", "4202.00"),
    ]
    assert (waterfall.list, waterfall.net) == (priced.totals.list_tcv, priced.totals.tcv)
    assert str(waterfall.net) == "4202.00"


def test_counts_every_payment_and_no_usage():
    assert str(compute_waterfall(price_demo(lines=(("B-1", 1), ("C-1", 1000)), months=36)).net) == "3600.00"
    assert len(list(contract_payments(price_demo(lines=(("C-1", 1),))))) == 0


def test_factors_stand_between_list_and_discounts():
    factors = (make_price_factor("A-1", "gold", "1.5"),)
    waterfall = compute_waterfall(price_demo(price_factors=factors, percent="0"))
    assert [(step, change) for step, _, change, _ in said(waterfall)] == [
        ("list", "4600.00"),
        ("factor", "1200.00"),
        ("term_discount", "-360.00"),
    ]


def test_says_nothing_of_costs_unless_asked():
    assert compute_waterfall(price_demo()).margin is None


def test_margin_is_what_the_net_leaves_after_cost():
    priced = price_demo()
    margin = compute_waterfall(priced, with_margin=True).margin
    assert (str(margin.cost), str(margin.left), margin.percent) == ("2560.00", "1642.00", "39.08")
    assert Decimal(margin.percent) == priced.totals.margin_percent


def test_no_margin_where_a_cost_is_unknown():
    assert compute_waterfall(price_demo(cost=None), with_margin=True).margin is None


def test_margin_of_nothing_has_no_percentage():
    margin = compute_waterfall(price_demo(lines=()), with_margin=True).margin
    assert (margin.cost, margin.left, margin.percent) == (Money(0, CNY), Money(0, CNY), None)


def test_an_empty_quote_falls_nowhere():
    waterfall = compute_waterfall(price_demo(lines=()))
    assert (waterfall.drops, waterfall.net, waterfall.list) == ((), Money(0, CNY), Money(0, CNY))


def grant(priced, *programmes):
    """The priced configuration with programmes of so many minor units off each payment of its first charge."""
    line = priced.lines[0]
    charge = line.charges[0]
    payment = charge.payments[0]
    steps = [TraceStep("programme", Money(0, CNY), Money(-minor, CNY), key) for key, minor in programmes]
    trace = (*payment.trace[:-2], *steps, *payment.trace[-2:])
    changed = replace(charge, payments=(replace(payment, trace=trace),))
    return replace(priced, lines=(replace(line, charges=(changed, *line.charges[1:])), *priced.lines[1:]))


def test_each_programme_is_a_drop_of_its_own_before_the_sellers():
    waterfall = compute_waterfall(grant(price_demo(), ("P-TWO", 300), ("P-ONE", 100), ("P-TWO", 50)))
    assert [(step, rule, change) for step, rule, change, _ in said(waterfall)] == [
        ("list", "", "4600.00"),
        ("term_discount", "", "-240.00"),
        ("programme", "P-ONE", "-12.00"),
        ("programme", "P-TWO", "-42.00"),
        ("manual_discount", "", "-158.00"),
    ]


def test_steps_that_cancel_out_are_left_out():
    waterfall = compute_waterfall(grant(price_demo(), ("P-ONE", 100), ("P-ONE", -100)))
    assert "programme" not in {step for step, *_ in said(waterfall)}


def test_knows_every_step_that_a_trace_may_name():
    assert set(ORDER) | {"home_tax", "exchange", "tax"} == set(get_args(StepName))


def test_a_ledger_falls_as_the_price_that_it_is_of():
    for percent, months in (("5", 12), ("0", 36)):
        priced = price_demo(percent=percent, months=months)
        tree = json.loads(make_ledger(DEMO, priced))
        assert read_waterfall(tree) == compute_waterfall(priced)


def test_a_ledger_with_usage_and_programmes_falls_alike():
    sale = make_sale(make_catalog(offerings=["X-1"], terms=(1, 12, TERM)), 40, DAY)
    priced = price(sale.catalog, sale.configuration, sale.context)
    read = read_waterfall(json.loads(make_ledger(sale.catalog, priced)))
    assert read == compute_waterfall(priced)
    assert {drop.rule for drop in read.drops if drop.step == "programme"} >= {"volume", "promotion"}
    assert {drop.rule for drop in read.drops if drop.step != "programme"} == {""}


def test_benefits_that_are_given_away_are_a_cost():
    priced = price_demo()
    given = replace(priced, totals=replace(priced.totals, benefit_cost=Money(10_000, CNY)))
    margin = compute_waterfall(given, with_margin=True).margin
    assert (str(margin.cost), str(margin.left)) == ("2660.00", "1542.00")
