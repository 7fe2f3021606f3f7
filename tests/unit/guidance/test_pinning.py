"""A package that was found becomes a draft: the ordinary completion gives exactly the same lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from configurator.configuration.aiming import Baseline
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.model import Choice
from configurator.guidance.budgeting import Budget
from configurator.guidance.goal import Aim, Goal
from configurator.guidance.pinning import pin
from configurator.guidance.proposing import propose
from configurator.guidance.request import Request
from configurator.guidance.seeking import seek
from configurator.rules.rulebook import RuleBook
from tests.factories.catalog import make_price
from tests.unit.guidance.oracle import make_plain_request, make_priced_book, yuan

CASE = {
    "offerings": {"A-1": {"max": 5}, "B-1": {"max": 5}, "C-1": {"max": 5, "attributes": {"tls": ["on", "off"]}}},
    "needs": {"sum": "A-1 + B-1 >= 3"},
}
PRICES = (
    make_price("A-1", "10"),
    make_price("A-1", "500", charge="one_time"),
    make_price("B-1", "30"),
    make_price("C-1", "5"),
)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return make_priced_book(CASE, PRICES)


@pytest.mark.parametrize("aim", ["cheapest", "fit", "advised", "closest"])
@pytest.mark.parametrize(
    "budget", [Budget(), Budget(monthly=yuan("60")), Budget(one_time=yuan("600")), Budget(margin_percent=Decimal(0))]
)
@pytest.mark.parametrize(
    "choices", [(), (Choice("C-1"),), (Choice("C-1", attribute="tls", value="on"), Choice("C-1", 2))]
)
def test_the_draft_is_what_was_found(book: RuleBook, aim: Aim, budget: Budget, choices: tuple[Choice, ...]) -> None:
    shelf = SituationShelf()
    costed = make_priced_book(CASE, tuple(replace(price, cost=Decimal(1)) for price in PRICES))
    baseline = Baseline({"A-1": 2, "C-1": 4}, {("C-1", "tls"): "off"}) if aim == "closest" else None
    if baseline and choices:
        baseline = Baseline({"A-1": 2, "C-1": 4})
    request = make_plain_request("sum", choices=choices)
    proposal = seek(shelf, costed, Goal(request, aim, budget=budget, baseline=baseline)).proposal
    drafted = replace(proposal.request, choices=pin(proposal))
    assert Baseline.of(propose(shelf, costed, drafted).configuration) == Baseline.of(proposal.configuration)


def test_where_the_completion_agrees_nothing_is_pinned(book: RuleBook) -> None:
    proposal = seek(SituationShelf(), book, Goal(make_plain_request("sum"))).proposal
    assert pin(proposal) == ()


def test_what_the_seller_chose_stays_chosen(book: RuleBook) -> None:
    request: Request = make_plain_request("sum", choices=(Choice("C-1", 2),))
    proposal = seek(SituationShelf(), book, Goal(request, budget=Budget(monthly=yuan("60")))).proposal
    assert Choice("C-1", 2) in pin(proposal)
