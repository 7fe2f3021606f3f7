"""Prices of every model go out and in: nothing is lost, and what a sheet does not show stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from configurator.catalog.reading import read_catalog
from configurator.exchange.importing import ImportedSheets, import_sheets
from configurator.exchange.tmf_import import import_tmf
from configurator.values.problem import has_errors
from tests.unit.exchange.makers import HEADER, ORIGIN, TINY, codes, export_book, export_folder, open_book
from tests.unit.exchange.test_tmf_export import export

PRICES = """\
offering,charge,period,model,from,from_month,amount,cost,block,included,least_quantity,least_amount,due,waived_from,\
free_months,free_from,escalation,base,base_charge,matrix,evidence
SBC-100,recurring,month,package,1,,80,5,10,,20,9.50,arrears,,2,24,,,,,A
SBC-100,recurring,month,package,100,,70,5,,,,,,,,,,,,,A
SBC-100,recurring,quarter,volume,1,1,30,,,,,,,,,,,,,,A
SBC-100,recurring,quarter,volume,10,1,25,,,,,,,,,,,,,,A
SBC-100,recurring,quarter,volume,1,13,33,,,,,,,,,,,,,,A
SIP-30,one_time,,stair_step,1,,500,,,,,,,24,,,,,,,A
SIP-30,recurring,year,percent_of,1,,12.5,,,,,,,,,,,#border SBC-*,one_time,,A
SIP-30,usage,month,matrix,,,,,,1000,,,,,,,,,,calls,A
"""
FILES: Mapping[str, bytes] = {
    **TINY,
    "prices/special.csv": PRICES.encode(),
    "price_matrices/calls.csv": b"quantity,sla,amount,evidence\n..,gold,5,A\n".replace(b"..,gold", b"*,gold|silver"),
}


def take_rows(header: str, *rows: str) -> ImportedSheets:
    return import_sheets({"prices.csv": "\n".join((header, *rows)).encode()}, FILES, ORIGIN)


def test_the_files_read() -> None:
    assert not has_errors(read_catalog(FILES).problems)


@pytest.mark.parametrize("form", ["book", "folder"])
def test_every_model_goes_out_and_in_without_a_change(form: str) -> None:
    sheets = {"all.xlsx": export_book(FILES)} if form == "book" else export_folder(FILES)
    result = import_sheets(sheets, FILES)
    assert (result.prices, result.files, codes(result)) == ((), {}, [])


def test_special_columns_are_only_there_where_they_are_used() -> None:
    plain = {cell.value.split()[0] for cell in open_book(export_book(TINY))["prices"][1]}
    special = {cell.value.split()[0] for cell in open_book(export_book(FILES))["prices"][1]}
    assert "block" not in plain
    assert special - plain == {
        "from_month", "block", "included", "least_quantity", "least_amount", "due", "waived_from", "free_months",
        "free_from", "base", "base_charge", "matrix",
    }  # fmt: skip


def test_what_a_plain_sheet_does_not_show_stays() -> None:
    rows = (
        "SBC-100,one_time,,per_unit,1,32000,24000,,,A,,",
        "SBC-100,recurring,month,package,1,81,5,,,A,,",
        "SBC-100,recurring,month,package,100,70,5,,,A,,",
    )
    result = take_rows(HEADER, *rows)
    assert codes(result) == []
    (changed,) = [change for change in result.prices if change.key.charge == "recurring" and change.after]
    assert changed.list_fields()[0] == ("amount", "80", "81")
    assert changed.after is not None and changed.after.terms["block"] == 10
    assert b"SBC-100,recurring,month,package,1,,81,5,10,,20,9.50,arrears" in result.files["prices/special.csv"]


def test_a_plain_row_that_may_mean_several_months_is_refused() -> None:
    result = take_rows(HEADER, "SBC-100,recurring,quarter,volume,1,31,,,,A,,")
    assert codes(result) == ["sheet_price_ambiguous"]


def test_a_changed_term_is_a_change_of_the_price_and_carries_its_evidence() -> None:
    (cells,) = [each for name, each in export_folder(FILES).items() if name == "prices.csv"]
    text = cells.decode("utf-8-sig").replace(",arrears,", ",advance,")
    result = import_sheets({"prices.csv": text.encode()}, FILES, ORIGIN)
    assert codes(result) == []
    (change,) = result.prices
    assert change.list_fields() == (
        ("due", "arrears", "advance"),
        ("evidence", "A", "S"),
        ("source", "", "list of November"),
    )


def test_a_term_that_does_not_fit_is_refused_at_its_cell() -> None:
    header = "offering,charge,period,model,from,amount,block,evidence"
    result = take_rows(header, "SIP-30,one_time,,per_unit,1,500,10,A", "SIP-30,one_time,,per_unit,1,500,１０x,A")
    assert set(codes(result)) == {"figure_not_plain", "price_block_misplaced"}


def test_a_new_tier_of_a_later_month_stands_behind_those_before() -> None:
    header = "offering,charge,period,model,from,from_month,amount,evidence"
    result = take_rows(
        header,
        "SBC-100,one_time,,per_unit,1,,32000,A",
        "SBC-100,recurring,quarter,volume,1,,30,A",
        "SBC-100,recurring,quarter,volume,10,,25,A",
        "SBC-100,recurring,quarter,volume,1,13,33,A",
        "SBC-100,recurring,quarter,volume,10,13,28,A",
    )
    assert codes(result) == []
    lines = result.files["prices/special.csv"].decode().splitlines()
    (at,) = [
        number for number, line in enumerate(lines) if line.startswith("SBC-100,recurring,quarter,volume,1,13,33,")
    ]
    assert lines[at + 1].startswith("SBC-100,recurring,quarter,volume,10,13,28,")


@pytest.mark.parametrize("version", ["4.1", "5.0"])
def test_every_model_survives_a_document(version: str) -> None:
    document = export(version, FILES)
    result = import_tmf(document.encode(), "own.json")
    assert not has_errors(result.problems)
    before, after = read_catalog(FILES).catalog, read_catalog(result.files).catalog
    assert before is not None and after is not None

    def tell(catalog: object) -> object:
        return {
            (part.id, part.model, part.terms, tuple((t.from_quantity, t.from_month, t.amount) for t in part.tiers))
            for parts in catalog.prices.values()  # type: ignore[attr-defined]
            for part in parts
        }

    assert tell(after) == tell(before)
