"""The ledger of a price: what it says of each amount, and that it replays to the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.commercial import (
    Band,
    ChargeTerms,
    CommercialRounding,
    Discount,
    Due,
    Escalation,
    Floor,
    PricingPolicy,
    Span,
    Stage,
)
from configurator.catalog.taxation import ExchangeRate, Rounding, TaxBundle, TaxOn, TaxRegime, Treatment
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.ledger import make_ledger
from configurator.ledgers.ledger_text import write_ledger
from configurator.ledgers.replaying import check_ledger, replay
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.values.periods import ChargeKind
from tests.factories.catalog import (
    make_catalog,
    make_offering,
    make_price,
    make_price_factor,
    make_tax_rate,
    make_term_discount,
    make_text,
)

DAY = date(2026, 11, 22)
ESCALATION = Escalation("cpi", make_text("index"), Decimal("2.5"), 6)
STAGES = tuple(Stage(kind, kind, make_text(kind)) for kind in ("term", "programme", "manual", "floor", "round"))
POLICY = PricingPolicy(
    stages=STAGES,
    floors=(Floor("DEMO", margin_on_cost=Decimal(8)), Floor("SOFT", most_discount=Decimal(10))),
    roundings=(CommercialRounding(("C-*",), ChargeKind.RECURRING, Decimal("0.5")),),
    escalations={"cpi": ESCALATION},
)


def with_terms(component, **terms):
    return replace(component, terms=ChargeTerms(**terms))


CATALOG = make_catalog(
    offerings=["A-1", make_offering("B-1", family="SOFT"), "C-1", make_offering("P-1", pass_through=True), "U-1"],
    prices=[
        with_terms(make_price("A-1", model="graduated", tiers={1: "99.99", 10: "81.37"}), escalation="cpi"),
        with_terms(make_price("A-1", "500", charge="one_time"), waived_from=36),
        with_terms(make_price("B-1", "33.3333", cost="31"), free_months=2, free_from=12),
        with_terms(make_price("B-1", "120.5", period="quarter"), due=Due.ARREARS),
        with_terms(make_price("C-1", "7.77", cost="7.5"), least_amount=Decimal(60)),
        make_price("C-1", "1000", period="year"),
        make_price("P-1", "12.34"),
        with_terms(make_price("U-1", "0.05", charge="usage"), included=400),
    ],
    term_discounts=[make_term_discount("A-*", 12, "8.5"), make_term_discount("C-*", 12, "1")],
    price_factors=(make_price_factor("C-1", "gold", "1.15"),),
    policy=POLICY,
)
LINES = (("A-1", 17), ("B-1", 3), ("C-1", 8), ("P-1", 2), ("U-1", 1000), ("B-1", 4))


def price_lines(*lines, catalog=CATALOG, months=24, percent="3.7", **context):
    configuration = Configuration(
        tuple(ConfigurationLine(code, quantity) for code, quantity in (lines or LINES)), "optimal"
    )
    known = {"inputs": {"grade": "gold"}, **context}
    return price(catalog, configuration, PricingContext(DAY, months, Decimal(percent), **known))


def open_ledger(priced, catalog=CATALOG):
    return json.loads(make_ledger(catalog, priced))


def steps_of(tree, line, charge=0, payment=0):
    return {step["step"]: step for step in tree["lines"][line]["charges"][charge]["payments"][payment]["steps"]}


CONTEXTS = {
    "plain": {},
    "nothing off": {"percent": "0"},
    "waived": {"months": 36},
    "by calendar": {"start": date(2026, 12, 15), "calendar_billing": True},
    "co-terminated": {"start": date(2026, 12, 15), "end": date(2028, 3, 3)},
    "ramps": {"ramps": {"A-1": (RampStep(7, 30), RampStep(19, 0)), "B-1": (RampStep(2, 9),)}},
    "line discounts": {"line_discounts": {"A-1": Decimal("12.34"), "P-1": Decimal(5)}},
    "deep discounts": {"percent": "60"},
    "target": {"manual": (ManualAdjustment("", "target", Decimal("1500.01")),)},
    "amounts": {
        "manual": (
            ManualAdjustment("B-1", "amount", Decimal("0.01"), "monthly"),
            ManualAdjustment("", "amount", Decimal("33.33"), "one_time", True, "an answer"),
            ManualAdjustment("@SOFT", "percent", Decimal(4)),
            ManualAdjustment("", "target", Decimal(1200), "annual"),
            ManualAdjustment("", "amount", Decimal("1.11"), "usage"),
            ManualAdjustment("", "amount", Decimal("77.77"), "monthly"),
        ),
        "ramps": {"A-1": (RampStep(7, 30),)},
        "start": date(2026, 12, 15),
        "end": date(2028, 3, 3),
    },
}


@pytest.mark.parametrize("name", CONTEXTS)
def test_replays_byte_for_byte(name):
    text = make_ledger(CATALOG, price_lines(**CONTEXTS[name]))
    assert check_ledger(text).differences == ()
    assert replay(text) == text


@pytest.mark.parametrize("name", CONTEXTS)
def test_states_the_prices_own_figures(name):
    priced = price_lines(**CONTEXTS[name])
    tree = open_ledger(priced)
    stated = [
        (payment["list"], payment["net"], payment["tax"], payment["count"])
        for line in tree["lines"]
        for charge in line["charges"]
        for payment in charge["payments"]
    ]
    assert stated == [
        (str(payment.list), str(payment.net), str(payment.tax), payment.count)
        for line in priced.lines
        for charge in line.charges
        for payment in charge.payments
    ]
    assert (tree["totals"]["tcv"], tree["totals"]["monthly"]) == (str(priced.totals.tcv), str(priced.totals.monthly))


def test_says_from_what_it_was_made():
    tree = open_ledger(price_lines())
    assert tree["catalog"] == {"key": "demo", "release": "2026.11", "digest": CATALOG.digest}
    assert (tree["day"], tree["term_months"], tree["rounding"]) == ("2026-11-22", 24, "half_up")
    assert tree["currency"] == {"code": "CNY", "decimals": 2}


def test_every_amount_names_operation_operands_rule_and_place():
    listed = steps_of(open_ledger(price_lines()), 0)["list"]
    assert listed == {
        "step": "list",
        "formula": "9 × 99.99 + 8 × 81.37",
        "model": "graduated",
        "quantity": "17",
        "tier": "10",
        "rate": "81.37",
        "rule": "A-1:recurring:month",
        "place": "prices/demo.csv:3:1",
        "amount": "1550.87",
        "change": "1550.87",
    }
    discount = steps_of(open_ledger(price_lines()), 0)["term_discount"]
    assert (discount["percent"], discount["rule"]) == ("8.5", "A-*:12")


def test_escalations_waivers_and_factors_are_operations():
    tree = open_ledger(price_lines(months=36))
    assert steps_of(tree, 0, 0, 2)["escalation"]["times"] == 2
    assert steps_of(tree, 0, 1)["waiver"]["case"] == "one_time"
    assert steps_of(tree, 1)["waiver"]["case"] == "free"
    assert steps_of(tree, 2)["factor"]["factor"] == "1.15"


def test_says_nothing_of_costs():
    tree = open_ledger(price_lines(percent="60"))
    held = steps_of(tree, 2)["floor"]
    assert set(held) == {"step", "to", "amount", "change"}
    assert "margin" not in json.dumps(tree)
    assert "cost" not in json.dumps(tree)
    bounded = steps_of(tree, 1, 1)["floor"]
    assert (bounded["case"], bounded["rule"]) == ("discount", "floor:SOFT")


def test_a_spread_tells_its_members_and_every_other_payment_whom_it_follows():
    tree = open_ledger(price_lines(("A-1", 17), ("P-1", 2), manual=(ManualAdjustment("", "target", Decimal(900)),)))
    (spread,) = tree["spreads"]
    assert (spread["form"], spread["value"], spread["becomes"]) == ("target", "900", "900.00")
    assert [each["payment"] for each in spread["members"]] == ["1.1.1"]
    assert "like" not in steps_of(tree, 0)["spread"]
    assert steps_of(tree, 0, 0, 1)["spread"]["like"] == "1.1.1"
    assert "spread" not in steps_of(tree, 1)


def test_a_spread_over_nothing_is_told_and_replays():
    text = make_ledger(CATALOG, price_lines(("P-1", 2), manual=(ManualAdjustment("A-1", "target", Decimal(900)),)))
    assert json.loads(text)["spreads"][0]["members"] == []
    assert replay(text) == text


def test_an_empty_quote_has_a_ledger_too():
    text = make_ledger(CATALOG, price_lines(("A-1", 0)))
    assert replay(text) == text


@pytest.mark.parametrize(
    ("quantity", "said"), [(1, {"model": "per_unit", "quantity": "1", "least": "60"}), (8, {"model": "per_unit"})]
)
def test_the_list_price_says_what_lifted_it(quantity, said):
    told = steps_of(open_ledger(price_lines(("C-1", quantity))), 0)["list"]
    assert {name: told.get(name) for name in said} == said
    assert ("least" in told) == ("least" in said)


def test_the_list_price_says_allowance_and_base():
    component = make_price("B-1", "10", model="percent_of", base=("A-1",))
    catalog = make_catalog(
        offerings=["A-1", "B-1", "U-1"],
        prices=[make_price("A-1", "200"), component, make_price("U-1", "0.05", charge="usage", included=400)],
    )
    tree = open_ledger(price_lines(("A-1", 1), ("B-1", 1), ("U-1", 1000), catalog=catalog), catalog)
    assert (steps_of(tree, 1)["list"]["base"], steps_of(tree, 2)["list"]["included"]) == ("200", "400")


def test_a_price_without_a_sum_of_quarters_states_nothing_for_them():
    priced = price_lines(("A-1", 1))
    assert priced.totals.quarterly is not None
    old = replace(priced, totals=replace(priced.totals, quarterly=None))
    assert open_ledger(old)["totals"]["quarterly"] == "0.00"


def test_quarters_are_stated():
    assert open_ledger(price_lines(("B-1", 1), percent="0"))["totals"]["quarterly"] == "120.50"


def test_a_wrong_amount_is_found():
    text = make_ledger(CATALOG, price_lines())
    net = json.loads(text)["lines"][0]["charges"][0]["payments"][0]["net"]
    assert not check_ledger(text.replace(net, "1.00", 1)).is_same


REGIMES = {
    "HOME": TaxRegime("HOME", make_text("home"), is_home=True, tax_on=TaxOn.TOTAL, rounding=Rounding.HALF_EVEN),
    "UK": TaxRegime("UK", make_text("UK"), category="UK20", rounding=Rounding.HALF_EVEN),
    "EU": TaxRegime("EU", make_text("EU"), treatment=Treatment.REVERSE_CHARGE, tax_on=TaxOn.TOTAL),
}
POUNDS = ExchangeRate("GBP", Decimal("0.10873"), DAY)
YEN = ExchangeRate("JPY", Decimal("21.7"), DAY)
FIRST_YEAR = Span(1, 12, (Band(Decimal(0), Decimal("12.5"), cap=Decimal(150)),))
AFTER = Span(13, None, (Band(Decimal(0), Decimal(0), Decimal("9.99")),))
DISCOUNT = Discount(
    key="WELCOME",
    name=make_text("welcome"),
    sentence=make_text("welcome"),
    stage="programme",
    applies_to=("A-*",),
    spans=(FIRST_YEAR, AFTER),
)
ABROAD = replace(
    CATALOG,
    tax_regimes=REGIMES,
    tax_rates=(*CATALOG.tax_rates, replace(make_tax_rate("UK20", "0.2"), regime="UK")),
    tax_bundles=(TaxBundle("PAIR", make_text("pair"), ("A-1", "B-1")),),
    programmes={"WELCOME": DISCOUNT},
)
QUOTED = {
    "half even, on totals, with a bundle": {},
    "another tax": {"tax_regime": "UK"},
    "reverse charge": {"tax_regime": "EU"},
    "another currency": {"exchange": POUNDS},
    "a currency without decimals": {"exchange": YEN, "start": date(2026, 12, 15), "end": date(2028, 3, 3)},
    "another tax and currency": {"tax_regime": "UK", "exchange": POUNDS},
    "reverse charge in yen": {"tax_regime": "EU", "exchange": YEN, "manual": CONTEXTS["amounts"]["manual"]},
}


@pytest.mark.parametrize("name", QUOTED)
def test_quotes_abroad_replay_byte_for_byte(name):
    priced = price_lines(catalog=ABROAD, **QUOTED[name])
    text = make_ledger(ABROAD, priced)
    assert check_ledger(text).differences == ()
    assert replay(text) == text
    tree = json.loads(text)
    assert tree["totals"]["tcv"] == str(priced.totals.tcv)
    taxes = [str(each.tax) for each in priced.totals.tax_of_term]
    assert [each["tax"] for each in tree["totals"]["tax_of_term"]] == taxes
    savings = [str(each.amount) for each in priced.totals.savings]
    assert [each["amount"] for each in tree["totals"]["savings"]] == savings


def test_tax_bundles_name_their_charges_in_order():
    one, other = (
        TaxBundle("PAIR", make_text("pair"), ("A-1", "B-1")),
        TaxBundle("TWO", make_text("two"), ("C-1", "P-1")),
    )
    catalog = replace(ABROAD, tax_bundles=(one, other))
    lines = (("A-1", 1), ("B-1", 1), ("C-1", 1), ("P-1", 1))
    text = make_ledger(catalog, price_lines(*lines, catalog=catalog))
    bundles = json.loads(text)["tax_bundles"]
    assert {each["bundle"]: sorted(row["charge"] for row in each["rows"]) for each in bundles} == {
        "PAIR": ["1.1", "1.2", "2.1", "2.2"],
        "TWO": ["3.1", "3.2", "4.1"],
    }
    assert replay(text) == text


@pytest.mark.parametrize(("of_currency", "rounding"), [({}, "half_even"), ({"GBP": Rounding.HALF_UP}, "half_up")])
def test_what_is_quoted_is_rounded_as_its_currency_is(of_currency, rounding):
    catalog = replace(ABROAD, currency_rounding=of_currency)
    text = make_ledger(catalog, price_lines(catalog=catalog, tax_regime="UK", exchange=POUNDS))
    tree = json.loads(text)
    assert (tree["quoted"]["rounding"], tree["tax_rounding"]) == (rounding, "half_even")
    assert replay(text) == text


def test_an_exchange_names_rate_and_day():
    exchanged = steps_of(open_ledger(price_lines(catalog=ABROAD, exchange=POUNDS), ABROAD), 3)["exchange"]
    assert (exchanged["factor"], exchanged["date"], exchanged["to"]) == ("0.10873", "2026-11-22", "GBP")


def test_programmes_of_a_stage_start_from_the_same_amount():
    both = {"WELCOME": DISCOUNT, "AGAIN": replace(DISCOUNT, key="AGAIN")}
    catalog = replace(ABROAD, programmes=both)
    text = make_ledger(catalog, price_lines(catalog=catalog))
    steps = json.loads(text)["lines"][0]["charges"][0]["payments"][0]["steps"]
    granted = [step for step in steps if step["step"] == "programme"]
    assert [step["after"] for step in granted] == [1, 1]
    assert replay(text) == text


def test_programmes_behind_the_sellers_stage_start_from_what_was_spread():
    stages = tuple(Stage(kind, kind, make_text(kind)) for kind in ("term", "manual", "programme"))
    catalog = replace(ABROAD, policy=replace(POLICY, stages=stages, floors=(), roundings=()))
    manual = (ManualAdjustment("", "target", Decimal(1500)), ManualAdjustment("A-1", "amount", Decimal(7)))
    text = make_ledger(catalog, price_lines(catalog=catalog, manual=manual))
    steps = json.loads(text)["lines"][0]["charges"][0]["payments"][0]["steps"]
    (granted,) = [step for step in steps if step["step"] == "programme"]
    before = [step["step"] for step in steps[: granted["after"] + 1]]
    assert before == ["list", "term_discount", "manual_discount", "spread", "spread"]
    assert replay(text) == text


def test_writes_no_figures_that_are_none():
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_ledger({"figure": float("nan")})


def test_a_tax_without_a_place_names_its_category_alone():
    rates = tuple(replace(rate, location=None) for rate in CATALOG.tax_rates)
    catalog = replace(CATALOG, tax_rates=rates)
    (row,) = open_ledger(price_lines(("P-1", 1), catalog=catalog), catalog)["tax_rows"]
    assert row["rule"] == catalog.offerings["P-1"].tax and "place" not in row


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("tax_on", TaxOn)
def test_a_home_regime_replays_whatever_it_taxes_and_however_it_rounds(tax_on, rounding):
    """0.50 without tax: 0.045 at 9 %."""
    home = TaxRegime("HOME", make_text("home"), is_home=True, tax_on=tax_on, rounding=rounding)
    catalog = make_catalog(
        offerings=[make_offering("A-1", tax="B9")],
        prices=[make_price("A-1", "0.50")],
        tax_rates=[make_tax_rate("B9", "0.09")],
        tax_inclusive=False,
        tax_regimes={"HOME": home},
    )
    text = make_ledger(catalog, price_lines(("A-1", 1), catalog=catalog, months=1, percent="0"))
    (line,) = json.loads(text)["totals"]["tax_of_term"]
    assert line["tax"] == {"half_up": "0.05", "half_even": "0.04"}[rounding]
    assert check_ledger(text).differences == ()
    assert replay(text) == text
