"""The trace: order, reasons, places and that changes add up."""

from datetime import date
from decimal import Decimal

import pytest

from configurator.benching.charging import TERM, make_sale
from configurator.catalog.taxation import ExchangeRate
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext
from configurator.pricing.tracing import read_changes
from tests.factories.catalog import make_catalog, make_offering, make_price, make_term_discount

DAY = date(2026, 11, 22)


def trace_one(component, *, context=None, discounts=(), quantity=1, tax_inclusive=True, **offering):
    catalog = make_catalog(
        offerings=[make_offering("A-1", **offering)],
        prices=[component],
        term_discounts=discounts,
        tax_inclusive=tax_inclusive,
    )
    configuration = Configuration((ConfigurationLine("A-1", quantity),), "optimal")
    priced = price(catalog, configuration, context or PricingContext(DAY, 12))
    return {step.step: step for step in priced.lines[0].charges[0].trace}


def test_leaves_one_entry_for_every_step_in_order():
    assert [*trace_one(make_price("A-1"))] == ["list", "factor", "term_discount", "manual_discount", "net", "tax"]


@pytest.mark.parametrize("tax_inclusive", [True, False])
def test_every_amount_is_the_one_before_plus_the_change(tax_inclusive):
    context = PricingContext(DAY, 36, Decimal("3.7"))
    discounts = [make_term_discount("A-1", 24, "12.5")]
    trace = trace_one(
        make_price("A-1", "33.3333"),
        context=context,
        discounts=discounts,
        quantity=7,
        tax_inclusive=tax_inclusive,
    )
    before = 0
    for step in trace.values():
        assert step.amount.minor == before + step.change.minor
        before = step.amount.minor


def test_list_names_the_price_and_the_row_of_the_reached_tier():
    step = trace_one(make_price("A-1", model="volume", tiers={1: "3", 10: "2"}, line=7), quantity=12)["list"]
    assert (step.rule, str(step.location)) == ("A-1:recurring:month", "prices/demo.csv:8:1")
    assert step.params == {"case": "volume", "quantity": "12", "rate": "2", "tier": "10", "shown": "12 × 2"}


def test_term_discount_names_its_row():
    discounts = [make_term_discount("A-*", 12, "8", line=5)]
    step = trace_one(make_price("A-1"), discounts=discounts)["term_discount"]
    assert (step.rule, str(step.location)) == ("A-*:12", "term_discounts.csv:5:1")
    assert (step.change.minor, step.amount.minor) == (-800, 9200)
    assert step.params == {"case": "applied", "months": "12", "percent": "8"}


@pytest.mark.parametrize("charge", ["one_time", "usage"])
def test_term_discount_is_for_recurring_charges_only(charge):
    component = make_price("A-1", charge=charge)
    step = trace_one(component, discounts=[make_term_discount("A-*", 12, "8")])["term_discount"]
    assert (step.change.minor, step.rule, step.params["case"]) == (0, "", "not_recurring")


def test_term_discount_reduces_yearly_charges_too():
    component = make_price("A-1", period="year")
    step = trace_one(component, discounts=[make_term_discount("A-*", 12, "8")])["term_discount"]
    assert step.change.minor == -800


def test_says_that_no_term_discount_was_earned():
    step = trace_one(make_price("A-1"), discounts=[make_term_discount("A-*", 24, "8")])["term_discount"]
    assert (step.change.minor, step.location, step.params["case"]) == (0, None, "none")


def test_pass_through_takes_no_discount_at_all():
    context = PricingContext(DAY, 12, Decimal(5), {"A-1": Decimal(9)})
    discounts = [make_term_discount("A-*", 12, "8")]
    trace = trace_one(make_price("A-1"), context=context, discounts=discounts, pass_through=True)
    assert trace["net"].amount == trace["list"].amount
    assert trace["term_discount"].params["case"] == "pass_through"
    assert trace["manual_discount"].params["case"] == "pass_through"


@pytest.mark.parametrize(
    ("quote", "line", "net", "rule", "case"),
    [
        ("0", None, 10000, "", "none"),
        ("5", None, 9500, "discount_percent", "quote"),
        ("5", "10", 9000, "line_discounts.A-1", "line"),
        ("5", "2", 9800, "line_discounts.A-1", "line"),
        ("5", "0", 10000, "line_discounts.A-1", "line"),
        ("0", "100", 0, "line_discounts.A-1", "line"),
        ("100", None, 0, "discount_percent", "quote"),
    ],
)
def test_the_lines_discount_wins_over_the_quotes(quote, line, net, rule, case):
    own = {} if line is None else {"A-1": Decimal(line)}
    context = PricingContext(DAY, 12, Decimal(quote), own)
    step = trace_one(make_price("A-1"), context=context)["manual_discount"]
    assert (step.amount.minor, step.rule, step.params["case"]) == (net, rule, case)


@pytest.mark.parametrize(
    ("scopes", "quote", "percent", "rule", "case"),
    [
        ([("", "7")], "0", "7", "adjustments.0", "quote"),
        ([("B-1", "9"), ("", "7")], "0", "7", "adjustments.1", "quote"),
        ([("", "7")], "5", "5", "discount_percent", "quote"),
        ([("", "7"), ("@DEMO", "8")], "5", "8", "adjustments.1", "group"),
        ([("@DEMO", "8"), ("A-1", "9")], "5", "9", "adjustments.1", "line"),
        ([("A-1", "9"), ("A-1", "10")], "5", "9", "adjustments.0", "line"),
    ],
)
def test_the_narrowest_percentage_wins_and_names_itself(scopes, quote, percent, rule, case):
    manual = tuple(ManualAdjustment(scope, "percent", Decimal(value)) for scope, value in scopes)
    context = PricingContext(DAY, 12, Decimal(quote), manual=manual)
    step = trace_one(make_price("A-1"), context=context)["manual_discount"]
    assert (step.rule, step.params) == (rule, {"case": case, "percent": percent})
    assert step.change.minor == -100 * int(percent)


@pytest.mark.parametrize("charge", ["one_time", "recurring", "usage"])
def test_manual_discount_reduces_every_kind_of_charge(charge):
    step = trace_one(make_price("A-1", charge=charge), context=PricingContext(DAY, 12, Decimal(5)))["net"]
    assert step.amount.minor == 9500


def list_traces(priced):
    return [payment.trace for line in priced.lines for charge in line.charges for payment in charge.payments]


def test_changes_are_those_of_the_steps_also_where_nobody_asked_for_these():
    sale = make_sale(make_catalog(offerings=["X-1"], terms=(1, 12, TERM)), 120, DAY, spread=True)
    changes = [
        list(trace.list_changes()) for trace in list_traces(price(sale.catalog, sale.configuration, sale.context))
    ]
    traces = list_traces(price(sale.catalog, sale.configuration, sale.context))
    assert changes == [list(read_changes(tuple(trace))) for trace in traces]
    assert {each.rule for steps in changes for each in steps} == {"", "volume", "segment", "promotion"}
    assert [list(trace.list_changes()) for trace in traces] == changes


def test_changes_of_a_restated_trace_are_those_of_its_steps():
    catalog, configuration = make_catalog(), Configuration((ConfigurationLine("A-1", 1),), "optimal")
    abroad = PricingContext(DAY, 12, exchange=ExchangeRate("USD", Decimal("0.14"), DAY))
    (trace,) = list_traces(price(catalog, configuration, abroad))
    changes = [(each.step, each.minor) for each in trace.list_changes()]
    assert changes == [(step.step, step.change.minor) for step in trace]
    assert ("exchange", 1400) in changes


def test_net_is_rounded_once_from_the_exact_discounted_amount():
    # 0.10 less 5 % is 0.095, shown as 0.10; less 5 % again is 0.09025. Rounding in between would keep 0.10.
    context = PricingContext(DAY, 12, Decimal(5))
    discounts = [make_term_discount("A-*", 12, "5")]
    trace = trace_one(make_price("A-1", "0.10"), context=context, discounts=discounts)
    assert {name: step.amount.minor for name, step in trace.items() if name not in ("factor", "tax")} == {
        "list": 10,
        "term_discount": 10,
        "manual_discount": 9,
        "net": 9,
    }


def test_discounts_start_from_the_rounded_list_price():
    # 3 × 0.335 = 1.005 is listed as 1.01, half of which is 0.505 and so 0.51; half of 1.005 would give 0.50.
    trace = trace_one(make_price("A-1", "0.335"), quantity=3, context=PricingContext(DAY, 12, Decimal(50)))
    assert (trace["list"].amount.minor, trace["net"].amount.minor) == (101, 51)


def test_contained_tax_leads_to_the_amount_without_it():
    step = trace_one(make_price("A-1", "106"))["tax"]
    assert (step.amount.minor, step.change.minor) == (10000, -600)
    assert (step.rule, str(step.location)) == ("I6", "tax.csv:4:1")
    assert step.params == {"case": "contained", "category": "I6", "percent": "6", "tax": "6.00"}


def test_added_tax_leads_to_the_amount_with_it():
    step = trace_one(make_price("A-1", "100"), tax_inclusive=False)["tax"]
    assert (step.amount.minor, step.change.minor, step.params["case"]) == (10600, 600, "added")
