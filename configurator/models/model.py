"""A feature model: a tree of features in groups, and constraints across the tree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from configurator.solver import Formula


class GroupKind(StrEnum):
    """What a group asks of its children when its parent is taken."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    OR = "or"
    ALTERNATIVE = "alternative"
    CARDINALITY = "cardinality"


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that can be taken; `line` and `column` (from 1) say where it was written."""

    name: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Children of one parent of which `low` to `high` are taken when the parent is (high None: no limit)."""

    kind: GroupKind
    parent: str
    children: tuple[str, ...]
    line: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class CrossConstraint:
    """A formula over features as its author wrote it; `text` is for people."""

    formula: Formula
    text: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class FeatureModel:
    """Features in the order of the file. Without a root (DIMACS) the features are free variables."""

    file: str
    root: str | None
    features: tuple[Feature, ...]
    groups: tuple[Group, ...]
    constraints: tuple[CrossConstraint, ...]
