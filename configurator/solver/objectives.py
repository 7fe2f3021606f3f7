"""What to make small or great: weighted sums, tiered costs, distances from a wish, formulas that should hold."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from configurator.solver.model import And, Cell, Count, Formula, Iff, Implies, Is, Linear, Not, Or, Table, Truth


@dataclass(frozen=True, slots=True)
class PiecewiseCost:
    """A cost that depends on a quantity by tiers.

    Each point is (from_quantity, cost_at_from, cost_per_unit): from that quantity up to the next
    point the cost is cost_at_from + cost_per_unit × (quantity - from_quantity). Points ascend; below
    the first point there is no cost.
    """

    name: str
    points: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class StepCost:
    """A cost that jumps: from each (threshold, cost) on it is `cost`; below the first there is none."""

    name: str
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class DistanceCost:
    """`weight` for every unit by which a variable differs from `target`."""

    name: str
    target: int
    weight: int


@dataclass(frozen=True, slots=True)
class BreachCost:
    """`weight` (above zero) where the formula does not hold: a soft constraint."""

    formula: Formula
    weight: int


@dataclass(frozen=True, slots=True)
class GapCost:
    """`weight` (above zero) for every unit by which a sum of (coefficient, name) terms differs from `target`, wherever
    the condition holds."""

    terms: tuple[tuple[int, str], ...]
    target: int
    weight: int
    condition: Formula


@dataclass(frozen=True, slots=True)
class ChangeCost:
    """`weight` once as soon as any of the (name, value) pairs does not hold."""

    wished: tuple[tuple[str, int], ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Objective:
    """The sum of (coefficient, name) terms, tiered costs, distances and changes, to be made least or greatest.

    Soft wishes are terms over Bools, or breaches and gaps; the latter two only where the sum is made least.
    """

    terms: tuple[tuple[int, str], ...] = ()
    steps: tuple[PiecewiseCost | StepCost, ...] = ()
    deviations: tuple[DistanceCost, ...] = ()
    sense: Literal["min", "max"] = "min"
    changes: tuple[ChangeCost, ...] = ()
    breaches: tuple[BreachCost, ...] = ()
    gaps: tuple[GapCost, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound for one search: the sum of `of` (its sense does not matter) from `low` to `high`; None: no bound."""

    of: Objective
    low: int | None = None
    high: int | None = None


def list_points(cost: PiecewiseCost | StepCost) -> tuple[tuple[int, int, int], ...]:
    """The tiers of a cost as (from_quantity, cost_at_from, cost_per_unit)."""
    if isinstance(cost, StepCost):
        return tuple((threshold, price, 0) for threshold, price in cost.steps)
    return cost.points


def compute_cost(cost: PiecewiseCost | StepCost, quantity: int) -> int:
    """The cost of a quantity."""
    reached = [point for point in list_points(cost) if point[0] <= quantity]
    if not reached:
        return 0
    start, price, per_unit = reached[-1]
    return price + per_unit * (quantity - start)


def compute_objective(objective: Objective, values: Mapping[str, int | bool]) -> int:
    """The value of an objective for an assignment."""
    total = sum(factor * int(values[name]) for factor, name in objective.terms)
    total += sum(compute_cost(cost, int(values[cost.name])) for cost in objective.steps)
    total += sum(wish.weight * abs(int(values[wish.name]) - wish.target) for wish in objective.deviations)
    total += sum(breach.weight for breach in objective.breaches if not holds(breach.formula, values))
    total += sum(each.weight for each in objective.changes if is_changed(each, values))
    return total + sum(gap.weight * compute_gap(gap, values) for gap in objective.gaps)


def compute_gap(gap: GapCost, values: Mapping[str, int | bool]) -> int:
    """By how many units the sum differs from its target; zero where the condition does not hold."""
    if not holds(gap.condition, values):
        return 0
    return abs(_add(gap.terms, values) - gap.target)


def holds(formula: Formula, values: Mapping[str, int | bool]) -> bool:
    """Whether the formula holds for an assignment."""
    match formula:
        case Truth(value):
            return value
        case Is(name):
            return bool(values[name])
        case Not(part):
            return not holds(part, values)
        case And(parts):
            return all(holds(part, values) for part in parts)
        case Or(parts):
            return any(holds(part, values) for part in parts)
        case Implies(condition, consequence):
            return not holds(condition, values) or holds(consequence, values)
        case Iff(left, right):
            return holds(left, values) == holds(right, values)
        case Linear(terms, op, bound):
            return _COMPARED[op](_add(terms, values), bound)
        case Count(parts, low, high):
            return low <= sum(holds(part, values) for part in parts) <= high
        case Table():
            return _matches(formula, values)


_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _add(terms: tuple[tuple[int, str], ...], values: Mapping[str, int | bool]) -> int:
    return sum(factor * int(values[name]) for factor, name in terms)


def _matches(table: Table, values: Mapping[str, int | bool]) -> bool:
    known = [int(values[name]) for name in table.columns]
    return any(all(_fits(cell, value) for cell, value in zip(row, known, strict=True)) for row in table.rows)


def _fits(cell: Cell, value: int) -> bool:
    if cell is None:
        return True
    low, high = cell if isinstance(cell, tuple) else (cell, cell)
    return low <= value <= high


def is_changed(change: ChangeCost, values: Mapping[str, int | bool]) -> bool:
    """Whether any of the wished values does not hold in an assignment."""
    return any(int(values[name]) != value for name, value in change.wished)
