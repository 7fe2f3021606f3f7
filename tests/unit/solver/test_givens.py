"""Facts become ranges, and facts that cannot be understood are refused."""

from __future__ import annotations

import pytest

from configurator.solver import AtLeast, AtMost, Bool, Exactly, Fact, Integer, IsFalse, IsTrue, ModelRefusal
from configurator.solver.givens import Given, find_clashing_pair, is_possible_alone, merge_ranges, read_fact
from configurator.solver.model import MOST
from configurator.solver.narrowing import Box

VARIABLES = (Bool("a"), Integer("x", 2, 9))
NUMBERS = {"a": 0, "x": 1}


def read(*facts: Fact) -> list[Given]:
    """The facts as givens."""
    return [read_fact(fact, NUMBERS, VARIABLES) for fact in facts]


@pytest.mark.parametrize(
    ("fact", "low", "high"),
    [
        (IsTrue("a"), 1, 1),
        (IsFalse("a"), 0, 0),
        (AtLeast("x", 4), 4, MOST),
        (AtMost("x", 4), 0, 4),
        (Exactly("x", 4), 4, 4),
    ],
)
def test_each_fact_leaves_a_range(fact: Fact, low: int, high: int) -> None:
    assert read(fact) == [Given(fact, NUMBERS[fact.name], low, high)]


@pytest.mark.parametrize(
    ("fact", "fault"),
    [
        (IsTrue("b"), "unknown-name"),
        (IsTrue("x"), "wrong-kind-of-fact"),
        (AtLeast("a", 1), "wrong-kind-of-fact"),
        (Exactly("a", 1), "wrong-kind-of-fact"),
    ],
)
def test_refuses_what_it_cannot_understand(fact: Fact, fault: str) -> None:
    with pytest.raises(ModelRefusal) as caught:
        read(fact)
    assert caught.value.fault == fault


def test_ranges_of_one_variable_meet() -> None:
    box = Box([0, 2], [1, 9])
    assert merge_ranges(read(AtLeast("x", 1), AtMost("x", 7), AtMost("x", 8)), box) == {1: (2, 7)}


def test_sees_what_is_impossible_alone() -> None:
    box = Box([0, 2], [1, 9])
    assert not any(is_possible_alone(one, box) for one in read(AtLeast("x", 10), AtMost("x", 1), Exactly("x", 0)))
    assert all(is_possible_alone(one, box) for one in read(AtLeast("x", 9), AtMost("x", 2), IsTrue("a")))


def test_finds_two_that_clash_in_the_order_given() -> None:
    facts = read(IsTrue("a"), AtMost("x", 6), AtLeast("x", 5), AtMost("x", 4))
    assert find_clashing_pair(facts) == (facts[2], facts[3])
    assert find_clashing_pair(facts[:3]) == ()
    both = read(IsTrue("a"), IsFalse("a"))
    assert find_clashing_pair(both) == tuple(both)
