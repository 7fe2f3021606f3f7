"""Limits of a search and costs of change, against trying everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import (
    Bool,
    ChangeCost,
    Constraint,
    Implies,
    Integer,
    Is,
    Limit,
    LimitsUnreachable,
    Linear,
    Model,
    Objective,
    PiecewiseCost,
)
from configurator.solver.objectives import compute_objective
from configurator.solver.optimising import optimise

MODEL = Model(
    (Bool("p"), Bool("q"), Integer("n", 0, 6)),
    (
        Constraint("few", Implies(Is("p"), Linear(((1, "n"),), "<=", 3))),
        Constraint("some", Implies(Is("q"), Linear(((1, "n"),), ">=", 2))),
    ),
)
WORLDS = [
    {"p": p, "q": q, "n": n}
    for p, q, n in product((False, True), (False, True), range(7))
    if (not p or n <= 3) and (not q or n >= 2)
]
small = st.integers(-5, 5)
figures = st.none() | small | st.sampled_from((-(10**30), 10**30))
changes = st.lists(
    st.builds(
        ChangeCost,
        st.dictionaries(st.sampled_from("pqn"), st.integers(0, 1), min_size=1).map(lambda one: tuple(one.items())),
        small,
    ),
    max_size=3,
).map(tuple)
objectives = st.builds(
    lambda factors, steps, changed, sense: Objective(
        tuple(zip(factors, ("p", "q", "n"), strict=True)), (PiecewiseCost("n", steps),), (), sense, changed
    ),
    st.tuples(small, small, small),
    st.tuples(st.tuples(st.just(0), small, small), st.tuples(st.just(3), small, small)),
    changes,
    st.sampled_from(("min", "max")),
)


@given(objective=objectives, limited=objectives, low=figures, high=figures)
@settings(max_examples=120, deadline=None)
def test_the_best_within_limits_is_what_trying_everything_finds(
    objective: Objective, limited: Objective, low: int | None, high: int | None
) -> None:
    within = [
        world
        for world in WORLDS
        if (low is None or compute_objective(limited, world) >= low)
        and (high is None or compute_objective(limited, world) <= high)
    ]
    limit = Limit(limited, low, high)
    if not within:
        with pytest.raises(LimitsUnreachable):
            optimise(MODEL, (), (objective,), 20, limits=(limit,))
        return
    pick = min if objective.sense == "min" else max
    optimum = optimise(MODEL, (), (objective,), 20, limits=(limit,))
    assert optimum.objective_values == (pick(compute_objective(objective, world) for world in within),)
    assert optimum.values in within
    assert optimum.bounds == optimum.objective_values


def test_a_change_costs_once_however_much_of_it_changed() -> None:
    cost = Objective(changes=(ChangeCost((("n", 4), ("q", 1)), 7),))
    assert compute_objective(cost, {"p": False, "q": True, "n": 4}) == 0
    assert compute_objective(cost, {"p": False, "q": False, "n": 5}) == 7
