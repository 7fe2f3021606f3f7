from __future__ import annotations

import codecs
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.reading import read_catalog
from configurator.catalog.sources import Evidence
from configurator.exchange.importing import count_changes, import_sheets
from configurator.exchange.price_changes import Origin
from configurator.resources import catalog_dir
from tests.unit.exchange.makers import (
    HEADER,
    ORIGIN,
    TINY,
    codes,
    export_book,
    export_folder,
    open_book,
    places,
    read_folder,
    save,
    take,
    take_rows,
)

PRICES = TINY["prices/voice.csv"].decode()


def changed_lines(before: bytes, after: bytes) -> list[tuple[str, str]]:
    pairs = zip(before.decode().split("\n"), after.decode().split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_an_exported_book_changes_nothing():
    result = take(export_book())
    assert (result.prices, result.tables, result.files, result.problems) == ((), (), {}, ())


def test_exported_separated_files_change_nothing():
    result = import_sheets(export_folder(), TINY)
    assert (result.prices, result.tables, result.files, result.problems) == ((), (), {}, ())


@pytest.mark.parametrize("form", ["book", "folder"])
def test_the_telecom_catalog_goes_out_and_in_without_a_change(form):
    files = read_folder(catalog_dir())
    sheets = {"telecom.xlsx": export_book(files)} if form == "book" else export_folder(files)
    result = import_sheets(sheets, files)
    assert (result.prices, result.tables, result.files) == ((), (), {})
    assert [problem.code for problem in result.problems] == []


def test_a_changed_amount_changes_one_cell_of_one_line_and_its_evidence():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,A,,")
    assert count_changes(result.prices) == {"added": 0, "removed": 0, "changed": 1}
    assert result.prices[0].list_fields() == (
        ("amount", "32000", "31000"),
        ("evidence", "A", "S"),
        ("source", "", "list of November"),
    )
    assert changed_lines(TINY["prices/voice.csv"], result.files["prices/voice.csv"]) == [
        (
            "SBC-100,one_time,,per_unit,1,32000,24000,,,A,,",
            "SBC-100,one_time,,per_unit,1,31000,24000,,,S,list of November,",
        )
    ]


def test_an_equal_figure_written_otherwise_is_no_change():
    result = take_rows("SBC-100,one_time,,per_unit,1,32000.00,24000.0,,,A,,")
    assert result.prices == ()


def test_offerings_that_do_not_appear_keep_their_prices():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,A,,")
    assert {change.key.offering for change in result.prices} == {"SBC-100"}


def test_a_row_that_is_gone_removes_its_tier():
    result = take_rows("MIN-OUT,usage,month,volume,1,0.15,0.1,,,S,S:QC,")
    assert [(str(change.kind), change.key.start) for change in result.prices] == [("removed", 10000)]
    assert b"10000" not in result.files["prices/voice.csv"]


def test_a_new_tier_stands_behind_the_next_lower_one():
    result = take_rows(
        "MIN-OUT,usage,month,volume,10000,0.1345,0.1,,,S,S:QC,",
        "MIN-OUT,usage,month,volume,500,0.14,0.1,,,,,",
        "MIN-OUT,usage,month,volume,1,0.15,0.1,,,S,S:QC,",
    )
    lines = result.files["prices/voice.csv"].decode().split("\n")
    assert [line.split(",")[4] for line in lines if line.startswith("MIN-OUT")] == ["1", "500", "10000"]
    assert "MIN-OUT,usage,month,volume,500,0.14,0.1,,,S,list of November," in lines


def test_what_the_sheet_has_no_column_for_stays():
    result = take_rows("SIP-30,recurring,month,per_unit,1,0.95,2026-07-01,",
                       "SIP-30,recurring,month,per_unit,1,1.10,,2026-06-30",
                       header="offering,charge,period,model,from,amount,valid_from,valid_to")  # fmt: skip
    assert [change.list_fields() for change in result.prices] == [
        (("amount", "0.9", "0.95"), ("source", "S:QC", "list of November"))
    ]
    assert b'"new, lower"' in result.files["prices/voice.csv"]


def test_evidence_that_the_sheet_changes_itself_stands():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,R,,", origin=Origin())
    assert result.prices[0].after.evidence is Evidence.RECALLED
    assert codes(result) == []


def test_a_seen_price_without_a_source_is_refused_at_its_amount():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,A,,", origin=Origin())
    assert places(result) == {"sheet_source_missing": "prices.csv:2:30"}
    assert result.files == {}


def test_another_assumed_price_needs_no_source():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,A,,", origin=Origin(Evidence.ASSUMED))
    assert (codes(result), result.prices[0].after.evidence) == ([], Evidence.ASSUMED)


def test_an_own_source_goes_before_the_common_one():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,,tender 12,")
    assert result.prices[0].after.source == "tender 12"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("NO-SUCH,one_time,,per_unit,1,1,,,,A,,", "unknown_offering"),
        ("SBC-100,one_time,,per_unit,1,-5,,,,A,,", "figure_negative"),
        ("SBC-100,one_time,,per_unit,1,1e5,,,,A,,", "figure_not_plain"),
        ("SBC-100,one_time,,per_unit,1,5%,,,,A,,", "sheet_percent"),
        ("SBC-100,one_time,,per_unit,1,=2*3,,,,A,,", "sheet_formula"),
        ("SBC-100,one_time,,per_unit,1,#REF!,,,,A,,", "sheet_error_value"),
        ('SBC-100,one_time,,per_unit,1,"1,23",,,,A,,', "sheet_separators"),
        ("SBC-100,one_time,,per_unit,1,,,,,A,,", "price_amount_missing"),
        ("SBC-100,once,,per_unit,1,5,,,,A,,", "not_one_of"),
        ("SBC-100,one_time,month,per_unit,1,5,,,,A,,", "price_period"),
        ("SBC-100,one_time,,per_unit,1,5.12345,,,,A,,", "figure_decimals"),
        ("SBC-100,one_time,,flat,1,5.123,,,,A,,", "figure_decimals"),
        ("SBC-100,one_time,,per_unit,1,5,,03/04/2026,,A,,", "sheet_day"),
        ("SBC-100,one_time,,per_unit,1,5,,2026-02-30,,A,,", "sheet_day"),
        ("SBC-100,one_time,,per_unit,1,5,,2026-02-02,2026-01-01,A,,", "dates_reversed"),
        ("SBC-100,one_time,,volume,7,5,,,,A,,", "tier_not_from_one"),
    ],
)
def test_what_is_wrong_is_refused_by_its_cell_and_nothing_is_written(row, code):
    result = take_rows(row)
    found = next(problem for problem in result.problems if problem.code == code)
    assert (found.location.file, found.location.line) == ("prices.csv", 2)
    assert found.location.column > 0
    assert result.files == {}


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("31000", "31000"),
        ('"31,000"', "31000"),
        ("３１０００．５", "31000.5"),
        ("31 000", "31000"),
        (" 31000 ", "31000"),
    ],
)
def test_figures_in_other_writing_are_understood(written, amount):
    result = take_rows(f"SBC-100,one_time,,per_unit,1,{written},24000,,,A,,")
    assert result.prices[0].after.amount == Decimal(amount)


@pytest.mark.parametrize("written", ["2027-01-31", "2027/1/31", "2027.01.31", "2027年1月31日", "46418"])
def test_days_in_other_writing_are_understood(written):
    result = take_rows(f"SBC-100,one_time,,per_unit,1,31000,24000,,{written},A,,")
    if written == "46418":
        assert codes(result) == ["sheet_day"], "in text a serial number may be anything"
    else:
        assert {str(change.key.last) for change in result.prices} == {"2027-01-31", "None"}


def test_a_second_row_of_one_tier_names_the_first():
    row = "SBC-100,one_time,,per_unit,1,31000,24000,,,A,,"
    result = take_rows(row, row)
    assert places(result) == {"sheet_row_twice": "prices.csv:3:1"}
    assert result.problems[0].params["first"] == 2


def test_overlapping_dates_are_refused_in_the_sheet():
    result = take_rows(
        "SIP-30,recurring,month,per_unit,1,1,,,2026-07-31,S,S:QC,",
        "SIP-30,recurring,month,per_unit,1,1,,2026-07-01,,S,S:QC,",
    )
    assert "price_overlap" in codes(result)


def test_unknown_columns_are_told_and_passed_over():
    result = take_rows("SBC-100,one_time,,per_unit,1,31000,24000,,,A,,,9", header=f"{HEADER},discuont")
    assert places(result) == {"sheet_column_ignored": "prices.csv:1:88"}
    assert len(result.prices) == 1


def test_columns_may_stand_in_any_order_and_be_called_by_their_names():
    result = take_rows(
        "31000,,one_time,SBC-100,1,per_unit", header="金额,周期,Charge,产品编码,From quantity,model 计价方式"
    )
    assert [change.list_fields()[0] for change in result.prices] == [("amount", "32000", "31000")]


def test_a_missing_column_is_named_at_the_header():
    result = take(b"x,y\noffering,charge\nSBC-100,one_time\n", "prices.csv")
    assert codes(result) == ["sheet_header_missing"]


def test_two_columns_are_enough_where_there_is_one_price():
    result = take_rows("SBC-100,31000", header="offering,amount")
    assert codes(result) == []
    assert [change.list_fields()[0] for change in result.prices] == [("amount", "32000", "31000")]


def test_a_short_price_book_removes_nothing():
    result = take_rows("MIN-OUT,10000,0.13", header="offering,from,amount")
    assert codes(result) == []
    assert count_changes(result.prices) == {"added": 0, "removed": 0, "changed": 1}


def test_a_short_price_book_that_would_not_read_is_refused():
    result = take_rows("MIN-OUT,10000,0.12345", header="offering,from,amount")
    assert codes(result) == ["figure_decimals"]
    assert result.files == {}


def test_a_short_row_that_may_mean_several_prices_is_refused():
    result = take_rows("MIN-OUT,0.16", "SIP-30,1.2", header="offering,amount")
    assert codes(result) == ["sheet_price_ambiguous"] * 2
    assert places(result) == {"sheet_price_ambiguous": "prices.csv:3:8"}


def test_a_new_price_in_a_short_price_book_needs_its_columns():
    result = take_rows("SBC-100,5,30000", header="offering,from,amount")
    assert codes(result) == ["sheet_price_new"] * 2


def test_without_columns_for_dates_the_present_dates_stay():
    head = "offering,charge,period,model,from,amount"
    rows = ("MIN-OUT,usage,month,volume,1,0.16", "MIN-OUT,usage,month,volume,500,0.15",
            "MIN-OUT,usage,month,volume,10000,0.1345")  # fmt: skip
    assert count_changes(take_rows(*rows, header=head).prices) == {"added": 1, "removed": 0, "changed": 1}
    dated = TINY | {"prices/voice.csv": PRICES.replace("0.1,,,S", "0.1,2026-01-01,,S").encode()}
    sheet = "\n".join((head, *rows)).encode()
    result = import_sheets({"prices.csv": sheet}, dated, ORIGIN)
    assert codes(result) == []
    assert {str(change.key.first) for change in result.prices} == {"2026-01-01"}


def test_a_column_that_comes_twice_is_refused():
    assert "column_twice" in codes(take_rows("SBC-100,1,1,one_time,,per_unit,1", header="offering,amount,amount,charge,period,model,from"))  # noqa: E501  # fmt: skip


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_separators_and_encodings_are_found(separator, encoding):
    row = "SBC-100,one_time,,per_unit,1,31000,24000,,,A,,新备注"
    text = f"{HEADER}\r\n{row}\r\n".replace(",", separator)
    result = take(text.encode(encoding), "prices.csv")
    assert result.prices[0].after.note == "新备注"
    assert codes(result) == (["sheet_taken_as_gb18030"] if encoding == "gb18030" else [])


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"offering\xff\xff\xff", b"\x00\x01\x02", codecs.BOM_UTF8 + b"\xff"]
)
def test_what_is_no_text_is_refused(content):
    result = take(content, "prices.csv")
    assert places(result) == {"sheet_encoding": "prices.csv:1:1"}


def test_the_line_of_the_first_sign_that_is_no_text_is_named():
    assert places(take(b"offering\n\nab\xff\xff", "prices.csv")) == {"sheet_encoding": "prices.csv:3:1"}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a,b\n1,2\n", "名称\n".encode()])
def test_a_file_without_a_header_of_ours_is_refused(content):
    result = take(content, "prices.csv")
    assert codes(result)[0] == "sheet_header_missing"


def test_a_table_is_known_by_its_name_and_changes_row_by_row():
    result = take(b"SBC-100,sites\n1,1..9\n2|3,*\n4,10..20\n", "table sbc_sites.csv")
    assert [(str(change.kind), change.row) for change in result.tables] == [("changed", 1), ("added", 2)]
    assert result.files == {"tables/sbc_sites.csv": b"SBC-100,sites\n1,1..9\n2|3,*\n4,10..20\n"}


def test_a_table_loses_a_row():
    result = take(b"SBC-100,sites\n2|3,*\n", "sbc_sites.csv")
    assert [(str(change.kind), change.before) for change in result.tables] == [("removed", ("1", "1..5"))]
    assert result.files == {"tables/sbc_sites.csv": b"SBC-100,sites\n2|3,*\n"}


def test_a_table_with_another_column_is_written_anew():
    result = take(b"SBC-100,sites,beds\n1,1..5,*\n2|3,*,*\n", "sbc_sites.csv")
    assert result.tables[0].row == 0
    assert result.files["tables/sbc_sites.csv"].startswith(b"SBC-100,sites,beds\n")


def test_an_empty_cell_of_a_table_is_refused_at_its_place():
    result = take(b"SBC-100,sites\n1,\n", "sbc_sites.csv")
    assert places(result) == {"table_cell_empty": "sbc_sites.csv:2:2"}
    assert result.files == {}


def test_a_broken_catalog_is_refused_with_its_own_problems():
    result = import_sheets({"book.xlsx": export_book()}, TINY | {"tax.csv": b"category\n"})
    assert "column_missing" in codes(result)


def test_a_catalog_that_would_not_read_is_not_written():
    result = take_rows("SIP-30,recurring,month,volume,1,1.1,,,2026-06-30,S,S:QC,",
                       "SIP-30,recurring,month,volume,5,1.2,,,2026-06-30,S,S:QC,",
                       "SIP-30,recurring,month,per_unit,9,1.3,,,2026-06-30,S,S:QC,")  # fmt: skip
    assert "price_model_differs" in codes(result)
    assert result.files == {}


amounts = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(str.strip)


@settings(max_examples=40, deadline=None)
@given(amount=amounts, cost=st.none() | amounts, note=words, source=words)
def test_any_value_goes_out_and_in_unchanged(amount, cost, note, source):
    cells = [
        "SBC-100",
        "one_time",
        "",
        "per_unit",
        "1",
        f"{amount:f}",
        "" if cost is None else f"{cost:f}",
        "",
        "",
        "A",
    ]
    quoted = ['"' + word.replace('"', '""') + '"' for word in (source, note)]
    prices = PRICES.replace("SBC-100,one_time,,per_unit,1,32000,24000,,,A,,", ",".join([*cells, *quoted]))
    files = TINY | {"prices/voice.csv": prices.encode()}
    assert read_catalog(files).catalog is not None
    for sheets in ({"book.xlsx": export_book(files, "prices")}, export_folder(files, "prices")):
        result = import_sheets(sheets, files)
        assert (result.prices, [p.code for p in result.problems if p.severity == "error"]) == ((), [])


@pytest.mark.parametrize("seed", range(60))
def test_damaged_sheets_are_refused_or_read_but_never_a_fault(seed):
    chance = random.Random(seed)
    content = bytearray(export_book() if seed % 2 else export_folder()["prices.csv"])
    for _ in range(chance.randrange(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    result = take(bytes(content), "book.xlsx" if seed % 2 else "prices.csv")
    if result.files:
        assert read_catalog(TINY | dict(result.files)).catalog is not None


def test_nothing_but_sheets_of_others_is_told():
    book = open_book()
    book["prices"].title, book["table sbc_sites"].title = "costs", "other"
    for row in book["costs"].iter_rows(max_row=1):
        for cell in row:
            cell.value = "x"
    result = take(save(book))
    assert codes(result) == ["sheet_not_recognised", "sheet_not_recognised", "sheet_none"]
