from __future__ import annotations

import csv
import io

import pytest

from configurator.exchange.exporting import SHEET_COLUMNS
from configurator.exchange.separated import guard_text
from tests.factories.catalog_files import FILES
from tests.unit.exchange.makers import TINY, export_book, export_folder, import_sheets, open_book


def test_the_price_sheet_has_a_frozen_filtered_header_and_one_row_per_tier():
    sheet = open_book()["prices"]
    assert [cell.value.split()[0] for cell in sheet[1]] == list(SHEET_COLUMNS)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:Q6")
    assert sheet.max_row == 6


def test_names_unit_and_tax_stand_beside_in_grey():
    sheet = open_book()["prices"]
    assert [sheet.cell(2, column).value for column in range(2, 7)] == [
        "COM-VOICE", "边界控制器 100 并发", "SBC 100 sessions", "台", "G13",
    ]  # fmt: skip
    assert {sheet.cell(2, column).fill.fgColor.rgb for column in range(2, 7)} == {"00E7E6E6"}
    assert sheet["K2"].fill.fgColor.rgb == "00000000"


def test_figures_are_numbers_with_the_decimals_of_the_currency():
    sheet = open_book()["prices"]
    assert (sheet["K2"].value, sheet["K2"].number_format) == (32000, "#,##0.00####")
    assert (sheet["J2"].value, sheet["J2"].number_format) == (1, "#,##0")


def test_days_are_dates():
    sheet = open_book()["prices"]
    assert (sheet["N3"].is_date, sheet["N3"].number_format) == (True, "yyyy-mm-dd")


def test_words_are_offered_and_grey_columns_take_nothing():
    lists = {
        str(each.sqref).split(":")[0]: each.formula1 for each in open_book()["prices"].data_validations.dataValidation
    }
    assert lists["G2"] == '"one_time,recurring,usage"'
    assert lists["O2"] == '"S,R,A"'
    assert lists["C2"] == "FALSE"


def test_every_table_has_its_sheet_and_the_last_one_explains():
    book = open_book()
    assert book.sheetnames == ["prices", "table sbc_sites", "README"]
    assert [[cell.value for cell in row] for row in book["table sbc_sites"]] == [
        ["SBC-100", "sites"],
        ["1", "1..5"],
        ["2|3", "*"],
    ]
    assert all(column in {row[0].value for row in book["README"]} for column in SHEET_COLUMNS)


@pytest.mark.parametrize(
    ("what", "names"), [("prices", ["prices", "README"]), ("tables", ["table sbc_sites", "README"])]
)
def test_a_part_can_be_exported(what, names):
    assert open_book(export_book(TINY, what)).sheetnames == names


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_text_never_becomes_a_formula(text):
    prices = FILES["prices/voice.csv"].replace('"new, lower"', f'"{text}"')
    files = TINY | {"prices/voice.csv": prices.encode()}
    cell = open_book(export_book(files))["prices"]["Q4"]
    assert (cell.value, cell.data_type) == (text, "s")
    rows = list(csv.reader(io.StringIO(export_folder(files)["prices.csv"].decode("utf-8-sig"))))
    assert rows[3][-1] == f"'{text}"
    assert import_sheets(export_folder(files), files).prices == ()
    assert import_sheets({"b.xlsx": export_book(files)}, files).prices == ()


def test_an_ordinary_text_is_written_as_it_is():
    assert guard_text("a=b") == "a=b"


def test_a_currency_without_decimals_shows_none():
    files = TINY | {"catalog.yaml": (FILES["catalog.yaml"] + "currency_exponent: 0\n").encode()}
    assert open_book(export_book(files))["prices"]["K2"].number_format == "#,##0.####"


def test_long_names_of_tables_are_cut_and_told_apart():
    names = [f"a_rather_long_name_of_a_table_{end}" for end in ("one", "two")]
    rules = FILES["rules/voice.yaml"]
    for name in names:
        rules += f"  - id: X-{name}\n    kind: combination\n    table: {name}\n    sentence: {{zh: 甲。, en: A.}}\n"
    files = TINY | {"rules/voice.yaml": rules.encode()} | {f"tables/{name}.csv": b"sites\n1..9\n" for name in names}
    titles = open_book(export_book(files)).sheetnames
    assert len(set(titles)) == 5
    assert max(map(len, titles)) <= 31
    assert import_sheets({"b.xlsx": export_book(files)}, files).tables == ()
