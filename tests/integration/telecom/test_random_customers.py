"""Every package at twenty random customers of its class: valid under every rule, its lines kept, and priced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.customers.profile import Profile
from configurator.guidance.proposing import package_targets
from configurator.pricing.model import PricingContext
from configurator.pricing.pipeline import price
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook
from configurator.rules.translating import attribute_name, quantity_name
from configurator.rules.worlds import KnownWorld
from configurator.services.releases import open_catalog
from configurator.solver import Exactly
from configurator.values.problem import Severity
from tests.factories.random_customers import Ranges, draw_customers

BOOK: RuleBook = open_catalog(catalog_dir())
CATALOG = BOOK.catalog
RANGES = Ranges(**yaml.safe_load((Path(__file__).parent / "customer_ranges.yaml").read_text(encoding="utf-8")))
TODAY = date(2026, 11, 22)
COUNT = 20


def configure(lines: Mapping[str, int], attributes: Mapping[tuple[str, str], str]) -> Configuration:
    taken = [
        ConfigurationLine(code, quantity, {key: value for (owner, key), value in attributes.items() if owner == code})
        for code, quantity in lines.items()
    ]
    return Configuration(tuple(taken), "feasible")


def take_package(targets: Mapping[str, int]) -> Configuration:
    """The package's lines and nothing else, with the attributes that offerings have by default."""
    known = {(code, each.key): each.default for code in targets for each in CATALOG.offerings[code].attributes}
    return configure(targets, {key: value for key, value in known.items() if value is not None})


def complete_package(situation: Situation, targets: Mapping[str, int]) -> Configuration:
    """Any configuration that keeps the package's lines exactly; what its rules add is the solver's."""
    compiled = CompiledSituation(situation)
    facts = [Exactly(quantity_name(code), quantity) for code, quantity in targets.items()]
    with compiled.reasoner() as reasoner:
        solution = reasoner.solve(facts)
        assert solution is not None, reasoner.conflict(facts).labels
    quantities = {code: int(solution.values[quantity_name(code)]) for code in CATALOG.offerings}
    attributes = {
        (offering.code, each.key): value.key
        for offering in CATALOG.offerings.values()
        for each in offering.attributes
        for value in each.values
        if quantities[offering.code] and solution.values[attribute_name(offering.code, each.key, value.key)]
    }
    return configure({code: quantity for code, quantity in quantities.items() if quantity}, attributes)


def list_broken(situation: Situation, configuration: Configuration) -> list[str]:
    """The error rules that the configuration breaks, read from the rules themselves, without the solver."""
    taken = {line.offering: line.quantity for line in configuration.lines}
    attributes = {(line.offering, key): value for line in configuration.lines for key, value in line.attributes.items()}
    world = KnownWorld(CATALOG, situation.profile, (), taken, attributes)
    errors = [each for each in rules_in_force(situation) if each.rule.severity is Severity.ERROR]
    return [each.rule.id for each in errors if not each.rule.kind.is_soft and not holds(each, world)]


def check_customer(profile: Profile) -> None:
    targets = package_targets(BOOK, profile.values)
    situation = Situation(BOOK, profile.values, (), TODAY)
    configuration = take_package(targets)
    if list_broken(situation, configuration):
        configuration = complete_package(situation, targets)
        assert list_broken(situation, configuration) == []
    assert targets.items() <= {line.offering: line.quantity for line in configuration.lines}.items()
    context = PricingContext(TODAY, CATALOG.terms[0].months, Decimal(0), {})
    assert price(CATALOG, configuration, context).totals.tcv.minor > 0


@pytest.mark.parametrize(("industry", "size"), sorted(CATALOG.packages))
def test_the_package_is_valid_whole_and_priced_for_random_customers(industry: str, size: str) -> None:
    customers = list(draw_customers(CATALOG, industry, size, RANGES, COUNT))
    assert len({tuple(sorted(each.values.items())) for each in customers}) == COUNT
    for each in customers:
        check_customer(each)


@pytest.mark.parametrize("industry", sorted(CATALOG.industries))
def test_random_customers_differ_in_the_figures_that_the_industry_asks_for(industry: str) -> None:
    customers = list(draw_customers(CATALOG, industry, "medium", RANGES, COUNT))
    asked = [key for key in RANGES.percent_of_default if industry in CATALOG.inputs[key].industries]
    assert all(len({each.values[key] for each in customers}) > 1 for key in [*asked, "staff", "sites"])


def test_equal_arguments_draw_equal_customers() -> None:
    first, second = (list(draw_customers(CATALOG, "healthcare", "large", RANGES, 3)) for _ in range(2))
    assert [each.values for each in first] == [each.values for each in second]
