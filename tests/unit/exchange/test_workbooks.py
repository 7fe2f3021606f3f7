from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from configurator.exchange import workbooks
from configurator.exchange.grids import cell_address, column_letters
from tests.unit.exchange.makers import codes, edit_book, export_book, open_book, places, save, take

# The exported price sheet: A offering, B–F read only, G charge, H period, I model, J from, K amount, L cost,
# M valid_from, N valid_to, O evidence, P source, Q note. Row 2 is SBC-100.


def rewrite(content: bytes, change) -> bytes:
    """The archive with every entry (name, bytes) passed through `change`; None drops it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            kept = change(entry.filename, old.read(entry))
            if kept is not None:
                new.writestr(entry.filename, kept)
    return target.getvalue()


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_lettered_as_programs_do(number, letters):
    assert column_letters(number) == letters
    assert cell_address(12, number) == f"{letters}12"


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("K2", "=K3*1.1", "sheet_formula"),
        ("K2", ArrayFormula("K2:K3", "=K3:K4*2"), "sheet_formula"),
        ("K2", "#REF!", "sheet_error_value"),
        ("K2", date(2026, 3, 1), "sheet_day_for_figure"),
        ("K2", True, "sheet_flag_for_figure"),
        ("K2", -1, "figure_negative"),
        ("K2", "-1", "figure_negative"),
        ("K2", 1e20, "figure_too_long"),
        ("K2", "1.234,50", "sheet_separators"),
        ("K2", "about 5", "figure_not_plain"),
        ("M2", datetime(2026, 3, 1, 12, 30, tzinfo=UTC).replace(tzinfo=None), "sheet_day"),
        ("M2", 12, "sheet_day"),
        ("M2", 3e9, "sheet_day"),
        ("M2", "1 March", "sheet_day"),
        ("J2", 1.5, "figure_not_whole"),
        ("A2", "SBC-10O", "unknown_offering"),
        ("Q2", "x" * 5000, "text_too_long"),
        ("S2", "=1+1", "sheet_formula"),
    ],
)
def test_what_is_not_a_plain_value_is_refused_by_its_cell(cell, value, code):
    result = take(edit_book({cell: value}))
    assert places(result)[code] == f"book.xlsx[prices!{cell}]"
    assert result.files == {}


def test_a_percentage_is_refused_by_its_cell():
    book = open_book()
    book["prices"]["K2"] = 0.05
    book["prices"]["K2"].number_format = "0.0%"
    assert places(take(save(book))) == {"sheet_percent": "book.xlsx[prices!K2]"}


@pytest.mark.parametrize(
    ("value", "amount"),
    [(31000, "31000"), (0.1 + 0.2, "0.3"), ("３１，０００", "31000"), ("31,000.50", "31000.5"), (31000.10, "31000.1")],
)
def test_numbers_and_text_numbers_are_read_to_the_digits_that_programs_show(value, amount):
    result = take(edit_book({"K2": value, "L2": None}))
    assert [problem.code for problem in result.problems if problem.severity == "error"] == []
    assert result.prices[0].after.amount == Decimal(amount)


@pytest.mark.parametrize("value", [date(2027, 1, 31), 46418, "2027-01-31", "2027/1/31"])
def test_days_are_read_from_dates_serial_numbers_and_texts(value):
    book = open_book()
    book["prices"]["N2"] = value
    if value == 46418:
        book["prices"]["N2"].number_format = "General"
    assert {str(change.key.last) for change in take(save(book)).prices} == {"2027-01-31", "None"}


def test_merged_cells_are_refused():
    book = open_book()
    book["prices"].merge_cells("A3:A4")
    assert places(take(save(book)))["sheet_merged"] == "book.xlsx[prices]"


def test_hidden_rows_are_read_and_counted():
    book = open_book()
    book["prices"]["K2"] = 31000
    book["prices"].row_dimensions[2].hidden = True
    result = take(save(book))
    assert codes(result) == ["sheet_rows_hidden"]
    assert len(result.prices) == 1


def test_hidden_sheets_are_left_alone():
    book = open_book()
    book["prices"]["K2"] = 31000
    book["prices"].sheet_state = "hidden"
    result = take(save(book))
    assert places(result) == {"sheet_hidden": "book.xlsx[prices]"}
    assert result.prices == ()


def test_a_change_to_a_grey_cell_is_told_and_has_no_effect():
    result = take(edit_book({"C2": "别的名称"}))
    assert places(result) == {"sheet_read_only": "book.xlsx[prices!C2]"}
    assert (result.prices, result.files) == ((), {})


def test_a_table_cell_that_became_a_date_is_refused():
    result = take(edit_book({"B2": date(2026, 1, 5)}, "table sbc_sites"))
    assert places(result) == {"sheet_day_for_range": "book.xlsx[table sbc_sites!B2]"}


def test_a_table_cell_that_became_a_truth_value_is_refused():
    result = take(edit_book({"B2": True}, "table sbc_sites"))
    assert places(result) == {"sheet_flag_for_word": "book.xlsx[table sbc_sites!B2]"}


def test_empty_rows_between_and_a_title_above_do_no_harm():
    book = open_book()
    book["prices"].insert_rows(1, 2)
    book["prices"]["A1"] = "Price book of November"
    result = take(save(book))
    assert (codes(result), result.prices) == ([], ())


def test_macros_are_refused_by_suffix_and_by_content():
    assert codes(take(export_book(), "book.xlsm")) == ["sheet_macros"]
    target = io.BytesIO(export_book())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert codes(take(target.getvalue())) == ["sheet_macros"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet_old_or_locked"),
        (b"", "sheet_no_workbook"),
        (b"PK\x03\x04", "sheet_no_workbook"),
        (b"offering,amount", "sheet_no_workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(content, code):
    assert codes(take(content)) == [code]


def test_an_archive_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "x")
    assert codes(take(target.getvalue())) == ["sheet_no_workbook"]


def test_what_unpacks_too_large_is_refused_unread():
    target = io.BytesIO(export_book())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(workbooks.MOST_UNPACKED))
    assert len(target.getvalue()) < 1_000_000
    assert codes(take(target.getvalue())) == ["sheet_unpacked_too_large"]


def test_too_many_parts_are_refused():
    target = io.BytesIO(export_book())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(workbooks.MOST_ENTRIES):
            archive.writestr(f"xl/media/{number}.bin", b"")
    assert codes(take(target.getvalue())) == ["sheet_too_many_parts"]


def test_a_sheet_of_a_million_rows_is_refused_before_it_is_parsed():
    rows = b"<row><c><v>1</v></c></row>" * 1_000_000
    content = rewrite(
        export_book(),
        lambda name, part: part.replace(b"</sheetData>", rows + b"</sheetData>") if "sheet1" in name else part,
    )
    assert codes(take(content)) == ["sheet_too_many_rows"]


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1000)
    assert codes(take(export_book())) == ["sheet_file_too_large"]


def test_a_document_type_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "b">]>'
    content = rewrite(export_book(), lambda name, part: bomb + part if name == "xl/workbook.xml" else part)
    assert codes(take(content)) == ["sheet_declaration"]


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_lost_or_broken_part_is_refused(part):
    for change in (lambda name, old: None if name == part else old, lambda name, old: b"<x" if name == part else old):
        result = take(rewrite(export_book(), change))
        assert codes(result) == ["sheet_unreadable"] or result.prices == ()


def test_external_links_are_passed_over():
    def add(name: str, part: bytes) -> bytes:
        if name == "[Content_Types].xml":
            link = b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'  # noqa: E501
            return part.replace(b"</Types>", link + b"</Types>")
        return part

    content = io.BytesIO(rewrite(export_book(), add))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(
            "xl/externalLinks/externalLink1.xml", '<externalLink xmlns="x"><a href="file:///etc"/></externalLink>'
        )
    result = take(content.getvalue())
    assert (codes(result), result.prices) == ([], ())


def test_a_sheet_counting_days_from_1904_is_understood():
    book = Workbook()
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["offering", "charge", "period", "model", "from", "amount", "valid_to"])
    sheet.append(["SBC-100", "one_time", None, "per_unit", 1, 31000, 44956])
    assert "2027-01-31" in {str(change.key.last) for change in take(save(book)).prices}


def put(tail: bytes) -> bytes:
    """The exported workbook with something behind the cells of the price sheet."""
    end = b"</sheetData>"
    return rewrite(export_book(), lambda name, part: part.replace(end, end + tail) if "sheet1" in name else part)


def test_a_merged_range_as_large_as_the_sheet_is_only_named():
    result = take(put(b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    assert codes(result) == ["sheet_merged"]
    assert result.problems[0].params["range"] == "A1:XFD1048576"


def test_a_link_as_large_as_the_sheet_does_no_harm():
    result = take(put(b'<hyperlinks><hyperlink ref="A1:XFD1048576" display="x"/></hyperlinks>'))
    assert (codes(result), result.prices) == ([], ())


def test_what_a_sheet_says_about_its_size_is_not_believed():
    content = edit_book({"K6": 0.13})
    for claimed in (b"A1:B2", b"A1:XFD1048576"):
        lying = rewrite(
            content,
            lambda name, part, claimed=claimed: part.replace(b"A1:Q6", claimed, 1) if "sheet1" in name else part,
        )
        assert lying != content
        assert [change.key.start for change in take(lying).prices] == [10000]


def test_a_cell_in_the_last_row_and_column_is_read_in_no_time():
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    end = b"</sheetData>"
    content = rewrite(export_book(), lambda name, part: part.replace(end, row + end) if "sheet1" in name else part)
    assert (codes(take(content)), take(content).prices) == ([], ())


def test_more_elements_than_any_price_book_has_are_refused():
    target = io.BytesIO(export_book())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 1_100_000)
    assert codes(take(target.getvalue())) == ["sheet_too_many_elements"]


def test_zeros_without_end_in_a_part_are_passed_over():
    target = io.BytesIO(export_book())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/zeros.xml", bytes(20_000_000))
    assert codes(take(target.getvalue())) == []


INLINE = re.compile(rb't="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t></is>', re.DOTALL)
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def share_strings(content: bytes) -> bytes:
    """The workbook as other programs save it: every text once, in a part of its own."""
    texts: dict[bytes, int] = {}

    def share(name: str, part: bytes) -> bytes:
        if name.startswith("xl/worksheets/"):
            return INLINE.sub(lambda text: b't="s"><v>%d</v>' % texts.setdefault(text[1], len(texts)), part)
        if name == "xl/_rels/workbook.xml.rels":
            link = b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/></Relationships>' % RELATION
            return part.replace(b"</Relationships>", link)
        if name == "[Content_Types].xml":
            kind = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % STRINGS
            return part.replace(b"</Types>", kind)
        return part

    target = io.BytesIO(rewrite(content, share))
    items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (MAIN, items))
    return target.getvalue()


def test_texts_that_a_program_keeps_apart_are_read():
    content = share_strings(edit_book({"K2": 31000, "Q2": "a note"}))
    result = take(content)
    assert codes(result) == []
    assert result.prices[0].after.note == "a note"
