"""Clauses mean what the nodes mean: every assignment of the variables is tried as assumptions."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import Formula
from configurator.solver.deadline import Deadline
from configurator.solver.encoding import COUNTER_LIMIT, YES, Encoder
from configurator.solver.glucose import Oracle
from configurator.solver.lowering import (
    FALSE,
    Node,
    Sum,
    Tally,
    Threshold,
    list_variables,
    lower_formula,
    sum_at_least,
)
from configurator.solver.narrowing import Box, judge
from tests.unit.solver import worlds

ENDLESS = Deadline(None)


def check_node(node: Node, box: Box, stepped: frozenset[int] = frozenset(), prefix: tuple[int, ...] = ()) -> None:
    """Post a node and compare it with its meaning at every point of the box."""
    encoder = Encoder(box, stepped)
    encoder.post(node, prefix)
    spans = [range(low, high + 1) for low, high in zip(box.low, box.high, strict=True)]
    places = sorted(list_variables(node))
    pins = {
        (place, value): (encoder.find_threshold(place, value), -encoder.find_threshold(place, value + 1))
        for place in places
        for value in spans[place]
    }
    oracle = Oracle(encoder.take_clauses())
    for values in product(*(spans[place] for place in places)):
        point = list(box.low)
        for place, value in zip(places, values, strict=True):
            point[place] = value
        literals = [one for place in places for one in pins[place, point[place]]]
        assert oracle.ask(literals, ENDLESS) is judge(node, Box(point, point)), point


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-9, 9).filter(bool), min_size=2, max_size=3),
    st.integers(-40, 60),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6)), min_size=3, max_size=3),
)
def test_sums_of_any_sign_and_offset(factors: list[int], bound: int, spans: list[tuple[int, int]]) -> None:
    box = Box([low for low, _ in spans], [low + width for low, width in spans])
    node = sum_at_least(zip(factors, range(3), strict=False), bound)
    check_node(node, box)


@settings(max_examples=60, deadline=None)
@given(worlds.formulas)
def test_formulas_of_any_shape(formula: Formula) -> None:
    numbers = {name: number for number, name in enumerate(worlds.NAMES)}
    check_node(lower_formula(formula, numbers), Box([0, 0, 0, 0, 0, 2, 1], [1, 1, 1, 1, 3, 4, 3]))


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_counts_of_every_width(count: int) -> None:
    parts = tuple(Threshold(number, 1, True) for number in range(count))
    for low in range(count + 1):
        for high in range(low, count + 1):
            check_node(Tally(parts, low, high), Box([0] * count, [1] * count))


@pytest.mark.parametrize("high", [1, 2, 3, 4, 6, 7, 8])
def test_binary_numbers_stay_in_their_range(high: int) -> None:
    encoder = Encoder(Box([5], [5 + high]))
    bits = encoder.add_variable(0)
    oracle = Oracle(encoder.take_clauses())
    for value in range(1 << len(bits)):
        literals = [bit if value >> place & 1 else -bit for place, bit in enumerate(bits)]
        assert oracle.ask(literals, ENDLESS) is (value <= high)


def test_a_stepped_variable_has_no_bits_and_ordered_thresholds() -> None:
    encoder = Encoder(Box([0], [100_000]), frozenset({0}))
    late, early, middle = (encoder.find_threshold(0, value) for value in (900, 1, 50))
    assert encoder.bits == {}
    oracle = Oracle(encoder.take_clauses())
    assert {early, middle} <= set(oracle.propagate([late]) or [])
    assert {-middle, -late} <= set(oracle.propagate([-early]) or [])


def test_stepped_variables_mean_the_same() -> None:
    numbers = (Threshold(0, 3, True), Threshold(0, 6, False), Threshold(1, 1, True))
    check_node(Tally(numbers, 1, 2), Box([0, 0], [8, 4]), frozenset({0, 1}))


def test_thresholds_outside_the_range_are_constants() -> None:
    encoder = Encoder(Box([2], [9]))
    assert encoder.find_threshold(0, 2) == YES
    assert encoder.find_threshold(0, 10) == -YES


def test_a_threshold_is_made_once_and_knows_its_meaning() -> None:
    encoder = Encoder(Box([2], [9]))
    literal = encoder.find_threshold(0, 5)
    assert encoder.find_threshold(0, 5) == literal
    assert encoder.meanings[literal] == (0, 5)


def test_a_literal_of_the_prefix_releases_the_node() -> None:
    encoder = Encoder(Box([0, 0], [7, 7]))
    guard = encoder.make_literal()
    encoder.post(Sum(((1, 0), (1, 1)), 9), (-guard,))
    too_small = -encoder.find_threshold(0, 1)
    oracle = Oracle(encoder.take_clauses())
    assert oracle.ask([too_small], ENDLESS) is True
    assert oracle.ask([too_small, guard], ENDLESS) is False


def test_what_never_holds_leaves_nothing_possible() -> None:
    encoder = Encoder(Box([0], [1]))
    encoder.post(FALSE)
    assert Oracle(encoder.take_clauses()).ask([], ENDLESS) is False


def test_large_counts_go_through_adders() -> None:
    count = 2 * COUNTER_LIMIT // 40
    parts = tuple(Threshold(number, 1, True) for number in range(count))
    encoder = Encoder(Box([0] * count, [1] * count))
    encoder.post(Tally(parts, 40, 42))
    literals = [encoder.find_threshold(number, 1) for number in range(count)]
    oracle = Oracle(encoder.take_clauses())
    for size, expected in ((39, False), (40, True), (42, True), (43, False)):
        chosen = [literal if place < size else -literal for place, literal in enumerate(literals)]
        assert oracle.ask(chosen, ENDLESS) is expected


def test_a_sum_with_a_small_bound_looks_at_few_bits() -> None:
    wide, narrow = Encoder(Box([0, 0], [100_000] * 2)), Encoder(Box([0, 0], [255] * 2))
    for encoder in (wide, narrow):
        encoder.post(Sum(((30, 0), (1, 1)), 172))
    assert len(wide.clauses) < 2 * len(narrow.clauses)


def test_a_copy_goes_on_by_itself() -> None:
    encoder = Encoder(Box([0], [90]))
    encoder.add_variable(0)
    encoder.take_clauses()
    twin = encoder.copy()
    twin.find_threshold(0, 7)
    assert twin.clauses and not encoder.clauses and 0 not in encoder.thresholds
