"""The language of the solver: finite variables, formulas over them, labelled constraints, models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from configurator.solver.refusals import ModelRefusal

MOST = 10_000_000
"""The largest value that an integer variable may take."""


@dataclass(frozen=True, slots=True)
class Bool:
    """A variable that is true or false; counts as 1 or 0 in sums and tables."""

    name: str


@dataclass(frozen=True, slots=True)
class Integer:
    """A variable that is a whole number from `low` to `high`, both included."""

    name: str
    low: int
    high: int


Variable = Bool | Integer


@dataclass(frozen=True, slots=True)
class Truth:
    """A formula that always or never holds."""

    value: bool


@dataclass(frozen=True, slots=True)
class Is:
    """Holds when the Bool variable `name` is true."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when `part` does not."""

    part: Formula


@dataclass(frozen=True, slots=True)
class And:
    """Holds when all parts hold; without parts it always holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Holds when some part holds; without parts it never holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """Holds when `condition` fails or `consequence` holds."""

    condition: Formula
    consequence: Formula


@dataclass(frozen=True, slots=True)
class Iff:
    """Holds when both sides hold or both fail."""

    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Linear:
    """Compares a sum of coefficient × variable with a whole number; terms are (coefficient, name) pairs."""

    terms: tuple[tuple[int, str], ...]
    op: Literal["<=", ">=", "==", "!="]
    bound: int


@dataclass(frozen=True, slots=True)
class Count:
    """Holds when the number of parts that hold is from `low` to `high`, both included."""

    parts: tuple[Formula, ...]
    low: int
    high: int


Cell = int | tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Table:
    """Holds when the columns' values match a row; a cell is a value, a (low, high) range or None for any."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Formula = Truth | Is | Not | And | Or | Implies | Iff | Linear | Count | Table


@dataclass(frozen=True, slots=True)
class Constraint:
    """A formula that must hold, under the label that explanations name.

    Several constraints may share a label. An empty label marks structure: it holds in every
    explanation and is never named in one.
    """

    label: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Model:
    """Variables and constraints; refuses unknown names, names used twice and impossible ranges."""

    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]

    def __post_init__(self) -> None:
        """Check the model once, so that nothing later has to."""
        variables = index_variables(self.variables)
        for constraint in self.constraints:
            check_formula(constraint.formula, variables)


def index_variables(variables: Iterable[Variable]) -> dict[str, Variable]:
    """Map names to variables; refuses a name used twice and a range outside 0 to MOST."""
    index: dict[str, Variable] = {}
    for variable in variables:
        if variable.name in index:
            raise ModelRefusal("name-twice", variable.name)
        if isinstance(variable, Integer) and not 0 <= variable.low <= variable.high <= MOST:
            raise ModelRefusal("impossible-range", variable.name)
        index[variable.name] = variable
    return index


def check_formula(formula: Formula, variables: dict[str, Variable]) -> None:
    """Refuse a formula that names what is not there, or an Integer where a Bool is needed."""
    pending: list[Formula] = [formula]
    while pending:
        node = pending.pop()
        _check_node(node, variables)
        pending.extend(_list_parts(node))


def list_names(formula: Formula) -> Iterator[str]:
    """Yield the variable names in a formula, repeated as often as they occur."""
    pending: list[Formula] = [formula]
    while pending:
        node = pending.pop()
        yield from _list_own_names(node)
        pending.extend(_list_parts(node))


def _list_parts(node: Formula) -> tuple[Formula, ...]:
    match node:
        case Not(part):
            return (part,)
        case And(parts) | Or(parts) | Count(parts):
            return parts
        case Implies(one, other) | Iff(one, other):
            return (one, other)
        case _:
            return ()


def _list_own_names(node: Formula) -> tuple[str, ...]:
    match node:
        case Is(name):
            return (name,)
        case Linear(terms):
            return tuple(name for _, name in terms)
        case Table(columns):
            return columns
        case _:
            return ()


def _check_node(node: Formula, variables: dict[str, Variable]) -> None:
    for name in _list_own_names(node):
        if name not in variables:
            raise ModelRefusal("unknown-name", name)
    match node:
        case Is(name) if not isinstance(variables[name], Bool):
            raise ModelRefusal("bool-needed", name)
        case Linear(_, op, _) if op not in ("<=", ">=", "==", "!="):
            raise ModelRefusal("unknown-operator", op)
        case Table(columns, rows) if any(len(row) != len(columns) for row in rows):
            raise ModelRefusal("row-length", ", ".join(columns))
        case _:
            pass
