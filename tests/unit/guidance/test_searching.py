"""The rounds of a search: sharpened where figures were wrong, honest about what was not proven."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.configuration.aiming import keep_tidy
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.wishing import compile_wishes
from configurator.guidance import searching
from configurator.guidance.gauging import Bound, Gauge
from configurator.guidance.ledger import Ledger
from configurator.guidance.proposing import situation_of
from configurator.guidance.request import context_of
from configurator.guidance.searching import Quest, search
from configurator.solver import LimitsUnreachable, Undecided
from tests.factories.catalog import make_price
from tests.unit.guidance.oracle import make_plain_request, make_priced_book, try_everything

CASE = {
    "offerings": {"A-1": {"max": 9}, "B-1": {"max": 9}, "C-1": {"max": 9}},
    "rules": [{"id": "SUM", "then": "A-1 + B-1 + C-1 >= 7"}],
}
PRICES = (make_price("A-1", "0.3349"), make_price("B-1", "0.3351"), make_price("C-1", "0.3350"))


def make_quest(at_most: int | None = None, discount: str = "0") -> Quest:
    book = make_priced_book(CASE, PRICES)
    request = make_plain_request(discount_percent=Decimal(discount))
    compiled = SituationShelf().compiled(situation_of(book, request))
    gauge = Gauge(Ledger(book.catalog, context_of(request)), {"monthly": 1})
    bounds = () if at_most is None else (Bound(gauge, at_most),)
    return Quest(compile_wishes(compiled), (), (gauge,), bounds, tidy=keep_tidy(book.catalog))


def least(discount: str = "0") -> int:
    request = make_plain_request(discount_percent=Decimal(discount))
    book = make_priced_book(CASE, PRICES)
    return min(each.totals.monthly.minor for each in try_everything(book, request))


@pytest.mark.parametrize("discount", ["0", "3", "33.33"])
def test_finds_the_least_amount_as_it_is_rounded(discount: str) -> None:
    find = search(make_quest(discount=discount), Decimal(20))
    assert find.proof == "optimal"
    assert find.amounts == (least(discount),)
    assert (find.unproven, find.bound) == (None, None)


def test_a_bound_of_exactly_the_least_amount_is_kept() -> None:
    find = search(make_quest(at_most=least()), Decimal(20))
    assert find.amounts == (least(),)


def test_a_bound_below_the_least_amount_by_one_is_refused_or_undecided_but_never_broken() -> None:
    with pytest.raises((LimitsUnreachable, Undecided)):
        search(make_quest(at_most=least() - 1), Decimal(20))


def test_without_time_nothing_is_decided() -> None:
    with pytest.raises(Undecided):
        search(make_quest(), Decimal(0))


def test_with_few_rounds_the_answer_is_not_called_best_unless_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "ROUNDS", 1)
    find = search(make_quest(), Decimal(20))
    if find.proof == "optimal":
        assert find.amounts == (least(),)
    else:
        assert find.bound is not None and find.bound < find.amounts[0]
        assert find.bound <= least()


def test_without_rounds_the_safe_side_keeps_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "ROUNDS", 0)
    quest = make_quest(at_most=250)
    find = search(quest, Decimal(20))
    assert find.proof == "feasible"
    assert all(bound.holds(find.quantities) for bound in quest.bounds)
