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
from configurator.solver.givens import Given, merge_ranges, read_fact
from configurator.solver.lowering import All, Node, Some, Sum, Tally, Threshold, negate
from configurator.solver.model import Integer, Model
from configurator.solver.objectives import (
    ChangeCost,
    DistanceCost,
    Limit,
    Objective,
    PiecewiseCost,
    StepCost,
    compute_cost,
    compute_objective,
    list_points,
)
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
    program = None if compiled.is_void else Program(compiled, givens)
    if program is None or not program.is_possible:
        raise ConflictFound(Reasoner(compiled, time_limit, clock).conflict(given))
    for limit in limits:
        program.post_limit(limit)
    search = _Search(program, given, Deadline(time_limit, clock), time_limit, clock)
    return search.run(objectives or (Objective(),))


class Program:
    """A compiled model written for CP-SAT; literals imply their nodes, as in the SAT encoding."""

    def __init__(self, compiled: CompiledModel, givens: Sequence[Given]) -> None:
        self.compiled = compiled
        self.cp = cp_model.CpModel()
        self._literals: dict[Node, cp_model.IntVar] = {}
        self._costs: dict[PiecewiseCost | StepCost, cp_model.IntVar] = {}
        self.is_limited = False
        self._ranges = merge_ranges(givens, compiled.box)
        self.is_possible = all(low <= high for low, high in self._ranges.values())
        self.variables = [self._add_variable(number) for number in range(len(compiled.variables))]
        if self.is_possible:
            for node in compiled.rest:
                self._post(node, None)

    def find_variable(self, name: str) -> cp_model.IntVar:
        """The CP-SAT variable of a name; refuses unknown names."""
        number = self.compiled.numbers.get(name)
        if number is None:
            raise ModelRefusal("unknown-name", name)
        return self.variables[number]

    def get_range(self, name: str) -> tuple[int, int]:
        """The range of a known name under the facts."""
        number = self.compiled.numbers[name]
        return self._ranges.get(number) or (self.compiled.box.low[number], self.compiled.box.high[number])

    def write_objective(self, objective: Objective) -> cp_model.LinearExpr:
        """An objective as a linear expression, with the helping variables it needs."""
        parts = [factor * self.find_variable(name) for factor, name in objective.terms]
        parts.extend(self._find_cost(cost) for cost in objective.steps)
        parts.extend(self._write_distance(wish) for wish in objective.deviations)
        parts.extend(change.weight * self._write_change(change) for change in objective.changes)
        return cp_model.LinearExpr.sum(parts)

    def post_limit(self, limit: Limit) -> None:
        """Bound a sum for the whole search."""
        expression = self.write_objective(limit.of)
        if limit.low is not None:
            self.cp.add(expression >= limit.low)
        if limit.high is not None:
            self.cp.add(expression <= limit.high)
        self.is_limited = True

    def _add_variable(self, number: int) -> cp_model.IntVar:
        low, high = self.get_range(self.compiled.variables[number].name)
        return self.cp.new_int_var(low, max(low, high), f"v{number}")

    def _find_cost(self, cost: PiecewiseCost | StepCost) -> cp_model.IntVar:
        if cost not in self._costs:
            self._costs[cost] = self._write_steps(cost)
        return self._costs[cost]

    def _write_steps(self, cost: PiecewiseCost | StepCost) -> cp_model.IntVar:
        variable = self.find_variable(cost.name)
        low, high = self.get_range(cost.name)
        tiers = _list_tiers(cost, low, high)
        ends = [compute_cost(cost, quantity) for tier in tiers for quantity in tier]
        price = self.cp.new_int_var(min(ends), max(ends), "")
        chosen = [self.cp.new_bool_var("") for _ in tiers]
        self.cp.add_exactly_one(chosen)
        for literal, (start, end) in zip(chosen, tiers, strict=True):
            at_start = compute_cost(cost, start)
            slope = compute_cost(cost, start + 1) - at_start if end > start else 0
            self.cp.add_linear_constraint(variable, start, end).only_enforce_if(literal)
            self.cp.add(price == at_start + slope * (variable - start)).only_enforce_if(literal)
        return price

    def _write_distance(self, wish: DistanceCost) -> cp_model.LinearExpr:
        variable = self.find_variable(wish.name)
        low, high = self.get_range(wish.name)
        distance = self.cp.new_int_var(0, max(abs(low - wish.target), abs(high - wish.target)), "")
        self.cp.add_abs_equality(distance, variable - wish.target)
        return wish.weight * distance

    def _write_change(self, change: ChangeCost) -> cp_model.IntVar:
        """A Bool that holds exactly when any of the wished values does not."""
        differing = []
        for name, value in change.wished:
            literal, variable = self.cp.new_bool_var(""), self.find_variable(name)
            self.cp.add(variable == value).only_enforce_if(literal.Not())
            self.cp.add(variable != value).only_enforce_if(literal)
            differing.append(literal)
        changed = self.cp.new_bool_var("")
        self.cp.add_max_equality(changed, differing)
        return changed

    def _post(self, node: Node, condition: cp_model.IntVar | None) -> None:
        match node:
            case All(parts):
                for part in parts:
                    self._post(part, condition)
            case Some(parts):
                self._enforce(self.cp.add_bool_or([self._find_literal(part) for part in parts]), condition)
            case Tally(parts, low, high):
                self._post_tally(parts, low, high, condition)
            case Threshold(variable, value, above):
                number = self.variables[variable]
                self._enforce(self.cp.add(number >= value if above else number <= value - 1), condition)
            case Sum(terms, bound):
                total = cp_model.LinearExpr.weighted_sum(
                    [self.variables[variable] for _, variable in terms], [factor for factor, _ in terms]
                )
                self._enforce(self.cp.add(total >= bound), condition)

    def _post_tally(self, parts: tuple[Node, ...], low: int, high: int, condition: cp_model.IntVar | None) -> None:
        present = [self._find_literal(part) for part in parts]
        absent = [self._find_literal(negate(part)) for part in parts]
        self._enforce(self.cp.add(cp_model.LinearExpr.sum(present) >= low), condition)
        self._enforce(self.cp.add(cp_model.LinearExpr.sum(absent) >= len(parts) - high), condition)

    def _enforce(self, constraint: cp_model.Constraint, condition: cp_model.IntVar | None) -> None:
        if condition is not None:
            constraint.only_enforce_if(condition)

    def _find_literal(self, node: Node) -> cp_model.IntVar:
        if node not in self._literals:
            literal = self._literals[node] = self.cp.new_bool_var("")
            self._post(node, literal)
        return self._literals[node]


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
            self._values = [solver.value(variable) for variable in program.variables]
            program.cp.add(sign * expression <= sign * compute_objective(objective, self._name_values()))
        self._bounds.append(sign * round(solver.best_objective_bound))
        return bool(status == cp_model.OPTIMAL)

    def _make_solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        # Without it, packages with a choice among many small capacities take 20 s instead of 1 s to prove.
        solver.parameters.linearization_level = 2
        rest = self._deadline.compute_rest()
        if rest is not None:
            # a Decimal is taken as well, and the core has no floats
            solver.parameters.max_time_in_seconds = rest  # type: ignore[assignment]
        self._program.cp.clear_hints()  # type: ignore[no-untyped-call]  # OR-tools left it unannotated
        for variable, value in zip(self._program.variables, self._values or (), strict=False):
            self._program.cp.add_hint(variable, value)
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


def _list_tiers(cost: PiecewiseCost | StepCost, low: int, high: int) -> list[tuple[int, int]]:
    """The (first, last) quantities of each tier that meets the range from `low` to `high`."""
    starts = sorted({low, *(start for start, _, _ in list_points(cost) if low < start <= high)})
    return [(start, end - 1) for start, end in zip(starts, [*starts[1:], high + 1], strict=True)]
