"""Ranges that share a day are found without comparing each with each."""

import random
from datetime import date, timedelta

import pytest

from configurator.catalog.prices import find_overlaps
from configurator.values.dates import ALWAYS, DateRange

START = date(2026, 1, 1)


def days(first, last):
    return DateRange(
        None if first is None else START + timedelta(first), None if last is None else START + timedelta(last)
    )


@pytest.mark.parametrize(
    ("ranges", "pairs"),
    [
        ([], []),
        ([ALWAYS], []),
        ([ALWAYS, ALWAYS], [(1, 0)]),
        ([days(0, 5), days(6, 9)], []),
        ([days(0, 5), days(5, 9)], [(1, 0)]),
        ([days(6, 9), days(0, 5)], []),
        ([days(5, 9), days(0, 5)], [(0, 1)]),
        ([days(None, 5), days(6, None)], []),
        ([days(0, 100), days(1, 2), days(50, 60)], [(1, 0), (2, 0)]),
        ([days(0, None), days(500, None)], [(1, 0)]),
    ],
)
def test_names_the_later_and_the_one_that_has_not_ended(ranges, pairs):
    assert list(find_overlaps(ranges)) == pairs


@pytest.mark.parametrize("seed", range(30))
def test_finds_something_exactly_when_two_ranges_overlap(seed):
    chance = random.Random(seed)
    ranges = []
    for _ in range(chance.randrange(1, 7)):
        first = chance.choice([None, chance.randrange(100)])
        last = chance.choice([None, (first or 0) + chance.randrange(20)])
        ranges.append(days(first, last))
    expected = any(one.overlaps(other) for at, one in enumerate(ranges) for other in ranges[:at])
    found = list(find_overlaps(ranges))
    assert bool(found) is expected
    assert all(ranges[later].overlaps(ranges[earlier]) for later, earlier in found)
