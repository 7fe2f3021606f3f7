"""A model twice: two copies side by side that share nothing, as when a catalog takes in another of its own size."""

from __future__ import annotations

from dataclasses import replace

from configurator.solver import (
    And,
    Constraint,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Linear,
    Model,
    Not,
    Or,
    Table,
)

SECOND = "second:"
"""What the names and labels of the second copy begin with."""


def double_model(model: Model) -> Model:
    """The model beside a copy of itself under other names."""
    variables = tuple(replace(variable, name=SECOND + variable.name) for variable in model.variables)
    constraints = tuple(
        Constraint(SECOND + entry.label if entry.label else "", rename(entry.formula)) for entry in model.constraints
    )
    return Model((*model.variables, *variables), (*model.constraints, *constraints))


def rename(formula: Formula) -> Formula:
    """The formula about the second copy's variables."""
    match formula:
        case Is(name):
            return Is(SECOND + name)
        case Not(part):
            return Not(rename(part))
        case And(parts):
            return And(tuple(map(rename, parts)))
        case Or(parts):
            return Or(tuple(map(rename, parts)))
        case Implies(condition, consequence):
            return Implies(rename(condition), rename(consequence))
        case Iff(left, right):
            return Iff(rename(left), rename(right))
        case Linear(terms, op, bound):
            return Linear(tuple((factor, SECOND + name) for factor, name in terms), op, bound)
        case Count(parts, low, high):
            return Count(tuple(map(rename, parts)), low, high)
        case Table(columns, rows):
            return Table(tuple(SECOND + name for name in columns), rows)
        case _:
            return formula
