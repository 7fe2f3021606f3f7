"""What to make small or great: weighted sums, tiered costs, distances from a wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


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
class ChangeCost:
    """`weight` once as soon as any of the (name, value) pairs does not hold."""

    wished: tuple[tuple[str, int], ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Objective:
    """The sum of (coefficient, name) terms, tiered costs, distances and changes, to be made least or greatest.

    Soft wishes are terms over Bools.
    """

    terms: tuple[tuple[int, str], ...] = ()
    steps: tuple[PiecewiseCost | StepCost, ...] = ()
    deviations: tuple[DistanceCost, ...] = ()
    sense: Literal["min", "max"] = "min"
    changes: tuple[ChangeCost, ...] = ()


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
    return total + sum(each.weight for each in objective.changes if is_changed(each, values))


def is_changed(change: ChangeCost, values: Mapping[str, int | bool]) -> bool:
    """Whether any of the wished values does not hold in an assignment."""
    return any(int(values[name]) != value for name, value in change.wished)
