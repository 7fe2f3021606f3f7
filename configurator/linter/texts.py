"""Checks of texts: translations that were forgotten, names that do not tell offerings apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from configurator.catalog.benefits import BenefitBook, LoyaltyProgramme, PartnerProgramme, TierLadder
from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog, Offering
from configurator.linter.checks import tell, warn
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem, SourceLocation
from configurator.values.text import Text

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]{4,}")
_SHOWN = 60
# The file of a name whose place the catalog does not know.
_FILES = {"tax": "tax.yaml", "clause": "clauses.yaml", "catalog": "catalog.yaml", "owner": "catalog.yaml"}

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
    for kind, key, text in _list_words(catalog):
        yield text, catalog.places.get((kind, key), SourceLocation(_FILES.get(kind, "vocabulary.yaml")))
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
    levels = catalog.service_levels.levels.values() if catalog.service_levels else ()
    yield from ((level.architecture, level.location) for level in levels)
    yield from _texts_of_pricing(catalog)
    yield from _texts_of_benefits(catalog.benefits)


def _texts_of_pricing(catalog: Catalog) -> Iterator[_Placed]:
    policy = catalog.policy
    yield from ((stage.name, stage.location) for stage in policy.stages if stage.name.zh)
    yield from ((group.name, group.location) for group in policy.groups.values())
    yield from ((escalation.name, escalation.location) for escalation in policy.escalations.values())
    for reduction in map(reduction_of, catalog.programmes.values()):
        yield reduction.name, reduction.location
        yield reduction.sentence, reduction.location


def _texts_of_benefits(book: BenefitBook) -> Iterator[_Placed]:
    told: tuple[TierLadder | PartnerProgramme | LoyaltyProgramme, ...] = (
        *book.ladders.values(),
        *book.partners.values(),
        *book.loyalty.values(),
    )
    for programme in told:
        yield programme.name, programme.location
        yield programme.sentence, programme.location
    for tier in (tier for ladder in book.ladders.values() for tier in ladder.tiers):
        yield tier.name, tier.location
        yield from ((perk.name, perk.location) for perk in tier.benefits)
    for partners in book.partners.values():
        yield from ((name, partners.location) for name in partners.partners.values())
        yield from ((offer.name, offer.location) for offer in partners.offers)
    for trial in book.trials.values():
        yield trial.name, trial.location
        yield from ((criterion.name, trial.location) for criterion in trial.criteria)
    yield from ((level.name, level.location) for loyalty in book.loyalty.values() for level in loyalty.levels)


def _list_words(catalog: Catalog) -> Iterator[tuple[str, str, Text]]:
    """Kind, key and text of what has no place of its own."""
    yield "catalog", "name", catalog.name
    words = {"owner": catalog.owners, "unit": catalog.units, "capacity": catalog.capacities, "tag": catalog.tags}
    words["group"] = catalog.input_groups
    for kind, texts in words.items():
        yield from ((kind, key, text) for key, text in texts.items())
    yield from (("tax", category.code, category.name) for category in catalog.tax_categories.values())
    yield from (("clause", clause.key, clause.text) for clause in catalog.clauses)


def _texts_of_offering(offering: Offering) -> Iterator[_Placed]:
    yield offering.name, offering.location
    if offering.description:
        yield offering.description, offering.location
    for attribute in offering.attributes:
        yield attribute.name, attribute.location
        yield from ((value.name, attribute.location) for value in attribute.values)
