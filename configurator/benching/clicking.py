"""Random exact clicks: a random open option is taken or left out, then everything that is still possible is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from time import perf_counter

from configurator.benching.metering import Meter
from configurator.solver import Fact, IsFalse, IsTrue, Reasoner

DEPTH = 20
"""After so many choices a conversation begins anew."""


@dataclass(frozen=True, slots=True)
class Click:
    """What one click took, in milliseconds: the options' exact states, then the exact bounds of all quantities.

    `possible` are the states found, to compare with another engine's. Solver milliseconds are those inside solve
    and propagate.
    """

    facts: tuple[Fact, ...]
    possible: dict[str, frozenset[bool]]
    undecided: int
    options_ms: float
    options_solver_ms: float
    options_solves: int
    bounds_ms: float
    bounds_solver_ms: float
    bounds_solves: int

    @property
    def everything_ms(self) -> float:
        """Options and bounds together."""
        return self.options_ms + self.bounds_ms


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 95th percentile and greatest of some milliseconds; zeros when there are none."""

    median: float
    p95: float
    max: float


def measure_spread(times: Sequence[float]) -> Spread:
    """The spread of times in any order; the percentile is the nearest rank."""
    if not times:
        return Spread(0, 0, 0)
    ordered = sorted(times)
    return Spread(median(ordered), ordered[-1 - len(ordered) // 20], ordered[-1])


def click_randomly(reasoner: Reasoner, meter: Meter, clicks: int, chance: Random) -> Iterator[Click]:
    """So many clicks, conversation after conversation, with one reasoner as in a running server.

    Fewer, perhaps none, when nothing is open before the first choice.
    """
    facts: tuple[Fact, ...] = ()
    possible = dict(reasoner.booleans(facts).bools)
    if not list_open(possible):
        return
    for _ in range(clicks):
        if len(facts) == DEPTH or not list_open(possible):
            facts, possible = (), dict(reasoner.booleans(()).bools)
        facts = (*facts, chance.choice((IsTrue, IsFalse))(chance.choice(list_open(possible))))
        click = measure_click(reasoner, meter, facts)
        possible = click.possible
        yield click


def list_open(possible: dict[str, frozenset[bool]]) -> list[str]:
    """The names that may still be either."""
    return [name for name, values in possible.items() if len(values) > 1]


def measure_click(reasoner: Reasoner, meter: Meter, facts: tuple[Fact, ...]) -> Click:
    """Ask for everything under the facts, and time it."""
    meter.take()
    start = perf_counter()
    booleans = reasoner.booleans(facts)
    between = perf_counter()
    options = meter.take()
    again = perf_counter()
    bounds = reasoner.bounds(facts)
    end = perf_counter()
    rest = meter.take()
    return Click(
        facts,
        dict(booleans.bools),
        len(booleans.undecided) + len(bounds.undecided),
        (between - start) * 1000,
        options[0] * 1000,
        options[1],
        (end - again) * 1000,
        rest[0] * 1000,
        rest[1],
    )
