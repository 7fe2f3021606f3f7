"""Facts in the solver's own terms: the range they leave to a numbered variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from configurator.solver.facts import AtLeast, AtMost, Exactly, Fact, IsFalse, IsTrue
from configurator.solver.model import MOST, Bool, Variable
from configurator.solver.narrowing import Box
from configurator.solver.refusals import ModelRefusal


@dataclass(frozen=True, slots=True)
class Given:
    """A fact, the number of its variable, and the range that the fact leaves to it."""

    fact: Fact
    variable: int
    low: int
    high: int


def read_fact(fact: Fact, numbers: Mapping[str, int], variables: Sequence[Variable]) -> Given:
    """A fact's range; refuses an unknown name, and a Bool's fact about an Integer or the reverse."""
    number = numbers.get(fact.name)
    if number is None:
        raise ModelRefusal("unknown-name", fact.name)
    if isinstance(variables[number], Bool) != isinstance(fact, IsTrue | IsFalse):
        raise ModelRefusal("wrong-kind-of-fact", fact.name)
    low, high = _read_range(fact)
    return Given(fact, number, low, high)


def merge_ranges(givens: Iterable[Given], box: Box) -> dict[int, tuple[int, int]]:
    """The range of each given variable within the box; perhaps an empty one."""
    ranges: dict[int, tuple[int, int]] = {}
    for given in givens:
        low, high = ranges.get(given.variable) or (box.low[given.variable], box.high[given.variable])
        ranges[given.variable] = (max(low, given.low), min(high, given.high))
    return ranges


def is_possible_alone(given: Given, box: Box) -> bool:
    """Whether the given range meets the box at all."""
    return given.low <= box.high[given.variable] and given.high >= box.low[given.variable]


def find_clashing_pair(givens: Sequence[Given]) -> tuple[Given, ...]:
    """Two givens on one variable whose ranges do not meet, or nothing."""
    lowest: dict[int, Given] = {}
    highest: dict[int, Given] = {}
    for given in givens:
        most = lowest.setdefault(given.variable, given)
        if given.low > most.low:
            most = lowest[given.variable] = given
        least = highest.setdefault(given.variable, given)
        if given.high < least.high:
            least = highest[given.variable] = given
        if most.low > least.high:
            return (most, least) if givens.index(most) < givens.index(least) else (least, most)
    return ()


def _read_range(fact: Fact) -> tuple[int, int]:
    match fact:
        case IsTrue():
            return 1, 1
        case IsFalse():
            return 0, 0
        case AtLeast(_, value):
            return value, MOST
        case AtMost(_, value):
            return 0, value
        case Exactly(_, value):
            return value, value
