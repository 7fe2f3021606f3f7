"""Feature model → solver model: each child and group one labelled constraint, each cross-tree constraint another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from configurator.models.model import CrossConstraint, FeatureModel, Group, GroupKind
from configurator.models.shaping import shape_formula
from configurator.solver import Bool, Constraint, Count, Formula, Implies, Is, Model, Or
from configurator.solver.deadline import ENDLESS, Deadline


class OriginKind(StrEnum):
    """What in a feature model a constraint of the solver stands for."""

    ROOT = "root"
    PARENT = "parent"
    MANDATORY = "mandatory"
    OR = "or"
    ALTERNATIVE = "alternative"
    CARDINALITY = "cardinality"
    CONSTRAINT = "constraint"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a label comes from: the line and what it says.

    `features` are the feature (root), child and parent (parent, mandatory), or parent and children (groups); a
    cross-tree constraint has its `text` instead. `low` and `high` are a group's bounds.
    """

    kind: OriginKind
    line: int
    column: int = 1
    features: tuple[str, ...] = ()
    text: str = ""
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A model with the origin of each label; `cross` are the labels of cross-tree constraints in file order.

    The tree stands before the cross-tree constraints, so that explanations give up the latter first. Variables
    that are no features (parts of deep formulas) have names with a line break.
    """

    source: FeatureModel
    model: Model
    origins: Mapping[str, Origin]
    cross: tuple[str, ...]


def translate(source: FeatureModel, deadline: Deadline = ENDLESS) -> Translation:
    """The solver's model of a feature model; refuses with Undecided when the deadline comes first."""
    entries = [*_list_tree(source), *_list_cross(source.constraints)]
    origins = {f"{number}": origin for number, (origin, _) in enumerate(entries)}
    hidden: list[str] = []
    definitions: list[Constraint] = []
    constraints: list[Constraint] = []
    for label, (origin, formula) in deadline.keep_to(zip(origins, entries, strict=True)):
        if origin.kind is OriginKind.CONSTRAINT:  # the tree's formulas are shallow
            shaped = shape_formula(formula, lambda label=label: _name_parts(label))  # type: ignore[misc]
            formula = shaped.formula
            hidden.extend(name for name, _ in shaped.definitions)
            definitions.extend(Constraint("", definition) for _, definition in shaped.definitions)
        constraints.append(Constraint(label, formula))
    variables = (*(Bool(feature.name) for feature in source.features), *map(Bool, hidden))
    cross = tuple(label for label, origin in origins.items() if origin.kind is OriginKind.CONSTRAINT)
    return Translation(source, Model(variables, (*constraints, *definitions)), origins, cross)


def _name_parts(label: str) -> Iterator[str]:
    return (f"{label}\n{number}" for number in count())


def _list_tree(source: FeatureModel) -> Iterator[tuple[Origin, Formula]]:
    places = {feature.name: (feature.line, feature.column) for feature in source.features}
    if source.root is not None:
        yield Origin(OriginKind.ROOT, *places[source.root], (source.root,)), Is(source.root)
    for group in source.groups:
        yield from _list_group(group, places)


def _list_group(group: Group, places: Mapping[str, tuple[int, int]]) -> Iterator[tuple[Origin, Formula]]:
    parent = Is(group.parent)
    for child in group.children:
        pair = (child, group.parent)
        yield Origin(OriginKind.PARENT, *places[child], pair), Implies(Is(child), parent)
        if group.kind is GroupKind.MANDATORY:
            yield Origin(OriginKind.MANDATORY, *places[child], pair), Implies(parent, Is(child))
    if group.kind in (GroupKind.OR, GroupKind.ALTERNATIVE, GroupKind.CARDINALITY):
        names = (group.parent, *group.children)
        origin = Origin(OriginKind(group.kind), group.line, 1, names, "", group.low, group.high)
        yield origin, Implies(parent, _count(group))


def _count(group: Group) -> Formula:
    children = tuple(map(Is, group.children))
    if group.low == 1 and group.high is None:
        return Or(children)
    return Count(children, group.low, len(children) if group.high is None else group.high)


def _list_cross(constraints: Iterable[CrossConstraint]) -> Iterator[tuple[Origin, Formula]]:
    for constraint in constraints:
        place = (constraint.line, constraint.column)
        yield Origin(OriginKind.CONSTRAINT, *place, (), constraint.text), constraint.formula
