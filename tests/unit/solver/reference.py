"""A model told to CP-SAT by a translation of the tests' own, to judge the engine on models too large to try out.

CP-SAT gets the formulas as they were written, each with a literal that is equivalent to it, so that a fault in the
engine's lowering, narrowing or encoding cannot hide in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from ortools.sat.python import cp_model

from configurator.solver import (
    And,
    AtLeast,
    AtMost,
    Bool,
    Count,
    Exactly,
    Fact,
    Formula,
    Iff,
    Implies,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    Not,
    Objective,
    Or,
    Table,
    Truth,
)
from tests.unit.solver.meaning import charge

WIDEST = 2**40


class Reference:
    """What a model allows, by another solver."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.spans = {one.name: (0, 1) if isinstance(one, Bool) else (one.low, one.high) for one in model.variables}
        self.variables = {name: self.cp.new_int_var(*span, name) for name, span in self.spans.items()}
        self._entries = [(entry.label, self._literal(entry.formula)) for entry in model.constraints]

    def find_domains(self, facts: Sequence[Fact]) -> dict[str, tuple[int, int]] | None:
        """Least and greatest value of every variable, None when the facts clash."""
        told = self._tell(facts)
        first = self._solve(told)
        if first is None:
            return None
        seen = {name: [value, value] for name, value in first.items()}
        for name in self.variables:
            for upwards in (False, True):
                self._stretch(told, name, upwards, seen)
        return {name: (low, high) for name, (low, high) in seen.items()}

    def is_possible(self, facts: Iterable[Fact], labels: frozenset[str] | None = None) -> bool:
        """Whether facts and the constraints of these labels (None: all) and of no label can hold together."""
        return self._solve(self._tell(facts, labels)) is not None

    def draw_world(self, chance: Random) -> dict[str, int] | None:
        """Some world that is allowed, another one for other dice."""
        told = self._tell(())
        for name in chance.sample(sorted(self.variables), min(8, len(self.variables))):
            asked = told.clone()
            self._add_fact(asked, Exactly(name, chance.randint(*self.spans[name])))
            told = asked if self._solve(asked) is not None else told
        return self._solve(told)

    def list_repair_sizes(self, facts: Sequence[Fact], wanted: Sequence[Fact], limit: int) -> list[int]:
        """The sizes of the smallest minimal sets of facts to give up: least first, each one then ruled out."""
        told = self._tell(wanted)
        dropped = [told.new_bool_var("") for _ in facts]
        for fact, literal in zip(facts, dropped, strict=True):
            self._add_fact(told, fact, literal.negated())
        told.minimize(sum(dropped))
        sizes: list[int] = []
        while len(sizes) < limit:
            solver = self._make_solver()
            if self._run(solver, told) == cp_model.INFEASIBLE:
                break
            given_up = [literal for literal in dropped if solver.boolean_value(literal)]
            sizes.append(len(given_up))
            told.add_bool_or([literal.negated() for literal in given_up])
        return sizes

    def find_best(self, facts: Sequence[Fact], objectives: Sequence[Objective]) -> tuple[int, ...] | None:
        """The best values of the objectives in turn, None when the facts clash."""
        told = self._tell(facts)
        reached: list[int] = []
        for objective in objectives:
            total = self._write_objective(told, objective)
            told.minimize(total) if objective.sense == "min" else told.maximize(total)
            solver = self._make_solver()
            if self._run(solver, told) == cp_model.INFEASIBLE:
                return None
            reached.append(solver.value(total))
            told.clear_objective()
            told.add(total == reached[-1])
        return tuple(reached)

    def implies(self, one: str, other: str) -> bool:
        """Whether a Bool is true wherever another is."""
        return not self.is_possible((IsTrue(one), IsFalse(other)))

    def list_redundant(self, labels: Sequence[str]) -> list[str]:
        """Labels whose constraints follow from all that is left, one after another left out."""
        kept = set(labels)
        for label in labels:
            told = self._tell((), frozenset(kept - {label}))
            told.add_bool_or([literal.negated() for name, literal in self._entries if name == label])
            if self._solve(told) is None:
                kept.discard(label)
        return [label for label in labels if label not in kept]

    def _tell(self, facts: Iterable[Fact], labels: frozenset[str] | None = None) -> cp_model.CpModel:
        told = self.cp.clone()
        for label, literal in self._entries:
            if labels is None or not label or label in labels:
                told.add(literal == 1)
        for fact in facts:
            self._add_fact(told, fact)
        return told

    def _add_fact(self, told: cp_model.CpModel, fact: Fact, condition: cp_model.IntVar | None = None) -> None:
        variable = self.variables[fact.name]
        match fact:
            case IsTrue():
                posted = told.add(variable == 1)
            case IsFalse():
                posted = told.add(variable == 0)
            case AtLeast(_, value):
                posted = told.add(variable >= value)
            case AtMost(_, value):
                posted = told.add(variable <= value)
            case Exactly(_, value):
                posted = told.add(variable == value)
        if condition is not None:
            posted.only_enforce_if(condition)

    def _stretch(self, told: cp_model.CpModel, name: str, upwards: bool, seen: dict[str, list[int]]) -> None:
        if seen[name][upwards] == self.spans[name][upwards]:
            return
        asked, handle = told.clone(), self.variables[name]
        asked.maximize(handle) if upwards else asked.minimize(handle)
        best = self._solve(asked)
        assert best is not None
        for other, value in best.items():
            seen[other] = [min(seen[other][0], value), max(seen[other][1], value)]

    def _solve(self, told: cp_model.CpModel) -> dict[str, int] | None:
        solver = self._make_solver()
        if self._run(solver, told) == cp_model.INFEASIBLE:
            return None
        return {name: solver.value(variable) for name, variable in self.variables.items()}

    def _run(self, solver: cp_model.CpSolver, told: cp_model.CpModel) -> object:
        status = solver.solve(told)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), status
        assert status != cp_model.FEASIBLE or not told.has_objective()
        return status

    def _make_solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        return solver

    def _write_objective(self, told: cp_model.CpModel, objective: Objective) -> cp_model.LinearExpr:
        total = sum(factor * self.variables[name] for factor, name in objective.terms) + told.new_constant(0)
        for cost in objective.steps:
            low, high = self.spans[cost.name]
            prices = {quantity: charge(cost, quantity) for quantity in range(low, high + 1)}
            price = told.new_int_var(min(prices.values()), max(prices.values()), "")
            told.add_allowed_assignments([self.variables[cost.name], price], list(prices.items()))
            total = total + price
        for wish in objective.deviations:
            away = self.variables[wish.name] - wish.target
            distance = told.new_int_var(0, WIDEST, "")
            told.add_max_equality(distance, [away, -away])
            total = total + wish.weight * distance
        return total

    def _literal(self, formula: Formula) -> cp_model.IntVar:
        cp, literal = self.cp, self.cp.new_bool_var("")
        match formula:
            case Truth(value):
                cp.add(literal == int(value))
            case Is(name):
                cp.add(literal == self.variables[name])
            case Not(part):
                cp.add(literal == 1 - self._literal(part))
            case And(parts):
                self._tie_all(literal, [self._literal(part) for part in parts])
            case Or(parts):
                self._tie_any(literal, [self._literal(part) for part in parts])
            case Implies(condition, consequence):
                self._tie_any(literal, [self._literal(Not(condition)), self._literal(consequence)])
            case Iff(left, right):
                self._tie_within(literal, self._literal(left) - self._literal(right), 0, 0)
            case Linear(terms, op, bound):
                total = sum(factor * self.variables[name] for factor, name in terms)
                self._tie_compared(literal, total, op, bound)
            case Count(parts, low, high):
                self._tie_within(literal, sum(self._literal(part) for part in parts), low, high)
            case Table(columns, rows):
                self._tie_any(literal, [self._row(columns, row) for row in rows])
        return literal

    def _row(self, columns: tuple[str, ...], row: tuple[object, ...]) -> cp_model.IntVar:
        cells = []
        for name, cell in zip(columns, row, strict=True):
            if cell is not None:
                low, high = cell if isinstance(cell, tuple) else (cell, cell)
                cells.append(self.cp.new_bool_var(""))
                self._tie_within(cells[-1], self.variables[name], low, high)
        literal = self.cp.new_bool_var("")
        self._tie_all(literal, cells)
        return literal

    def _tie_all(self, literal: cp_model.IntVar, parts: list[cp_model.IntVar]) -> None:
        self.cp.add_bool_and(parts).only_enforce_if(literal)
        self.cp.add_bool_or([part.negated() for part in parts]).only_enforce_if(literal.negated())

    def _tie_any(self, literal: cp_model.IntVar, parts: list[cp_model.IntVar]) -> None:
        self.cp.add_bool_or(parts).only_enforce_if(literal)
        self.cp.add_bool_and([part.negated() for part in parts]).only_enforce_if(literal.negated())

    def _tie_compared(self, literal: cp_model.IntVar, total: object, op: str, bound: int) -> None:
        if op == "!=":
            self._tie_within(literal.negated(), total, bound, bound)
        else:
            self._tie_within(literal, total, -WIDEST if op == "<=" else bound, WIDEST if op == ">=" else bound)

    def _tie_within(self, literal: object, total: object, low: int, high: int) -> None:
        inside = cp_model.Domain(low, high)
        self.cp.add_linear_expression_in_domain(total, inside).only_enforce_if(literal)
        self.cp.add_linear_expression_in_domain(total, inside.complement()).only_enforce_if(literal.negated())
