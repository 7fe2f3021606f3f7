"""Cells with their places, as RFC 4180 and spreadsheet programs write them."""

import pytest

from configurator.catalog.csv_rows import MOST_CELLS, parse_rows
from configurator.catalog.nodes import Scalar
from configurator.catalog.notebook import Notebook


def read(text):
    notebook = Notebook()
    return parse_rows(text, notebook.page("f.csv")), notebook.problems


def texts(text):
    rows, problems = read(text)
    assert problems == []
    return [[cell.text for cell in row.cells] for row in rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_every_kind_of_line_end(end):
    assert texts(f"a,b{end}1,2{end}") == [["a", "b"], ["1", "2"]]


def test_a_last_line_needs_no_end():
    assert texts("a,b\n1,2") == [["a", "b"], ["1", "2"]]


def test_an_empty_last_cell_counts():
    assert texts("a,b\n1,\n,") == [["a", "b"], ["1", ""], ["", ""]]


def test_quoted_cells_hold_commas_quotes_and_lines():
    assert texts('a,b\n"x, y","say ""z"""\n"1\n2",3') == [["a", "b"], ["x, y", 'say "z"'], ["1\n2", "3"]]


def test_blank_lines_are_left_out():
    assert texts("a,b\n\n  \n1,2\n\n") == [["a", "b"], ["1", "2"]]


def test_blanks_round_a_cell_are_left_out():
    assert texts("a, b \n 1 ,2") == [["a", "b"], ["1", "2"]]


def test_a_cell_knows_its_line_and_the_column_of_its_first_character():
    rows, _ = read('名,b\n甲, "x"\n')
    assert rows[0].cells == (Scalar("名", 1, 1), Scalar("b", 1, 3))
    rows, _ = read('a,b\n甲,"x"\n 乙,y\n')
    assert rows[1].cells == (Scalar("甲", 2, 1), Scalar("x", 2, 4))
    assert rows[2].cells == (Scalar("乙", 3, 2), Scalar("y", 3, 4))


def test_places_after_a_cell_of_two_lines_are_right():
    rows, _ = read('a,b\n"1\n2",3\n4,5\n')
    assert rows[1].line == 2
    assert rows[1].cells[1] == Scalar("3", 3, 4)
    assert rows[2].cells[0] == Scalar("4", 4, 1)


@pytest.mark.parametrize(("text", "place"), [('a\n"x"y\n', (2, 4)), ('a\nx"y"\n', (2, 2)), ('a\n"x\n', (2, 1))])
def test_a_stray_quotation_mark_is_named_with_its_place(text, place):
    rows, problems = read(text)
    assert len(rows) == 1
    assert [(p.code, p.location.line, p.location.column) for p in problems] == [("csv_quote", *place)]


def test_nothing_has_no_rows():
    assert read("") == ((), [])


def test_a_file_of_too_many_cells_is_told_at_the_first_one_too_many() -> None:
    notebook = Notebook()
    text = "a,b\n" + "1,2\n" * (MOST_CELLS // 2)
    assert parse_rows(text, notebook.page("prices/a.csv")) == ()
    assert [(problem.code, str(problem.location)) for problem in notebook.problems] == [
        ("csv_cells_too_many", f"prices/a.csv:{MOST_CELLS // 2 + 1}:1")
    ]
