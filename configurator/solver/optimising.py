"""The best completion, by OR-tools CP-SAT on whole numbers as they are; one objective after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ortools.sat.python import cp_model

from configurator.solver.compiling import CompiledModel, compile
from configurator.solver.deadline import Deadline
from configurator.solver.facts import Fact
from configurator.solver.givens import merge_ranges, read_fact
from configurator.solver.model import Integer, Model
from configurator.solver.objectives import Limit, Objective, compute_objective
from configurator.solver.programs import Program
from configurator.solver.reasoner import Reasoner
from configurator.solver.refusals import ConflictFound, LimitsUnreachable, ModelRefusal, Undecided

SEED = 1


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best completion found.

    `proof` is "optimal" when every objective in turn was proven; else "feasible", and `bound` is what
    the first unproven objective can at best be. With everything proven `bound` is the last value. `bounds` has the
    best possible value of every objective that was searched for.
    """

    values: Mapping[str, int | bool]
    objective_values: tuple[int, ...]
    proof: Literal["optimal", "feasible"]
    bound: int
    seconds: Decimal
    bounds: tuple[int, ...] = ()


def optimise(
    model: Model | CompiledModel,
    facts: Iterable[Fact],
    objectives: Sequence[Objective],
    time_limit: Decimal | int | None,
    clock: Callable[[], int] = time.monotonic_ns,
    limits: Sequence[Limit] = (),
) -> Optimum:
    """The completion of the facts that is best by the first objective, then by the second, …

    `time_limit` is in seconds for all objectives together. Refuses facts that clash (ConflictFound), limits that
    no completion keeps (LimitsUnreachable), no completion found in time (Undecided), and unknown names (ModelRefusal).
    """
    compiled = compile(model) if isinstance(model, Model) else model
    given = tuple(facts)
    givens = [read_fact(fact, compiled.numbers, compiled.variables) for fact in given]
    ranges = merge_ranges(givens, compiled.box)
    if compiled.is_void or any(low > high for low, high in ranges.values()):
        raise ConflictFound(Reasoner(compiled, time_limit, clock).conflict(given))
    program = Program(compiled, ranges)
    for limit in limits:
        program.post_limit(limit)
    search = _Search(program, given, Deadline(time_limit, clock), time_limit, clock)
    return search.run(objectives or (Objective(),))


class _Search:
    """One lexicographic search: each objective's best value becomes a constraint for the next."""

    def __init__(
        self,
        program: Program,
        facts: tuple[Fact, ...],
        deadline: Deadline,
        time_limit: Decimal | int | None,
        clock: Callable[[], int],
    ) -> None:
        self._program = program
        self._facts = facts
        self._deadline = deadline
        self._time_limit = time_limit
        self._clock = clock
        self._started = clock()
        self._values: list[int] | None = None
        self._bounds: list[int] = []

    def run(self, objectives: Sequence[Objective]) -> Optimum:
        """Solve for one objective after the other until one stays unproven."""
        is_proven = True
        for objective in objectives:
            is_proven = self._improve(objective)
            if not is_proven:
                break
        values = self._name_values()
        reached = tuple(compute_objective(objective, values) for objective in objectives)
        seconds = Decimal(self._clock() - self._started) / 1_000_000_000
        bound = reached[-1] if is_proven else self._bounds[-1]
        proof: Literal["optimal", "feasible"] = "optimal" if is_proven else "feasible"
        return Optimum(values, reached, proof, bound, seconds, tuple(self._bounds))

    def _improve(self, objective: Objective) -> bool:
        """Solve for one objective and hold on to what it reached; whether that is proven best."""
        program = self._program
        expression = program.write_objective(objective)
        sign = 1 if objective.sense == "min" else -1
        program.cp.minimize(sign * expression)
        solver = self._make_solver()
        status = solver.solve(program.cp)
        self._check(status)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._values = list(solver.response_proto.solution)[: len(program.compiled.variables)]
            program.cp.add(sign * expression <= sign * compute_objective(objective, self._name_values()))
        self._bounds.append(sign * round(solver.best_objective_bound))
        return bool(status == cp_model.OPTIMAL)

    def _make_solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        # The relaxation of tiered costs is tight; with less of it proofs take up to half as long again.
        solver.parameters.linearization_level = 2
        rest = self._deadline.compute_rest()
        if rest is not None:
            # a Decimal is taken as well, and the core has no floats
            solver.parameters.max_time_in_seconds = rest  # type: ignore[assignment]
        if self._values is not None:
            self._program.hint(self._values)
        return solver

    def _check(self, status: cp_model.CpSolverStatus) -> None:
        if status == cp_model.INFEASIBLE:
            if self._program.is_limited:
                raise LimitsUnreachable
            reasoner = Reasoner(self._program.compiled, self._time_limit, self._clock)
            raise ConflictFound(reasoner.conflict(self._facts))
        if status == cp_model.MODEL_INVALID:
            raise ModelRefusal("too-large", "objective")
        if self._values is None and status == cp_model.UNKNOWN:
            raise Undecided

    def _name_values(self) -> dict[str, int | bool]:
        return {
            variable.name: value if isinstance(variable, Integer) else bool(value)
            for variable, value in zip(self._program.compiled.variables, self._values or (), strict=True)
        }
