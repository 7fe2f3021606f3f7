"""What callers tell the solver (facts) and what it answers (domains, explanations, repairs, solutions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class IsTrue:
    """The Bool variable `name` is true."""

    name: str


@dataclass(frozen=True, slots=True)
class IsFalse:
    """The Bool variable `name` is false."""

    name: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The Integer variable `name` is `value` or more."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """The Integer variable `name` is `value` or less."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Exactly:
    """The Integer variable `name` is `value`."""

    name: str
    value: int


Fact = IsTrue | IsFalse | AtLeast | AtMost | Exactly


@dataclass(frozen=True, slots=True)
class Domains:
    """What is still possible: the values of Bools, (least, greatest) of Integers.

    Names in `undecided` ran out of time: what is shown for them is an outer bound, perhaps too wide.
    """

    bools: Mapping[str, frozenset[bool]] = field(default_factory=dict)
    integers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    undecided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Labels and facts that cannot hold together (with the goal, if one was asked about).

    `is_minimal` is False when time ran out before every member was shown to be needed.
    """

    labels: tuple[str, ...]
    facts: tuple[Fact, ...]
    is_minimal: bool = True


@dataclass(frozen=True, slots=True)
class Repair:
    """Facts to give up, in the order in which they were given."""

    dropped: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """A value for every variable: bool for Bools, int for Integers."""

    values: Mapping[str, int | bool]
