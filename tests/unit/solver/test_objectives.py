"""Costs of tiers, steps and distances."""

from __future__ import annotations

import pytest

from configurator.solver import DistanceCost, Objective, PiecewiseCost, StepCost
from configurator.solver.objectives import compute_cost, compute_objective, list_points

TIERED = PiecewiseCost("x", ((1, 100, 10), (11, 150, 5)))


@pytest.mark.parametrize(("quantity", "cost"), [(0, 0), (1, 100), (10, 190), (11, 150), (20, 195)])
def test_each_tier_counts_from_its_own_start(quantity: int, cost: int) -> None:
    assert compute_cost(TIERED, quantity) == cost


@pytest.mark.parametrize(("quantity", "cost"), [(0, 0), (4, 0), (5, 30), (9, 30), (10, 20)])
def test_steps_jump_and_stay(quantity: int, cost: int) -> None:
    assert compute_cost(StepCost("x", ((5, 30), (10, 20))), quantity) == cost


def test_a_step_is_a_tier_without_a_slope() -> None:
    assert list_points(StepCost("x", ((5, 30),))) == ((5, 30, 0),)


def test_an_objective_adds_everything_up() -> None:
    objective = Objective(((3, "x"), (-4, "a")), (TIERED,), (DistanceCost("y", 7, 2),))
    assert compute_objective(objective, {"x": 11, "a": True, "y": 4}) == 33 - 4 + 150 + 6
