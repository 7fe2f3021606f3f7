"""Good, better, best: valid, each the best for its own weighting, far enough apart or proven to be impossible."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.catalog.model import Package, PackageLine
from configurator.catalog.sources import Expression
from configurator.configuration.compiled import SituationShelf
from configurator.guidance.contrasting import HEADROOM_PERCENT, Contrast, components_of, covered_needs, find_contrasts
from configurator.guidance.request import Request
from configurator.rules.rulebook import RuleBook
from tests.factories.catalog import make_price, make_text
from tests.unit.guidance.oracle import Tried, make_plain_request, make_priced_book, try_everything

CASE = {
    "offerings": {f"{letter}-1": {"max": 1} for letter in "ABCDEF"},
    "needs": {"core": "A-1 or B-1", "extra": "E-1", "rest": "F-1"},
    "rules": [
        {"id": "EITHER", "then": "not (A-1 and B-1)"},
        {"id": "TIDY", "severity": "warning", "if": "B-1", "then": "D-1"},
    ],
}
AMOUNTS = {"A-1": "10", "B-1": "40", "C-1": "20", "D-1": "7", "E-1": "8", "F-1": "90"}
PRICES = tuple(make_price(code, amount) for code, amount in AMOUNTS.items())
PACKAGE = Package(
    "demo/medium",
    "demo",
    "medium",
    make_text("demo package"),
    (PackageLine("B-1", Expression("1")), PackageLine("C-1", Expression("1"))),
    needs=("extra",),
)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return make_priced_book(CASE, PRICES, packages={("demo", "medium"): PACKAGE})


def find(book: RuleBook, least_apart: int = 3, **changes: object) -> tuple[Contrast, ...]:
    return find_contrasts(SituationShelf(), book, make_plain_request("core", **changes), least_apart)


def taken(contrast: Contrast) -> set[str]:
    return set(components_of(contrast.sought.proposal))


def valid_packages(book: RuleBook, request: Request) -> list[Tried]:
    return [each for each in try_everything(book, request) if "core" in each.covers]


def test_each_is_the_best_for_its_own_weighting(book: RuleBook) -> None:
    good, better, best = find(book)
    assert [each.grade for each in (good, better, best)] == ["good", "better", "best"]
    assert taken(good) == {"A-1"}
    assert taken(better) == {"B-1", "C-1"}
    assert taken(best) == {"B-1", "C-1", "D-1", "E-1"} or best.apart[1] >= 3
    assert all(each.sought.proof == "optimal" for each in (good, better, best))
    assert all(each.most_apart is None for each in (good, better, best))


@pytest.mark.parametrize("least", [0, 1, 2, 3, 4, 5])
def test_any_two_differ_in_as_many_components_as_asked_for_or_in_as_many_as_are_possible(
    book: RuleBook, least: int
) -> None:
    found = find(book, least)
    everything = [set(each.quantities) for each in valid_packages(book, make_plain_request("core"))]
    for at, contrast in enumerate(found):
        before = [taken(each) for each in found[:at]]
        assert contrast.apart == tuple(len(taken(contrast) ^ each) for each in before)
        assert taken(contrast) in everything
        farthest = max((min(len(each ^ other) for other in before) for each in everything), default=0) if before else 99
        if farthest >= least:
            assert contrast.most_apart is None
            assert all(apart >= least for apart in contrast.apart)
        else:
            assert contrast.most_apart == farthest
            assert min(contrast.apart) == farthest


def test_good_is_the_cheapest_of_everything(book: RuleBook) -> None:
    request = make_plain_request("core", discount_percent=Decimal("3.33"))
    good, _, _ = find_contrasts(SituationShelf(), book, request)
    cheapest = min(each.totals.tcv for each in valid_packages(book, request))
    assert good.sought.proposal.priced.totals.tcv == cheapest


def test_best_covers_more_for_a_bounded_price_and_follows_advice(book: RuleBook) -> None:
    _, better, best = find(book, 2)
    proposal = best.sought.proposal
    assert taken(best) == {"B-1", "C-1", "D-1", "E-1"}
    assert proposal.configuration.advice == ()
    assert {"core", "extra"} <= covered_needs(proposal)
    assert "extra" in proposal.request.needs
    limit = better.sought.proposal.priced.totals.tcv.minor * (100 + HEADROOM_PERCENT) // 100
    assert proposal.priced.totals.tcv.minor <= limit


def test_where_choices_leave_one_package_the_three_are_the_same_and_say_so(book: RuleBook) -> None:
    from configurator.configuration.model import Choice

    fixed = (*(Choice(f"{letter}-1", 0) for letter in "BCDEF"), Choice("A-1", 1))
    good, better, best = find(book, choices=fixed)
    assert taken(good) == taken(better) == taken(best) == {"A-1"}
    assert (better.most_apart, best.most_apart) == (0, 0)
    assert (better.apart, best.apart) == ((0,), (0, 0))
