"""What formulas, facts and objectives mean in one world, straight from their definitions.

Nothing here knows how the solver works; every judge of its answers is built on this.
"""

from __future__ import annotations

from collections.abc import Mapping

from configurator.solver import (
    And,
    AtLeast,
    AtMost,
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
    Not,
    Objective,
    Or,
    PiecewiseCost,
    StepCost,
    Table,
    Truth,
)

World = Mapping[str, int]


def holds(formula: Formula, world: World) -> bool:
    """Whether a formula holds in a world."""
    match formula:
        case Truth(value):
            return value
        case Is(name):
            return world[name] == 1
        case Not(part):
            return not holds(part, world)
        case And(parts):
            return all(holds(part, world) for part in parts)
        case Or(parts):
            return any(holds(part, world) for part in parts)
        case Implies(condition, consequence):
            return not holds(condition, world) or holds(consequence, world)
        case Iff(left, right):
            return holds(left, world) == holds(right, world)
        case Linear(terms, op, bound):
            total = sum(factor * world[name] for factor, name in terms)
            return {"<=": total <= bound, ">=": total >= bound, "==": total == bound, "!=": total != bound}[op]
        case Count(parts, low, high):
            return low <= sum(holds(part, world) for part in parts) <= high
        case Table(columns, rows):
            return any(all(matches(cell, world[name]) for cell, name in zip(row, columns, strict=True)) for row in rows)


def matches(cell: int | tuple[int, int] | None, value: int) -> bool:
    """Whether a table's cell accepts a value."""
    if cell is None:
        return True
    return cell[0] <= value <= cell[1] if isinstance(cell, tuple) else cell == value


def agrees(fact: Fact, world: World) -> bool:
    """Whether a fact holds in a world."""
    value = world[fact.name]
    match fact:
        case IsTrue():
            return value == 1
        case IsFalse():
            return value == 0
        case AtLeast(_, bound):
            return value >= bound
        case AtMost(_, bound):
            return value <= bound
        case Exactly(_, bound):
            return value == bound


def weigh(objective: Objective, world: World) -> int:
    """What an objective comes to in a world."""
    total = 0
    for factor, name in objective.terms:
        total += factor * world[name]
    for cost in objective.steps:
        total += charge(cost, world[cost.name])
    for wish in objective.deviations:
        total += wish.weight * abs(world[wish.name] - wish.target)
    return total


def charge(cost: PiecewiseCost | StepCost, quantity: int) -> int:
    """What a tiered cost comes to for a quantity."""
    charged = 0
    if isinstance(cost, StepCost):
        for start, price in cost.steps:
            charged = price if quantity >= start else charged
    else:
        for start, price, per_unit in cost.points:
            charged = price + (quantity - start) * per_unit if quantity >= start else charged
    return charged
