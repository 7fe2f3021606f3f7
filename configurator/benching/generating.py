"""Made-up catalogs that are harder than telecom catalogs are, at any scale, for measuring and for checking.

All rules hang together in one part, a tenth of them between options far apart, and no profile is known beforehand
(`lookalikes` makes those that telecom catalogs resemble).

Families of options of which exactly one, at most one or any may be taken; requires and excludes, mostly between
neighbours; quantities sized by demands; capacities provided and required; limits; tables of allowed combinations. A
hidden configuration is drawn first and every constraint holds in it, so that no catalog is impossible.
"""

from __future__ import annotations

from random import Random

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
    Not,
    Or,
    Table,
    Variable,
)

FAMILIES = 47
"""Families at scale 1, of OPTIONS options each."""

OPTIONS = 10
QUANTITIES = 60
"""Options with a quantity at scale 1."""

DEMANDS = 6
REQUIRES, EITHER, EXCLUDES, SIZES, CAPACITIES, LIMITS, TABLES = 520, 160, 480, 60, 24, 12, 30
"""Constraints of each kind at scale 1."""

NEIGHBOURS = 40
"""How far apart, in options, the two ends of most rules lie."""

RANGES = (20, 300, 5_000)
FACTORS = (1, 5, 20, 28, 48, 96, 500)
MOST_DEMAND = 100_000


def make_catalog(scale: float, seed: int) -> Model:
    """The catalog of that scale; equal arguments make equal catalogs."""
    maker = _Maker(scale, Random(f"{scale}:{seed}"))
    maker.add_families()
    maker.add_quantities()
    for add, count in (
        (maker.add_requirement, REQUIRES),
        (maker.add_alternative, EITHER),
        (maker.add_exclusion, EXCLUDES),
        (maker.add_size, SIZES),
        (maker.add_capacity, CAPACITIES),
        (maker.add_limit, LIMITS),
        (maker.add_table, TABLES),
    ):
        for _ in range(max(1, round(count * scale))):
            add()
    return maker.finish()


class _Maker:
    """The catalog in the making; `hidden` is the configuration in which everything holds."""

    def __init__(self, scale: float, chance: Random) -> None:
        self._scale = scale
        self._chance = chance
        self._variables: list[Variable] = []
        self._formulas: list[Formula] = []
        self._options: list[str] = []
        self._quantities: list[str] = []
        self._demands: list[str] = []
        self._hidden: dict[str, int] = {}

    def finish(self) -> Model:
        """The model of everything added."""
        constraints = (Constraint(f"r{place}", formula) for place, formula in enumerate(self._formulas))
        return Model(tuple(self._variables), tuple(constraints))

    def add_families(self) -> None:
        """Options, and how many of each family may be taken."""
        for family in range(max(2, round(FAMILIES * self._scale))):
            names = [f"f{family}.{number}" for number in range(OPTIONS)]
            low, high = self._chance.choice(((1, 1), (1, 1), (0, 1), (0, OPTIONS), (0, 3)))
            taken = self._chance.sample(names, self._chance.randint(low, min(high, 3)))
            for name in names:
                self._declare(Bool(name), int(name in taken))
            self._options += names
            self._formulas.append(Count(tuple(map(Is, names)), low, high))

    def add_quantities(self) -> None:
        """Quantities of some options (none unless taken), and what customers demand."""
        count = max(2, round(QUANTITIES * self._scale))
        for option in self._chance.sample(self._options, min(count, len(self._options))):
            most = self._chance.choice(RANGES)
            name = f"q.{option}"
            self._declare(Integer(name, 0, most), self._hidden[option] and self._chance.randint(1, most // 2))
            self._quantities.append(name)
            self._formulas.append(Iff(Is(option), Linear(((1, name),), ">=", 1)))
        for number in range(max(1, round(DEMANDS * self._scale))):
            self._declare(Integer(f"d{number}", 1, MOST_DEMAND), self._chance.randint(1, 3_000))
            self._demands.append(f"d{number}")

    def add_requirement(self) -> None:
        """An option that needs another."""
        one, other = self._pick_pair()
        if self._hidden[one] and not self._hidden[other]:
            one, other = other, one
        self._formulas.append(Implies(Is(one), Is(other)) if self._chance.random() < 0.3 else self._soften(one, other))

    def add_alternative(self) -> None:
        """An option that, with another, needs one of three."""
        one, other = self._pick_pair()
        start = self._chance.randrange(len(self._options))
        three = [self._options[(start + step) % len(self._options)] for step in range(3)]
        if not any(self._hidden[name] for name in three) and self._hidden[one] and self._hidden[other]:
            return
        self._formulas.append(Implies(And((Is(one), Is(other))), Or(tuple(map(Is, three)))))

    def add_exclusion(self) -> None:
        """Two options that do not go together."""
        one, other = self._pick_pair()
        if not (self._hidden[one] and self._hidden[other]):
            self._formulas.append(Not(And((Is(one), Is(other)))))

    def add_size(self) -> None:
        """A quantity that, when taken, covers a demand: factor × quantity ≥ demand."""
        name, demand = self._chance.choice(self._quantities), self._chance.choice(self._demands)
        held, wanted = self._hidden[name], self._hidden[demand]
        factors = [factor for factor in FACTORS if not held or factor * held >= wanted]
        if factors:
            covered = Linear(((self._chance.choice(factors), name), (-1, demand)), ">=", 0)
            self._formulas.append(Implies(Is(name.removeprefix("q.")), covered))

    def add_capacity(self) -> None:
        """Quantities that together provide what others require."""
        size = min(6, len(self._quantities))
        drawn = [(self._chance.choice(FACTORS[:5]), name) for name in self._chance.sample(self._quantities, size)]
        terms = [*drawn[: size // 2], *((-factor, name) for factor, name in drawn[size // 2 :])]
        if self._sum(terms) < 0:
            terms = [(-factor, name) for factor, name in terms]
        self._formulas.append(Linear(tuple(terms), ">=", 0))

    def add_limit(self) -> None:
        """A weighted sum of quantities with an upper limit."""
        names = self._chance.sample(self._quantities, min(5, len(self._quantities)))
        terms = tuple((self._chance.randint(1, 9), name) for name in names)
        self._formulas.append(Linear(terms, "<=", 2 * self._sum(terms) + 500))

    def add_table(self) -> None:
        """A table of allowed combinations of two options and a quantity."""
        one, other = self._pick_pair()
        columns = (one, other, self._chance.choice(self._quantities))
        held = tuple(self._hidden[name] for name in columns)
        rows: list[tuple[Cell, ...]] = [(held[0], held[1], (held[2] // 2, 2 * held[2] + 10))]
        for _ in range(self._chance.randint(2, 6)):
            low = self._chance.randrange(20)
            cells = [self._chance.choice((None, 0, 1)) for _ in range(2)]
            rows.append((*cells, (low, low + self._chance.choice((0, 5, 5_000)))))
        self._chance.shuffle(rows)
        self._formulas.append(Table(columns, tuple(rows)))

    def _declare(self, variable: Variable, value: int) -> None:
        self._variables.append(variable)
        self._hidden[variable.name] = value

    def _sum(self, terms: list[tuple[int, str]] | tuple[tuple[int, str], ...]) -> int:
        return sum(factor * self._hidden[name] for factor, name in terms)

    def _pick_pair(self) -> tuple[str, str]:
        """Two options, nine times in ten of neighbouring families."""
        place = self._chance.randrange(len(self._options))
        far = self._chance.random() < 0.1
        step = self._chance.randint(1, len(self._options) - 1 if far else min(NEIGHBOURS, len(self._options) - 1))
        return self._options[place], self._options[(place + step) % len(self._options)]

    def _soften(self, one: str, other: str) -> Formula:
        """The requirement as most are written: the option needed, or the next one of its family."""
        family, number = other.split(".")
        return Implies(Is(one), Or((Is(other), Is(f"{family}.{(int(number) + 1) % OPTIONS}"))))
