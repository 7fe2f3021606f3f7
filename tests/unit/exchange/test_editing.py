"""Random edits of a price book: what is read back from the patched files is exactly what the sheet said."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.reading import read_catalog
from configurator.catalog.sources import Evidence
from configurator.exchange.importing import import_sheets
from configurator.exchange.price_rows import COLUMNS, PriceRow, list_rows
from configurator.exchange.separated import guard_text
from configurator.values.problem import SourceLocation
from tests.unit.exchange.makers import ORIGIN, TINY

PLACE = SourceLocation("")
PRESENT = {row.key: row for row in list_rows(TINY)}
TIERED = next(row for row in PRESENT.values() if row.key.offering == "MIN-OUT")

amounts = st.decimals(1, 10**6, places=4)
starts = st.sets(st.integers(2, 10**6), max_size=4)
notes = st.text(st.sampled_from("abc ,\";'=+-@注"), max_size=8).map(str.strip)


@st.composite
def price_books(draw: st.DrawFn) -> list[PriceRow]:
    """The present rows with some amounts, costs and notes changed and other tiers, in any order."""
    rows = [
        replace(row, amount=draw(amounts), note=draw(notes)) if draw(st.booleans()) else row
        for row in PRESENT.values()
        if row.key.start == 1
    ]
    for start in draw(starts):
        key = TIERED.key._replace(start=start)
        rows.append(replace(PRESENT.get(key, TIERED), key=key, amount=draw(amounts)))
    return draw(st.permutations(rows))


def write(rows: list[PriceRow], separator: str) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = row.cells()
        writer.writerow([guard_text(cells[name]) for name in COLUMNS])
    return target.getvalue().encode("utf-8-sig")


def settle(row: PriceRow) -> PriceRow:
    """The row as it should stand after the import."""
    before = PRESENT.get(row.key)
    if before and (before.amount, before.cost, before.model) == (row.amount, row.cost, row.model):
        return replace(row, place=PLACE)
    own = row.source if before is None or before.source != row.source else ""
    evidence = Evidence.SEEN if before is None or before.evidence is row.evidence else row.evidence
    return replace(row, evidence=evidence, source=own or ORIGIN.source, place=PLACE)


@settings(max_examples=60, deadline=None)
@given(price_books(), st.sampled_from(",;\t"))
def test_the_files_say_what_the_sheet_said(rows, separator):
    result = import_sheets({"prices.csv": write(rows, separator)}, TINY, ORIGIN)
    assert [problem.code for problem in result.problems if problem.severity == "error"] == []
    files = TINY | dict(result.files)
    assert read_catalog(files).catalog is not None
    found = {row.key: replace(row, place=PLACE) for row in list_rows(files)}
    assert found == {row.key: settle(row) for row in rows}
    touched = {change.key.offering for change in result.prices}
    old, new = (files["prices/voice.csv"].decode().split("\n") for files in (TINY, files))
    kept = [line for line in old if line.partition(",")[0] not in touched]
    assert [line for line in new if line.partition(",")[0] not in touched] == kept, "what is not named stays"
    again = import_sheets({"prices.csv": write(list(found.values()), separator)}, files, ORIGIN)
    assert (again.prices, again.files) == ((), {})


def test_prices_are_exact():
    assert PRESENT[TIERED.key].amount == Decimal("0.15")
