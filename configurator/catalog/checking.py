"""Checks across files: every name that is used is defined, every offering is priced and taxed, what nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from configurator.catalog.benefits import list_conditions, list_selectors
from configurator.catalog.commercial import Bundle, reduction_of
from configurator.catalog.matrix_coverage import check_matrices
from configurator.catalog.model import Catalog, PriceFactor, TermDiscount
from configurator.catalog.notebook import Notebook
from configurator.catalog.percentages import check_percentages
from configurator.catalog.price_terms import check_escalations
from configurator.catalog.profile_inputs import check_defaults
from configurator.catalog.profile_records import GIVEN_INPUTS
from configurator.catalog.records import Entry
from configurator.catalog.selectors import select
from configurator.catalog.sheets import Sheets, find_kind
from configurator.catalog.sources import Expression
from configurator.catalog.taxation import Treatment
from configurator.values.problem import Problem, Severity, SourceLocation, has_errors

# What a reference to nothing is called, by kind of name.
UNKNOWN = {
    "capacity": "unknown_capacity",
    "family": "unknown_family",
    "group": "unknown_group",
    "industry": "unknown_industry",
    "input": "unknown_input",
    "line": "unknown_line",
    "matrix": "unknown_matrix",
    "need": "unknown_need",
    "offering": "unknown_offering",
    "owner": "unknown_owner",
    "stacking_group": "unknown_stacking_group",
    "partner": "unknown_partner",
    "stage": "unknown_stage",
    "regime": "unknown_regime",
    "table": "unknown_table",
    "tag": "unknown_tag",
    "tax": "unknown_tax",
    "tier": "unknown_tier",
    "unit": "unknown_unit",
}
# The kind of file that defines a kind of name.
DEFINED_IN = {
    "capacity": "vocabulary",
    "family": "offerings",
    "group": "profile",
    "industry": "industries",
    "input": "profile",
    "line": "vocabulary",
    "matrix": "price_matrices",
    "need": "needs",
    "offering": "offerings",
    "owner": "catalog",
    "stacking_group": "pricing",
    "partner": "programmes",
    "stage": "pricing",
    "regime": "tax_regimes",
    "table": "tables",
    "tag": "vocabulary",
    "tax": "tax",
    "tier": "programmes",
    "unit": "vocabulary",
}
# What a name that nothing uses is called, by kind of name; other kinds may stay unused.
UNUSED = {
    "capacity": "unused_capacity",
    "group": "unused_group",
    "matrix": "unused_matrix",
    "owner": "unused_owner",
    "stacking_group": "unused_stacking_group",
    "table": "unused_table",
    "tag": "unused_tag",
    "tax": "unused_tax",
    "unit": "unused_unit",
}
_TAG = re.compile(r"#([a-z][a-z0-9_]*)", re.ASCII)
_CAPACITY = re.compile(r"\btotal\(\s*([a-z][a-z0-9_]*)", re.ASCII)


def check_names(notebook: Notebook, broken: Set[str]) -> None:
    """A reference to a name that no file defines is an error, with the nearest defined name.

    Names that a broken kind of file would define are passed over: the file's own problem is the one to mend first.
    """
    for kind, name, location in notebook.references:
        known = notebook.names(kind)
        if name not in known and DEFINED_IN[kind] not in broken and not (kind == "input" and name in GIVEN_INPUTS):
            params = {"name": name, "nearest": notebook.page(location.file).nearest(name, known)}
            notebook.add(Problem(UNKNOWN[kind], location=location, params=params))


def check_catalog(catalog: Catalog, sheets: Sheets, notebook: Notebook) -> None:
    """All checks that look at more than one file.

    What would follow from a fault already noted (a price row that could not be read, say) is not reported again.
    """
    faulty = sheets.broken | _find_faulty_kinds(notebook)
    if "prices" not in faulty:
        _check_priced(catalog, notebook)
    if "tax_rates" not in faulty:
        _check_taxed(catalog, notebook)
    _check_levels(catalog, sheets)
    if "offerings" not in faulty:
        _check_selectors(catalog, notebook)
    if not faulty & {"offerings", "prices", "price_matrices"}:
        check_percentages(catalog, sheets)
        check_matrices(catalog, sheets)
    if "pricing" not in faulty:
        check_escalations(catalog, sheets)
    check_defaults(catalog.inputs, notebook)
    if not faulty:
        _report_unused(catalog, notebook)


def _find_faulty_kinds(notebook: Notebook) -> set[str]:
    files = {problem.location.file for problem in notebook.problems if problem.location and has_errors([problem])}
    return {kind.name for file in files if (kind := find_kind(file))}


def _check_priced(catalog: Catalog, notebook: Notebook) -> None:
    priced = {
        name
        for kind, name, location in notebook.references
        if kind == "offering" and location.file.startswith("prices/")
    }
    for offering in catalog.offerings.values():
        if offering.code not in priced:
            _add(notebook, "offering_unpriced", offering.location, offering=offering.code)


def _check_taxed(catalog: Catalog, notebook: Notebook) -> None:
    untaxed = (each for each in catalog.tax_regimes.values() if each.treatment is not Treatment.TAXED)
    nil = {category for each in untaxed for category in (each.category, *each.categories.values())}
    rated = {rate.category for rate in catalog.tax_rates} | nil
    used = notebook.referred("tax")
    for category, location in notebook.names("tax").items():
        if category in used and category not in rated:
            _add(notebook, "tax_rate_missing", location, category=category)


def _check_levels(catalog: Catalog, sheets: Sheets) -> None:
    for file in sheets.all("packages"):
        for entry in file.get("sizes", {}).values():
            for name, level in entry.get("compliance", {}).items():
                _check_level(catalog, entry, name, level)
    industries = sheets.single("industries")
    for entry in industries.get("industries", {}).values() if industries else ():
        for name in entry.get("compliance", {}):
            _check_level(catalog, entry, name, None)


def _check_level(catalog: Catalog, entry: Entry, name: str, level: int | None) -> None:
    known = catalog.inputs.get(name)
    if known is None:
        return
    levels = tuple(value.key for value in known.values)
    if not known.compliance:
        entry.report("not_a_compliance_input", "compliance", name=name)
    elif level is not None and str(level) not in levels:
        entry.report("level_unknown", "compliance", name=name, level=level, choices=levels)


def _check_selectors(catalog: Catalog, notebook: Notebook) -> None:
    for row in _list_selecting(catalog):
        if not select(catalog, row.applies_to):
            _add(notebook, "selects_nothing", row.location, selector=row.applies_to)


def _list_selecting(catalog: Catalog) -> tuple[TermDiscount | PriceFactor, ...]:
    """The rows that select offerings."""
    return (*catalog.term_discounts, *catalog.price_factors)


def _list_selectors(catalog: Catalog) -> Iterator[str]:
    """Every selector of the commercial data."""
    for programme in catalog.programmes.values():
        reduction = reduction_of(programme)
        yield from (*reduction.applies_to, *reduction.excludes, *reduction.measured_on)
        yield from programme.anchor.applies_to if isinstance(programme, Bundle) else ()
    yield from list_selectors(catalog.benefits)
    for rounding in catalog.policy.roundings:
        yield from rounding.applies_to
    yield from (row.applies_to for row in _list_selecting(catalog))
    for components in catalog.prices.values():
        for component in components:
            yield from component.terms.base


def _report_unused(catalog: Catalog, notebook: Notebook) -> None:
    used = {kind: set(notebook.referred(kind)) for kind in UNUSED}
    for expression in expressions_of(catalog):
        used["tag"] |= set(_TAG.findall(expression.source))
        used["capacity"] |= set(_CAPACITY.findall(expression.source))
    used["tag"] |= {selector.removeprefix("#") for selector in _list_selectors(catalog)}
    for kind in UNUSED:
        for name, location in notebook.names(kind).items():
            if name not in used[kind]:
                _add(notebook, UNUSED[kind], location, Severity.INFO, name=name)


def expressions_of(catalog: Catalog) -> Iterator[Expression]:
    """Every condition and formula of the catalog."""
    for rule in catalog.rules.values():
        yield from _present(rule.when, rule.require)
    for need in catalog.needs.values():
        yield need.require
    for package in catalog.packages.values():
        for line in package.lines:
            yield from _present(line.quantity, line.when)
    for entry in catalog.inputs.values():
        yield from _present(entry.default if entry.default.source else None)
    for industry in catalog.industries.values():
        yield from industry.compliance.values()
    for table in catalog.tables.values():
        yield from table.columns
    for programme in catalog.programmes.values():
        yield from _present(reduction_of(programme).when)
    yield from list_conditions(catalog.benefits)


def _present(*expressions: Expression | None) -> Iterable[Expression]:
    return (expression for expression in expressions if expression is not None)


def _add(
    notebook: Notebook,
    code: str,
    location: SourceLocation,
    severity: Severity = Severity.ERROR,
    **params: object,
) -> None:
    notebook.add(Problem(code, severity, location, params=params))
