"""Tax categories and rates, commitment terms and their discounts, approval limits."""

from __future__ import annotations

from collections.abc import Iterable

from configurator.catalog.model import DiscountLimit, TaxCategory, TaxRate, Term, TermDiscount
from configurator.catalog.prices import read_validity
from configurator.catalog.records import Entry


def build_categories(file: Entry | None) -> dict[str, TaxCategory]:
    """Tax categories by code."""
    texts = file.get("categories", {}) if file else {}
    return {code: TaxCategory(code, name) for code, name in texts.items()}


def build_rates(rows: Iterable[Entry]) -> tuple[TaxRate, ...]:
    """Dated rates; two of one category at the same time are a problem."""
    rates: list[TaxRate] = []
    for row in rows:
        rate = TaxRate(
            row["category"],
            row["rate"],
            read_validity(row),
            row["evidence"],
            row.get("source", ""),
            row.location,
        )
        for other in rates:
            if other.category == rate.category and other.valid.overlaps(rate.valid):
                row.report("tax_overlap", "category", category=rate.category, other=str(other.location))
        rates.append(rate)
    return tuple(rates)


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
    discounts: list[TermDiscount] = []
    for row in rows:
        if months and row["months"] not in months:
            row.report("term_unknown", "months", months=row["months"], known=tuple(sorted(months)))
        discount = TermDiscount(
            row["id"], row["applies_to"], row["months"], row["percent"], read_validity(row),
            row["evidence"], row.get("source", ""), row.location,
        )  # fmt: skip
        _check_twice(discount, discounts, row)
        discounts.append(discount)
    return tuple(discounts)


def _check_twice(discount: TermDiscount, others: list[TermDiscount], row: Entry) -> None:
    for other in others:
        same = (other.applies_to, other.months) == (discount.applies_to, discount.months)
        if same and other.valid.overlaps(discount.valid):
            row.report("term_discount_overlap", "applies_to", name=discount.applies_to, other=str(other.location))


def build_limits(file: Entry | None) -> dict[str, DiscountLimit]:
    """The discount limits of roles."""
    limits = file.get("limits", {}) if file else {}
    return {role: DiscountLimit(role, percent) for role, percent in limits.items()}
