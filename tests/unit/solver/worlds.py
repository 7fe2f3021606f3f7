"""Every world of a small model, to judge the quick answers by; and small random models for hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from random import Random

from hypothesis import strategies as st

from configurator.solver import Bool, Fact, Formula, Integer, Model, Objective
from tests.unit.solver.dice import Dice
from tests.unit.solver.meaning import World, agrees, holds, matches, weigh

__all__ = ["BOOLS", "NAMES", "NUMBERS", "World", "Worlds", "agrees", "facts", "formulas", "holds", "matches", "models"]

BOOLS = ("a", "b", "c", "d")
NUMBERS = {"x": (0, 6), "y": (2, 5), "z": (1, 3)}
NAMES = (*BOOLS, *NUMBERS)
VARIABLES = (*map(Bool, BOOLS), *(Integer(name, *span) for name, span in NUMBERS.items()))


class Worlds:
    """Every assignment of a small model; sets of worlds are bit masks over their places."""

    def __init__(self, model: Model) -> None:
        self.model = model
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

    def is_possible(self, facts: Iterable[Fact], labels: frozenset[str] | None = None) -> bool:
        """Whether some world satisfies facts and constraints."""
        return self.find(facts, labels) != 0

    def find_domains(self, facts: Sequence[Fact]) -> dict[str, tuple[int, int]] | None:
        """Least and greatest value of every variable in the worlds left, None when there are none."""
        left = self.list(facts)
        if not left:
            return None
        return {name: (min(world[name] for world in left), max(world[name] for world in left)) for name in left[0]}

    def list_repair_sizes(self, facts: Sequence[Fact], wanted: Sequence[Fact], limit: int) -> list[int]:
        """The sizes of the smallest minimal repairs."""
        return [len(places) for places in self.list_repairs(tuple(facts), tuple(wanted))[:limit]]

    def find_best(self, facts: Sequence[Fact], objectives: Sequence[Objective]) -> tuple[int, ...] | None:
        """The best values of the objectives in turn, by trying every world."""
        left = self.list(facts)
        reached = []
        for objective in objectives if left else ():
            best = (min if objective.sense == "min" else max)(weigh(objective, world) for world in left)
            left = [world for world in left if weigh(objective, world) == best]
            reached.append(best)
        return tuple(reached) if left else None

    def implies(self, one: str, other: str) -> bool:
        """Whether the other is true in every world where the one is."""
        return all(world[other] or not world[one] for world in self.list())

    def list_redundant(self, labels: Sequence[str]) -> list[str]:
        """Labels whose loss, one after another, leaves the worlds as they are."""
        kept = set(labels)
        for label in labels:
            if self.find(labels=frozenset(kept - {label})) == self.find(labels=frozenset(kept)):
                kept.discard(label)
        return [label for label in labels if label not in kept]


def roll(chance: Random) -> Dice:
    """Dice over this module's variables."""
    return Dice(chance, VARIABLES)


_randoms = st.randoms(use_true_random=False)
formulas: st.SearchStrategy[Formula] = st.builds(
    lambda chance, depth: roll(chance).draw_formula(depth), _randoms, st.integers(0, 3)
)
facts: st.SearchStrategy[Fact] = st.builds(lambda chance: roll(chance).draw_fact(), _randoms)
objectives: st.SearchStrategy[Objective] = st.builds(lambda chance: roll(chance).draw_objective(), _randoms)


def models(most: int = 5) -> st.SearchStrategy[Model]:
    """Models of four Bools and three Integers with up to `most` constraints, some sharing a label."""
    return st.builds(lambda chance, count: roll(chance).draw_model(count), _randoms, st.integers(0, most))
