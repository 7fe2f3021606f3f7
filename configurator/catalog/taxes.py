"""Tax categories and rates, commitment terms and their discounts, approval limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from configurator.catalog.limits import DiscountLimit
from configurator.catalog.model import TaxCategory, TaxRate, Term, TermDiscount
from configurator.catalog.prices import find_overlaps, read_validity
from configurator.catalog.records import Entry
from configurator.values.dates import DateRange


def build_categories(file: Entry | None) -> dict[str, TaxCategory]:
    """Tax categories by code."""
    texts = file.get("categories", {}) if file else {}
    return {code: TaxCategory(code, name) for code, name in texts.items()}


def build_rates(rows: Iterable[Entry], home: str = "") -> tuple[TaxRate, ...]:
    """Dated rates, the home regime's (which name none) first; two of one category and regime at the same time are a
    problem."""
    kept = list(rows)
    rates = tuple(_build_rate(row, home) for row in kept)
    keys = [(rate.category, rate.regime) for rate in rates]
    for later, earlier in _find_rivals(keys, [rate.valid for rate in rates]):
        other = rates[earlier]
        kept[later].report("tax_overlap", "category", category=other.category, other=str(other.location))
    return tuple(sorted(rates, key=lambda rate: bool(rate.regime)))


def _build_rate(row: Entry, home: str) -> TaxRate:
    regime = row.get("regime", "")
    return TaxRate(
        category=row["category"],
        rate=row["rate"],
        valid=read_validity(row),
        evidence=row["evidence"],
        source=row.get("source", ""),
        location=row.location,
        regime="" if regime == home else regime,
    )


def _find_rivals(keys: Sequence[tuple[object, ...]], ranges: Sequence[DateRange]) -> Iterator[tuple[int, int]]:
    """Positions with equal keys whose ranges share a day."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for position, key in enumerate(keys):
        groups.setdefault(key, []).append(position)
    for positions in groups.values():
        for later, earlier in find_overlaps([ranges[position] for position in positions]):
            yield positions[later], positions[earlier]


def build_terms(file: Entry | None) -> tuple[Term, ...]:
    """Commitment lengths in ascending order, each once; exactly one is the default."""
    entries = [entry for entry in file.get("terms", ()) if entry.complete] if file else []
    terms: dict[int, Term] = {}
    for entry in entries:
        if entry["months"] in terms:
            entry.report("term_twice", "months", months=entry["months"])
        terms[entry["months"]] = Term(entry["months"], entry["name"], entry.get("default", False))
    if file and entries and sum(term.is_default for term in terms.values()) != 1:
        file.report("term_default", "terms", count=sum(term.is_default for term in terms.values()))
    return tuple(terms[months] for months in sorted(terms))


def build_term_discounts(rows: Iterable[Entry], terms: tuple[Term, ...]) -> tuple[TermDiscount, ...]:
    """Dated reductions; one selector has at most one percentage per commitment at a time."""
    months = {term.months for term in terms}
    kept = list(rows)
    discounts = tuple(_build_term_discount(row) for row in kept)
    for row in kept:
        if months and row["months"] not in months:
            row.report("term_unknown", "months", months=row["months"], known=tuple(sorted(months)))
    keys = [(discount.applies_to, discount.months) for discount in discounts]
    for later, earlier in _find_rivals(keys, [discount.valid for discount in discounts]):
        other = discounts[earlier]
        kept[later].report("term_discount_overlap", "applies_to", name=other.applies_to, other=str(other.location))
    return discounts


def _build_term_discount(row: Entry) -> TermDiscount:
    return TermDiscount(
        id=row["id"],
        applies_to=row["applies_to"],
        months=row["months"],
        percent=row["percent"],
        valid=read_validity(row),
        evidence=row["evidence"],
        source=row.get("source", ""),
        location=row.location,
    )


def build_limits(file: Entry | None) -> dict[str, DiscountLimit]:
    """The discount limits of roles."""
    limits = file.get("limits", {}) if file else {}
    return {role: DiscountLimit(role, percent) for role, percent in limits.items()}
