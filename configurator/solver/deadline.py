"""A moment after which a search gives up; the only clock in the solver, and replaceable.

Wall time never changes an answer, only whether there is one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

from configurator.solver.refusals import Undecided

NANOSECONDS = 1_000_000_000
Item = TypeVar("Item")


class Deadline:
    """Counts down from `seconds` (None: never ends) on a clock of nanoseconds."""

    __slots__ = ("_clock", "_end")

    def __init__(self, seconds: Decimal | int | None, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._end = None if seconds is None else clock() + int(seconds * NANOSECONDS)

    def is_endless(self) -> bool:
        """Whether there is no limit at all."""
        return self._end is None

    def is_over(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and self._clock() >= self._end

    def compute_rest(self) -> Decimal | None:
        """Seconds left, never negative; None without a limit."""
        if self._end is None:
            return None
        return Decimal(max(0, self._end - self._clock())) / NANOSECONDS

    def keep_to(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items as they come; refuses with Undecided once the time is up."""
        for item in items:
            if self.is_over():
                raise Undecided
            yield item


ENDLESS = Deadline(None)
