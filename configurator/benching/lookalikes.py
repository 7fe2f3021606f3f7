"""Made-up catalogs that look like a telecom catalog to the solver: its figures, and none of its names.

The figures were counted in the packaged telecom catalog for customers whose profile is known, which is how a click
finds it (of 246 rules 103 to 129 are in force; 56 read differently from profile to profile or fall away, so here they
stand as they read for one): 273 offerings in 17 families of 4 to 37, by their codes in 155 series of 1 to 10, with a
quantity each and a choice of attributes in 7 %. Rules speak of series. Below are, per kind, how many there are and
which share stays within one family. What is not counted is drawn: which series, which factors, and where a rule leads
that crosses families: to any other, since nothing in the catalog is near or far. So a catalog twice as large has twice
the families and rules, each reaching as far as before, and its largest part is twice as large.
`configurator bench shape` prints the figures of both, to compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice
from random import Random
from typing import TypeVar

from configurator.solver import (
    And,
    Bool,
    Cell,
    Constraint,
    Count,
    Formula,
    Iff,
    Implies,
    Integer,
    Is,
    Linear,
    Model,
    Or,
    Table,
    Variable,
)
from configurator.solver.lowering import lower_formula
from configurator.solver.narrowing import Box, judge

FAMILIES = (14, 37, 7, 25, 10, 24, 4, 30, 13, 21, 8, 22, 11, 18, 10, 15, 4)
"""Offerings of each family; larger scales go round."""

SERIES = (1,) * 103 + (2,) * 24 + (3,) * 11 + (4,) * 7 + (5,) * 5 + (6,) * 2 + (7,) * 2 + (10,)
"""How many offerings have a code of the same beginning."""

MOST = (100_000, 20, 100, 500, 200, 20_000, 5, 5_000, 2_000, 10, 50, 1_000, 1_000_000, 10_000)
"""The largest quantities of offerings, the commonest first."""

IN_NO_RULE = 0.05
"""The share of series that rules cannot speak of; the others that none speaks of were not drawn."""

WITH_ATTRIBUTE = 0.07
TAKEN = 0.35
"""The share of series of which the hidden configuration takes one."""

TRIES = 60
"""How often a rule is drawn anew because the hidden configuration would break it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule: how many at scale 1, the share within one family, and how many series it may speak of."""

    count: int
    within: float
    write: str
    least: int
    most: int


KINDS = (
    Kind(37, 0.66, "requirement", 2, 3),
    Kind(27, 0.6, "capacity", 2, 4),
    Kind(12, 0.73, "compliance", 1, 3),
    Kind(12, 0.92, "size", 1, 2),
    Kind(11, 0.73, "limit", 1, 2),
    Kind(9, 1, "group", 1, 1),
    Kind(6, 0.67, "exclusion", 2, 2),
    Kind(2, 1, "table", 2, 2),
)

Names = tuple[str, ...]
Part = TypeVar("Part", bound=Sequence[object])


def make_lookalike(scale: float, seed: int) -> Model:
    """The catalog of that scale; equal arguments make equal catalogs. Some configuration is always valid."""
    return _Drawer(scale, Random(f"{scale}:{seed}")).draw()


def offering_of(name: str) -> str | None:
    """The offering of a variable of a look-alike."""
    return name.partition(":")[2].partition("=")[0] or None


def family_of(offering: str) -> str:
    """The family of a made-up catalog's offering."""
    return offering.partition(".")[0]


class _Drawer:
    """The catalog in the making; `_hidden` is the configuration in which everything holds."""

    def __init__(self, scale: float, chance: Random) -> None:
        self._scale = scale
        self._chance = chance
        self._variables: list[Variable] = []
        self._hidden: list[int] = []
        self._numbers: dict[str, int] = {}
        self._constraints: list[Constraint] = []
        self._families: list[list[Names]] = []

    def draw(self) -> Model:
        """The catalog: families of series, then as many rules of every kind as the scale asks for."""
        sizes = islice(cycle(FAMILIES), max(2, round(len(FAMILIES) * self._scale)))
        for number, size in enumerate(sizes):
            self._families.append([series for series in self._draw_series(number, size) if self._is_ruled()])
        labels = count()
        for kind in KINDS:
            for _ in range(max(1, round(kind.count * self._scale))):
                formula = self._draw_rule(kind)
                if formula is not None:
                    self._constraints.append(Constraint(f"rule:{next(labels)}", formula))
        return Model(tuple(self._variables), tuple(self._constraints))

    def _is_ruled(self) -> bool:
        return self._chance.random() >= IN_NO_RULE

    def _draw_series(self, family: int, size: int) -> Iterator[Names]:
        """A family's series; one offering of some series is in the hidden configuration."""
        numbers = iter(range(size))
        while series := tuple(f"F{family}.{number}" for number in islice(numbers, self._chance.choice(SERIES))):
            taken = self._chance.choice(series) if self._chance.random() < TAKEN else ""
            for offering in series:
                self._declare(offering, is_taken=offering == taken)
            yield series

    def _declare(self, offering: str, *, is_taken: bool) -> None:
        most = self._chance.choice(MOST[: self._chance.randint(1, len(MOST))])
        held = self._chance.randint(1, max(1, most // 4)) if is_taken else 0
        self._add(Integer(quantity_of(offering), 0, most), held)
        self._add(Bool(taken_of(offering)), int(is_taken))
        self._constraints.append(
            Constraint("", Iff(Is(taken_of(offering)), Linear(((1, quantity_of(offering)),), ">=", 1)))
        )
        if self._chance.random() < WITH_ATTRIBUTE:
            values = tuple(f"attribute:{offering}={place}" for place in range(self._chance.choice((2, 2, 2, 3))))
            for place, value in enumerate(values):
                self._add(Bool(value), int(is_taken and place == 0))
            chosen = tuple(map(Is, values))
            self._constraints.append(Constraint("", Implies(Is(taken_of(offering)), Count(chosen, 1, 1))))
            self._constraints.append(Constraint("", Implies(Or(chosen), Is(taken_of(offering)))))

    def _add(self, variable: Variable, held: int) -> None:
        self._numbers[variable.name] = len(self._variables)
        self._variables.append(variable)
        self._hidden.append(held)

    def _draw_rule(self, kind: Kind) -> Formula | None:
        """A rule that holds in the hidden configuration; None when none turned up."""
        write: Callable[[Sequence[Names]], Formula] = getattr(self, f"_write_{kind.write}")
        home, near = self._pick_families(kind)
        for _ in range(TRIES):
            series = self._pick(kind, home, near)
            formula = write(series) if series else None
            if formula is not None and judge(lower_formula(formula, self._numbers), Box(self._hidden, self._hidden)):
                return formula
        return None

    def _pick_families(self, kind: Kind) -> tuple[list[Names], list[Names]]:
        """The family where a rule begins, large ones more often, and where it goes on: there or in any other."""
        home = self._pick_large(self._families)
        others = [one for one in self._families if one is not home]
        return home, home if self._chance.random() < kind.within else self._pick_large(others)

    def _pick(self, kind: Kind, home: list[Names], near: list[Names]) -> list[Names]:
        """Different series, the first at home, the others near; a group has several offerings."""
        wanted = self._chance.randint(kind.least, kind.most)
        first = [one for one in home if len(one) > 1 or kind.write != "group"]
        picked = [self._pick_large(first)] if first else []
        while picked and len(picked) < wanted:
            others = [one for one in near if one not in picked]
            if not others:
                return []
            picked.append(self._pick_large(others))
        return picked

    def _pick_large(self, parts: Sequence[Part]) -> Part:
        """One of some, by how much it holds."""
        return self._chance.choices(parts, [len(part) for part in parts])[0]

    def _write_requirement(self, series: Sequence[Names]) -> Formula:
        """Any of one needs any of another, two of it, or one offering of each of the others."""
        way = self._chance.random()
        if way < 0.6:
            needed: Formula = any_of(series[1])
        elif way < 0.75:
            needed = Linear(total_of(series[1]), ">=", 2)
        else:
            needed = And(tuple(Is(taken_of(self._chance.choice(one))) for one in series[1:]))
        return Implies(any_of(series[0]), needed)

    def _write_capacity(self, series: Sequence[Names]) -> Formula:
        """What one needs, and what the profile asks, the others together provide."""
        provided = tuple((self._chance.choice((1, 5, 20, 50, 100, 500)), name) for name in join(series[1:]))
        required = tuple((-self._chance.choice((1, 1, 2, 5)), name) for name in series[0])
        terms = tuple((factor, quantity_of(name)) for factor, name in (*provided, *required))
        return Implies(any_of(series[0]), Linear(terms, ">=", self._chance.choice((0, 0, 6, 100, 1_000))))

    def _write_compliance(self, series: Sequence[Names]) -> Formula:
        """What a level asks for: any or two of each series."""
        parts = [any_of(one) if self._chance.random() < 0.7 else Linear(total_of(one), ">=", 2) for one in series]
        return And(tuple(parts)) if self._chance.random() < 0.4 else Or(tuple(parts))

    def _write_size(self, series: Sequence[Names]) -> Formula:
        """So many for each of another series, or for the profile."""
        if len(series) == 1:
            return Implies(any_of(series[0]), Linear(total_of(series[0]), ">=", self._chance.choice((2, 5, 31, 120))))
        factor = self._chance.choice((1, 1, 2, 20, 40))
        each = tuple((-factor, quantity_of(name)) for name in series[1])
        return Implies(any_of(series[1]), Linear((*total_of(series[0]), *each), ">=", 0))

    def _write_limit(self, series: Sequence[Names]) -> Formula:
        """At most so many, at all or for each of another series."""
        one = self._chance.choice(series[0])
        factor = self._chance.choice((1, 1, 5))
        each = tuple((-factor, quantity_of(name)) for others in series[1:] for name in others)
        bound = self._chance.choice((0, 120)) if each else self._chance.choice((2, 50, 1_000))
        return Implies(Is(taken_of(one)), Linear(((1, quantity_of(one)), *each), "<=", bound))

    def _write_group(self, series: Sequence[Names]) -> Formula:
        """At most one of the editions."""
        return Count(tuple(Is(taken_of(name)) for name in series[0][:4]), 0, 1)

    def _write_exclusion(self, series: Sequence[Names]) -> Formula:
        """One does not go with any of another series."""
        return Count((Is(taken_of(self._chance.choice(series[0]))), any_of(series[1])), 0, 1)

    def _write_table(self, series: Sequence[Names]) -> Formula:
        """Allowed combinations of two offerings and the quantity of the second."""
        one, other = self._chance.choice(series[0]), self._chance.choice(series[1])
        rows: list[tuple[Cell, ...]] = [(0, None, None)]
        for _ in range(self._chance.randint(1, 3)):
            low = self._chance.randrange(5)
            rows.append((1, int(low > 0), (low, low + self._chance.randrange(50))))
        return Table((taken_of(one), taken_of(other), quantity_of(other)), tuple(rows))


def taken_of(offering: str) -> str:
    """The Bool that an offering is taken."""
    return f"taken:{offering}"


def quantity_of(offering: str) -> str:
    """The Integer of an offering's quantity."""
    return f"quantity:{offering}"


def any_of(series: Names) -> Formula:
    """Any offering of a series is taken."""
    parts = tuple(Is(taken_of(name)) for name in series)
    return parts[0] if len(parts) == 1 else Or(parts)


def total_of(series: Names) -> tuple[tuple[int, str], ...]:
    """The terms of the sum of a series' quantities."""
    return tuple((1, quantity_of(name)) for name in series)


def join(series: Sequence[Names]) -> Names:
    """The offerings of several series."""
    return tuple(name for one in series for name in one)
