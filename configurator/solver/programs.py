"""A compiled model written for OR-tools CP-SAT: made once, copied for every question.

A threshold is one literal in both directions, a Bool its own. Tiered costs on one line need nothing but the quantity,
those with one slope a literal per jump, and only those whose slope changes a quantity per tier (the multiple choice
model of Croxton, Gendron and Magnanti, 2003), so that the linear relaxation is as tight as it can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

from ortools.sat.python import cp_model

from configurator.solver.compiling import CompiledModel
from configurator.solver.lowering import FALSE, TRUE, All, Node, Some, Sum, Tally, Threshold, lower_formula, negate
from configurator.solver.model import Formula, list_names
from configurator.solver.narrowing import Box
from configurator.solver.objectives import (
    BreachCost,
    ChangeCost,
    DistanceCost,
    GapCost,
    Limit,
    Objective,
    PiecewiseCost,
    StepCost,
)
from configurator.solver.refusals import ModelRefusal
from configurator.solver.tiers import Tier, list_tiers

Ranges = Mapping[int, tuple[int, int]]
Literal = cp_model.LiteralT
"""A 0-1 variable of CP-SAT or its negation."""

_ENDLESS = 2**62


class Writer:
    """Writes nodes for CP-SAT; the variables of the model come first, in order."""

    def __init__(self, cp: cp_model.CpModel, box: Box, thresholds: Mapping[tuple[int, int], int]) -> None:
        self.cp = cp
        self.box = box
        self.thresholds = dict(thresholds)
        """The place of the 0-1 variable for "variable ≥ value"."""
        self._variables: dict[int, cp_model.IntVar] = {}
        self._literals: dict[Node, Literal] = {}

    def get_variable(self, number: int) -> cp_model.IntVar:
        """The CP-SAT variable with this number."""
        variable = self._variables.get(number)
        if variable is None:
            variable = self._variables[number] = self.cp.get_int_var_from_proto_index(number)
        return variable

    def post(self, node: Node, condition: Literal | None = None) -> None:
        """Make the node hold, always or when the condition does."""
        match node:
            case All(parts):
                for part in parts:
                    self.post(part, condition)
            case Some(parts):
                self._enforce(self.cp.add_bool_or([self.find_literal(part) for part in parts]), condition)
            case Tally(parts, low, high):
                self._post_tally(parts, low, high, condition)
            case Threshold(variable, value, above):
                number = self.get_variable(variable)
                self._enforce(self.cp.add(number >= value if above else number <= value - 1), condition)
            case Sum(terms, bound):
                total = cp_model.LinearExpr.weighted_sum(
                    [self.get_variable(variable) for _, variable in terms], [factor for factor, _ in terms]
                )
                self._enforce(self.cp.add(total >= bound), condition)

    def find_literal(self, node: Node) -> Literal:
        """A literal that implies the node; of a threshold one that says exactly that."""
        if isinstance(node, Threshold):
            literal = self.find_threshold(node.variable, node.value)
            return literal if node.above else ~literal
        if node not in self._literals:
            literal = self._literals[node] = self.cp.new_bool_var("")
            self.post(node, literal)
        return self._literals[node]

    def find_threshold(self, variable: int, value: int) -> cp_model.IntVar:
        """The literal that holds exactly when the variable is at least the value."""
        if (self.box.low[variable], self.box.high[variable], value) == (0, 1, 1):
            return self.get_variable(variable)
        place = self.thresholds.get((variable, value))
        if place is not None:
            return self.cp.get_bool_var_from_proto_index(place)
        literal = self.cp.new_bool_var("")
        self.cp.add(self.get_variable(variable) >= value).only_enforce_if(literal)
        self.cp.add(self.get_variable(variable) <= value - 1).only_enforce_if(~literal)
        self.thresholds[variable, value] = literal.index
        return literal

    def _post_tally(self, parts: tuple[Node, ...], low: int, high: int, condition: Literal | None) -> None:
        """Literals of thresholds say exactly what they stand for, others only imply it."""
        present = [self.find_literal(part) for part in parts]
        if all(isinstance(part, Threshold) for part in parts):
            total = cp_model.LinearExpr.sum(present)
            self._enforce(self.cp.add_linear_constraint(total, low, high), condition)
            return
        absent = [self.find_literal(negate(part)) for part in parts]
        self._enforce(self.cp.add(cp_model.LinearExpr.sum(present) >= low), condition)
        self._enforce(self.cp.add(cp_model.LinearExpr.sum(absent) >= len(parts) - high), condition)

    def _enforce(self, constraint: cp_model.Constraint, condition: Literal | None) -> None:
        if condition is not None:
            constraint.only_enforce_if(condition)


class Draft(Writer):
    """Variables and constraints without facts and objective."""

    def __init__(self, nodes: Sequence[Node], box: Box) -> None:
        super().__init__(cp_model.CpModel(), box, {})
        for low, high in zip(box.low, box.high, strict=True):
            self.cp.new_int_var(low, max(low, high), "")
        for node in nodes:
            self.post(node)


class Program(Writer):
    """A draft's copy under facts, for one question."""

    def __init__(self, compiled: CompiledModel, ranges: Ranges) -> None:
        draft = find_draft(compiled)
        super().__init__(draft.cp.clone(), compiled.box, draft.thresholds)
        self.compiled = compiled
        self.is_limited = False
        self._ranges = ranges
        for number, (low, high) in ranges.items():
            domain = self.cp.proto.variables[number].domain
            domain.clear()
            domain.extend((low, high))

    def find_variable(self, name: str) -> cp_model.IntVar:
        """The CP-SAT variable of a name; refuses unknown names."""
        number = self.compiled.numbers.get(name)
        if number is None:
            raise ModelRefusal("unknown-name", name)
        return self.get_variable(number)

    def get_range(self, name: str) -> tuple[int, int]:
        """The range of a known name under the facts."""
        number = self.compiled.numbers[name]
        return self._ranges.get(number) or (self.compiled.box.low[number], self.compiled.box.high[number])

    def write_objective(self, objective: Objective, *, is_exact: bool = False) -> cp_model.LinearExpr:
        """An objective as a linear expression, with the helping variables it needs.

        Unless `is_exact`, it may be worse than the objective where it is not best, which is as good for searching and
        for bounding it on the side of its sense, and not for bounding it on the other.
        """
        total = _Total()
        for factor, name in objective.terms:
            total.add(factor, self.find_variable(name))
        for cost in objective.steps:
            self._write_cost(cost, total)
        for wish in objective.deviations:
            is_cost = (wish.weight >= 0) == (objective.sense == "min")
            self._write_distance(wish, total, is_cost=is_cost and not is_exact)
        for change in objective.changes:
            total.add(change.weight, self._write_change(change))
        if objective.sense == "max" and (objective.breaches or objective.gaps):
            raise ModelRefusal("soft-and-greatest", "objective")
        for breach in objective.breaches:
            self._write_breach(breach, total)
        for gap in objective.gaps:
            self._write_gap(gap, total)
        return total.write()

    def post_limit(self, limit: Limit) -> None:
        """Bound a sum for the whole search."""
        expression = self.write_objective(limit.of, is_exact=True)
        if limit.low is not None:
            self.cp.add(expression >= _clip(limit.low))
        if limit.high is not None:
            self.cp.add(expression <= _clip(limit.high))
        self.is_limited = True

    def hint(self, values: Sequence[int]) -> None:
        """Where to look first: a value for every variable of the model, in order; nothing takes hints away."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]  # OR-tools left it unannotated
        places = self.cp.proto.solution_hint
        places.vars.extend(range(len(values)))
        places.values.extend(values)

    def _write_cost(self, cost: PiecewiseCost | StepCost, total: _Total) -> None:
        variable, number = self.find_variable(cost.name), self.compiled.numbers[cost.name]
        tiers = list_tiers(cost, *self.get_range(cost.name))
        slopes = {tier.slope for tier in tiers if tier.last > tier.first}
        if len(slopes) > 1:
            self._write_choice(variable, tiers, total)
            return
        slope = slopes.pop() if slopes else 0
        total.add(slope, variable)
        reached = 0
        for place, tier in enumerate(tiers):
            offset = tier.cost - slope * tier.first
            total.add(offset - reached, self.find_threshold(number, tier.first) if place else 1)
            reached = offset

    def _write_choice(self, variable: cp_model.IntVar, tiers: Sequence[Tier], total: _Total) -> None:
        """The quantity is that of exactly one tier, and none in the others."""
        chosen = [self.cp.new_bool_var("") for _ in tiers]
        within = [self.cp.new_int_var(min(0, tier.first), max(0, tier.last), "") for tier in tiers]
        self.cp.add_exactly_one(chosen)
        self.cp.add(cp_model.LinearExpr.sum(within) == variable)
        for literal, quantity, tier in zip(chosen, within, tiers, strict=True):
            self.cp.add(quantity >= tier.first * literal)
            self.cp.add(quantity <= tier.last * literal)
            total.add(tier.offset, literal)
            total.add(tier.slope, quantity)

    def _write_distance(self, wish: DistanceCost, total: _Total, *, is_cost: bool) -> None:
        """A distance that is kept small by the objective itself needs no more than two lower bounds."""
        variable = self.find_variable(wish.name)
        low, high = self.get_range(wish.name)
        if low >= wish.target or high <= wish.target:
            sign = wish.weight if low >= wish.target else -wish.weight
            total.add(sign, variable)
            total.add(-sign * wish.target, 1)
            return
        distance = self.cp.new_int_var(0, max(wish.target - low, high - wish.target), "")
        total.add(wish.weight, distance)
        if is_cost:
            self.cp.add(distance >= variable - wish.target)
            self.cp.add(distance >= wish.target - variable)
        else:
            self.cp.add_abs_equality(distance, variable - wish.target)

    def _write_change(self, change: ChangeCost) -> cp_model.IntVar:
        """A literal that holds exactly when any of the wished values does not."""
        differing = []
        for name, value in change.wished:
            literal, variable = self.cp.new_bool_var(""), self.find_variable(name)
            self.cp.add(variable == value).only_enforce_if(~literal)
            self.cp.add(variable != value).only_enforce_if(literal)
            differing.append(literal)
        changed = self.cp.new_bool_var("")
        self.cp.add_max_equality(changed, differing)
        return changed

    def _write_breach(self, breach: BreachCost, total: _Total) -> None:
        """The weight unless a literal is true that implies the formula; making the sum least makes it true if it can
        be."""
        node = self._lower(breach.formula)
        if node == FALSE:
            total.add(breach.weight, 1)
        elif node != TRUE:
            total.add(breach.weight, 1)
            kept = self.cp.new_bool_var("")
            self.post(node, kept)
            total.add(-breach.weight, kept)

    def _write_gap(self, gap: GapCost, total: _Total) -> None:
        """A distance with two lower bounds wherever the condition holds."""
        off = negate(self._lower(gap.condition))
        if off == TRUE:
            return
        difference = cp_model.LinearExpr.sum([factor * self.find_variable(name) for factor, name in gap.terms])
        low, high = self._find_reach(gap)
        distance = self.cp.new_int_var(0, max(abs(low), abs(high)), "")
        for constraint in (difference - gap.target <= distance, gap.target - difference <= distance):
            self._enforce(self.cp.add(constraint), None if off == FALSE else ~self.find_literal(off))
        total.add(gap.weight, distance)

    def _find_reach(self, gap: GapCost) -> tuple[int, int]:
        """The least and greatest that the sum can be above its target."""
        ends = [sorted(factor * end for end in self.get_range(name)) for factor, name in gap.terms]
        return sum(least for least, _ in ends) - gap.target, sum(most for _, most in ends) - gap.target

    def _lower(self, formula: Formula) -> Node:
        for name in list_names(formula):
            self.find_variable(name)
        return lower_formula(formula, self.compiled.numbers)


class _Total:
    """A sum in the making."""

    def __init__(self) -> None:
        self._variables: list[cp_model.IntVar] = []
        self._factors: list[int] = []
        self._constant = 0

    def add(self, factor: int, what: cp_model.IntVar | int) -> None:
        """So many times a variable or a number."""
        if isinstance(what, int):
            self._constant += factor * what
        elif factor:
            self._variables.append(what)
            self._factors.append(factor)

    def write(self) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.weighted_sum(self._variables, self._factors) + self._constant


_drafts: WeakKeyDictionary[CompiledModel, Draft] = WeakKeyDictionary()
_lock = Lock()


def find_draft(compiled: CompiledModel) -> Draft:
    """The model's draft, written when first asked for and kept as long as the model."""
    with _lock:
        draft = _drafts.get(compiled)
    if draft is None:
        draft = Draft(compiled.rest, compiled.box)
        with _lock:
            draft = _drafts.setdefault(compiled, draft)
    return draft


def _clip(figure: int) -> int:
    """A bound that the library can hold: it takes no model in which a sum could pass these ends."""
    return max(-_ENDLESS, min(figure, _ENDLESS))
