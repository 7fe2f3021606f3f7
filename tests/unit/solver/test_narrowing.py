"""Narrowing cuts off only what is impossible, and simplifying within a box loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from configurator.solver import Formula, Model
from configurator.solver.compiling import CompiledModel
from configurator.solver.lowering import (
    All,
    Node,
    Some,
    Sum,
    Tally,
    Threshold,
    list_variables,
    lower_formula,
)
from configurator.solver.narrowing import WAKES, Box, contract, judge, narrow, watch
from tests.unit.solver import worlds
from tests.unit.solver.worlds import Worlds

X, Y = 0, 1


def contract_box(node: Node, low: list[int], high: list[int]) -> tuple[list[int], list[int]]:
    """The ranges after contracting once; the box must stay possible."""
    box = Box(low, high)
    contract(node, box)
    assert not box.is_empty
    return box.low, box.high


@settings(max_examples=150, deadline=None)
@given(worlds.models(most=3))
def test_keeps_every_world_that_satisfies_the_constraints(model: Model) -> None:
    compiled = CompiledModel(model)
    box = compiled.domain.copy()
    narrow(compiled.nodes, watch(compiled.nodes, compiled.mentions), box)
    possible = Worlds(model).list()
    assert not (possible and box.is_empty)
    for world in possible:
        for number, name in enumerate(worlds.NAMES):
            assert box.low[number] <= world[name] <= box.high[number]


@settings(max_examples=150, deadline=None)
@given(worlds.formulas)
def test_a_verdict_on_a_box_holds_for_every_point_of_it(formula: Formula) -> None:
    numbers = {name: number for number, name in enumerate(worlds.NAMES)}
    node = lower_formula(formula, numbers)
    box = Box([0, 1, 0, 0, 2, 3, 1], [1, 1, 0, 0, 3, 4, 1])
    verdict = judge(node, box)
    for x, y, a in ((2, 3, 0), (3, 4, 1), (2, 4, 0), (3, 3, 1)):
        world = dict(zip(worlds.NAMES, (a, 1, 0, 0, x, y, 1), strict=True))
        assert verdict is None or verdict is worlds.holds(formula, world)


def test_a_sum_raises_and_cuts_its_variables() -> None:
    assert contract_box(Sum(((30, X), (1, Y)), 172), [0, 0], [100, 22]) == ([5, 0], [100, 22])
    assert contract_box(Sum(((-1, X), (-1, Y)), -50), [0, 20], [100, 100]) == ([0, 20], [30, 50])


def test_a_sum_out_of_reach_empties_the_box() -> None:
    box = Box([0, 0], [3, 3])
    contract(Sum(((1, X), (1, Y)), 7), box)
    assert box.is_empty


def test_the_last_open_alternative_is_taken() -> None:
    either = Some((Threshold(X, 5, True), Threshold(Y, 2, False)))
    assert contract_box(either, [0, 3], [9, 9]) == ([5, 3], [9, 9])


def test_rows_of_a_table_leave_their_hull() -> None:
    rows = Some(
        (
            All((Threshold(X, 2, True), Threshold(X, 4, False), Threshold(Y, 7, True))),
            All((Threshold(X, 5, True), Threshold(X, 6, False))),
        )
    )
    assert contract_box(rows, [0, 0], [9, 9]) == ([2, 0], [5, 9])


@pytest.mark.parametrize(("low", "high", "expected"), [(2, 2, ([1, 1], [1, 1])), (0, 0, ([0, 0], [0, 0]))])
def test_a_count_at_its_edge_forces_the_rest(low: int, high: int, expected: tuple[list[int], list[int]]) -> None:
    parts = (Threshold(X, 1, True), Threshold(Y, 1, True))
    assert contract_box(Tally(parts, low, high), [0, 0], [1, 1]) == expected


def test_a_count_out_of_reach_empties_the_box() -> None:
    box = Box([0, 1], [0, 1])
    contract(Tally((Threshold(X, 1, True), Threshold(Y, 1, True)), 2, 2), box)
    assert box.is_empty


def test_ends_where_ranges_would_creep_for_ever() -> None:
    climbing = [Sum(((1, X), (-1, Y)), 1), Sum(((1, Y), (-1, X)), 1)]
    box = Box([0, 0], [10_000_000, 10_000_000])
    narrow(climbing, watch(climbing, [list_variables(node) for node in climbing]), box)
    assert 0 < box.low[X] <= 4 * WAKES and not box.is_empty


def test_reports_what_was_narrowed_and_wakes_only_what_it_is_told() -> None:
    nodes = [Threshold(X, 3, True), Sum(((1, Y), (-1, X)), 0), Threshold(2, 1, True)]
    box = Box([0, 0, 0], [9, 9, 1])
    watching = watch(nodes, [list_variables(node) for node in nodes])
    assert narrow(nodes, watching, box, [0]) == {X, Y}
    assert (box.low, box.high) == ([3, 3, 0], [9, 9, 1])


def test_a_copy_of_a_box_goes_its_own_way() -> None:
    box = Box([0], [9])
    twin = box.copy()
    twin.raise_low(X, 12)
    assert twin.is_empty and not box.is_empty and box.low == [0]
