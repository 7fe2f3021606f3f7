"""Small random feature models as text, and the slow, obvious answers about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from configurator.models.model import FeatureModel, GroupKind
from configurator.models.reading import read_model
from tests.unit.solver.worlds import holds

World = dict[str, int]
KINDS = ("mandatory", "optional", "or", "alternative", "[1..2]", "[0..*]", "[2]")
SIGNS = ("&", "|", "=>", "<=>")


def read(source: str, suffix: str = "") -> FeatureModel:
    """The model of a faultless text."""
    load = read_model(source, "model", suffix)
    assert load.model is not None, load.problems
    return load.model


@dataclass(frozen=True)
class Writer:
    """Writes a random model; the same seed writes the same."""

    random: Random
    features: int
    constraints: int

    def write(self) -> str:
        lines = ["features", "\tf0"]
        waiting = [f"f{number}" for number in range(1, self.features)]
        self._write_groups(lines, 1, waiting)
        names = [line.strip() for line in lines if line.strip().startswith("f") and line != "features"]
        return "\n".join(
            [*lines, "constraints", *(f"\t{self.write_formula(names, 3)}" for _ in range(self.constraints))]
        )

    def write_formula(self, names: Sequence[str], depth: int) -> str:
        roll = self.random.random()
        if depth == 0 or roll < 0.3:
            return self.random.choice(names)
        if roll < 0.5:
            return f"!{self.write_formula(names, 0)}"
        one, other = self.write_formula(names, depth - 1), self.write_formula(names, depth - 1)
        return f"({one} {self.random.choice(SIGNS)} {other})"

    def _write_groups(self, lines: list[str], depth: int, waiting: list[str]) -> None:
        while waiting and (depth == 1 or self.random.random() < 0.6):
            lines.append("\t" * (depth + 1) + self.random.choice(KINDS))
            for _ in range(self.random.randint(1, 3)):
                if waiting:
                    lines.append("\t" * (depth + 2) + waiting.pop(0))
                    if depth < 6:
                        self._write_groups(lines, depth + 2, waiting)


def write_model(seed: int, features: int = 9, constraints: int = 3) -> str:
    """A random model as UVL."""
    return Writer(Random(seed), features, constraints).write()


def write_crowd(count: int) -> str:
    """A model where `count` guests need rooms of their own and there is one room too few: void, and hard to see."""
    rooms = range(count - 1)
    lines = ["features", "\tr", "\t\tmandatory"]
    for guest in range(count):
        lines += [f"\t\t\tp{guest}", "\t\t\t\talternative", *(f"\t\t\t\t\tx{guest}_{room}" for room in rooms)]
    pairs = ((one, other) for one in range(count) for other in range(one))
    clashes = [f"\t!x{one}_{room} | !x{other}_{room}" for one, other in pairs for room in rooms]
    return "\n".join([*lines, "constraints", *clashes])


def list_worlds(model: FeatureModel, without: frozenset[int] = frozenset()) -> list[World]:
    """Every valid configuration, straight from what the groups mean; `without` are places of constraints left out."""
    names = [feature.name for feature in model.features]
    constraints = [one for place, one in enumerate(model.constraints) if place not in without]
    worlds = (dict(zip(names, values, strict=True)) for values in product((0, 1), repeat=len(names)))
    return [
        world
        for world in worlds
        if (model.root is None or world[model.root])
        and all(_keeps(group_of, world) for group_of in _read_groups(model))
        and all(holds(constraint.formula, world) for constraint in constraints)
    ]


def _read_groups(model: FeatureModel) -> Iterator[tuple[str, str, tuple[str, ...], int, int | None]]:
    return ((group.kind, group.parent, group.children, group.low, group.high) for group in model.groups)


def _keeps(group: tuple[str, str, tuple[str, ...], int, int | None], world: World) -> bool:
    kind, parent, children, low, high = group
    taken = sum(world[child] for child in children)
    if not world[parent]:
        return taken == 0
    match kind:
        case GroupKind.MANDATORY:
            return taken == len(children)
        case GroupKind.OPTIONAL:
            return True
        case GroupKind.OR:
            return taken >= 1
        case GroupKind.ALTERNATIVE:
            return taken == 1
        case _:
            return taken >= low and (high is None or taken <= high)


def list_redundant(model: FeatureModel) -> list[int]:
    """Places of constraints that follow from the rest, one after another left out."""
    gone: set[int] = set()
    for place in range(len(model.constraints)):
        if len(list_worlds(model, frozenset(gone))) == len(list_worlds(model, frozenset({*gone, place}))):
            gone.add(place)
    return sorted(gone)
