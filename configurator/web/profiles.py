"""What a catalog asks about a customer, as fields of a form: profile inputs, compliance levels, terms, classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.values.text import Language
from configurator.wording import say

FIGURES = ("staff", "sites")
"""Inputs that a customer's record has columns for; a catalog that does not have one of them is not asked for it."""
ASKED_ELSEWHERE = frozenset({*FIGURES, "industry", "size"})
PREFIX = "input-"

MANY = 2
"""Behind an input whose figure is not known yet stands the plural."""


@dataclass(frozen=True, slots=True)
class Question:
    """One input of the form. `options` empty means a figure is typed; `value` is what was typed or is known."""

    key: str
    label: str
    unit: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The input's name in the form."""
        return PREFIX + self.key


def list_questions(
    catalog: Catalog, language: Language, industry: str, values: Mapping[str, object]
) -> tuple[Question, ...]:
    """The inputs that the catalog asks this industry for, without those that every form has and compliance levels.
    What other industries are asked for is among them where it is stated, so that it can be seen and taken back."""
    levels = compliance_keys(catalog)
    return tuple(
        _question(catalog, language, each, values.get(each.key, ""))
        for each in catalog.inputs.values()
        if not each.derived
        and each.key not in ASKED_ELSEWHERE
        and each.key not in levels
        and (not each.industries or industry in each.industries or _show(values.get(each.key, "")))
    )


def list_figures(catalog: Catalog, language: Language, values: Mapping[str, object]) -> tuple[Question, ...]:
    """The inputs of the catalog that a customer's record has columns for, called as the catalog calls them."""
    asked = (catalog.inputs[key] for key in FIGURES if key in catalog.inputs)
    return tuple(_question(catalog, language, each, values.get(each.key, "")) for each in asked)


def list_indicators(catalog: Catalog) -> frozenset[str]:
    """What the catalog's size standards measure: staff, revenue, assets."""
    tables = (table for standard in catalog.size_standards for table in standard.tables)
    return frozenset(row.indicator for table in tables for row in table.indicators)


def compliance_keys(catalog: Catalog) -> tuple[str, ...]:
    """The inputs that are compliance levels, in the catalog's order."""
    return tuple(key for key, known in catalog.inputs.items() if known.compliance)


def list_levels(catalog: Catalog, language: Language, values: Mapping[str, object]) -> tuple[Question, ...]:
    """The compliance levels; the empty choice leaves the industry's usual level."""
    return tuple(_level(catalog.inputs[key], language, str(values.get(key, ""))) for key in compliance_keys(catalog))


def list_terms(catalog: Catalog, language: Language) -> tuple[tuple[str, str], ...]:
    """The commitments on offer."""
    return tuple((str(term.months), term.name.in_language(language)) for term in catalog.terms)


def default_term(catalog: Catalog) -> int:
    """The commitment that a new request starts with."""
    return next((term.months for term in catalog.terms if term.is_default), catalog.terms[0].months)


def list_classes(catalog: Catalog, language: Language) -> tuple[tuple[str, str], ...]:
    """The industry classes that the catalog knows, with the industry's name, for the class field's suggestions."""
    return tuple(
        sorted(
            (code, industry.name.in_language(language))
            for industry in catalog.industries.values()
            for code in industry.classes or (industry.key,)
        )
    )


def list_finance_classes(catalog: Catalog, language: Language) -> tuple[tuple[str, str], ...]:
    """The classes of the size standards that measure in assets alone; the empty choice lets the industry decide."""
    tables = [table for standard in catalog.size_standards for table in standard.tables]
    financial = [table for table in tables if {each.indicator for each in table.indicators} == {"assets"}]
    none = (("", say(language, "web.customer.finance_class.none")),)
    return none + tuple((table.key, table.name.in_language(language)) for table in financial)


def _question(catalog: Catalog, language: Language, wanted: ProfileInput, value: object) -> Question:
    unit = catalog.units.get(wanted.unit)
    many = unit.for_count(MANY).in_language(language) if unit else ""
    return Question(
        key=wanted.key,
        label=wanted.name.in_language(language),
        unit=many,
        value=_show(value),
        options=tuple(_options(wanted, language)),
    )


def _level(wanted: ProfileInput, language: Language, value: str) -> Question:
    unset = ("", say(language, "web.level.usual"))
    options = tuple(_level_options(wanted, language))
    return Question(wanted.key, wanted.name.in_language(language), "", value, (unset, *options))


def _level_options(wanted: ProfileInput, language: Language) -> Iterator[tuple[str, str]]:
    named = {each.key: each.name.in_language(language) for each in wanted.values}
    keys = tuple(named) or tuple(str(level) for level in range(wanted.minimum, min(wanted.maximum, 9) + 1))
    yield from ((key, name_level(key, named.get(key, key), language)) for key in keys)


def name_level(level: str, name: str, language: Language) -> str:
    """What a compliance level is called; one without a name of its own (its name is its number) is level so and so."""
    plain = "web.level.none" if level == "0" else "web.level"
    return say(language, plain, level=level) if name == level else name


def _options(wanted: ProfileInput, language: Language) -> Iterator[tuple[str, str]]:
    unset = ("", say(language, "web.input.unset"))
    if wanted.kind is InputKind.CHOICE:
        yield unset
        yield from ((each.key, each.name.in_language(language)) for each in wanted.values)
    elif wanted.kind is InputKind.FLAG:
        yield from (unset, ("yes", say(language, "web.yes")), ("no", say(language, "web.no")))


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
