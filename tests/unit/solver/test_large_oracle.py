"""Domains and bounds of many generated models, compared with every possible world (small) and with CP-SAT (larger).

CP-SAT gets the formulas as they were written, by a translation of this file's own, so that a fault in the engine's
lowering, narrowing or encoding cannot hide in both. `ORACLE_CASES=9000 pytest tests/unit/solver/test_large_oracle.py`
runs as many cases of each kind as it says (the larger ones a tenth of it); by default a few.
"""

from __future__ import annotations

import os
from itertools import product
from random import Random

import pytest
from ortools.sat.python import cp_model

from configurator.benching.generating import make_catalog
from configurator.solver import (
    And,
    AtLeast,
    AtMost,
    Bool,
    CompiledModel,
    ConflictFound,
    Constraint,
    Count,
    Domains,
    Exactly,
    Fact,
    Formula,
    Iff,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    Not,
    Or,
    Reasoner,
    Table,
    Truth,
    compile,
)
from tests.unit.solver.worlds import agrees, holds

CASES = int(os.environ.get("ORACLE_CASES", "60"))
BATCHES = 6
STEPS = 3


class Reference:
    """A model in CP-SAT, each formula with a literal that is equivalent to it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.variables = {
            one.name: self.cp.new_bool_var(one.name)
            if isinstance(one, Bool)
            else self.cp.new_int_var(one.low, one.high, one.name)
            for one in model.variables
        }
        for entry in model.constraints:
            self.cp.add(self._literal(entry.formula) == 1)

    def find_domains(self, facts: list[Fact]) -> dict[str, tuple[int, int]] | None:
        """Least and greatest value of every variable, None when the facts clash."""
        told = self.cp.clone()
        for fact in facts:
            self._tell(told, fact)
        first = self._solve(told)
        if first is None:
            return None
        seen = {name: [value, value] for name, value in first.items()}
        for name in self.variables:
            for upwards in (False, True):
                self._stretch(told, name, upwards, seen)
        return {name: (low, high) for name, (low, high) in seen.items()}

    def _stretch(self, told: cp_model.CpModel, name: str, upwards: bool, seen: dict[str, list[int]]) -> None:
        variable = next(one for one in self.model.variables if one.name == name)
        low, high = (0, 1) if isinstance(variable, Bool) else (variable.low, variable.high)
        if seen[name][upwards] == (high if upwards else low):
            return
        asked = told.clone()
        handle = asked.get_int_var_from_proto_index(self.variables[name].index)
        asked.maximize(handle) if upwards else asked.minimize(handle)
        best = self._solve(asked)
        assert best is not None
        for other, value in best.items():
            seen[other] = [min(seen[other][0], value), max(seen[other][1], value)]

    def _solve(self, told: cp_model.CpModel) -> dict[str, int] | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(told)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
        if status == cp_model.INFEASIBLE:
            return None
        values = solver.response_proto.solution
        return {name: values[variable.index] for name, variable in self.variables.items()}

    def _tell(self, told: cp_model.CpModel, fact: Fact) -> None:
        handle = told.get_int_var_from_proto_index(self.variables[fact.name].index)
        match fact:
            case IsTrue():
                told.add(handle == 1)
            case IsFalse():
                told.add(handle == 0)
            case AtLeast(_, value):
                told.add(handle >= value)
            case AtMost(_, value):
                told.add(handle <= value)
            case Exactly(_, value):
                told.add(handle == value)

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
            widest = 2**40
            self._tie_within(literal, total, -widest if op == "<=" else bound, widest if op == ">=" else bound)

    def _tie_within(self, literal: object, total: object, low: int, high: int) -> None:
        inside = cp_model.Domain(low, high)
        self.cp.add_linear_expression_in_domain(total, inside).only_enforce_if(literal)
        self.cp.add_linear_expression_in_domain(total, inside.complement()).only_enforce_if(literal.negated())


class Dice:
    """Random formulas, models and facts over few variables."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        low, other = chance.randint(0, 3), chance.randint(0, 2)
        self.variables = (
            *(Bool(name) for name in "abcd"),
            Integer("x", low, low + chance.randint(1, 7)),
            Integer("y", other, other + chance.randint(0, 4)),
        )
        self.names = [one.name for one in self.variables]

    def draw_model(self) -> Model:
        count = self.chance.randint(1, 6)
        return Model(self.variables, tuple(Constraint(f"r{place}", self.draw_formula(3)) for place in range(count)))

    def draw_formula(self, depth: int) -> Formula:
        chance = self.chance
        kind = chance.randrange(10 if depth else 4)
        if kind == 0:
            return Is(chance.choice("abcd"))
        if kind in (1, 2):
            return self._draw_linear()
        if kind == 3:
            return self._draw_table()
        parts = tuple(self.draw_formula(depth - 1) for _ in range(chance.randint(1, 3)))
        if kind == 4:
            return Not(parts[0])
        if kind in (5, 6):
            return (And, Or)[kind - 5](parts)
        if kind in (7, 8):
            return (Implies, Iff)[kind - 7](parts[0], parts[-1])
        return Count(parts, chance.randint(0, 2), chance.randint(0, 3))

    def draw_facts(self, model: Model) -> list[Fact]:
        return [self._draw_fact(self.chance.choice(model.variables)) for _ in range(self.chance.randint(0, 3))]

    def _draw_fact(self, variable: Bool | Integer) -> Fact:
        if isinstance(variable, Bool):
            return self.chance.choice((IsTrue, IsFalse))(variable.name)
        value = self.chance.randint(variable.low, variable.high)
        return self.chance.choice((AtLeast, AtMost, Exactly))(variable.name, value)

    def _draw_linear(self) -> Linear:
        terms = [
            (self.chance.randint(-6, 9), name) for name in self.chance.choices(self.names, k=self.chance.randint(1, 4))
        ]
        return Linear(tuple(terms), self.chance.choice(("<=", ">=", "==", "!=")), self.chance.randint(-12, 25))

    def _draw_table(self) -> Table:
        columns = tuple(self.chance.sample(self.names, self.chance.randint(1, 3)))
        rows = [tuple(self._draw_cell() for _ in columns) for _ in range(self.chance.randint(0, 5))]
        return Table(columns, tuple(rows))

    def _draw_cell(self) -> int | tuple[int, int] | None:
        low = self.chance.randint(0, 5)
        return self.chance.choice((None, self.chance.randint(0, 3), (low, low + self.chance.randint(-1, 4))))


def list_worlds(model: Model) -> list[dict[str, int]]:
    """The assignments in which every constraint holds."""
    spans = [(0, 1) if isinstance(one, Bool) else (one.low, one.high) for one in model.variables]
    names = [one.name for one in model.variables]
    every = (
        dict(zip(names, values, strict=True)) for values in product(*(range(low, high + 1) for low, high in spans))
    )
    return [world for world in every if all(holds(entry.formula, world) for entry in model.constraints)]


def find_by_force(worlds: list[dict[str, int]], facts: list[Fact]) -> dict[str, tuple[int, int]] | None:
    """Least and greatest value of every variable among the worlds in which the facts hold."""
    left = [world for world in worlds if all(agrees(fact, world) for fact in facts)]
    if not left:
        return None
    return {name: (min(world[name] for world in left), max(world[name] for world in left)) for name in left[0]}


def find_domains(reasoner: Reasoner, facts: list[Fact]) -> dict[str, tuple[int, int]] | None:
    """The engine's answer in the same form."""
    try:
        domains: Domains = reasoner.domains(facts)
    except ConflictFound:
        return None
    assert not domains.undecided
    bools = {name: (int(min(values)), int(max(values))) for name, values in domains.bools.items()}
    return bools | dict(domains.integers)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_small_models_agree_with_every_possible_world(batch: int) -> None:
    for case in range(batch, CASES, BATCHES):
        dice = Dice(Random(f"small {case}"))
        model = dice.draw_model()
        worlds, reasoner = list_worlds(model), Reasoner(compile(model))
        for _ in range(STEPS):
            facts = dice.draw_facts(model)
            assert find_domains(reasoner, facts) == find_by_force(worlds, facts), (case, facts)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_larger_catalogs_agree_with_another_solver(batch: int) -> None:
    for case in range(batch, max(BATCHES, CASES // 10), BATCHES):
        dice = Dice(Random(f"larger {case}"))
        model = make_catalog(dice.chance.choice((0.03, 0.05, 0.08, 0.12)), case)
        compiled: CompiledModel = compile(model)
        reference, reasoner = Reference(model), Reasoner(compiled)
        for _ in range(STEPS):
            facts = dice.draw_facts(model)
            assert find_domains(reasoner, facts) == reference.find_domains(facts), (case, facts)


def test_the_two_references_agree_with_each_other() -> None:
    for case in range(20):
        dice = Dice(Random(f"both {case}"))
        model = dice.draw_model()
        facts = dice.draw_facts(model)
        assert Reference(model).find_domains(facts) == find_by_force(list_worlds(model), facts), (case, facts)
