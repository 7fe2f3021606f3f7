"""What the optimiser reckons with encloses what pricing says, at every quantity."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.guidance.curves import Curve
from configurator.guidance.gauging import Bound, Gauge
from configurator.guidance.ledger import MEASURES, Ledger
from configurator.pricing.model import PricingContext
from configurator.rules.translating import quantity_name
from configurator.solver.objectives import compute_objective
from tests.factories.catalog import (
    make_catalog,
    make_offering,
    make_price,
    make_price_factor,
    make_term_discount,
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
