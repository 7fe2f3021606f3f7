"""Cells of price matrices."""

import pytest

from configurator.catalog.matrix_cells import read_cell


@pytest.mark.parametrize(
    ("text", "fitting", "other"),
    [
        ("gold", ["gold"], ["silver", "", "1"]),
        ("gold|silver", ["gold", "silver"], ["bronze", ""]),
        (" gold | silver ", ["gold", "silver"], ["gold | silver"]),
        ("*", ["gold", "7", ""], []),
        ("7", ["7"], ["8", "70", ""]),
        ("007", ["7"], ["007"]),
        ("5..10", ["5", "10"], ["4", "11", "", "gold"]),
        ("5..", ["5", "999999999999"], ["4", "", "gold"]),
        ("0..4|9|20..", ["0", "4", "9", "20"], ["5", "8", "10", "19"]),
        ("yes", ["yes"], ["no"]),
    ],
)
def test_admits_what_it_says(text, fitting, other):
    cell = read_cell(text)
    assert all(cell.admits(value) for value in fitting)
    assert not any(cell.admits(value) for value in other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|",
        "gold|",
        "*|gold",
        "10..5",
        "..5",
        "5...7",
        "5..x",
        "-5..5",
        "Gold",
        "5 10",
        "１２",
        "NaN.",
        "1.5",
        "a..b",
    ],
)
def test_refuses_what_says_nothing(text):
    assert read_cell(text) is None
