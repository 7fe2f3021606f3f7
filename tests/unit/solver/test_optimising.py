"""The optimum is the one that trying everything finds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import (
    AtLeast,
    Bool,
    BreachCost,
    ConflictFound,
    Constraint,
    DistanceCost,
    Exactly,
    Fact,
    GapCost,
    Iff,
    Implies,
    Integer,
    Is,
    IsTrue,
    Linear,
    Model,
    ModelRefusal,
    Not,
    Objective,
    PiecewiseCost,
    StepCost,
    Truth,
    Undecided,
    compile,
)
from configurator.solver.objectives import compute_objective
from configurator.solver.optimising import Optimum, optimise
from tests.unit.solver import worlds
from tests.unit.solver.worlds import Worlds

SEATS = Model(
    (Bool("cloud"), Bool("own"), Integer("seats", 0, 1000), Integer("phones", 0, 1000)),
    (
        Constraint("either", Iff(Is("cloud"), Not(Is("own")))),
        Constraint("phones", Linear(((2, "phones"), (-1, "seats")), ">=", 0)),
        Constraint("own-limit", Implies(Is("own"), Linear(((1, "seats"),), "<=", 50))),
    ),
)
TIERS = PiecewiseCost("seats", ((1, 300, 30), (100, 2500, 20)))


def find_best(model: Model, facts: tuple[Fact, ...], *objectives: Objective) -> Optimum:
    """The optimum without a limit that could matter."""
    optimum = optimise(model, facts, objectives, 60)
    assert optimum.proof == "optimal"
    return optimum


_numbers = st.sampled_from(tuple(worlds.NUMBERS))
_points = st.lists(st.tuples(st.integers(-20, 40), st.integers(-9, 9)), min_size=1, max_size=3)


@st.composite
def _tiers(draw: st.DrawFn) -> PiecewiseCost:
    starts = sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3)))
    costs = draw(st.lists(st.tuples(st.integers(-20, 40), st.integers(-9, 9)), min_size=3, max_size=3))
    points = tuple((start, *cost) for start, cost in zip(starts, costs, strict=False))
    return PiecewiseCost(draw(_numbers), points)


_sums = st.lists(st.tuples(st.integers(-5, 9), st.sampled_from(worlds.NAMES)), max_size=3).map(tuple)
_distances = st.lists(st.builds(DistanceCost, _numbers, st.integers(0, 8), st.integers(1, 4)), max_size=1).map(tuple)
_hard = st.builds(
    Objective, _sums, st.lists(_tiers(), max_size=1).map(tuple), _distances, st.sampled_from(("min", "max"))
)
_breaches = st.lists(st.builds(BreachCost, worlds.formulas, st.integers(1, 9)), min_size=1, max_size=3).map(tuple)
_gaps = st.lists(
    st.builds(GapCost, _sums, st.integers(-5, 9), st.integers(1, 5), worlds.formulas), min_size=1, max_size=2
).map(tuple)
_soft = st.builds(Objective, _sums, breaches=_breaches, gaps=_gaps)
_objectives = st.one_of(_hard, _soft)


@settings(max_examples=80, deadline=None)
@given(worlds.models(), st.lists(worlds.facts, max_size=2).map(tuple), st.lists(_objectives, min_size=1, max_size=2))
def test_finds_what_trying_everything_finds(model: Model, facts: tuple[Fact, ...], objectives: list[Objective]) -> None:
    possible = Worlds(model).list(facts)
    if not possible:
        with pytest.raises(ConflictFound):
            optimise(model, facts, objectives, 60)
        return
    signs = [1 if objective.sense == "min" else -1 for objective in objectives]
    best = min(
        tuple(sign * compute_objective(one, world) for sign, one in zip(signs, objectives, strict=True))
        for world in possible
    )
    optimum = find_best(model, facts, *objectives)
    assert optimum.objective_values == tuple(sign * value for sign, value in zip(signs, best, strict=True))
    assert dict(optimum.values) in possible
    assert optimum.bound == optimum.objective_values[-1]


def test_a_breach_costs_its_weight_and_never_forbids() -> None:
    few = BreachCost(Linear(((1, "seats"),), "<=", 40), 100)
    optimum = find_best(SEATS, (AtLeast("seats", 60),), Objective(breaches=(few,)))
    assert (optimum.objective_values, optimum.values["seats"]) == ((100,), 60)
    assert find_best(SEATS, (), Objective(terms=((-1, "seats"),), breaches=(few,))).values["seats"] == 1000
    assert find_best(SEATS, (IsTrue("own"),), Objective(terms=((-1, "seats"),), breaches=(few,))).values["seats"] == 40


def test_a_gap_counts_only_where_its_condition_holds() -> None:
    gap = GapCost(((1, "phones"), (-3, "seats")), 5, 2, Is("own"))
    close = find_best(SEATS, (IsTrue("own"), Exactly("seats", 10)), Objective(gaps=(gap,)))
    assert (close.values["phones"], close.objective_values) == (35, (0,))
    assert (
        find_best(SEATS, (IsTrue("own"), Exactly("phones", 5)), Objective(((-1, "seats"),), gaps=(gap,))).values[
            "seats"
        ]
        == 0
    )
    assert find_best(SEATS, (IsTrue("cloud"), Exactly("phones", 9)), Objective(gaps=(gap,))).objective_values == (0,)


def test_what_always_or_never_holds_needs_no_variable() -> None:
    sure = Objective(breaches=(BreachCost(Truth(True), 3), BreachCost(Truth(False), 5)))
    off = Objective(gaps=(GapCost(((1, "seats"),), 700, 1, Truth(False)),))
    assert find_best(SEATS, (), sure, off).objective_values == (5, 0)


def test_refuses_to_make_breaches_greatest() -> None:
    with pytest.raises(ModelRefusal) as caught:
        optimise(SEATS, [], [Objective(breaches=(BreachCost(Is("own"), 1),), sense="max")], 60)
    assert caught.value.fault == "soft-and-greatest"


def test_refuses_a_breach_over_an_unknown_name() -> None:
    with pytest.raises(ModelRefusal) as caught:
        optimise(SEATS, [], [Objective(breaches=(BreachCost(Is("nobody"), 1),))], 60)
    assert caught.value.subject == "nobody"


def test_a_tier_can_make_more_the_cheaper_choice() -> None:
    tiers = PiecewiseCost("seats", ((1, 300, 30), (100, 2500, 20)))
    assert find_best(SEATS, (AtLeast("seats", 90),), Objective(steps=(tiers,))).values["seats"] == 100


def test_later_objectives_decide_only_between_equals() -> None:
    cheap = Objective(((10, "seats"), (1, "own")))
    many_phones = Objective(((1, "phones"),), sense="max")
    optimum = find_best(SEATS, (AtLeast("seats", 30),), cheap, many_phones)
    assert optimum.values == {"cloud": True, "own": False, "seats": 30, "phones": 1000}
    assert optimum.objective_values == (300, 1000)


def test_stays_close_to_what_was_wished() -> None:
    wish = Objective(deviations=(DistanceCost("seats", 80, 1), DistanceCost("phones", 20, 3)))
    optimum = find_best(SEATS, (IsTrue("own"),), wish)
    assert (optimum.values["seats"], optimum.values["phones"]) == (40, 20)


def test_steps_cost_only_once_reached() -> None:
    cost = Objective(((-1, "seats"),), (StepCost("seats", ((200, 300),)),))
    assert find_best(SEATS, (Exactly("phones", 300),), cost).values["seats"] == 600
    dear = Objective(((-1, "seats"),), (StepCost("seats", ((200, 5000),)),))
    assert find_best(SEATS, (Exactly("phones", 300),), dear).values["seats"] == 199


def test_the_same_question_has_the_same_answer() -> None:
    compiled = compile(SEATS)
    objective = Objective(steps=(TIERS,), terms=((1, "phones"),))
    first = optimise(compiled, [AtLeast("seats", 95)], [objective], None)
    again = optimise(compiled, [AtLeast("seats", 95)], [objective], None)
    assert first.values == again.values


def test_a_conflict_is_explained() -> None:
    with pytest.raises(ConflictFound) as caught:
        optimise(SEATS, [IsTrue("own"), AtLeast("seats", 60)], [Objective()], 60)
    assert caught.value.explanation.labels == ("own-limit",)


def test_refuses_an_objective_over_an_unknown_name() -> None:
    with pytest.raises(ModelRefusal) as caught:
        optimise(SEATS, [], [Objective(((1, "nobody"),))], 60)
    assert caught.value.subject == "nobody"


def test_no_time_at_all_is_undecided() -> None:
    with pytest.raises(Undecided):
        optimise(SEATS, [], [Objective(((1, "seats"),), sense="max")], Decimal(0))


def test_without_objectives_some_completion_will_do() -> None:
    values = find_best(SEATS, (AtLeast("seats", 60),)).values
    assert values["cloud"] is True and values["own"] is False
