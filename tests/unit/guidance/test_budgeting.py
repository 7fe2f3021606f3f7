"""Budgets: which totals keep them, which bounds they set, how a small one is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.budgeting import NO_BUDGET, Budget, amount_of, margin_bound, too_small
from configurator.guidance.ledger import Ledger
from configurator.pricing.model import PricingContext, Totals
from configurator.pricing.pipeline import price
from configurator.wording import say_problem
from tests.factories.catalog import make_catalog, make_price
from tests.factories.situations import TODAY
from tests.unit.guidance.oracle import yuan

PRICES = (make_price("A-1", "100", cost="66.67"), make_price("A-1", "7", charge="one_time", cost="1"))
CATALOG = make_catalog(offerings=["A-1"], prices=PRICES)
CONTEXT = PricingContext(TODAY, 12)


def totals_of(quantity: int) -> Totals:
    lines = (ConfigurationLine("A-1", quantity),) if quantity else ()
    return price(CATALOG, Configuration(lines, "feasible"), CONTEXT).totals


def test_no_budget_is_always_kept() -> None:
    assert NO_BUDGET.is_kept(totals_of(3))
    assert NO_BUDGET.bounds(Ledger(CATALOG, CONTEXT)) == ()


@pytest.mark.parametrize("quantity", [0, 1, 2, 3])
@pytest.mark.parametrize("measure", ["monthly", "one_time", "tcv"])
def test_a_limit_is_kept_up_to_its_last_fen_by_totals_and_bounds_alike(measure: str, quantity: int) -> None:
    exactly = amount_of(totals_of(quantity), measure)  # type: ignore[arg-type]
    for limit, kept in ((exactly, True), (exactly - yuan("0.01"), False), (exactly + yuan("0.01"), True)):
        budget = Budget(**{measure: limit})  # type: ignore[arg-type]
        (bound,) = budget.bounds(Ledger(CATALOG, CONTEXT))
        assert budget.is_kept(totals_of(quantity)) is kept
        assert bound.holds({"A-1": quantity}) is kept


@pytest.mark.parametrize("percent", ["0", "32.99", "33.56", "33.57", "33.58", "33.6", "34", "100"])
def test_a_margin_is_bounded_as_pricing_rounds_it(percent: str) -> None:
    budget = Budget(margin_percent=Decimal(percent))
    shown = totals_of(2).margin_percent
    assert shown is not None
    kept = shown >= Decimal(percent)
    assert budget.is_kept(totals_of(2)) is kept
    assert margin_bound(Ledger(CATALOG, CONTEXT), Decimal(percent)).holds({"A-1": 2}) is kept


def test_nothing_sold_earns_nothing_and_loses_nothing() -> None:
    assert Budget(margin_percent=Decimal(50)).is_kept(totals_of(0))
    assert margin_bound(Ledger(CATALOG, CONTEXT), Decimal(50)).holds({})


def test_a_budget_that_is_too_small_is_told_in_both_languages() -> None:
    problem = too_small("monthly", yuan("1234.5"), yuan("1000"), is_proven=True)
    assert say_problem("en", problem)[0] == (
        "The cheapest valid package costs 1,234.50 CNY a month, 234.50 more than the budget."
    )
    assert "每月费用为 1,234.50 CNY，超出预算 234.50" in say_problem("zh", problem)[0]
    unproven = too_small("tcv", yuan("2"), yuan("1"), is_proven=False)
    assert unproven.code == "seek_budget_too_small_unproven"
    assert "1.00" in say_problem("en", unproven)[0]
