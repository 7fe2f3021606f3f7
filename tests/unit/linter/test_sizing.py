"""Sizing in circles: found where every step asks for more of the next, and nowhere else."""

from __future__ import annotations

import pytest

from configurator.linter.sizing import check_cyclic_sizing, list_circles
from tests.factories.situations import make_book

OFFERINGS = {"A-1": {"provides": {"power": 5}}, "B-1": {"tags": ["worker"]}, "B-2": {"tags": ["worker"]}, "C-1": None}


def find_circles(*requirements, severity="error"):
    rules = [{"id": f"R-{n}", "then": text, "severity": severity} for n, text in enumerate(requirements, 1)]
    book = make_book({"offerings": OFFERINGS, "rules": rules, "inputs": {"staff": 5}})
    return [(found.params["rules"], found.params["offerings"]) for found in check_cyclic_sizing(book.catalog, book)]


def test_finds_two_offerings_that_size_each_other():
    assert find_circles("A-1 >= 2 * C-1", "C-1 >= A-1 + 1") == [(("R-1", "R-2"), ("A-1", "C-1"))]


def test_finds_a_circle_of_three_through_tags_and_capacities():
    found = find_circles("#worker >= 3 * C-1", "total(power) >= #worker", "C-1 >= ceil(A-1 / 2)")
    assert found == [(("R-1", "R-2", "R-3"), ("A-1", "B-1", "B-2", "C-1"))]


@pytest.mark.parametrize("other", ["C-1 <= A-1", "C-1 >= staff", "C-1 >= A-1 or B-1", "B-1 >= A-1", "A-1 <= 5"])
def test_bounds_that_do_not_lead_back_make_no_circle(other):
    assert find_circles("A-1 >= 2 * C-1", other) == []


def test_an_upper_bound_sizes_the_other_way_round():
    assert find_circles("A-1 >= 2 * C-1", "A-1 + 1 <= C-1") == [(("R-1", "R-2"), ("A-1", "C-1"))]


def test_advice_drives_nothing_up():
    assert find_circles("A-1 >= 2 * C-1", "C-1 >= A-1 + 1", severity="warning") == []


def test_circles_are_kept_apart():
    followers = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"], "e": ["e", "a"]}
    assert list_circles(followers) == [("a", "b"), ("c", "d")]
