"""Random models, facts, goals and objectives: the one place where the tests of this room make models up.

A model is mostly drawn round a hidden world in which all of it holds, and facts mostly round a world that the model
allows; otherwise nearly everything would clash. The same dice serve plain seeded loops and hypothesis (`worlds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Literal

from configurator.solver import (
    And,
    AtLeast,
    AtMost,
    Bool,
    Constraint,
    Count,
    DistanceCost,
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
    Objective,
    Or,
    PiecewiseCost,
    StepCost,
    Table,
    Truth,
    Variable,
)
from tests.unit.solver.meaning import World, holds

LABELS = ("", "r1", "r2", "r3", "r4", "r5", "r6")
OPERATORS: tuple[Literal["<=", ">=", "==", "!="], ...] = ("<=", ">=", "==", "!=")


class Dice:
    """Draws over given variables; `hidden` is the world that most of what is drawn agrees with."""

    def __init__(self, chance: Random, variables: Sequence[Variable]) -> None:
        self.chance = chance
        self.variables = tuple(variables)
        self.bools = [one.name for one in variables if isinstance(one, Bool)]
        self.spans = {one.name: (0, 1) if isinstance(one, Bool) else (one.low, one.high) for one in variables}
        self.names = list(self.spans)
        self.hidden: World = {name: chance.randint(*span) for name, span in self.spans.items()}

    def draw_model(self, count: int, depth: int = 3, labels: Sequence[str] = LABELS) -> Model:
        """Constraints that hold in the hidden world; one model in ten does not care."""
        is_careless = self.chance.randrange(10) == 0
        formulas = [self.draw_formula(depth) for _ in range(count)]
        if self.chance.randrange(3) == 0:
            formulas += [self._draw_known() for _ in range(self.chance.randint(1, 2))]
        kept = [formula if is_careless or holds(formula, self.hidden) else Not(formula) for formula in formulas]
        return Model(self.variables, tuple(Constraint(self.chance.choice(labels), formula) for formula in kept))

    def draw_formula(self, depth: int) -> Formula:
        """A formula of at most that depth, of every kind there is."""
        chance = self.chance
        kind = chance.randrange(14 if depth else 6)
        if kind == 0:
            return Is(chance.choice(self.bools))
        if kind in (1, 2, 3):
            return self.draw_linear()
        if kind == 4:
            return self.draw_table()
        if kind == 5:
            return Truth(chance.random() < 0.5) if chance.randrange(4) == 0 else Is(chance.choice(self.bools))
        parts = tuple(self.draw_formula(depth - 1) for _ in range(chance.randint(1, 3)))
        if kind == 6:
            return Not(parts[0])
        if kind in (7, 8):
            return (And, Or)[kind - 7](parts)
        if kind in (9, 10, 11):
            return (Implies, Iff, Implies)[kind - 9](parts[0], parts[-1])
        return Count(parts, chance.randint(0, 2), chance.randint(0, 3))

    def draw_linear(self) -> Linear:
        """A comparison of one to four terms, names perhaps repeated; half of them tight in the hidden world."""
        chance = self.chance
        factors = [chance.choice((chance.randint(-6, 9), 1, -1, 20, -30)) for _ in range(chance.randint(1, 4))]
        terms = tuple((factor, chance.choice(self.names)) for factor in factors)
        total = sum(factor * self.hidden[name] for factor, name in terms)
        bound = total + chance.randint(-4, 4) if chance.random() < 0.5 else chance.randint(-20, 40)
        return Linear(terms, chance.choice(OPERATORS), bound)

    def draw_table(self) -> Table:
        """A table of one to three columns and up to five rows, with gaps, ranges and empty ranges."""
        columns = tuple(self.chance.sample(self.names, self.chance.randint(1, min(3, len(self.names)))))
        rows = [tuple(map(self._draw_cell, columns)) for _ in range(self.chance.randint(0, 5))]
        return Table(columns, tuple(rows))

    def draw_facts(self, most: int, near: World | None) -> list[Fact]:
        """Up to `most` facts; those of four out of five hold in the world `near`, if there is one."""
        count = self.chance.randint(0, most)
        return [self.draw_fact(near if self.chance.randrange(5) else None) for _ in range(count)]

    def draw_fact(self, near: World | None = None) -> Fact:
        """One fact, in the world `near` or anywhere, a little outside the range too."""
        name = self.chance.choice(self.names)
        low, high = self.spans[name]
        if name in self.bools:
            value = self.chance.randint(0, 1) if near is None else near[name]
            return IsTrue(name) if value else IsFalse(name)
        if near is None:
            value = self.chance.randint(max(0, low - 1), high + 1)
            return self.chance.choice((AtLeast, AtMost, Exactly))(name, value)
        held = near[name]
        return self.chance.choice(
            (
                AtLeast(name, self.chance.randint(low, held)),
                AtMost(name, self.chance.randint(held, high)),
                Exactly(name, held),
            )
        )

    def draw_objective(self, widest: int = 6_000) -> Objective:
        """Terms, steps, tiers and distances, one way or the other; tiers only over ranges up to `widest`."""
        chance = self.chance
        terms = [(chance.randint(-5, 9), chance.choice(self.names)) for _ in range(chance.randint(0, 4))]
        tiered = [name for name, (low, high) in self.spans.items() if high - low <= widest]
        steps = [self._draw_cost(chance.choice(tiered)) for _ in range(chance.randint(0, 2)) if tiered]
        wishes = [
            DistanceCost(name, chance.randint(0, self.spans[name][1] + 3), chance.choice((1, 2, 7, -1)))
            for name in chance.sample(self.names, chance.randint(0, 2))
        ]
        return Objective(tuple(terms), tuple(steps), tuple(wishes), chance.choice(("min", "max")))

    def _draw_known(self) -> Linear:
        """That a variable has its hidden value, as a profile says before anything is chosen."""
        name = self.chance.choice(self.names)
        return Linear(((1, name),), "==", self.hidden[name])

    def _draw_cost(self, name: str) -> PiecewiseCost | StepCost:
        chance = self.chance
        high = self.spans[name][1] + 2
        starts = sorted(chance.sample(range(high + 1), min(chance.randint(1, 4), high)))
        if chance.random() < 0.5:
            return StepCost(name, tuple((start, chance.randint(-20, 40)) for start in starts))
        return PiecewiseCost(name, tuple((start, chance.randint(-20, 40), chance.randint(-9, 9)) for start in starts))

    def _draw_cell(self, name: str) -> int | tuple[int, int] | None:
        chance = self.chance
        low, high = self.spans[name]
        kind = chance.randrange(5)
        if kind == 0:
            return None
        if kind < 3:
            start = self.hidden[name] - chance.randint(-1, 3)
            return start, start + chance.randint(-1, 5)
        return self.hidden[name] if kind == 3 else chance.randint(low, high + 1)


def roll_small(seed: object) -> Dice:
    """Dice over four Bools and two Integers: few enough worlds to try them all."""
    chance = Random(f"{seed}")
    low, other = chance.randint(0, 3), chance.randint(0, 2)
    numbers = Integer("x", low, low + chance.randint(1, 6)), Integer("y", other, other + chance.randint(0, 3))
    return Dice(chance, (*map(Bool, "abcd"), *numbers))


def roll_large(seed: object) -> Dice:
    """Dice over a dozen Bools and some Integers up to thousands: too many worlds to try them all."""
    chance = Random(f"{seed}")
    most = chance.choices((9, 60, 500, 5_000, 40_000), k=chance.randint(3, 6))
    numbers = [Integer(f"n{place}", low := chance.choice((0, 0, 1, 7)), low + high) for place, high in enumerate(most)]
    return Dice(chance, (*(Bool(f"b{place}") for place in range(chance.randint(6, 14))), *numbers))


def roll_over(model: Model, seed: object) -> Dice:
    """Dice over the variables of a model that is already there."""
    return Dice(Random(f"{seed}"), model.variables)


def make_pairs(count: int) -> Model:
    """Offerings as the rules write them: present exactly when the quantity is at least one."""
    bools = tuple(Bool(f"p{number}") for number in range(count))
    numbers = tuple(Integer(f"q{number}", 0, 100_000) for number in range(count))
    present = tuple(
        Constraint("present", Iff(Is(f"p{number}"), Linear(((1, f"q{number}"),), ">=", 1))) for number in range(count)
    )
    return Model((*bools, *numbers), present)


def make_offerings(chance: Random) -> Model:
    """Twenty-five offerings with quantities, sizes, exclusions and a shared limit."""
    places = range(25)
    variables = [kind for n in places for kind in (Bool(f"p{n}"), Integer(f"q{n}", 0, 5000))]
    formulas: list[Formula] = [Iff(Is(f"p{n}"), Linear(((1, f"q{n}"),), ">=", 1)) for n in places]
    for _ in range(12):
        one, two, three = chance.sample(places, 3)
        size = Linear(((chance.choice((1, 20, 24)), f"q{two}"), (-1, f"q{one}")), ">=", chance.randrange(90))
        formulas += [Implies(Is(f"p{one}"), size), Implies(Is(f"p{two}"), Or((Is(f"p{three}"), Is(f"p{one}"))))]
    formulas.append(Linear(tuple((chance.randint(1, 3), f"q{n}") for n in places[:12]), "<=", 4000))
    formulas.append(Count(tuple(Is(f"p{n}") for n in places[8:16]), 1, 3))
    rows = tuple((chance.choice((None, 0, 1)), (0, 10 * n), (5 * n, 5000)) for n in range(12))
    formulas.append(Implies(Is("p0"), Table(("p1", "q2", "q3"), rows)))
    constraints = (Constraint(f"r{place}", formula) for place, formula in enumerate(formulas))
    return Model(tuple(variables), tuple(constraints))
