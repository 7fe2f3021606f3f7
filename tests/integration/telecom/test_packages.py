"""The telecom catalog proves itself: every package of every industry and size is a valid, priced configuration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.session import Session
from configurator.customers.profile import Profile, read_profile
from configurator.guidance.proposing import finish, package_targets
from configurator.guidance.request import Request
from configurator.resources import catalog_dir
from configurator.rules.formulas import evaluate_formula
from configurator.rules.rulebook import RuleBook
from configurator.rules.worlds import KnownWorld
from configurator.services.releases import open_catalog
from configurator.values.problem import Severity

BOOK: RuleBook = open_catalog(catalog_dir())
TODAY = date(2026, 11, 22)
ARCHETYPES = {"micro": (8, 1), "small": (50, 2), "medium": (300, 8), "large": (3000, 40)}


def archetype(industry: str, size: str) -> Profile:
    staff, sites = ARCHETYPES[size]
    stated = {"industry": industry, "size": size, "staff": staff, "sites": sites}
    profile, problems = read_profile(BOOK.catalog, stated, evaluate_formula(BOOK.catalog))
    assert profile is not None, problems
    return profile


@pytest.mark.parametrize(("industry", "size"), sorted(BOOK.catalog.packages))
def test_every_package_is_kept_whole_valid_and_priced(industry: str, size: str) -> None:
    profile = archetype(industry, size)
    situation = Situation(BOOK, profile.values, (), TODAY)
    compiled = CompiledSituation(situation)
    request = Request(profile, (), (), BOOK.catalog.terms[0].months, Decimal(0), TODAY)
    proposal = finish(compiled, Session(compiled), request)
    taken = {line.offering: line.quantity for line in proposal.configuration.lines}
    targets = package_targets(BOOK, profile.values)
    assert targets
    assert {code: taken.get(code, 0) for code in targets} == targets
    lines = proposal.configuration.lines
    attributes = {(line.offering, key): value for line in lines for key, value in line.attributes.items()}
    world = KnownWorld(BOOK.catalog, profile.values, (), taken, attributes)
    broken = [rule.rule.id for rule in rules_in_force(situation) if not holds(rule, world)]
    assert [rule for rule in broken if BOOK.catalog.rules[rule].severity is Severity.ERROR] == []
    assert proposal.configuration.proof == "optimal"
    assert proposal.priced.totals.tcv.minor > 0
    assert all(line.reasons for line in proposal.configuration.lines)


def test_five_industries_and_more_have_all_four_sizes() -> None:
    industries = {industry for industry, _ in BOOK.catalog.packages}
    assert len([one for one in industries if all((one, size) in BOOK.catalog.packages for size in ARCHETYPES)]) >= 5
