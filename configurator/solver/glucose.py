"""A typed, thin wrapper round one incremental Glucose 4.1 solver of python-sat.

Literals are non-zero integers, negative for "not". Reading a model or core is only possible right
after the answer it belongs to; this class reads the model at once.

Glucose counts a level for each assumption and keeps its marks of levels in an array with a place for each variable:
an assumption told more than once can make it write behind that array. Each is told once, whatever callers say. To look
for repetitions in a long list costs as much as a short search; what is `wanted` beside the assumptions therefore comes
as the keys of a dictionary, which repeat nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from pysat.solvers import Glucose4

from configurator.solver.deadline import Deadline

FIRST_SLICE = 500
LAST_SLICE = 20_000
BRIEF = 200
NOTHING: Mapping[int, None] = MappingProxyType({})


class Oracle:
    """Answers whether clauses can hold together with assumptions; counts its questions in `asked`.

    `make_solver` makes the solver underneath; who measures may put a counting one in its place.
    """

    make_solver: ClassVar[Callable[[], Any]] = Glucose4

    def __init__(self, clauses: Iterable[Sequence[int]] = ()) -> None:
        self._solver = type(self).make_solver()
        self.asked = 0
        self.model: list[int] = []
        self.core: frozenset[int] = frozenset()
        self.add(clauses)

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """Add clauses for good."""
        add = self._solver.add_clause
        for clause in clauses:
            add(clause)

    def steer(self, literals: Sequence[int]) -> None:
        """Make the next search try these literals first."""
        self._solver.set_phases(literals)

    def propagate(self, assumptions: Sequence[int]) -> list[int] | None:
        """What follows at once from the assumptions, or None when they clash at once."""
        consistent, literals = self._solver.propagate(_tell_once(assumptions))
        return literals if consistent else None

    def ask(self, assumptions: Sequence[int], deadline: Deadline, wanted: Mapping[int, None] = NOTHING) -> bool | None:
        """Whether the assumptions can hold with all that is wanted; fills `model` or `core`; None when the deadline
        passes first."""
        self.asked += 1
        answer = self._search(_tell_once(assumptions, wanted), deadline)
        self._take(answer)
        return answer

    def ask_briefly(self, assumptions: Sequence[int], wanted: Mapping[int, None] = NOTHING) -> bool | None:
        """As `ask`, but give up after a few conflicts."""
        self.asked += 1
        self._solver.conf_budget(BRIEF)
        answer: bool | None = self._solver.solve_limited(_tell_once(assumptions, wanted))
        self._take(answer)
        return answer

    def _take(self, answer: bool | None) -> None:
        if answer:
            self.model = self._solver.get_model()
        elif answer is False:
            self.core = frozenset(self._solver.get_core() or ())

    def _search(self, assumptions: Sequence[int], deadline: Deadline) -> bool | None:
        if deadline.is_endless():
            return bool(self._solver.solve(assumptions))
        conflicts = FIRST_SLICE
        while not deadline.is_over():
            self._solver.conf_budget(conflicts)
            answer = self._solver.solve_limited(assumptions)
            if answer is not None:
                return bool(answer)
            conflicts = min(2 * conflicts, LAST_SLICE)
        return None


def _tell_once(assumptions: Sequence[int], wanted: Mapping[int, None] = NOTHING) -> list[int]:
    told = list(dict.fromkeys(assumptions))
    if wanted.keys().isdisjoint(told):
        return [*told, *wanted]
    return list(dict.fromkeys([*told, *wanted]))
