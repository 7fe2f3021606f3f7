"""Checks of texts: translations that were forgotten, names that do not tell offerings apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from configurator.catalog.model import Catalog, Offering
from configurator.linter.checks import tell, warn
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem, SourceLocation
from configurator.values.text import Text

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]{4,}")
_SHOWN = 60
_VOCABULARY = SourceLocation("vocabulary.yaml")
_HEAD = SourceLocation("catalog.yaml")
_TAX = SourceLocation("tax.yaml")
_CLAUSES = SourceLocation("clauses.yaml")

_Placed = tuple[Text, SourceLocation]


def check_translations(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """The Chinese text is Chinese and the English one English; equal ones with English words in them are suspicious."""
    for text, location in _texts_of(catalog):
        if _HAN.search(text.en):
            yield warn("text_not_english", location, text=text.en[:_SHOWN])
        elif _HAN.search(text.zh):
            continue
        elif text.zh != text.en:
            yield warn("text_not_chinese", location, text=text.zh[:_SHOWN])
        elif _WORD.search(text.zh):
            yield tell("text_same_in_languages", location, text=text.zh[:_SHOWN])


def check_offering_names(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """No two offerings have the same name in a language."""
    seen: dict[tuple[str, str], str] = {}
    for offering in catalog.offerings.values():
        for language in ("zh", "en"):
            name = offering.name.in_language(language)
            other = seen.setdefault((language, name), offering.code)
            if other != offering.code:
                yield warn("name_twice", offering.location, offering=offering.code, other=other, text=name)


def _texts_of(catalog: Catalog) -> Iterator[_Placed]:
    yield catalog.name, _HEAD
    yield from ((text, _HEAD) for text in catalog.owners.values())
    for texts in (catalog.units, catalog.capacities, catalog.tags):
        yield from ((text, _VOCABULARY) for text in texts.values())
    yield from ((line.name, line.location) for line in catalog.lines.values())
    yield from ((family.name, family.location) for family in catalog.families.values())
    for offering in catalog.offerings.values():
        yield from _texts_of_offering(offering)
    yield from ((rule.sentence, rule.location) for rule in catalog.rules.values())
    for known in catalog.inputs.values():
        yield known.name, known.location
        yield from ((value.name, known.location) for value in known.values)
    for need in catalog.needs.values():
        yield need.name, need.location
        yield need.sentence, need.location
    yield from ((industry.name, industry.location) for industry in catalog.industries.values())
    yield from ((package.name, package.location) for package in catalog.packages.values())
    yield from ((category.name, _TAX) for category in catalog.tax_categories.values())
    yield from ((clause.text, _CLAUSES) for clause in catalog.clauses)
    levels = catalog.service_levels.levels.values() if catalog.service_levels else ()
    yield from ((level.architecture, level.location) for level in levels)


def _texts_of_offering(offering: Offering) -> Iterator[_Placed]:
    yield offering.name, offering.location
    if offering.description:
        yield offering.description, offering.location
    for attribute in offering.attributes:
        yield attribute.name, attribute.location
        yield from ((value.name, attribute.location) for value in attribute.values)
