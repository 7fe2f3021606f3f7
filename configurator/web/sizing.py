"""A customer's official size class with the standard's rule, as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.customers.customer import Customer
from configurator.customers.industry import industry_of
from configurator.customers.size import SizeFigures, UnknownFinanceClass, classify_size
from configurator.values.text import Language


@dataclass(frozen=True, slots=True)
class SizeView:
    """The class (`micro` … `large`) and what the catalog calls it, the rule's sentence, and what would
    make a provisional class final."""

    industry_key: str
    industry: str
    size: str
    name: str
    rule: str
    provisional: bool
    missing: tuple[str, ...]


def show_size(catalog: Catalog, language: Language, customer: Customer) -> SizeView | None:
    """The customer's size class; None when the catalog does not know its industry class."""
    fields = customer.fields
    industry = industry_of(catalog, fields.class_code)
    if industry is None:
        return None
    figures = SizeFigures(fields.staff, fields.revenue, fields.assets)
    try:
        found = classify_size(catalog, fields.class_code, figures, fields.finance_class)
    except UnknownFinanceClass:
        found = classify_size(catalog, fields.class_code, figures)
    return SizeView(
        industry_key=industry.key,
        industry=industry.name.in_language(language),
        size=found.size,
        name=name_size(catalog, language, found.size),
        rule=found.rule.in_language(language),
        provisional=found.provisional,
        missing=found.missing,
    )


def name_size(catalog: Catalog, language: Language, size: str) -> str:
    """What the catalog calls the size class; its key where it says nothing."""
    names = {value.key: value.name.in_language(language) for value in catalog.inputs["size"].values}
    return names.get(size, size)
