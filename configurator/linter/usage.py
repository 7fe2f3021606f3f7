"""Checks of what nothing uses: texts that nobody will read, questions whose answers change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from configurator.catalog.checking import expressions_of
from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog
from configurator.catalog.profile_inputs import find_names
from configurator.catalog.profile_records import GIVEN_INPUTS
from configurator.customers.profile import STAFF
from configurator.linter.checks import tell
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem


def check_inputs(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """Every input plays a part in some formula, price factor, programme or service level, says how large a company is,
    or is a compliance level, which proposals state."""
    used = {STAFF, *GIVEN_INPUTS, *(factor.input for factor in catalog.price_factors)}
    used |= {catalog.service_levels.input} if catalog.service_levels else set()
    used |= {reduction_of(programme).input for programme in catalog.programmes.values()}
    for loyalty in catalog.benefits.loyalty.values():
        used |= {loyalty.input, loyalty.balance}
    for expression in expressions_of(catalog):
        used |= find_names(expression)
    for rule in catalog.rules.values():
        used |= _names_in_sentence(rule.sentence.en)
    for known in catalog.inputs.values():
        if known.key not in used and not known.compliance:
            yield tell("unused_input", known.location, name=known.key)


def check_lines(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """Every product line has a family."""
    used = {family.line for family in catalog.families.values()}
    for line in catalog.lines.values():
        if line.key not in used:
            yield tell("unused_line", line.location, name=line.key)


def _names_in_sentence(sentence: str) -> set[str]:
    """The words between braces, which are formulas."""
    parts = (part.partition("}")[0] for part in sentence.split("{")[1:])
    return {word for part in parts for word in part.replace("(", " ").replace(")", " ").split()}
