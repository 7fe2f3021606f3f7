"""Programs say what the model says, whatever literals they share, and cost what the objective costs."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from configurator.solver import (
    Bool,
    Constraint,
    DistanceCost,
    Implies,
    Integer,
    Is,
    Linear,
    Model,
    ModelRefusal,
    Objective,
    PiecewiseCost,
    StepCost,
    compile,
)
from configurator.solver.lowering import Some, Sum, Threshold
from configurator.solver.objectives import compute_objective
from configurator.solver.programs import Program, find_draft
from tests.unit.solver import worlds
from tests.unit.solver.worlds import Worlds

SEATS = Model(
    (Bool("taken"), Integer("seats", 0, 400)),
    (Constraint("least", Implies(Is("taken"), Linear(((1, "seats"),), ">=", 20))),),
)


def list_solutions(model: Model) -> set[tuple[int, ...]]:
    """The values of the model's variables in all solutions of its program."""
    program = Program(compile(model), {})
    found: set[tuple[int, ...]] = set()

    class Collector(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            found.add(tuple(self.value(program.find_variable(variable.name)) for variable in model.variables))

    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.solve(program.cp, Collector())
    return found


@settings(max_examples=40, deadline=None)
@given(worlds.models())
def test_has_the_solutions_of_the_model_and_no_others(model: Model) -> None:
    compiled = compile(model)
    expected = {tuple(int(world[each.name]) for each in model.variables) for world in Worlds(model).list(())}
    assert (set() if compiled.is_void else list_solutions(model)) == expected


COSTS = (
    Objective(((3, "seats"), (-5, "taken"))),
    Objective(steps=(PiecewiseCost("seats", ((1, 10, 10),)),)),
    Objective(steps=(PiecewiseCost("seats", ((1, 300, 10), (50, 900, 10))),)),
    Objective(steps=(PiecewiseCost("seats", ((1, 300, 30), (100, 2_500, 20), (300, 2_600, 1))),)),
    Objective(steps=(StepCost("seats", ((10, 70), (100, 20), (200, 500))),)),
    Objective(steps=(StepCost("taken", ((1, 70),)),)),
    Objective(deviations=(DistanceCost("seats", 90, 4), DistanceCost("taken", 1, 3))),
    Objective(deviations=(DistanceCost("seats", 500, 4),)),
    Objective(deviations=(DistanceCost("seats", 90, -4),)),
    Objective(deviations=(DistanceCost("seats", 90, 4),), sense="max"),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(COSTS), st.booleans(), st.integers(0, 400))
def test_an_objective_is_worth_what_it_costs(objective: Objective, taken: bool, seats: int) -> None:
    values = {"taken": taken, "seats": max(seats, 20) if taken else seats}
    ranges = {number: (int(value), int(value)) for number, value in enumerate(values.values())}
    for program in (Program(compile(SEATS), ranges), Program(compile(SEATS), {})):
        expression = program.write_objective(objective)
        program.cp.minimize(expression if objective.sense == "min" else -expression)
        for name, value in values.items():
            program.cp.add(program.find_variable(name) == int(value))
        solver = cp_model.CpSolver()
        assert solver.solve(program.cp) == cp_model.OPTIMAL
        assert solver.value(expression) == compute_objective(objective, values)


@pytest.mark.parametrize("is_exact", [False, True])
def test_only_an_exact_sum_can_be_bounded_against_its_sense(is_exact: bool) -> None:
    program = Program(compile(SEATS), {1: (85, 95)})
    distance = program.write_objective(Objective(deviations=(DistanceCost("seats", 90, 1),)), is_exact=is_exact)
    program.cp.add(distance >= 5)
    program.cp.add(program.find_variable("seats") == 90)
    status = cp_model.CpSolver().solve(program.cp)
    assert status == (cp_model.INFEASIBLE if is_exact else cp_model.OPTIMAL)


def test_what_is_posted_for_one_question_holds_there_alone() -> None:
    compiled = compile(SEATS)
    program = Program(compiled, {})
    program.post(
        Some((Threshold(0, 1, False), Sum(((1, 1), (-300, 0)), 5))), program.find_literal(Threshold(1, 50, True))
    )
    program.cp.add(program.find_variable("taken") == 1)
    program.cp.minimize(program.find_variable("seats") + 400 * program.find_literal(Threshold(1, 50, False)))
    solver = cp_model.CpSolver()
    assert solver.solve(program.cp) == cp_model.OPTIMAL
    assert solver.value(program.find_variable("seats")) == 305
    assert len(find_draft(compiled).cp.proto.constraints) < len(program.cp.proto.constraints)


def test_costs_on_one_line_need_no_further_variable() -> None:
    program = Program(compile(SEATS), {})
    before = len(program.cp.proto.variables)
    program.write_objective(Objective(steps=(PiecewiseCost("seats", ((1, 10, 10), (50, 500, 10))),)))
    assert len(program.cp.proto.variables) == before


def test_questions_share_the_draft_and_leave_it_alone() -> None:
    compiled = compile(SEATS)
    draft = find_draft(compiled)
    size = (len(draft.cp.proto.variables), len(draft.cp.proto.constraints))
    program = Program(compiled, {1: (30, 40)})
    program.write_objective(COSTS[3])
    assert find_draft(compiled) is draft
    assert (len(draft.cp.proto.variables), len(draft.cp.proto.constraints)) == size
    assert list(program.cp.proto.variables[1].domain) == [30, 40]
    assert list(draft.cp.proto.variables[1].domain) == [0, 400]


def test_a_draft_goes_with_its_model() -> None:
    from configurator.solver import programs

    gc.collect()
    before = len(programs._drafts)
    compiled = compile(SEATS)
    find_draft(compiled)
    assert len(programs._drafts) == before + 1
    del compiled
    gc.collect()
    assert len(programs._drafts) == before


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ModelRefusal):
        Program(compile(SEATS), {}).find_variable("desks")
