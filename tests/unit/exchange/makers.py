"""Sheets for tests: the tiny catalog's price book with some cells written over, as XLSX or CSV."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from configurator.catalog.reading import read_catalog
from configurator.exchange.exporting import make_sheets, write_separated
from configurator.exchange.importing import ImportedSheets, import_sheets
from configurator.exchange.price_changes import Origin
from configurator.exchange.writing_workbooks import write_workbook
from tests.factories.catalog_files import FILES

MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TINY = {path: text.encode() for path, text in FILES.items()}
ORIGIN = Origin(source="list of November")
HEADER = "offering,charge,period,model,from,amount,cost,valid_from,valid_to,evidence,source,note"


def export_book(files: Mapping[str, bytes] = TINY, what: str = "all") -> bytes:
    """The catalog's workbook."""
    catalog = read_catalog(files).catalog
    assert catalog is not None
    return write_workbook(catalog, make_sheets(catalog, files, what), MOMENT)


def export_folder(files: Mapping[str, bytes] = TINY, what: str = "all") -> dict[str, bytes]:
    """The catalog's separated files by name."""
    catalog = read_catalog(files).catalog
    assert catalog is not None
    return write_separated(make_sheets(catalog, files, what))


def read_folder(folder: Path) -> dict[str, bytes]:
    """The contents of a catalog's folder by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".csv"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def open_book(content: bytes | None = None) -> Workbook:
    """The exported workbook as a program opens it."""
    return load_workbook(io.BytesIO(content or export_book()))


def save(book: Workbook) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def edit_book(cells: Mapping[str, Any], sheet: str = "prices") -> bytes:
    """The exported workbook with these cells written over."""
    book = open_book()
    for address, value in cells.items():
        book[sheet][address] = value
    return save(book)


def take(content: bytes, name: str = "book.xlsx", origin: Origin = ORIGIN) -> ImportedSheets:
    """What the sheet would do to the tiny catalog."""
    return import_sheets({name: content}, TINY, origin)


def take_rows(*rows: str, header: str = HEADER, origin: Origin = ORIGIN) -> ImportedSheets:
    """The same for a CSV file of these rows."""
    return take("\n".join((header, *rows)).encode(), "prices.csv", origin)


def codes(result: ImportedSheets) -> list[str]:
    """The codes of the problems, in their order."""
    return [problem.code for problem in result.problems]


def places(result: ImportedSheets) -> dict[str, str]:
    """Code to the place of its last problem."""
    return {problem.code: str(problem.location) for problem in result.problems}
