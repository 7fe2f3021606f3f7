"""The list of checks, and the one function that runs them."""

from __future__ import annotations

from configurator.catalog.model import Catalog
from configurator.linter.checks import Check
from configurator.linter.coverage import (
    check_capacities,
    check_industry_classes,
    check_price_gaps,
    check_tax_gaps,
    check_volume_prices,
)
from configurator.linter.origins import check_costs, check_price_sources, check_rule_sources
from configurator.linter.texts import check_offering_names, check_translations
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem

CHECKS: tuple[Check, ...] = (
    check_translations,
    check_offering_names,
    check_rule_sources,
    check_price_sources,
    check_costs,
    check_volume_prices,
    check_price_gaps,
    check_tax_gaps,
    check_capacities,
    check_industry_classes,
)


def lint(catalog: Catalog, book: RuleBook) -> tuple[Problem, ...]:
    """Everything that the checks find, in their order. A catalog that loads has no errors left for them to find."""
    return tuple(problem for check in CHECKS for problem in check(catalog, book))
