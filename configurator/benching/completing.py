"""The cheapest and the other completions of a real catalog: all of `optimise` beside CP-SAT's own solve within it.

The customers are one for every package of the catalog, and those of request files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from statistics import geometric_mean, median
from time import perf_counter
from typing import Any

from ortools.sat.python import cp_model

from configurator.benching.clicking import Spread, measure_spread
from configurator.catalog.model import Catalog
from configurator.guidance.request import AMBITIONS
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer, RequestRefused
from configurator.solver import compile, optimising
from configurator.solver.optimising import Optimum, optimise

ARCHETYPES: Mapping[str, tuple[int, int]] = {
    "micro": (8, 1),
    "small": (50, 2),
    "medium": (300, 8),
    "large": (3_000, 40),
}
"""Staff and sites of the customer that stands for a size; sizes without one have no row."""

REPEATS = 3


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """One completion: milliseconds at first (the program is written), then of the repeats the median in all and within
    CP-SAT's solve."""

    name: str
    ambition: str
    variables: int
    objectives: int
    first_ms: float
    again_ms: float
    bare_ms: float
    proof: str

    @property
    def ratio(self) -> float:
        """How many times CP-SAT's own time the completion takes."""
        return self.again_ms / self.bare_ms


@dataclass(frozen=True, slots=True)
class CompletionReport:
    """All completions; the ratio is the geometric mean. Milliseconds."""

    completions: int
    proven: int
    first: Spread
    again: Spread
    ratio: float


def list_requests(catalog: Catalog) -> Iterator[tuple[str, dict[str, object]]]:
    """A customer for every package, by the package's name."""
    for industry, size in sorted(catalog.packages):
        if size in ARCHETYPES:
            staff, sites = ARCHETYPES[size]
            customer = {"industry": industry, "size": size, "staff": staff, "sites": sites}
            yield f"{industry} {size}", {"customer": customer}


def measure_completions(
    book: RuleBook, requests: Iterable[tuple[str, Mapping[str, object]]], day: date
) -> Iterator[CompletionRow]:
    """Complete for every request with every ambition; requests that the catalog refuses are left out."""
    for name, request in requests:
        for ambition in AMBITIONS:
            asked = record_question(Proposer(book), {**request, "ambition": ambition}, day)
            if asked is not None:
                yield _measure_question(name, ambition, asked)


def summarise(rows: Iterable[CompletionRow]) -> CompletionReport | None:
    """All rows in one; None without rows."""
    found = list(rows)
    if not found:
        return None
    return CompletionReport(
        len(found),
        sum(row.proof == "optimal" for row in found),
        measure_spread([row.first_ms for row in found]),
        measure_spread([row.again_ms for row in found]),
        geometric_mean(row.ratio for row in found),
    )


def record_question(proposer: Proposer, request: Mapping[str, object], day: date) -> tuple[Any, ...] | None:
    """What the proposal for a request asks of `optimise`; None when it is refused."""
    asked: list[tuple[Any, ...]] = []

    def record(*arguments: Any) -> Optimum:
        asked.append(arguments)
        return optimise(*arguments)

    optimising.optimise = record  # type: ignore[assignment]
    try:
        proposer.propose(request, day)
    except RequestRefused:
        return None
    finally:
        optimising.optimise = optimise
    return asked[-1]


@contextmanager
def timing_solver() -> Iterator[list[float]]:
    """The milliseconds of every CP-SAT solve within the block."""
    times: list[float] = []
    plain = cp_model.CpSolver.solve

    def solve(*arguments: Any) -> Any:
        """As CP-SAT solves, noting the milliseconds."""
        start = perf_counter()
        try:
            return plain(*arguments)
        finally:
            times.append((perf_counter() - start) * 1000)

    cp_model.CpSolver.solve = solve  # type: ignore[method-assign, assignment]
    try:
        yield times
    finally:
        cp_model.CpSolver.solve = plain  # type: ignore[method-assign]


def _measure_question(name: str, ambition: str, asked: tuple[Any, ...]) -> CompletionRow:
    compiled, facts, objectives, limit = asked[:4]
    fresh = compile(compiled.model)
    runs = []
    for _ in range(1 + REPEATS):
        with timing_solver() as within:
            start = perf_counter()
            optimum = optimise(fresh, facts, objectives, limit)
            runs.append(((perf_counter() - start) * 1000, sum(within)))
    again = [took for took, _ in runs[1:]]
    bare = [took for _, took in runs[1:]]
    return CompletionRow(
        name,
        ambition,
        len(fresh.variables),
        len(objectives),
        runs[0][0],
        median(again),
        median(bare),
        optimum.proof,
    )
