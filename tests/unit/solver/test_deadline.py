"""Deadlines count on the clock that they are given."""

from __future__ import annotations

from decimal import Decimal

from configurator.solver.deadline import Deadline


class Clock:
    """Nanoseconds that only a test moves."""

    def __init__(self) -> None:
        self.now = 5

    def __call__(self) -> int:
        """The time."""
        return self.now


def test_is_over_when_the_seconds_have_passed() -> None:
    clock = Clock()
    deadline = Deadline(Decimal("1.5"), clock)
    clock.now += 1_499_999_999
    assert not deadline.is_over() and not deadline.is_endless()
    clock.now += 1
    assert deadline.is_over()


def test_tells_what_is_left_and_never_less_than_nothing() -> None:
    clock = Clock()
    deadline = Deadline(2, clock)
    clock.now += 500_000_000
    assert deadline.compute_rest() == Decimal("1.5")
    clock.now += 9_000_000_000
    assert deadline.compute_rest() == 0


def test_without_a_limit_it_never_ends() -> None:
    deadline = Deadline(None)
    assert deadline.is_endless() and not deadline.is_over() and deadline.compute_rest() is None
