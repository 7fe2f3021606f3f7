"""List costs for the optimiser against prices added up unit by unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.guidance.costing import list_costs, times_charged
from configurator.solver import PiecewiseCost
from configurator.solver.objectives import compute_cost
from configurator.values.periods import ChargeKind, Period
from tests.factories.catalog import make_catalog, make_price, make_price_factor, since

DAY = date(2026, 11, 22)


def cost(prices: list[object], quantity: int, months: int = 12) -> Decimal:
    catalog = make_catalog(offerings=["A-1"], prices=prices)  # type: ignore[arg-type]
    points = list_costs(catalog, DAY, months)["A-1"]
    return Decimal(compute_cost(PiecewiseCost("A-1", points), quantity)) / 10_000


@pytest.mark.parametrize(
    ("kind", "period", "months", "times"),
    [
        (ChargeKind.ONE_TIME, None, 36, 1),
        (ChargeKind.RECURRING, Period.MONTH, 36, 36),
        (ChargeKind.RECURRING, Period.YEAR, 36, 3),
        (ChargeKind.RECURRING, Period.QUARTER, 7, 3),
        (ChargeKind.RECURRING, Period.YEAR, 13, 2),
        (ChargeKind.RECURRING, Period.YEAR, 1, 1),
        (ChargeKind.USAGE, Period.MONTH, 24, 24),
    ],
)
def test_a_charge_falls_due_so_often(kind: ChargeKind, period: Period | None, months: int, times: int) -> None:
    assert times_charged(kind, period, months) == times


@given(st.integers(0, 300), st.sampled_from(["graduated", "volume", "flat"]))
def test_tiers_cost_what_they_say(quantity: int, model: str) -> None:
    tiers = {1: "0.15", 11: "0.1345", 100: "0.1"}
    reached = next((Decimal(rate) for start, rate in reversed(tiers.items()) if quantity >= start), Decimal(0))
    expected = {
        "volume": reached * quantity,
        "flat": reached,
        "graduated": sum(
            (
                next(Decimal(rate) for start, rate in reversed(tiers.items()) if unit >= start)
                for unit in range(1, quantity + 1)
            ),
            Decimal(0),
        ),
    }[model]
    assert cost([make_price("A-1", model=model, tiers=tiers)], quantity, months=1) == expected


@pytest.mark.parametrize(
    ("quantity", "model", "expected"),
    [(10, "package", 25), (200, "package", 400), (10, "stair_step", 10), (200, "stair_step", 8), (9, "percent_of", 0)],
)
def test_other_models_count_about_what_they_cost(quantity: int, model: str, expected: int) -> None:
    prices = [make_price("A-1", model=model, tiers={(1, 1): "10", (100, 1): "8", (1, 13): "99"}, block=4)]
    if model != "package":
        prices = [make_price("A-1", model=model, tiers={1: "10", 100: "8"})]
    assert cost(prices, quantity, months=1) == expected


def test_a_matrix_counts_with_its_lowest_rate() -> None:
    assert cost([make_price("A-1", model="matrix", tiers={1: "4.5"}, matrix="rates")], 10, months=2) == 90


def test_a_factor_counts_for_the_customers_that_it_is_for() -> None:
    prices = [make_price("A-1", "10"), make_price("A-1", "7", charge="one_time")]
    factor = make_price_factor("A-1", "low", "0.75")
    catalog = make_catalog(offerings=["A-1"], prices=prices, price_factors=(factor,))
    plain, low = (list_costs(catalog, DAY, 12, inputs)["A-1"] for inputs in ({}, {"grade": "low"}))
    assert plain == ((1, 127_0000, 127_0000),)
    assert low == ((1, 97_0000, 97_0000),)


def test_several_charges_add_up() -> None:
    prices = [
        make_price("A-1", "1000", charge="one_time"),
        make_price("A-1", "10"),
        make_price("A-1", "120", period="year"),
    ]
    assert cost(prices, 2, months=24) == 2 * (1000 + 240 + 240)


def test_a_price_that_is_not_in_force_costs_nothing() -> None:
    assert cost([make_price("A-1", "10", valid=since(date(2027, 1, 1)))], 5) == 0
