"""Checks of origins: where figures come from, and what things cost us."""

from __future__ import annotations

from collections.abc import Iterator

from configurator.catalog.model import Catalog
from configurator.catalog.sources import Evidence
from configurator.linter.checks import tell, warn
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem


def check_rule_sources(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """A rule that claims a seen source names it."""
    for rule in catalog.rules.values():
        if rule.evidence is Evidence.SEEN and not rule.source:
            yield warn("rule_without_source", rule.location, rule=rule.id)


def check_price_sources(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """A price that claims a seen source names it."""
    for prices in catalog.prices.values():
        for price in prices:
            if price.evidence is Evidence.SEEN and not price.source:
                yield warn("price_without_source", price.location, offering=price.offering)


def check_costs(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """A price that is not zero has a cost, or there is no margin to watch."""
    for prices in catalog.prices.values():
        for price in prices:
            if price.cost is None and any(tier.amount for tier in price.tiers):
                yield tell("price_without_cost", price.location, offering=price.offering)
