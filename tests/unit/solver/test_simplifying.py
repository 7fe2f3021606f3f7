"""Simplifying within a box changes nothing inside the box."""

from __future__ import annotations

from hypothesis import given, settings

from configurator.solver import Formula
from configurator.solver.lowering import FALSE, TRUE, Sum, Tally, Threshold, list_variables, lower_formula
from configurator.solver.narrowing import Box, judge
from configurator.solver.simplifying import simplify
from tests.unit.solver import worlds

NUMBERS = {name: number for number, name in enumerate(worlds.NAMES)}


@settings(max_examples=200, deadline=None)
@given(worlds.formulas)
def test_agrees_with_the_original_at_every_point_of_the_box(formula: Formula) -> None:
    box = Box([0, 1, 0, 0, 2, 3, 1], [1, 1, 0, 1, 3, 4, 1])
    node = lower_formula(formula, NUMBERS)
    simple = simplify(node, box)
    for a in (0, 1):
        for d in (0, 1):
            for x in (2, 3):
                for y in (3, 4):
                    values = [a, 1, 0, d, x, y, 1]
                    point = Box(values, values)
                    assert judge(simple, point) is judge(node, point)


@settings(max_examples=100, deadline=None)
@given(worlds.formulas)
def test_fixed_variables_disappear(formula: Formula) -> None:
    box = Box([0, 1, 0, 0, 2, 3, 1], [1, 1, 0, 1, 3, 4, 1])
    assert list_variables(simplify(lower_formula(formula, NUMBERS), box)) <= {0, 3, 4, 5}


def test_a_sum_with_one_open_variable_becomes_a_threshold() -> None:
    assert simplify(Sum(((30, 0), (1, 1)), 172), Box([0, 20], [100, 20])) == Threshold(0, 6, True)


def test_what_the_box_decides_becomes_a_constant() -> None:
    box = Box([3, 0], [9, 1])
    assert simplify(Threshold(0, 3, True), box) == TRUE
    assert simplify(Threshold(0, 3, False), box) == FALSE
    assert simplify(Sum(((1, 0), (1, 1)), 11), box) == FALSE


def test_a_count_forgets_decided_parts() -> None:
    parts = tuple(Threshold(number, 1, True) for number in range(4))
    box = Box([1, 0, 0, 0], [1, 1, 1, 1])
    assert simplify(Tally(parts, 2, 3), box) == Tally(parts[1:], 1, 2)
