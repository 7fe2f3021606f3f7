"""Look-ups in price matrices, against a plain walk over the rows."""

import random

import pytest

from configurator.catalog.matrix_cells import QUANTITY, read_cell
from configurator.pricing.matrices import find_row
from tests.factories.catalog import make_matrix

LINES = make_matrix(
    "lines",
    ["quantity", "grade", "secured"],
    {
        ("1..4", "gold|platinum", "yes"): "40",
        ("5..", "gold", "*"): "30",
        ("*", "gold", "*"): "35",
        ("*", "silver", "no"): "20",
        ("10", "*", "*"): "5",
    },
)


@pytest.mark.parametrize(
    ("quantity", "attributes", "inputs", "line"),
    [
        (1, {"grade": "gold"}, {"secured": True}, 2),
        (4, {"grade": "platinum"}, {"secured": True}, 2),
        (5, {"grade": "gold"}, {"secured": True}, 3),
        (4, {"grade": "gold"}, {"secured": False}, 4),
        (4, {"grade": "gold"}, {}, 4),
        (3, {"grade": "silver"}, {"secured": False}, 5),
        (10, {"grade": "silver"}, {"secured": True}, 6),
        (10, {}, {}, 6),
    ],
)
def test_first_row_that_fits_counts(quantity, attributes, inputs, line):
    assert find_row(LINES, quantity, attributes, inputs).location.line == line


@pytest.mark.parametrize(
    ("quantity", "attributes", "inputs"),
    [
        (3, {"grade": "silver"}, {"secured": True}),
        (3, {"grade": "silver"}, {}),
        (1, {}, {}),
        (1, {"grade": "lead"}, {}),
    ],
)
def test_finds_no_row_where_none_fits(quantity, attributes, inputs):
    assert find_row(LINES, quantity, attributes, inputs) is None


def test_attribute_of_the_line_comes_before_the_input_of_that_name():
    assert find_row(LINES, 9, {"grade": "gold"}, {"grade": "silver", "secured": False}).location.line == 3
    assert find_row(LINES, 9, {}, {"grade": "silver", "secured": False}).location.line == 5


def test_quantity_is_never_an_input():
    assert find_row(LINES, 9, {"quantity": "10"}, {"quantity": 10}) is None


def test_figures_of_inputs_fit_values_and_ranges():
    matrix = make_matrix("sites", ["sites", "level"], {("1..9", "3"): "1", ("10..", "3|4"): "2"})
    assert find_row(matrix, 1, {}, {"sites": 9, "level": 3}).amount == 1
    assert find_row(matrix, 1, {}, {"sites": 10, "level": 4}).amount == 2
    assert find_row(matrix, 1, {}, {"sites": 9, "level": 4}) is None


def test_equal_matrices_find_their_own_rows():
    one, other = (make_matrix("lines", ["quantity"], {("1..",): amount}) for amount in ("1", "2"))
    same = make_matrix("lines", ["quantity"], {("1..",): "1"})
    assert one == same
    assert [find_row(each, 1) for each in (one, other, same)] == [one.rows[0], other.rows[0], same.rows[0]]
    assert find_row(same, 1) is same.rows[0]


def test_matrix_without_rows_fits_nothing():
    assert find_row(make_matrix("empty", ["quantity"], {}), 1) is None


CELLS = ["*", "1", "2|5", "0..3", "4..", "7..9", "3|6..8", "gold", "gold|silver", "0"]
VALUES = ["", "gold", "silver", 0, 1, 2, 3, 4, 5, 6, 7, 9, 10]


@pytest.mark.parametrize("seed", range(30))
def test_agrees_with_a_walk_over_the_rows(seed):
    chance = random.Random(seed)
    columns = ["quantity", "a", "b"]
    rows = {tuple(chance.choice(CELLS) for _ in columns): str(number) for number in range(chance.randrange(1, 40))}
    matrix = make_matrix("any", columns, rows)
    for _ in range(60):
        inputs = {"a": chance.choice(VALUES), "b": chance.choice(VALUES)}
        quantity = chance.randrange(12)
        values = {**inputs, QUANTITY: quantity}
        expected = next(
            (
                row
                for row in matrix.rows
                if all(read_cell(cell).admits(str(values[key])) for key, cell in zip(columns, row.cells, strict=True))
            ),
            None,
        )
        assert find_row(matrix, quantity, {}, inputs) is expected
