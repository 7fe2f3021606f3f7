"""Lowering and negation keep the meaning of every formula."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from configurator.solver import Formula, Iff, Is, Linear, Not
from configurator.solver.lowering import (
    FALSE,
    TRUE,
    All,
    Node,
    Some,
    Sum,
    Tally,
    Threshold,
    all_of,
    list_summed,
    list_thresholds,
    list_variables,
    lower_formula,
    negate,
    some_of,
    sum_at_least,
    tally,
)
from configurator.solver.narrowing import Box, judge
from tests.unit.solver import worlds

NUMBERS = {name: number for number, name in enumerate(worlds.NAMES)}
SAMPLE = [
    {"a": 0, "b": 1, "c": 0, "d": 1, "x": 3, "y": 2, "z": 1},
    {"a": 1, "b": 1, "c": 0, "d": 0, "x": 0, "y": 5, "z": 2},
    {"a": 0, "b": 0, "c": 0, "d": 0, "x": 6, "y": 4, "z": 3},
    {"a": 1, "b": 0, "c": 1, "d": 1, "x": 1, "y": 3, "z": 1},
]
A, B, C = Threshold(0, 1, True), Threshold(1, 1, True), Threshold(2, 1, True)


def judge_world(node: Node, world: worlds.World) -> bool | None:
    """Whether a node holds in a world."""
    point = [world[name] for name in worlds.NAMES]
    return judge(node, Box(point, point))


@settings(max_examples=200, deadline=None)
@given(worlds.formulas)
def test_means_the_same_as_the_formula(formula: Formula) -> None:
    node = lower_formula(formula, NUMBERS)
    for world in SAMPLE:
        assert judge_world(node, world) is worlds.holds(formula, world)


@settings(max_examples=200, deadline=None)
@given(worlds.formulas)
def test_negation_turns_every_answer_round(formula: Formula) -> None:
    node = lower_formula(formula, NUMBERS)
    for world in SAMPLE:
        assert judge_world(negate(node), world) is not judge_world(node, world)


@pytest.mark.parametrize(
    ("linear", "expected"),
    [
        (Linear(((1, "x"),), ">=", 3), Threshold(4, 3, True)),
        (Linear(((1, "x"),), "<=", 3), Threshold(4, 4, False)),
        (Linear(((3, "x"),), ">=", 7), Threshold(4, 3, True)),
        (Linear(((3, "x"),), "<=", 7), Threshold(4, 3, False)),
        (Linear(((-2, "x"),), ">=", -5), Threshold(4, 3, False)),
        (Linear(((1, "x"), (-1, "x")), ">=", 0), TRUE),
        (Linear(((1, "x"), (-1, "x")), ">=", 1), FALSE),
        (Linear((), "<=", -1), FALSE),
        (Linear(((2, "x"), (4, "y")), ">=", 5), Sum(((1, 4), (2, 5)), 3)),
    ],
)
def test_comparisons_become_thresholds_or_reduced_sums(linear: Linear, expected: Node) -> None:
    assert lower_formula(linear, NUMBERS) == expected


def test_equal_is_both_and_unequal_is_either() -> None:
    equal = lower_formula(Linear(((1, "x"),), "==", 3), NUMBERS)
    unequal = lower_formula(Linear(((1, "x"),), "!=", 3), NUMBERS)
    assert equal == All((Threshold(4, 3, True), Threshold(4, 4, False)))
    assert unequal == Some((Threshold(4, 4, True), Threshold(4, 3, False)))


def test_parts_are_flattened_and_decided_ones_disappear() -> None:
    assert all_of((A, All((B, C)), TRUE)) == All((A, B, C))
    assert all_of((A, FALSE)) == FALSE
    assert some_of((A, Some((B, C)), FALSE)) == Some((A, B, C))
    assert some_of((A, TRUE)) == TRUE
    assert all_of((A,)) == some_of((A,)) == A


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 3, TRUE),
        (1, 3, Some((A, B, C))),
        (3, 3, All((A, B, C))),
        (0, 0, All((negate(A), negate(B), negate(C)))),
        (0, 2, Some((negate(A), negate(B), negate(C)))),
        (2, 1, FALSE),
        (4, 9, FALSE),
        (1, 2, Tally((A, B, C), 1, 2)),
    ],
)
def test_counts_at_the_edges_become_plain(low: int, high: int, expected: Node) -> None:
    assert tally([A, B, C], low, high) == expected


def test_decided_parts_are_counted_out() -> None:
    assert tally([A, TRUE, B, FALSE, C], 2, 3) == Tally((A, B, C), 1, 2)


def test_an_iff_of_bools_is_two_clauses() -> None:
    assert lower_formula(Iff(Is("a"), Not(Is("b"))), NUMBERS) == All((Some((negate(A), negate(B))), Some((A, B))))


def test_lists_where_variables_occur() -> None:
    total = sum_at_least(((1, 4), (1, 5)), 3)
    node = some_of((A, all_of((total, Threshold(6, 2, False)))))
    assert list_variables(node) == {0, 4, 5, 6}
    assert list_summed(node) == {4, 5}
    assert list_thresholds(node) == {(0, 1), (6, 2)}
