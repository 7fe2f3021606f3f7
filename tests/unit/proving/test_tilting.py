"""Sums that say on which side of a figure a margin lies, for every quantity, and the bounds of single lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.guidance.ledger import Ledger
from configurator.pricing.model import PricingContext
from configurator.proving.tilting import Tilt, bound_line, count_hundredths
from configurator.rules.translating import quantity_name
from configurator.solver.objectives import compute_objective
from tests.factories.catalog import make_catalog, make_offering, make_price
from tests.factories.situations import TODAY

rates = st.decimals("0.001", 30, places=4).map(str)
models = st.sampled_from(("per_unit", "flat", "graduated", "volume"))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    prices = [
        make_price("A-1", model=draw(models), tiers={1: draw(rates), draw(st.integers(2, 9)): draw(rates)}, cost="3.1"),
        make_price("A-1", draw(rates), charge="one_time", cost=draw(rates)),
    ]
    catalog = make_catalog(offerings=[make_offering("A-1", max_quantity=20)], prices=prices)
    term, percent = draw(st.sampled_from((1, 12))), draw(st.decimals(0, 99, places=2))
    return Ledger(catalog, PricingContext(TODAY, term, percent))


@given(ledger=ledgers(), quantity=st.integers(1, 20), known=st.sets(st.integers(1, 20), max_size=4))
@settings(max_examples=80, deadline=None)
def test_a_sum_below_zero_is_a_margin_below_the_figure(ledger: Ledger, quantity: int, known: set[int]) -> None:
    tilt = Tilt(ledger, ["A-1"])
    margin = tilt.find_margin({"A-1": quantity})
    if margin is None:
        return
    values = {quantity_name("A-1"): quantity}
    for hundredths in (margin - 1, margin, margin + 1, 0, 1):
        low = compute_objective(tilt.enclose(hundredths, {"A-1": known}), values)
        high = compute_objective(tilt.enclose(hundredths, {"A-1": known}, upper=True), values)
        says_below = low < 0 or (low == 0 and hundredths <= 0)
        surely_below = high < 0 or (high == 0 and hundredths <= 0)
        assert surely_below <= (margin < hundredths) <= says_below
        if quantity in known:
            assert surely_below == says_below


@given(ledger=ledgers(), quantity=st.integers(1, 20))
@settings(max_examples=80, deadline=None)
def test_no_line_has_less_than_its_bound(ledger: Ledger, quantity: int) -> None:
    bound = bound_line(ledger, "A-1")
    value, cost = Tilt(ledger, ["A-1"]).total({"A-1": quantity})
    if bound is not None and value:
        assert Fraction(value - cost, value) >= bound


def test_the_bound_of_whole_prices_is_reached() -> None:
    price = make_price("A-1", model="volume", tiers={1: "10", 5: "8"}, cost="6")
    catalog = make_catalog(offerings=[make_offering("A-1", max_quantity=20)], prices=[price])
    assert bound_line(Ledger(catalog, PricingContext(TODAY, 1)), "A-1") == Fraction(1, 4)


@pytest.mark.parametrize(
    ("price", "bound"),
    [
        (make_price("A-1", "5", charge="usage", cost="9"), Fraction(1)),
        (make_price("A-1", "0", cost="0"), Fraction(1)),
        (make_price("A-1", "0", cost="1"), None),
    ],
)
def test_what_is_paid_nothing_for_takes_a_margin_only_where_it_costs_something(price, bound) -> None:
    catalog = make_catalog(offerings=["A-1"], prices=[price])
    assert bound_line(Ledger(catalog, PricingContext(TODAY, 1)), "A-1") == bound


@pytest.mark.parametrize(
    ("value", "cost", "hundredths"), [(200, 150, 2500), (300, 200, 3333), (30000, 30001, 0), (20000, 20001, -1)]
)
def test_margins_are_rounded_as_pricing_rounds_them(value: int, cost: int, hundredths: int) -> None:
    ledger = Ledger(make_catalog(), PricingContext(TODAY, 1, Decimal(0)))
    assert count_hundredths(ledger, value, cost) == hundredths


def test_sums_stay_within_what_the_solver_bears() -> None:
    price = make_price("A-1", "99999999.9999", cost="1")
    tilt = Tilt(Ledger(make_catalog(offerings=["A-1"], prices=[price]), PricingContext(TODAY, 36)), ["A-1"])
    assert abs(compute_objective(tilt.enclose(0, {}), {quantity_name("A-1"): 100_000})) < 2**61
