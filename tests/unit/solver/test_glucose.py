"""The wrapped solver answers, remembers, and gives up when told."""

from __future__ import annotations

from itertools import combinations

import pytest
from pysat.solvers import Glucose4

from configurator.solver.deadline import Deadline
from configurator.solver.glucose import Oracle

ENDLESS = Deadline(None)


def list_pigeons(pigeons: int, holes: int) -> list[tuple[int, ...]]:
    """Clauses that no solver likes: more pigeons than holes."""
    place = {(one, hole): one * holes + hole + 1 for one in range(pigeons) for hole in range(holes)}
    clauses: list[tuple[int, ...]] = [tuple(place[one, hole] for hole in range(holes)) for one in range(pigeons)]
    for hole in range(holes):
        clauses += [(-place[one, hole], -place[two, hole]) for one, two in combinations(range(pigeons), 2)]
    return clauses


def test_gives_a_model_or_a_core() -> None:
    oracle = Oracle([(1, 2), (-1, 3)])
    assert oracle.ask([1], ENDLESS) is True
    assert oracle.model[0] == 1 and oracle.model[2] == 3
    assert oracle.ask([1, -3, 2], ENDLESS) is False
    assert oracle.core == {1, -3}
    assert oracle.asked == 2


def test_clauses_can_be_added_between_questions() -> None:
    oracle = Oracle([(1, 2)])
    assert oracle.ask([-1], ENDLESS) is True
    oracle.add([(-2,)])
    assert oracle.ask([-1], ENDLESS) is False


class Listener:
    """A real solver that notes the assumptions it is told."""

    def __init__(self) -> None:
        self.told: list[list[int]] = []
        self._solver = Glucose4()
        self.add_clause, self.conf_budget = self._solver.add_clause, self._solver.conf_budget
        self.get_model, self.get_core = self._solver.get_model, self._solver.get_core

    def solve(self, assumptions: list[int]) -> bool | None:
        self.told.append(assumptions)
        return self._solver.solve(assumptions)

    def solve_limited(self, assumptions: list[int]) -> bool | None:
        self.told.append(assumptions)
        return self._solver.solve_limited(assumptions)

    def propagate(self, assumptions: list[int]) -> tuple[bool, list[int]]:
        self.told.append(assumptions)
        return self._solver.propagate(assumptions)


def test_an_assumption_said_twice_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    monkeypatch.setattr(Oracle, "make_solver", lambda: listener)
    oracle = Oracle([(1, 2), (-1, 3)])
    assert oracle.ask((1, 1, -2, 1), ENDLESS) is True
    assert oracle.ask((1, -3, 1, -3), Deadline(60)) is False
    assert oracle.ask_briefly((1, 2, 2)) is True
    assert set(oracle.propagate((1, 1)) or ()) == {1, 3}
    assert listener.told == [[1, -2], [1, -3], [1, 2], [1]]


def test_what_is_wanted_beside_the_assumptions_is_told_once_too(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    monkeypatch.setattr(Oracle, "make_solver", lambda: listener)
    oracle = Oracle([(1, 2), (-1, 3)])
    assert oracle.ask((1, 1), ENDLESS, {3: None, 2: None}) is True
    assert oracle.ask((1, 1), ENDLESS, {3: None, 1: None}) is True
    assert oracle.ask_briefly((1, -2), {-3: None, 1: None}) is False
    assert listener.told == [[1, 3, 2], [1, 3], [1, -2, -3]]


def test_propagates_or_sees_the_clash() -> None:
    oracle = Oracle([(-1, 2), (-2, 3)])
    assert set(oracle.propagate([1]) or []) == {1, 2, 3}
    assert oracle.propagate([1, -3]) is None


def test_steering_is_followed_where_nothing_speaks_against_it() -> None:
    oracle = Oracle([(-1, -2), (3, -3)])
    for wish in ([1, -2, 3], [-1, 2, -3]):
        oracle.steer(wish)
        assert oracle.ask([], ENDLESS)
        assert oracle.model == wish


def test_gives_up_when_time_is_up() -> None:
    ticks = iter(range(0, 10**9, 10**6))
    deadline = Deadline(1, lambda: next(ticks) * 1_000)
    assert Oracle(list_pigeons(12, 11)).ask([], deadline) is None


def test_a_brief_question_is_given_up_after_few_conflicts() -> None:
    oracle = Oracle(list_pigeons(12, 11))
    assert oracle.ask_briefly([]) is None
    assert oracle.ask_briefly([1, 12]) is False
    assert oracle.core <= {1, 12}
