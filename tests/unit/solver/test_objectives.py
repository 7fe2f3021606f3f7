"""Costs of tiers, steps and distances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.solver import (
    BreachCost,
    DistanceCost,
    Formula,
    GapCost,
    Is,
    Not,
    Objective,
    PiecewiseCost,
    StepCost,
    Truth,
)
from configurator.solver.objectives import compute_cost, compute_gap, compute_objective, holds, list_points
from tests.unit.solver import worlds

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


@given(worlds.formulas, st.fixed_dictionaries({name: st.integers(0, 1) for name in worlds.BOOLS}), st.data())
def test_a_formula_holds_as_its_definition_says(formula: Formula, bools: dict[str, int], data: st.DataObject) -> None:
    numbers = {name: data.draw(st.integers(*ends)) for name, ends in worlds.NUMBERS.items()}
    assert holds(formula, bools | numbers) == worlds.holds(formula, bools | numbers)


def test_a_gap_is_the_distance_where_its_condition_holds() -> None:
    gap = GapCost(((2, "x"), (-1, "y")), 3, 5, Is("a"))
    assert compute_gap(gap, {"x": 4, "y": 1, "a": True}) == 4
    assert compute_gap(gap, {"x": 0, "y": 1, "a": True}) == 4
    assert compute_gap(gap, {"x": 4, "y": 1, "a": False}) == 0


def test_an_objective_adds_up_breaches_and_gaps() -> None:
    soft = Objective(
        breaches=(BreachCost(Is("a"), 7), BreachCost(Not(Is("a")), 2)), gaps=(GapCost(((1, "x"),), 9, 3, Truth(True)),)
    )
    assert compute_objective(soft, {"x": 7, "a": False}) == 7 + 6
