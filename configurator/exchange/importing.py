"""Sheets of prices and combination tables → the changes that they would make, and the files as they would be.

Nothing is written here. A result with errors has no files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.prices import build_prices
from configurator.catalog.reading import read_catalog
from configurator.catalog.records import Entry
from configurator.catalog.sheets import parse_sheets
from configurator.exchange.grids import Grid, GridPage
from configurator.exchange.patching import Patch, open_patch, write_lines
from configurator.exchange.price_changes import ChangeKind, Origin, PriceChange, compare_prices
from configurator.exchange.price_rows import COLUMNS, PriceRow, list_rows
from configurator.exchange.price_sheets import SHORT, find_header, list_components, read_price_sheet
from configurator.exchange.separated import read_separated
from configurator.exchange.sheet_names import EXPLANATION, PRICES, find_table
from configurator.exchange.table_changes import TableChange, compare_table, patch_table, read_table_sheet
from configurator.exchange.workbooks import read_workbook
from configurator.values.problem import Problem, Severity, SourceLocation, has_errors

_ZIP = b"PK"
_PRICES = "prices/"


@dataclass(frozen=True, slots=True)
class ImportedSheets:
    """What sheets would change. `files` are the contents of the catalog files that would differ, by path; empty when a
    problem is an error."""

    prices: tuple[PriceChange, ...] = ()
    tables: tuple[TableChange, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def import_sheets(
    sheets: Mapping[str, bytes], files: Mapping[str, bytes], origin: Origin | None = None
) -> ImportedSheets:
    """Compare files of sheets (by name) with the files of a catalog (by path)."""
    load = read_catalog(files)
    if load.catalog is None:
        return ImportedSheets(problems=load.problems)
    work = _Import(load.catalog, files, origin or Origin())
    for name, content in sheets.items():
        for grid in _open_grids(content, name, work.notebook):
            work.take(grid, GridPage(name, work.notebook, grid.name))
    return work.finish(tuple(sheets))


def _open_grids(content: bytes, name: str, notebook: Notebook) -> tuple[Grid, ...]:
    suffix = name.lower().rpartition(".")[2]
    page = GridPage(name, notebook)
    if suffix in ("xlsm", "xltm", "xlsb", "xls"):
        page.report("sheet_macros" if suffix.endswith("m") else "sheet_old_or_locked")
    elif suffix == "xlsx" or content.startswith(_ZIP):
        return read_workbook(content, name, notebook)
    elif suffix in ("csv", "txt", "tsv"):
        grid = read_separated(content, name, notebook)
        return (grid,) if grid is not None else ()
    else:
        page.report("sheet_suffix", suffix=suffix[:20])
    return ()


class _Import:
    """Collects the changes of all sheets and puts them into the files."""

    def __init__(self, catalog: Catalog, files: Mapping[str, bytes], origin: Origin) -> None:
        self._catalog, self._files, self._origin = catalog, files, origin
        self.notebook = Notebook()
        self._prices: list[PriceChange] = []
        self._tables: dict[str, tuple[TableChange, ...]] = {}
        self._written: dict[str, bytes] = {}
        self._recognised = 0
        self._rows: tuple[PriceRow, ...] = ()

    def take(self, grid: Grid, page: GridPage) -> None:
        """One sheet: prices when its header says so, else the table that it is called after."""
        table = find_table(self._catalog, grid.name or page.file)
        if grid.name == EXPLANATION:
            return
        if find_header(grid) is not None:
            self._recognised += 1
            self._take_prices(grid, page)
        elif table is not None:
            self._recognised += 1
            self._take_table(grid, page, table)
        elif grid.name in ("", PRICES):
            page.report("sheet_header_missing", known=tuple(self._catalog.tables))
        elif grid.rows:
            page.report("sheet_not_recognised", severity=Severity.WARNING, sheet=grid.name)

    def finish(self, names: tuple[str, ...]) -> ImportedSheets:
        """The result, after reading the catalog as it would be."""
        if not self._recognised and not has_errors(self.notebook.problems):
            GridPage(", ".join(names), self.notebook).report("sheet_none")
        if not has_errors(self.notebook.problems):
            self._written |= patch_prices(self._files, self._catalog, self._rows, self._prices)
            self._check_whole()
        changes = tuple(change for each in self._tables.values() for change in each)
        problems = tuple(self.notebook.problems)
        files = {} if has_errors(problems) else self._written
        return ImportedSheets(tuple(self._prices), changes, files, problems)

    def _take_prices(self, grid: Grid, page: GridPage) -> None:
        self._rows = self._rows or list_rows(self._files)
        sheet = read_price_sheet(grid, page, self._catalog, self._rows)
        if sheet is None or not sheet.columns:
            return
        entries = tuple(list_components(sheet.entries))
        self._refuse_second_sheet(entries)
        if sheet.columns.issuperset(SHORT):
            self._check_prices(entries)
        problems: list[Problem] = []
        self._prices += compare_prices(self._rows, sheet, entries, self._origin, problems)
        for problem in problems:
            self.notebook.add(problem)

    def _refuse_second_sheet(self, entries: Sequence[Entry]) -> None:
        """One offering's prices stand in one sheet."""
        before = {change.key.offering: change.place for change in self._prices}
        for entry in entries:
            if entry["offering"] in before:
                first = before.pop(entry["offering"])
                entry.report("sheet_row_twice", "offering", offering=entry["offering"], first=str(first))

    def _check_prices(self, entries: Sequence[Entry]) -> None:
        """Tiers, decimals, dates and costs, noted at the sheet's cells."""
        head = parse_sheets({"catalog.yaml": self._files["catalog.yaml"]}, Notebook()).single("catalog")
        decimals = head.get("rate_decimals", 4) if head else 4
        build_prices(entries, decimals, self._catalog.currency.exponent)

    def _take_table(self, grid: Grid, page: GridPage, name: str) -> None:
        sheet = read_table_sheet(grid, page)
        if sheet is None:
            return
        table, path = self._catalog.tables[name], f"tables/{name}.csv"
        changes = self._tables[name] = compare_table(table, sheet)
        if changes:
            self._written[path] = patch_table(self._files[path], table, sheet, changes)

    def _check_whole(self) -> None:
        """What the catalog would be must read; problems that it had before are not the sheet's."""
        if not self._written:
            return
        known = {(problem.code, str(problem.params)) for problem in read_catalog(self._files).problems}
        for problem in read_catalog({**self._files, **self._written}).problems:
            if problem.severity is Severity.ERROR and (problem.code, str(problem.params)) not in known:
                self.notebook.add(problem)


def patch_prices(
    files: Mapping[str, bytes], catalog: Catalog, rows: Sequence[PriceRow], changes: Sequence[PriceChange]
) -> dict[str, bytes]:
    """The price files that the changes touch, as they would be."""
    writer = _PriceWriter(files, catalog, rows)
    for change in changes:
        writer.take(change)
    return writer.finish()


class _PriceWriter:
    """Finds the file and the line of every change."""

    def __init__(self, files: Mapping[str, bytes], catalog: Catalog, rows: Sequence[PriceRow]) -> None:
        self._files, self._catalog = files, catalog
        self._patches: dict[str, Patch] = {}
        self._rows = rows

    def take(self, change: PriceChange) -> None:
        """Write one change into the rows of its file; a new row stands behind those it belongs to."""
        if change.before is None:
            assert change.after is not None, "a change has at least one side"
            self._add(change.after)
            return
        place = change.before.place
        patch = self._open(place.file)
        if change.after is None:
            patch.remove(place.line)
        else:
            patch.set_cells(place.line, {name: after for name, _, after in change.list_fields()})

    def finish(self) -> dict[str, bytes]:
        """The changed files by path, as bytes."""
        return {path: patch.write() for path, patch in self._patches.items()}

    def _add(self, row: PriceRow) -> None:
        place = self._find_anchor(row)
        patch = self._open(place.file)
        patch.add_after(place.line or patch.last_line(), row.cells())

    def _find_anchor(self, row: PriceRow) -> SourceLocation:
        """Behind the next lower tier, else behind the offering's prices, else behind those of its family."""
        family = self._catalog.offerings[row.key.offering].family
        for fitting in self._list_neighbours(row, family):
            if fitting:
                return fitting[-1].place
        return SourceLocation(f"{_PRICES}{family.lower()}.csv")

    def _list_neighbours(self, row: PriceRow, family: str) -> Iterator[list[PriceRow]]:
        own = [other for other in self._rows if other.key.offering == row.key.offering]
        yield [other for other in own if other.key.component == row.key.component and other.key.rank < row.key.rank]
        yield own
        offerings = self._catalog.offerings
        yield [other for other in self._rows if offerings[other.key.offering].family == family]

    def _open(self, path: str) -> Patch:
        if path not in self._patches:
            content = self._files.get(path, write_lines([COLUMNS]).encode())
            self._patches[path] = open_patch(content)
        return self._patches[path]


def count_changes(changes: Sequence[Any]) -> dict[str, int]:
    """How many were added, removed and changed."""
    return {str(kind): sum(change.kind is kind for change in changes) for kind in ChangeKind}
