"""What holds before anything is given is kept by name and by part."""

from __future__ import annotations

from configurator.solver import Bool, Integer
from configurator.solver.narrowing import Box
from configurator.solver.standing import BOTH, ONLY_FALSE, ONLY_TRUE, Roll, Standing
from configurator.solver.witnesses import Slot

VARIABLES = (Bool("a"), Integer("n", 0, 9), Bool("b"))


def make_standing() -> Standing:
    """Two parts, nothing settled; b cannot be."""
    return Standing(VARIABLES, Box([0, 2, 0], [1, 9, 0]), range(2))


def test_begins_with_outer_bounds_and_every_part_left() -> None:
    standing = make_standing()
    assert standing.bools.copy_entries() == {"a": BOTH, "b": ONLY_FALSE}
    assert standing.integers.copy_entries() == {"n": (2, 9)}
    assert standing.bools.left == standing.integers.left == standing.unproven == {0, 1}


def test_what_is_settled_is_no_longer_left() -> None:
    standing = make_standing()
    standing.bools.settle(1, {"a": ONLY_TRUE})
    standing.prove(0)
    assert standing.bools.copy_entries()["a"] == ONLY_TRUE
    assert standing.bools.left == {0} and standing.integers.left == {0, 1} and standing.unproven == {1}


def test_a_copy_of_the_entries_is_the_callers_own() -> None:
    standing = make_standing()
    standing.bools.copy_entries()["a"] = ONLY_FALSE
    assert standing.bools.copy_entries()["a"] == BOTH


def test_a_model_that_nothing_satisfies_stands_for_nothing() -> None:
    standing = Standing(VARIABLES, Box([0, 9, 0], [1, 2, 1]), ())
    assert not standing.bools.copy_entries() and not standing.integers.copy_entries()


def test_a_roll_words_bits_by_name() -> None:
    roll = Roll(VARIABLES, {0: Slot(0, 1, 0, 1), 1: Slot(1, 7, 2, 9), 2: Slot(4, 1, 0, 1)})
    assert roll.integers == {1: "n"}
    assert roll.word_bools(not_true=1 << 4, not_false=1) == {"a": ONLY_TRUE, "b": ONLY_FALSE}
    assert roll.word_bools(0, 0) == {"a": BOTH, "b": BOTH}
    assert roll.list_bools(1 << 4) == ["b"]
