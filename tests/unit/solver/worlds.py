"""Small random models and the slow, obvious answers about them, to judge the quick ones by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, product

from hypothesis import strategies as st

from configurator.solver import (
    And,
    AtLeast,
    AtMost,
    Bool,
    Constraint,
    Count,
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
    Table,
    Truth,
)

World = Mapping[str, int]
BOOLS = ("a", "b", "c", "d")
NUMBERS = {"x": (0, 6), "y": (2, 5), "z": (1, 3)}
NAMES = (*BOOLS, *NUMBERS)


def holds(formula: Formula, world: World) -> bool:
    """Whether a formula holds in a world, straight from its definition."""
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


class Worlds:
    """Every assignment of a small model; sets of worlds are bit masks over their places."""

    def __init__(self, model: Model) -> None:
        names = [variable.name for variable in model.variables]
        ranges = [
            range(2) if isinstance(variable, Bool) else range(variable.low, variable.high + 1)
            for variable in model.variables
        ]
        self.worlds = [dict(zip(names, values, strict=True)) for values in product(*ranges)]
        self._formulas = [
            (entry.label, self._mask(lambda world, entry=entry: holds(entry.formula, world)))
            for entry in model.constraints
        ]
        self._facts: dict[Fact, int] = {}

    def _mask(self, test: Callable[[World], bool]) -> int:
        return sum(1 << place for place, world in enumerate(self.worlds) if test(world))

    def find(self, facts: Iterable[Fact] = (), labels: frozenset[str] | None = None) -> int:
        """The worlds that satisfy the facts and the constraints (of the labels given, and structure)."""
        mask = (1 << len(self.worlds)) - 1
        for label, satisfying in self._formulas:
            if labels is None or not label or label in labels:
                mask &= satisfying
        for fact in facts:
            if fact not in self._facts:
                self._facts[fact] = self._mask(lambda world, fact=fact: agrees(fact, world))
            mask &= self._facts[fact]
        return mask

    def list(self, facts: Iterable[Fact] = ()) -> list[dict[str, int]]:
        """The worlds that satisfy everything and the facts."""
        mask = self.find(facts)
        return [world for place, world in enumerate(self.worlds) if mask >> place & 1]

    def list_repairs(self, facts: tuple[Fact, ...], wanted: tuple[Fact, ...]) -> list[frozenset[int]]:
        """All minimal sets of places of facts to give up so that `wanted` holds, smallest first."""
        found: list[frozenset[int]] = []
        for size in range(len(facts) + 1):
            for places in map(frozenset, combinations(range(len(facts)), size)):
                rest = [fact for place, fact in enumerate(facts) if place not in places]
                if not any(one <= places for one in found) and self.find((*wanted, *rest)):
                    found.append(places)
        return found


_bools = st.sampled_from(BOOLS)
_names = st.sampled_from(NAMES)


@st.composite
def linears(draw: st.DrawFn) -> Linear:
    """A comparison of a sum of one to four terms, names perhaps repeated."""
    factors = st.integers(-7, 7) | st.sampled_from((20, -30, 3))
    terms = tuple(draw(st.lists(st.tuples(factors, _names), min_size=1, max_size=4)))
    return Linear(terms, draw(st.sampled_from(("<=", ">=", "==", "!="))), draw(st.integers(-20, 40)))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of one to three columns and up to five rows, with gaps and ranges."""
    columns = tuple(draw(st.lists(_names, min_size=1, max_size=3, unique=True)))
    spans = st.tuples(st.integers(0, 5), st.integers(2, 9))
    cells = st.none() | st.integers(0, 6) | spans
    return Table(columns, tuple(draw(st.lists(st.tuples(*(cells for _ in columns)), max_size=5))))


def _extend(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    several = st.lists(parts, max_size=3).map(tuple)
    many = st.lists(parts, min_size=1, max_size=5).map(tuple)
    return st.one_of(
        parts.map(Not),
        several.map(And),
        several.map(Or),
        st.builds(Implies, parts, parts),
        st.builds(Iff, parts, parts),
        st.builds(Count, many, st.integers(0, 3), st.integers(0, 4)),
    )


leaves: st.SearchStrategy[Formula] = st.one_of(_bools.map(Is), linears(), linears(), tables(), st.booleans().map(Truth))
formulas: st.SearchStrategy[Formula] = st.recursive(leaves, _extend, max_leaves=6)

facts: st.SearchStrategy[Fact] = st.one_of(
    _bools.map(IsTrue),
    _bools.map(IsFalse),
    st.builds(AtLeast, st.sampled_from(tuple(NUMBERS)), st.integers(0, 9)),
    st.builds(AtMost, st.sampled_from(tuple(NUMBERS)), st.integers(0, 9)),
    st.builds(Exactly, st.sampled_from(tuple(NUMBERS)), st.integers(0, 9)),
)


@st.composite
def models(draw: st.DrawFn, most: int = 5) -> Model:
    """A model of four Bools and three Integers with up to `most` constraints, some sharing a label."""
    labels = st.sampled_from(("", "r1", "r2", "r3", "r4"))
    constraints = draw(st.lists(st.builds(Constraint, labels, formulas), max_size=most))
    variables = (*map(Bool, BOOLS), *(Integer(name, *span) for name, span in NUMBERS.items()))
    return Model(variables, tuple(constraints))
