"""Goal-seek on the telecom catalog: every answer keeps every rule, and its limits after exact pricing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from configurator.cli.request_file import read_request_file
from configurator.configuration.aiming import Baseline
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.wishing import is_covered
from configurator.guidance.budgeting import Budget, BudgetUnreachable
from configurator.guidance.contrasting import find_contrasts
from configurator.guidance.goal import Goal
from configurator.guidance.proposing import Proposal, propose
from configurator.guidance.reading import read_request
from configurator.guidance.request import Request, context_of
from configurator.guidance.seeking import seek
from configurator.pricing.pipeline import price
from configurator.resources import catalog_dir
from configurator.rules.worlds import KnownWorld
from configurator.services.releases import open_catalog
from configurator.values.money import Money
from configurator.values.problem import Severity

BOOK = open_catalog(catalog_dir())
TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).resolve().parents[3] / "examples/requests"
QUICK = ("bank_branch", "factory", "hospital", "logistics", "school")


@pytest.fixture(scope="module")
def shelf() -> SituationShelf:
    return SituationShelf()


@cache
def request_of(name: str) -> Request:
    request, problems = read_request(BOOK.catalog, read_request_file(EXAMPLES / f"{name}.yaml").content, TODAY)
    assert request is not None, problems
    return request


def check(proposal: Proposal, budget: Budget) -> None:
    """Every rule and need holds, every choice is kept, and the limits hold for what pricing says."""
    request, configuration = proposal.request, proposal.configuration
    found = Baseline.of(configuration)
    situation = proposal.session.compiled.situation
    world = KnownWorld(BOOK.catalog, situation.profile, request.needs, found.quantities, found.attributes)
    rules = [each for each in rules_in_force(situation) if each.rule.severity is Severity.ERROR]
    assert [each.rule.id for each in rules if not holds(each, world)] == []
    assert all(is_covered(situation, need, found.quantities, found.attributes) for need in request.needs)
    for choice in request.choices:
        quantity = configuration.quantity(choice.offering)
        assert quantity == choice.quantity if choice.quantity is not None else quantity > 0
    assert budget.is_kept(price(BOOK.catalog, configuration, context_of(request)).totals)


def scaled(amount: Money, percent: int) -> Money:
    return Money(amount.minor * percent // 100, amount.currency)


@pytest.mark.parametrize("name", QUICK)
def test_the_cheapest_is_never_dearer_than_the_essential_package(shelf: SituationShelf, name: str) -> None:
    request = replace(request_of(name), discount_percent=Decimal("3.5"))
    found = seek(shelf, BOOK, Goal(request))
    check(found.proposal, Budget())
    assert found.proof == "optimal"
    essential = propose(shelf, BOOK, replace(request, ambition="essential"))
    assert found.proposal.priced.totals.tcv <= essential.priced.totals.tcv


@pytest.mark.parametrize("name", QUICK)
def test_the_least_amount_is_enough_and_one_fen_less_is_not(shelf: SituationShelf, name: str) -> None:
    request = request_of(name)
    least = seek(shelf, BOOK, Goal(request, measure="monthly"))
    assert least.proof == "optimal"
    monthly = least.proposal.priced.totals.monthly
    exactly = Budget(monthly=monthly)
    check(seek(shelf, BOOK, Goal(request, budget=exactly)).proposal, exactly)
    with pytest.raises(BudgetUnreachable) as refused:
        seek(shelf, BOOK, Goal(request, budget=Budget(monthly=Money(monthly.minor - 1, monthly.currency))))
    (problem,) = refused.value.problems
    assert (problem.params["least"], problem.params["over"]) == (f"{monthly.amount:,}", "0.01")


@pytest.mark.parametrize("name", ["factory", "hospital", "school"])
def test_with_less_money_fewer_needs_are_covered_and_none_missing_would_fit(shelf: SituationShelf, name: str) -> None:
    request = request_of(name)
    full = seek(shelf, BOOK, Goal(request, measure="monthly")).proposal.priced.totals.monthly
    covered = len(request.needs)
    for percent in (100, 75, 50):
        budget = Budget(monthly=scaled(full, percent))
        goal = Goal(request, budget=budget, optional=dict.fromkeys(request.needs, 1))
        try:
            found = seek(shelf, BOOK, goal)
        except BudgetUnreachable:
            break
        check(found.proposal, budget)
        assert len(found.proposal.request.needs) <= covered
        covered = len(found.proposal.request.needs)
        assert all(each.over is None or each.over.minor > 0 for each in found.left_out if each.proof == "optimal")


@pytest.mark.parametrize("name", ["bank_branch", "school"])
def test_closest_to_the_standard_package_changes_little_to_save_a_tenth(shelf: SituationShelf, name: str) -> None:
    request = request_of(name)
    standard = propose(shelf, BOOK, request)
    baseline = Baseline.of(standard.configuration)
    same = seek(shelf, BOOK, Goal(request, "closest", baseline=baseline))
    assert same.changed == ()
    budget = Budget(monthly=scaled(standard.priced.totals.monthly, 90))
    found = seek(shelf, BOOK, Goal(request, "closest", budget=budget, baseline=baseline))
    check(found.proposal, budget)
    assert 0 < len(found.changed) <= 5


def test_a_least_margin_holds_for_what_pricing_says(shelf: SituationShelf) -> None:
    budget = Budget(margin_percent=Decimal(27))
    found = seek(shelf, BOOK, Goal(request_of("school"), budget=budget), Decimal(6))
    check(found.proposal, budget)
    assert found.proof == "optimal" or found.bound is None or found.bound <= found.proposal.priced.totals.tcv


@pytest.mark.parametrize("name", QUICK)
def test_three_alternatives_are_valid_and_clearly_different(shelf: SituationShelf, name: str) -> None:
    good, better, best = find_contrasts(shelf, BOOK, request_of(name))
    for each in (good, better, best):
        check(each.sought.proposal, each.sought.goal.budget if each is not best else Budget())
        assert each.most_apart is None
        assert all(apart >= 3 for apart in each.apart)
    values = [each.sought.proposal.priced.totals.tcv.minor for each in (good, better, best)]
    assert values == sorted(values)
