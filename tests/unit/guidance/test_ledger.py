"""What the optimiser reckons with encloses what pricing says, at every quantity."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.commercial import CommercialRounding, Discount, Due, Escalation, Floor, PricingPolicy, Stage
from configurator.catalog.model import PriceComponent
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.curves import Curve
from configurator.guidance.gauging import Bound, Gauge
from configurator.guidance.ledger import MEASURES, Ledger
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.pricing.pipeline import price
from configurator.rules.translating import quantity_name
from configurator.solver.objectives import compute_objective
from configurator.values.periods import ChargeKind
from tests.factories.catalog import (
    make_attribute,
    make_catalog,
    make_matrix,
    make_offering,
    make_price,
    make_price_factor,
    make_term_discount,
    make_text,
    since,
)
from tests.factories.situations import TODAY

rates = st.decimals(0, 500, places=4).map(str)
models = st.sampled_from(("per_unit", "flat", "graduated", "volume"))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Two charges of one offering under random discounts."""
    starts = [1, *sorted(draw(st.sets(st.integers(2, 30), max_size=2)))]
    prices = [
        make_price("A-1", model=draw(models), tiers={start: draw(rates) for start in starts}, cost=draw(rates)),
        make_price("A-1", draw(rates), charge="one_time", cost=draw(rates)),
    ]
    discount = make_term_discount("A-1", 12, draw(st.decimals(0, 60, places=1).map(str)))
    catalog = make_catalog(
        offerings=[make_offering("A-1", max_quantity=50)],
        prices=prices,
        term_discounts=[discount],
        price_factors=(make_price_factor("A-1", "low", draw(st.decimals("0.1", 3, places=2).map(str))),),
    )
    term, percent = draw(st.sampled_from((1, 12, 36))), draw(st.decimals(0, 99, places=2))
    return Ledger(catalog, PricingContext(TODAY, term, percent, inputs={"grade": draw(st.sampled_from(("low", "x")))}))


periods = st.sampled_from(("month", "quarter", "year"))
all_models = st.sampled_from(("per_unit", "flat", "graduated", "volume", "package", "stair_step", "matrix"))


@st.composite
def recurring_prices(draw: st.DrawFn, offering: str, period: str) -> PriceComponent:
    """A recurring price of any model that has amounts of its own, with any terms."""
    model = draw(all_models)
    starts = [1, *sorted(draw(st.sets(st.integers(2, 30), max_size=2)))]
    months = [1, *sorted(draw(st.sets(st.integers(2, 30), max_size=1)))]
    terms: dict[str, object] = {"due": Due(draw(st.sampled_from(("advance", "arrears"))))}
    if model == "package":
        terms["block"] = draw(st.integers(1, 12))
    if model == "matrix":
        terms["matrix"] = "rates"
    if draw(st.booleans()):
        terms |= {"least_quantity": draw(st.integers(1, 20)), "least_amount": draw(rates)}
    if draw(st.booleans()):
        terms |= {"free_months": draw(st.integers(1, 14)), "escalation": "growth"}
    tiers = {(start, month): draw(rates) for month in months for start in starts}
    cost = draw(st.none() | rates)
    return make_price(offering, period=period, model=model, tiers=tiers, cost=cost, **terms)


@st.composite
def policies(draw: st.DrawFn) -> PricingPolicy:
    """The seller's stage after the term's or before it, a floor of either kind, commercial rounding."""
    kinds = draw(st.permutations(("term", "manual")))
    percents = st.none() | st.decimals(0, 90, places=1)
    floor = Floor("", draw(percents), draw(percents))
    step = CommercialRounding(("A-*",), ChargeKind.RECURRING, draw(st.sampled_from((Decimal("0.5"), Decimal(10)))))
    return PricingPolicy(
        stages=tuple(Stage(kind, kind, make_text(kind)) for kind in (*kinds, "floor", "round")),
        floors=(floor,) if draw(st.booleans()) else (),
        roundings=(step,) if draw(st.booleans()) else (),
        escalations={"growth": Escalation("growth", make_text("growth"), Decimal("3.5"), 6)},
    )


@st.composite
def ledgers_of_every_model(draw: st.DrawFn) -> Ledger:
    """Charges of one offering by any model and terms, under a policy, in a contract of any kind."""
    chosen = draw(st.lists(periods, min_size=1, max_size=2, unique=True))
    prices = [draw(recurring_prices("A-1", period)) for period in chosen]
    once = make_price(
        "A-1", draw(rates), charge="one_time", cost=draw(rates), waived_from=draw(st.sampled_from((12, 36)))
    )
    rows = {("1..6", "low"): draw(rates), ("4..20", "*"): draw(rates), ("*", "*"): draw(rates)}
    by_grade = {("low",): draw(rates), ("*",): draw(rates)}
    rates_table = st.sampled_from(
        (make_matrix("rates", ["quantity", "grade"], rows), make_matrix("rates", ["grade"], by_grade))
    )
    catalog = make_catalog(
        offerings=[make_offering("A-1", max_quantity=50, pass_through=draw(st.sampled_from((False, False, True))))],
        prices=[*prices, once],
        term_discounts=[make_term_discount("A-1", 12, draw(st.decimals(0, 60, places=1).map(str)))],
        matrices={"rates": draw(rates_table)},
        policy=draw(policies()),
    )
    ramps = {"A-1": (RampStep(draw(st.integers(2, 14)), draw(st.integers(0, 40))),)} if draw(st.booleans()) else {}
    return Ledger(
        catalog,
        PricingContext(
            TODAY,
            draw(st.sampled_from((1, 12, 36))),
            draw(st.decimals(0, 99, places=2)),
            inputs={"grade": draw(st.sampled_from(("low", "x")))},
            start=TODAY,
            end=draw(st.none() | st.just(TODAY + timedelta(400))),
            calendar_billing=draw(st.booleans()),
            ramps=ramps,
        ),
    )


@given(ledger=ledgers_of_every_model(), quantity=st.integers(1, 50))
@settings(max_examples=150, deadline=None)
def test_a_curve_of_any_model_is_never_further_from_the_price_than_its_slack(ledger: Ledger, quantity: int) -> None:
    assert ledger.first_quantities == {"A-1": 1}
    for measure in MEASURES:
        curve = ledger.curve(measure, "A-1")
        assert abs(curve.at(quantity) - ledger.amount(measure, "A-1", quantity)) <= curve.slack


@given(ledger=ledgers_of_every_model(), quantity=st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_amounts_of_any_model_are_the_totals_of_a_quote_of_one_line(ledger: Ledger, quantity: int) -> None:
    line = Configuration((ConfigurationLine("A-1", quantity),), "feasible")
    totals = price(ledger.catalog, line, ledger.context).totals
    found = {measure: ledger.amount(measure, "A-1", quantity) for measure in ("one_time", "monthly", "annual", "tcv")}
    assert found == {measure: getattr(totals, measure).minor for measure in found}


@given(ledger=ledgers(), quantity=st.integers(1, 50))
@settings(max_examples=80, deadline=None)
def test_a_curve_is_never_further_from_the_price_than_its_slack(ledger: Ledger, quantity: int) -> None:
    for measure in MEASURES:
        curve = ledger.curve(measure, "A-1")
        assert abs(curve.at(quantity) - ledger.amount(measure, "A-1", quantity)) <= curve.slack


@given(ledger=ledgers(), quantity=st.integers(0, 50), known=st.sets(st.integers(1, 50), max_size=4))
@settings(max_examples=80, deadline=None)
def test_whole_numbers_enclose_the_price_and_meet_it_where_it_is_known(
    ledger: Ledger, quantity: int, known: set[int]
) -> None:
    for weights in ({"monthly": 1}, {"tcv": 1}, {"tcv": -15_000, "cost": 20_000}):
        gauge = Gauge(ledger, weights)  # type: ignore[arg-type]
        values = {quantity_name("A-1"): quantity}
        exact = gauge.amount("A-1", quantity) * gauge.scale
        low = compute_objective(gauge.enclose({"A-1": known}), values)
        high = compute_objective(gauge.enclose({"A-1": known}, upper=True), values)
        assert low <= exact <= high
        if quantity in known or gauge.is_exact("A-1"):
            assert low == exact == high


def ledger_of(*prices: object, **context: object) -> Ledger:
    catalog = make_catalog(offerings=["A-1", "B-1"], prices=prices)  # type: ignore[arg-type]
    return Ledger(catalog, PricingContext(TODAY, 12, **context))  # type: ignore[arg-type]


def test_amounts_are_those_of_the_contract() -> None:
    ledger = ledger_of(
        make_price("A-1", "10", cost="4"),
        make_price("A-1", "7", charge="one_time", cost="2"),
        make_price("A-1", "99", period="year", cost="50"),
        make_price("A-1", "5", charge="usage", cost="1"),
    )
    amounts = {measure: ledger.amount(measure, "A-1", 3) for measure in MEASURES}
    assert amounts == {
        "monthly": 30_00,
        "one_time": 21_00,
        "annual": 297_00,
        "tcv": (30 * 12 + 21 + 297) * 100,
        "cost": (4 * 3 * 12 + 2 * 3 + 50 * 3) * 100,
    }
    assert ledger.amount("tcv", "A-1", 0) == 0


def test_whole_rates_need_no_finer_unit_and_no_slack() -> None:
    gauge = Gauge(ledger_of(make_price("A-1", "10.50")), {"monthly": 1})
    assert gauge.scale == 1
    assert gauge.is_exact("A-1")


def test_a_discount_that_splits_a_fen_makes_the_unit_finer() -> None:
    gauge = Gauge(ledger_of(make_price("A-1", "10.55"), discount_percent=Decimal(5)), {"monthly": 1})
    assert gauge.scale == 100
    assert not gauge.is_exact("A-1")


def test_huge_amounts_stay_within_what_the_optimiser_bears() -> None:
    gauge = Gauge(ledger_of(make_price("A-1", "99999999.9999")), {"tcv": 1})
    limit = compute_objective(gauge.enclose({}), {quantity_name("A-1"): 100_000, quantity_name("B-1"): 0})
    assert 0 < limit < 2**60


def test_knows_what_is_sold_and_from_which_quantity() -> None:
    ledger = ledger_of(make_price("A-1", tiers={5: "10"}), make_price("B-1", valid=since(TODAY.replace(year=2030))))
    assert ledger.first_quantities == {"A-1": 5}


def test_knows_of_what_the_cost_is_missing() -> None:
    ledger = ledger_of(make_price("A-1", cost="1"), make_price("B-1"))
    assert ledger.without_cost() == ("B-1",)


def test_costs_of_usage_do_not_count() -> None:
    assert ledger_of(make_price("A-1", charge="usage"), make_price("B-1", cost="1")).without_cost() == ()


@pytest.mark.parametrize(("quantity", "value"), [(0, 0), (1, 5), (3, 9), (4, 20), (6, 20)])
def test_a_curve_is_read_piece_by_piece(quantity: int, value: int) -> None:
    curve = Curve(((1, Fraction(5), Fraction(2)), (4, Fraction(20), Fraction(0))))
    assert curve.at(quantity) == value
    assert curve.times(Fraction(-2)).at(quantity) == -2 * value
    assert Curve.total([curve, curve, Curve(slack=Fraction(1))]).at(quantity) == 2 * value


def test_a_bound_holds_up_to_its_amount() -> None:
    gauge = Gauge(ledger_of(make_price("A-1", "0.01")), {"monthly": 1})
    assert Bound(gauge, 3).holds({"A-1": 3})
    assert not Bound(gauge, 3).holds({"A-1": 4})


def test_names_what_depends_on_the_rest_of_the_quote() -> None:
    graded = make_offering("B-1", attributes=(make_attribute("grade"),))
    matrices = {
        "by_grade": make_matrix("by_grade", ["grade"], {("*",): "5"}),
        "by_sites": make_matrix("by_sites", ["sites", "quantity"], {("*", "*"): "5"}),
    }
    catalog = make_catalog(
        offerings=["A-1", graded, "C-1", "D-1", "E-1"],
        prices=[
            make_price("A-1", "15", model="percent_of", base=["C-1"]),
            make_price("B-1", model="matrix", matrix="by_grade"),
            make_price("C-1", model="matrix", matrix="by_sites"),
            make_price("D-1", "15", charge="usage", model="percent_of", base=["E-1"]),
            make_price("E-1"),
        ],
        matrices=matrices,
    )
    ledger = Ledger(catalog, PricingContext(TODAY, 12, inputs={"sites": 3}))
    assert ledger.dependent == ("A-1", "B-1")
    assert ledger.first_quantities == {"C-1": 1, "D-1": 1, "E-1": 1}
    assert ledger.curve("monthly", "A-1").at(5) == 0
    assert Ledger(catalog, PricingContext(TODAY, 12)).dependent == ("A-1", "B-1", "C-1")


def test_leaves_out_what_is_decided_for_the_quote_as_a_whole() -> None:
    price_row = make_price("A-1", "100")
    programme = Discount(
        "LESS", make_text("less"), make_text("less"), "less", ("A-1",), spans=(), code="", on_request=True
    )
    plain = make_catalog(offerings=["A-1"], prices=[price_row])
    with_programme = make_catalog(offerings=["A-1"], prices=[price_row], programmes={"LESS": programme})
    percent = ManualAdjustment("", "percent", Decimal(10))
    amount = ManualAdjustment("", "amount", Decimal(10))
    assert Ledger(plain, PricingContext(TODAY, 12, manual=(percent,))).is_whole
    assert Ledger(plain, PricingContext(TODAY, 12, manual=(percent,))).amount("monthly", "A-1", 1) == 90_00
    ledger = Ledger(plain, PricingContext(TODAY, 12, manual=(percent, amount)))
    assert (ledger.is_whole, ledger.amount("monthly", "A-1", 1)) == (False, 90_00)
    named = Ledger(with_programme, PricingContext(TODAY, 12, named=frozenset({"LESS"})))
    assert (named.is_whole, named.amount("monthly", "A-1", 1)) == (False, 100_00)


@pytest.mark.parametrize("quantity", [1, 2, 3, 4, 5, 6, 7, 50])
def test_higher_and_lower_are_those_at_every_quantity(quantity: int) -> None:
    steep = Curve(((1, Fraction(1), Fraction(3)), (5, Fraction(0), Fraction(1))))
    flat = Curve(((1, Fraction(6), Fraction(1, 2)),), Fraction(1, 2))
    assert steep.higher(flat).at(quantity) == max(steep.at(quantity), flat.at(quantity))
    assert steep.lower(flat).at(quantity) == min(steep.at(quantity), flat.at(quantity))
    assert steep.higher(flat).slack == Fraction(1, 2)


def test_pieces_that_only_go_on_are_one() -> None:
    one = Curve(((1, Fraction(1), Fraction(1)), (5, Fraction(5), Fraction(1))))
    assert one.higher(Curve.constant(Fraction(0))).pieces == ((1, Fraction(1), Fraction(1)),)
