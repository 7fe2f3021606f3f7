"""A counter round the calls into the SAT solver; off unless somebody measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import Any

from pysat.solvers import Glucose4

from configurator.solver.glucose import Oracle


class Meter:
    """Seconds inside solve and propagate, and how often each was called, since the last `take`."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.solves = 0
        self.propagations = 0

    def take(self) -> tuple[float, int]:
        """Seconds and number of solves since the last call; starts anew."""
        taken = (self.seconds, self.solves)
        self.seconds, self.solves, self.propagations = 0.0, 0, 0
        return taken


class MeteredSolver:
    """A Glucose 4.1 solver whose solve and propagate are timed; everything else is the solver's own."""

    def __init__(self, meter: Meter) -> None:
        solver = Glucose4()
        self._meter = meter
        self._solver = solver
        self.add_clause = solver.add_clause
        self.set_phases = solver.set_phases
        self.conf_budget = solver.conf_budget
        self.get_model = solver.get_model
        self.get_core = solver.get_core

    def solve(self, assumptions: Sequence[int]) -> Any:
        """Timed solve."""
        self._meter.solves += 1
        return self._time(self._solver.solve, assumptions)

    def solve_limited(self, assumptions: Sequence[int]) -> Any:
        """Timed solve within the conflict budget."""
        self._meter.solves += 1
        return self._time(self._solver.solve_limited, assumptions)

    def propagate(self, assumptions: Sequence[int]) -> Any:
        """Timed unit propagation."""
        self._meter.propagations += 1
        return self._time(self._solver.propagate, assumptions)

    def _time(self, call: Callable[[Sequence[int]], Any], assumptions: Sequence[int]) -> Any:
        start = perf_counter()
        try:
            return call(assumptions)
        finally:
            self._meter.seconds += perf_counter() - start


@contextmanager
def metering() -> Iterator[Meter]:
    """Count what solvers made within the block do, there and afterwards. Not for several threads at once."""
    meter = Meter()
    plain = Oracle.make_solver
    Oracle.make_solver = partial(MeteredSolver, meter)
    try:
        yield meter
    finally:
        Oracle.make_solver = plain
