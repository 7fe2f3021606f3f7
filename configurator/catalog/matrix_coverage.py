"""Price matrices against the offerings that are priced by them: their columns and values exist, every combination has a
row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from configurator.catalog.commercial import PriceMatrix
from configurator.catalog.matrix_cells import QUANTITY, Cell, read_cell
from configurator.catalog.matrix_columns import MatrixColumn
from configurator.catalog.model import Catalog, InputKind, Offering, PriceComponent, PriceModel, ProfileInput
from configurator.catalog.nodes import Scalar
from configurator.catalog.records import Entry
from configurator.catalog.sheets import Grid, Sheets
from configurator.values.periods import ChargeKind
from configurator.values.problem import Severity, SourceLocation

MOST_STEPS = 50_000
"""After so many combinations of one price the search for one without a row is given up, which is told."""

_FLAG_WORDS = ("no", "yes")
_NOTHING = Cell()


class Domain(NamedTuple):
    """What can stand in a column: words, or figures from the first to the last."""

    words: tuple[str, ...] = ()
    ranges: tuple[tuple[int, int], ...] = ()

    def admits(self, cell: Cell) -> bool:
        """Whether each part of a cell can occur."""
        figures = [(int(value), int(value)) for value in cell.values if value.isdecimal() and value not in self.words]
        words = {value for value in cell.values if not value.isdecimal()}
        spans = [*figures, *((first, last) for first, last in cell.ranges)]
        return words <= set(self.words) and all(self._meets(first, last) for first, last in spans)

    def _meets(self, first: int, last: int | None) -> bool:
        known = [*self.ranges, *((int(word), int(word)) for word in self.words if word.isdecimal())]
        return any(low <= (high if last is None else last) and first <= high for low, high in known)


class _TooManySteps(Exception):
    """The search was given up."""


def check_matrices(catalog: Catalog, sheets: Sheets) -> None:
    """All matrices with the prices that use them."""
    grids = {grid.name: grid for grid in sheets.all_grids("price_matrices")}
    rows = {row.location: row for row in sheets.all_rows("prices")}
    users: dict[str, list[PriceComponent]] = {}
    for components in catalog.prices.values():
        for component in components:
            known = component.terms.matrix in catalog.matrices and component.offering in catalog.offerings
            if component.model is PriceModel.MATRIX and known:
                users.setdefault(component.terms.matrix, []).append(component)
    for key, using in users.items():
        if _check_columns(catalog, catalog.matrices[key], grids[key], using):
            _check_coverage(catalog, catalog.matrices[key], using, rows)


def _check_columns(catalog: Catalog, matrix: PriceMatrix, grid: Grid, using: Sequence[PriceComponent]) -> bool:
    """Whether every column and value means something for the offerings that are priced by the matrix."""
    header, *lines = grid.rows
    fine = True
    for at, name in enumerate(matrix.columns):
        domains = [(each, find_domain(catalog, each, name)) for each in using]
        lacking = next((each.offering for each, domain in domains if domain is None), None)
        if lacking is not None:
            _report_column(catalog, grid, header.cells[at], lacking)
            fine = False
        else:
            cells = [line.cells[at] for line in lines if len(line.cells) == len(header.cells)]
            fine &= _check_cells(grid, name, cells, [domain for _, domain in domains if domain is not None])
    return fine


def _report_column(catalog: Catalog, grid: Grid, cell: Scalar, offering: str) -> None:
    known = [QUANTITY, *(each.key for each in catalog.offerings[offering].attributes), *catalog.inputs]
    name, page = cell.text[:80], grid.page
    nearest = page.nearest(name, known)
    page.report("matrix_column_unknown", cell.line, cell.column, column=name, offering=offering, nearest=nearest)


def _check_cells(grid: Grid, name: str, cells: Sequence[Scalar], domains: Sequence[Domain]) -> bool:
    fine = True
    for cell in cells:
        read = read_cell(cell.text) or _NOTHING
        if not any(domain.admits(read) for domain in domains):
            place, shown = (cell.line, cell.column), cell.text[:80]
            choices = _list_choices(domains)
            grid.page.report("matrix_value_unknown", *place, column=name, value=shown, choices=choices)
            fine = False
    return fine


def _list_choices(domains: Sequence[Domain]) -> tuple[str, ...]:
    words = [word for domain in domains for word in domain.words]
    ranges = [f"{first}..{last}" for domain in domains for first, last in domain.ranges]
    return tuple(dict.fromkeys([*words, *ranges]))


def find_domain(catalog: Catalog, component: PriceComponent, column: str) -> Domain | None:
    """What a column can be for a price; None when it is neither the quantity nor an attribute nor an input."""
    offering = catalog.offerings[component.offering]
    if column == QUANTITY:
        return Domain(ranges=(_find_quantities(offering, component),))
    attribute = next((each for each in offering.attributes if each.key == column), None)
    if attribute is not None:
        return Domain(tuple(value.key for value in attribute.values))
    known = catalog.inputs.get(column)
    return None if known is None else _find_input_domain(known)


def _find_quantities(offering: Offering, component: PriceComponent) -> tuple[int, int]:
    """The quantities that can be charged."""
    terms = component.terms
    included = terms.included if component.charge is ChargeKind.USAGE else 0
    least, most = offering.min_quantity - included, offering.max_quantity - included
    first = max(1, least, terms.least_quantity)
    return first, max(first, most)


def _find_input_domain(known: ProfileInput) -> Domain:
    if known.kind is InputKind.FLAG:
        return Domain(_FLAG_WORDS)
    if known.values:
        return Domain(tuple(value.key for value in known.values))
    first = 0 if known.industries else known.minimum
    return Domain(ranges=((first, max(first, known.maximum)),))


def _check_coverage(
    catalog: Catalog, matrix: PriceMatrix, using: Sequence[PriceComponent], rows: Mapping[SourceLocation, Entry]
) -> None:
    read = [tuple(read_cell(text) or _NOTHING for text in row.cells) for row in matrix.rows]
    columns = [MatrixColumn([row[at] for row in read]) for at in range(len(matrix.columns))]
    everything = (1 << len(matrix.rows)) - 1
    for component in using:
        domains = [find_domain(catalog, component, name) or Domain() for name in matrix.columns]
        row = rows.get(component.location)
        if row is not None:
            _report_uncovered(matrix, row, _Search(columns, domains), everything)


def _report_uncovered(matrix: PriceMatrix, row: Entry, search: _Search, everything: int) -> None:
    params = {"matrix": matrix.key, "offering": row["offering"]}
    try:
        missing = search.find_missing(0, everything)
    except _TooManySteps:
        row.report("matrix_too_wide", "matrix", severity=Severity.INFO, steps=MOST_STEPS, **params)
        return
    if missing is not None:
        combination = ", ".join(f"{name} = {value}" for name, value in zip(matrix.columns, missing, strict=False))
        row.report("matrix_row_missing", "matrix", combination=combination, **params)


class _Search:
    """Looks for a combination of values that no row admits."""

    def __init__(self, columns: Sequence[MatrixColumn], domains: Sequence[Domain]) -> None:
        self._choices = [list(_list_atoms(*each)) for each in zip(columns, domains, strict=True)]
        self._covered: set[tuple[int, int]] = set()
        self._steps = 0

    def find_missing(self, at: int, rows: int) -> tuple[str, ...] | None:
        """The values from a column on, as far as they matter, that none of these rows admits, or None."""
        if not rows:
            return ()
        if at == len(self._choices) or (at, rows) in self._covered:
            return None
        for shown, admitting in self._choices[at]:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise _TooManySteps
            further = self.find_missing(at + 1, rows & admitting)
            if further is not None:
                return (shown, *further)
        self._covered.add((at, rows))
        return None


def _list_atoms(column: MatrixColumn, domain: Domain) -> Iterator[tuple[str, int]]:
    """The values of a domain that the rows tell apart, as they are shown, with the rows that admit them."""
    for word in domain.words:
        yield word, column.admitting(word)
    for first, last in domain.ranges:
        for start, end in column.list_stretches(first, last):
            yield (str(start) if start == end else f"{start}..{end}"), column.admitting(start)
