"""Hitting sets come smallest first, and among equals what was named last goes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.solver import Undecided
from configurator.solver.repairing import Clash, FindClash, find_repairs


def make_finder(clashes: list[frozenset[int]]) -> FindClash:
    """Names the first clash that is not yet broken up."""

    def find_clash(given_up: frozenset[int]) -> Clash | None:
        return next((clash for clash in clashes if clash.isdisjoint(given_up)), None)

    return find_clash


def test_nothing_to_give_up_is_the_empty_repair() -> None:
    assert find_repairs(make_finder([]), 3) == ((),)


def test_what_cannot_be_mended_has_no_repair() -> None:
    assert find_repairs(make_finder([frozenset()]), 3) == ()


def test_the_last_named_goes_first() -> None:
    assert find_repairs(make_finder([frozenset({0, 1, 2})]), 3) == ((2,), (1,), (0,))


def test_small_repairs_come_before_large_ones() -> None:
    finder = make_finder([frozenset({0, 1}), frozenset({0, 2}), frozenset({0, 3})])
    assert find_repairs(finder, 9) == ((0,), (1, 2, 3))


def test_no_more_than_asked_for() -> None:
    assert len(find_repairs(make_finder([frozenset(range(9))]), 2)) == 2


@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1, max_size=3), max_size=5))
def test_all_are_minimal_and_none_is_missing(clashes: list[frozenset[int]]) -> None:
    found = [frozenset(places) for places in find_repairs(make_finder(clashes), 1_000)]
    every = [frozenset(place for place in range(6) if mask >> place & 1) for mask in range(64)]
    hitting = [one for one in every if all(one & clash for clash in clashes)]
    minimal = {one for one in hitting if not any(other < one for other in hitting)}
    assert set(found) == minimal and len(found) == len(minimal)
    assert [len(one) for one in found] == sorted(len(one) for one in found)


def test_what_was_found_in_time_is_kept() -> None:
    answers = iter([frozenset({0, 1}), None])

    def find_clash(given_up: frozenset[int]) -> Clash | None:
        try:
            return next(answers)
        except StopIteration:
            raise Undecided from None

    assert find_repairs(find_clash, 3) == ((1,),)


def test_nothing_found_in_time_is_undecided() -> None:
    def find_clash(given_up: frozenset[int]) -> Clash | None:
        raise Undecided

    with pytest.raises(Undecided):
        find_repairs(find_clash, 3)
