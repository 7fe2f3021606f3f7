"""Company size by the official methods that the catalog's size files state.

Mainland China, 统计上大中小微型企业划分办法（2017）: a company's class is the lowest that any indicator of
its industry's table gives; lower bounds are inclusive. Financial institutions, 金融业企业划型标准规定（2015）:
by assets. The thresholds are data; a table for `*` is what is left when no indicator of the official one is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.catalog.classification import SizeIndicator, SizeStandard, SizeTable
from configurator.catalog.model import Catalog
from configurator.catalog.profile_records import SIZES
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.wording import say_everywhere

INDUSTRY_CLASS = "industry_class"
_ANY = "*"
_FINANCE = "J"
_UNKNOWN_SIZE = "small"


class UnknownFinanceClass(Refusal):
    """A class of financial institution that the size tables do not have."""

    code = "unknown_finance_class"


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """What is known of a company: staff in persons, revenue and assets in yuan; None is unknown."""

    staff: int | None = None
    revenue: Decimal | int | None = None
    assets: Decimal | int | None = None

    def figure(self, indicator: str) -> Decimal | int | None:
        """The figure of an indicator."""
        known = {"staff": self.staff, "revenue": self.revenue, "assets": self.assets}
        return known[indicator]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator: the company's figure (staff in persons, money in yuan), the thresholds, and the class it gives."""

    indicator: str
    name: Text
    figure: Decimal | int | None
    size: str | None
    thresholds: SizeIndicator


@dataclass(frozen=True, slots=True)
class SizeResult:
    """A company's size class with its grounds.

    `provisional` says that figures in `missing` (indicators, or `industry_class` for a finer GB/T 4754 code) may change
    it. `is_fallback` says that the method itself leaves the industry out and a substitute table was used.
    """

    size: str
    provisional: bool
    missing: tuple[str, ...]
    standard: str
    table: str
    rule: Text
    indicators: tuple[IndicatorResult, ...] = ()
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    standard: SizeStandard
    table: SizeTable
    depth: int
    is_fallback: bool = False
    is_split: bool = False


def finance_classes(catalog: Catalog, class_code: str) -> tuple[str, ...]:
    """The keys that `finance_class` may name for the class: the tables of its standard; empty outside finance."""
    code = _resolve_code(catalog, class_code)[0]
    match = _find_match(catalog, code)
    if match is None or not code.startswith(_FINANCE):
        return ()
    return tuple(table.key for table in match.standard.tables)


def classify_size(
    catalog: Catalog, class_code: str, figures: SizeFigures, finance_class: str | None = None
) -> SizeResult:
    """The size class of a company of that industry (GB/T 4754 code, or industry key of the catalog).

    `finance_class` names the table of a financial institution; it is ignored outside finance. Raises
    UnknownFinanceClass.
    """
    code, is_mixed = _resolve_code(catalog, class_code)
    match = _find_match(catalog, code)
    if match is None:
        return _classify_by_bands(catalog, figures, () if code in catalog.industries else (INDUSTRY_CLASS,))
    if finance_class is not None and code.startswith(_FINANCE):
        match = replace(match, table=_find_table(match.standard, finance_class), is_split=False)
        is_mixed = False
    unsure = (INDUSTRY_CLASS,) if match.is_split or is_mixed else ()
    results = _grade(match, figures)
    missing = tuple(result.indicator for result in results if result.figure is None)
    if len(missing) == len(results):
        return _classify_by_bands(catalog, figures, (*missing, *unsure))
    size = min((result.size for result in results if result.size), key=SIZES.index)
    if size == SIZES[0]:
        missing = ()
    missing = (*missing, *unsure)
    return SizeResult(
        size,
        bool(missing),
        missing,
        match.standard.key,
        match.table.key,
        _word_rule(catalog, match),
        results,
        match.is_fallback,
    )


def _resolve_code(catalog: Catalog, class_code: str) -> tuple[str, bool]:
    """The GB/T code, and whether an industry key stands for classes with different tables."""
    industry = catalog.industries.get(class_code)
    if industry is None or not industry.classes:
        return class_code, False
    matches = [_find_match(catalog, code) for code in industry.classes]
    bounds = {_bounds(match.table) for match in matches if match}
    return industry.classes[0], len(bounds) > 1


def _find_match(catalog: Catalog, code: str) -> _Match | None:
    """The table for the longest prefix of the code, over all standards."""
    matches = [match for match in _claims(catalog, code) if match.depth]
    if not matches:
        return None
    best = max(matches, key=lambda match: match.depth)
    return replace(best, is_split=_is_split(best, code))


def _claims(catalog: Catalog, code: str) -> Iterator[_Match]:
    for standard in catalog.size_standards:
        by_key = {table.key: table for table in standard.tables}
        for table in standard.tables:
            for prefix in table.classes:
                if code.startswith(prefix):
                    yield _Match(standard, table, len(prefix))
        for prefix, key in standard.fallbacks.items():
            if code.startswith(prefix) and key in by_key:
                yield _Match(standard, by_key[key], len(prefix), is_fallback=True)


def _is_split(match: _Match, code: str) -> bool:
    """Whether classes below the code have other thresholds than the table that stands in for all of them."""
    below = {
        _bounds(table)
        for table in match.standard.tables
        for known in table.classes
        if known.startswith(code) and known != code
    }
    return bool(below - {_bounds(match.table)})


def _bounds(table: SizeTable) -> tuple[tuple[str, int, int, int], ...]:
    return tuple((row.indicator, row.large, row.medium, row.small) for row in table.indicators)


def _find_table(standard: SizeStandard, key: str) -> SizeTable:
    for table in standard.tables:
        if table.key == key:
            return table
    raise UnknownFinanceClass(value=key, choices=tuple(table.key for table in standard.tables))


def _grade(match: _Match, figures: SizeFigures) -> tuple[IndicatorResult, ...]:
    return tuple(_grade_one(row, figures, match.standard) for row in match.table.indicators)


def _grade_one(row: SizeIndicator, figures: SizeFigures, standard: SizeStandard) -> IndicatorResult:
    figure = figures.figure(row.indicator)
    name = standard.indicator_names.get(row.indicator, Text(row.indicator, row.indicator))
    return IndicatorResult(row.indicator, name, figure, None if figure is None else _grade_figure(row, figure), row)


def _grade_figure(row: SizeIndicator, figure: Decimal | int) -> str:
    reached = sum(figure >= bound * row.unit_cny for bound in (row.small, row.medium, row.large))
    return SIZES[reached]


def _classify_by_bands(catalog: Catalog, figures: SizeFigures, missing: tuple[str, ...]) -> SizeResult:
    """The last resort: the table for every class, or the commonest size when not even its figure is known."""
    for standard in catalog.size_standards:
        for table in standard.tables:
            if _ANY in table.classes:
                match = _Match(standard, table, 0, is_fallback=True)
                results = _grade(match, figures)
                sizes = [result.size for result in results if result.size]
                size = min(sizes, key=SIZES.index) if sizes else _UNKNOWN_SIZE
                unknown = tuple(result.indicator for result in results if result.figure is None)
                missing = tuple(dict.fromkeys((*unknown, *missing)))
                sure = not missing
                return SizeResult(
                    size, not sure, missing, standard.key, table.key, _word_rule(catalog, match), results, True
                )
    return SizeResult(_UNKNOWN_SIZE, True, missing, "", "", Text("", ""), (), True)


def _word_rule(catalog: Catalog, match: _Match) -> Text:
    """The method's rule, the table used (and that it is a substitute, if it is), and its lower bounds."""
    bounds = [_word_bound(catalog, match, row) for row in match.table.indicators]
    return say_everywhere(
        "customers.size_rule.fallback" if match.is_fallback else "customers.size_rule",
        rule=match.standard.rule,
        table=match.table.name,
        bounds=Text("；".join(bound.zh for bound in bounds), "; ".join(bound.en for bound in bounds)),
    )


def _word_bound(catalog: Catalog, match: _Match, row: SizeIndicator) -> Text:
    name = match.standard.indicator_names.get(row.indicator, Text(row.indicator, row.indicator))
    figures = {"large": f"{row.large:,}", "medium": f"{row.medium:,}", "small": f"{row.small:,}"}
    sizes = {f"{value.key}_name": value.name for value in catalog.inputs["size"].values}
    return say_everywhere("customers.size_bounds", indicator=name, **figures, **sizes)
