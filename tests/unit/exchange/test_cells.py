"""Cells in every writing that people and programs have, and what is refused because it is not certain."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.notebook import MOST_PROBLEMS_OF_A_FILE, Notebook
from configurator.exchange.cells import (
    plain_number,
    read_code,
    read_day,
    read_figure,
    read_table_cell,
    read_words,
)
from configurator.exchange.grids import Cell, CellKind, Grid, GridPage, cell_address

GRID = Grid("prices", ())


def make_page() -> GridPage:
    return GridPage("book.xlsx", Notebook(), "prices")


def read(reader, text: str, kind: CellKind = CellKind.TEXT, grid: Grid = GRID):
    page = make_page()
    value = reader(Cell(text, kind, 4, 3), grid, page)
    return value if value is not None else page.notebook.problems[0].code


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("12", CellKind.TEXT, "12"),
        (" 12.50 ", CellKind.TEXT, "12.50"),
        ("1,234,567.8", CellKind.TEXT, "1234567.8"),
        ("1 234 567", CellKind.TEXT, "1234567"),
        ("1\u00a0234.5", CellKind.TEXT, "1234.5"),
        ("１２．５", CellKind.TEXT, "12.5"),
        ("１，２３４", CellKind.TEXT, "1234"),
        ("12,34", CellKind.TEXT, "sheet_separators"),
        ("1.234,5", CellKind.TEXT, "sheet_separators"),
        ("12%", CellKind.TEXT, "sheet_percent"),
        ("１２％", CellKind.TEXT, "sheet_percent"),
        ("0.12", CellKind.PERCENT, "sheet_percent"),
        ("2026-01-01", CellKind.DATE, "sheet_day_for_figure"),
        ("TRUE", CellKind.FLAG, "sheet_flag_for_figure"),
        ("=A1", CellKind.FORMULA, "sheet_formula"),
        ("#N/A", CellKind.ERROR, "sheet_error_value"),
        ("0.30000000000000004", CellKind.NUMBER, "0.3"),
        ("1e3", CellKind.NUMBER, "1000"),
        ("1e-7", CellKind.NUMBER, "0.0000001"),
        ("12.0", CellKind.NUMBER, "12"),
        ("nan", CellKind.NUMBER, "nan"),
    ],
)
def test_figures(text, kind, value):
    assert read(read_figure, text, kind) == value


@given(st.decimals(0, 10**12, places=4), st.sampled_from(["plain", "grouped", "spaced", "wide"]))
def test_a_figure_is_the_same_in_every_writing(figure, writing):
    text = {
        "plain": f"{figure:f}",
        "grouped": f"{figure:,f}",
        "spaced": f"{figure:,f}".replace(",", " "),
        "wide": f"{figure:f}".translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789."}),
    }[writing]
    assert Decimal(read(read_figure, text)) == figure


@given(st.floats(0, 1e9).map(lambda value: round(value, 4)))
def test_a_number_keeps_the_digits_that_a_program_shows(value):
    assert Decimal(plain_number(repr(value))) == Decimal(f"{value:.15g}")


@given(st.dates(date(1990, 1, 1), date(2199, 12, 30)), st.booleans())
def test_a_day_is_the_same_as_text_date_and_serial_number(day, is_1904):
    grid = Grid("prices", (), epoch_1904=is_1904)
    zero = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
    for text, kind in (
        (f"{day.year}-{day.month}-{day.day}", CellKind.TEXT),
        (f"{day.year}年{day.month}月{day.day}日", CellKind.TEXT),
        (str(day), CellKind.DATE),
        (f"{day} 00:00:00", CellKind.DATE),
        (f"{day}T00:00:00", CellKind.TEXT),
        (str((day - zero) // timedelta(1)), CellKind.NUMBER),
    ):
        assert read(read_day, text, kind, grid) == str(day)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("01/02/2026", CellKind.TEXT),
        ("2026-02-30", CellKind.TEXT),
        ("2026", CellKind.TEXT),
        ("2026-01-01 08:30:00", CellKind.DATE),
        ("12:30:00", CellKind.DATE),
        ("45000.5", CellKind.NUMBER),
        ("-1", CellKind.NUMBER),
        ("1", CellKind.NUMBER),
        ("9999999", CellKind.NUMBER),
        ("TRUE", CellKind.FLAG),
        ("0.5", CellKind.PERCENT),
    ],
)
def test_days_that_are_not_certain_are_refused(text, kind):
    assert read(read_day, text, kind) == "sheet_day"


def test_codes_are_made_plain_and_words_are_not():
    assert read(read_code, " ＶＭ－4Ｃ8Ｇ ") == "VM-4C8G"
    assert read(read_words, " ＶＭ ") == "ＶＭ"
    assert read(read_words, "12.0", CellKind.NUMBER) == "12"
    assert read(read_words, "=A1", CellKind.FORMULA) == "sheet_formula"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1..50", CellKind.TEXT, "1..50"),
        ("2.0", CellKind.NUMBER, "2"),
        ("2026-01-05", CellKind.DATE, "sheet_day_for_range"),
        ("TRUE", CellKind.FLAG, "sheet_flag_for_word"),
        ("0.5", CellKind.PERCENT, "sheet_percent"),
        ("=1", CellKind.FORMULA, "sheet_formula"),
    ],
)
def test_cells_of_tables(text, kind, value):
    assert read(read_table_cell, text, kind) == value


def test_problems_are_at_the_cell_and_not_more_than_one_can_read():
    page = make_page()
    for line in range(1, 2 * MOST_PROBLEMS_OF_A_FILE):
        read_figure(Cell("1%", CellKind.TEXT, line, 28), GRID, page)
    problems = page.notebook.problems
    assert len(problems) == MOST_PROBLEMS_OF_A_FILE
    assert problems[-1].code == "more_problems"
    place = problems[6].location
    assert (str(place), place.line, place.column) == ("book.xlsx[prices!AB7]", 7, 28)
    assert cell_address(7, 28) == "AB7"
