"""Tiers cover a range without gaps, cost what the cost says, and are as few as the lines that the cost runs on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.solver import PiecewiseCost, StepCost
from configurator.solver.objectives import compute_cost
from configurator.solver.tiers import Tier, list_tiers


@st.composite
def costs(draw: st.DrawFn) -> PiecewiseCost | StepCost:
    starts = sorted(draw(st.sets(st.integers(0, 12), min_size=1, max_size=4)))
    prices = draw(st.lists(st.tuples(st.integers(-9, 9), st.integers(-3, 3)), min_size=4, max_size=4))
    if draw(st.booleans()):
        return StepCost("x", tuple((start, price) for start, (price, _) in zip(starts, prices, strict=False)))
    return PiecewiseCost("x", tuple((start, *price) for start, price in zip(starts, prices, strict=False)))


@given(costs(), st.integers(0, 10), st.integers(0, 8))
def test_tiers_cost_what_the_cost_says_everywhere(cost: PiecewiseCost | StepCost, low: int, span: int) -> None:
    tiers = list_tiers(cost, low, low + span)
    covered = [quantity for tier in tiers for quantity in range(tier.first, tier.last + 1)]
    assert covered == list(range(low, low + span + 1))
    for tier in tiers:
        for quantity in range(tier.first, tier.last + 1):
            assert tier.cost + tier.slope * (quantity - tier.first) == compute_cost(cost, quantity)
            assert tier.offset + tier.slope * quantity == compute_cost(cost, quantity)


@pytest.mark.parametrize(
    ("points", "tiers"),
    [
        (((1, 30, 30),), (Tier(0, 20, 0, 30),)),
        (((1, 100, 30),), (Tier(0, 0, 0, 0), Tier(1, 20, 100, 30))),
        (((1, 30, 30), (10, 300, 30)), (Tier(0, 20, 0, 30),)),
        (((1, 30, 30), (10, 290, 20)), (Tier(0, 9, 0, 30), Tier(10, 20, 290, 20))),
        (((50, 7, 7),), (Tier(0, 20, 0, 0),)),
    ],
)
def test_pieces_on_one_line_are_one_tier(points: tuple[tuple[int, int, int], ...], tiers: tuple[Tier, ...]) -> None:
    assert list_tiers(PiecewiseCost("x", points), 0, 20) == tiers


def test_a_single_quantity_is_a_single_tier() -> None:
    assert list_tiers(PiecewiseCost("x", ((1, 30, 10),)), 4, 4) == (Tier(4, 4, 60, 0),)
