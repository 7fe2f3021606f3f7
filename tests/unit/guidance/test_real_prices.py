"""Goal-seek with programmes against trying everything: the best at real prices, within the budget at real prices."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from configurator.catalog.model import Family
from configurator.configuration.compiled import SituationShelf
from configurator.guidance.budgeting import Budget, BudgetUnreachable
from configurator.guidance.goal import Goal
from configurator.guidance.request import Request
from configurator.guidance.seeking import seek
from configurator.rules.rulebook import RuleBook
from tests.factories.catalog import make_price, make_term_discount, make_text
from tests.factories.random_programmes import policies, programmes
from tests.unit.guidance.oracle import Tried, make_plain_request, make_priced_book, try_everything, yuan

CASE = {
    "offerings": {
        "LINE-S": {"max": 3, "provides": {"mbit": 100}},
        "LINE-L": {"max": 2, "provides": {"mbit": 300}},
        "PHONE-1": {"max": 3},
        "WALL-1": {"max": 1},
    },
    "needs": {"net": "total(mbit) >= 300", "voice": "PHONE-1 >= 2", "safety": "WALL-1"},
    "rules": [{"id": "LOAD", "then": "total(mbit) >= 50 * PHONE-1"}],
}
PRICES = (
    make_price("LINE-S", "100.10", cost="60"),
    make_price("LINE-L", "260", cost="150"),
    make_price("LINE-L", "333.33", charge="one_time", cost="300"),
    make_price("PHONE-1", model="graduated", tiers={1: "20.005", 2: "10"}, cost="12"),
    make_price("WALL-1", "480", charge="one_time", cost="470"),
    make_price("WALL-1", "40", cost="20", period="year"),
)
FAMILIES = {"LINE-S": "NET", "LINE-L": "NET", "PHONE-1": "COM", "WALL-1": "SEC"}
CONDITIONS = ("WALL-1", "PHONE-1 >= 2", "not WALL-1", "need(voice)", "LINE-S + LINE-L <= 2")
SELECTORS = ("LINE-*", "PHONE-1", "@SEC")


@st.composite
def books(draw: st.DrawFn) -> RuleBook:
    """The case with random programmes."""
    book = make_priced_book(CASE, PRICES)
    offerings = {code: replace(each, family=FAMILIES[code]) for code, each in book.catalog.offerings.items()}
    return make_priced_book(
        CASE,
        PRICES,
        offerings=offerings,
        families={code: Family(code, make_text(code), code.lower()) for code in set(FAMILIES.values())},
        programmes=draw(programmes(CONDITIONS, SELECTORS)),
        policy=draw(policies()),
        term_discounts=(make_term_discount("LINE-*", 12, "7.5"),),
    )


@st.composite
def requests(draw: st.DrawFn, book: RuleBook) -> Request:
    """A request that asks for some of the programmes."""
    known = sorted(book.catalog.programmes)
    named, coded = draw(st.sets(st.sampled_from(known))), draw(st.sets(st.sampled_from(known)))
    return make_plain_request(
        *draw(st.lists(st.sampled_from(list(CASE["needs"])), unique=True)),
        programmes=tuple(sorted(named)),
        codes=tuple(f"CODE-{key}" for key in sorted(coded)),
        discount_percent=draw(st.sampled_from((Decimal(0), Decimal("12.5")))),
        term_months=draw(st.sampled_from((1, 12, 36))),
    )


def list_valid(book: RuleBook, goal: Goal) -> list[Tried]:
    must = {need for need in goal.request.needs if need not in goal.optional}
    return [
        each for each in try_everything(book, goal.request) if must <= each.covers and goal.budget.is_kept(each.totals)
    ]


@given(data=st.data(), measure=st.sampled_from(("tcv", "monthly", "one_time")))
@settings(max_examples=25, deadline=None)
def test_the_cheapest_is_that_of_pricing_everything(data: st.DataObject, measure: str) -> None:
    book = data.draw(books())
    request = data.draw(requests(book))
    goal = Goal(request, measure=measure)
    sought = seek(SituationShelf(), book, goal)
    least = min(getattr(each.totals, measure) for each in list_valid(book, goal))
    assert getattr(sought.proposal.priced.totals, measure) == least
    event(sought.proof)
    assert sought.proof == "optimal"


@given(data=st.data(), share=st.integers(0, 100))
@settings(max_examples=25, deadline=None)
def test_a_monthly_budget_is_kept_at_the_real_price(data: st.DataObject, share: int) -> None:
    """Between the least and the greatest monthly amount; nothing that would fit is missed, and nothing dearer taken."""
    book = data.draw(books())
    request = data.draw(requests(book))
    months = sorted(each.totals.monthly.minor for each in list_valid(book, Goal(request)))
    limit = months[0] - 1 + (months[-1] - months[0]) * share // 100
    goal = Goal(request, budget=Budget(monthly=yuan("0.01") * limit))
    valid = list_valid(book, goal)
    if not valid:
        with pytest.raises(BudgetUnreachable) as refused:
            seek(SituationShelf(), book, goal)
        (problem,) = refused.value.problems
        assert problem.code == "seek_budget_too_small"
        assert problem.params["least"] == f"{yuan('0.01').amount * months[0]:,.2f}"
        return
    sought = seek(SituationShelf(), book, goal)
    assert goal.budget.is_kept(sought.proposal.priced.totals)
    assert sought.proposal.priced.totals.tcv == min(each.totals.tcv for each in valid)
    assert sought.proof == "optimal"


@given(data=st.data(), share=st.integers(0, 60), weights=st.lists(st.integers(1, 3), min_size=3, max_size=3))
@settings(max_examples=25, deadline=None)
def test_most_needs_within_a_budget_are_counted_at_the_real_price(
    data: st.DataObject, share: int, weights: list[int]
) -> None:
    book = data.draw(books())
    optional = dict(zip(CASE["needs"], weights, strict=True))
    request = replace(data.draw(requests(book)), needs=tuple(optional))
    ways = list_ways(book, request)
    most = max(tried.totals.monthly.minor for _, tried in ways)
    goal = Goal(request, budget=Budget(monthly=yuan("0.01") * (most * share // 100)), optional=optional)
    kept = [
        (sum(optional[need] for need in needs), tried) for needs, tried in ways if goal.budget.is_kept(tried.totals)
    ]
    sought = seek(SituationShelf(), book, goal)
    assert goal.budget.is_kept(sought.proposal.priced.totals)
    assert sum(optional[need] for need in sought.proposal.request.needs) == max(weight for weight, _ in kept)
    assert sought.proof == "optimal"


def list_ways(book: RuleBook, request: Request) -> list[tuple[frozenset[str], Tried]]:
    """Every valid package with every set of needs that it can be asked for."""
    subsets = [
        frozenset(need for at, need in enumerate(request.needs) if number >> at & 1)
        for number in range(1 << len(request.needs))
    ]
    return [
        (needs, each)
        for needs in subsets
        for each in try_everything(book, replace(request, needs=tuple(sorted(needs))))
        if needs <= each.covers
    ]


@given(data=st.data(), share=st.integers(0, 110))
@settings(max_examples=25, deadline=None)
def test_a_least_margin_is_that_of_the_real_price(data: st.DataObject, share: int) -> None:
    book = data.draw(books())
    request = data.draw(requests(book))
    margins = [each.totals.margin_percent for each in list_valid(book, Goal(request))]
    highest = max((margin for margin in margins if margin is not None), default=Decimal(0))
    goal = Goal(request, budget=Budget(margin_percent=(highest * share / 100).quantize(Decimal("0.01"))))
    valid = list_valid(book, goal)
    if not valid:
        with pytest.raises(BudgetUnreachable) as refused:
            seek(SituationShelf(), book, goal)
        (problem,) = refused.value.problems
        assert problem.code == "seek_margin_too_high"
        assert problem.params["best"] == f"{highest:f}"
        return
    sought = seek(SituationShelf(), book, goal)
    assert sought.proposal.priced.totals.tcv == min(each.totals.tcv for each in valid)
    assert sought.proof == "optimal"
