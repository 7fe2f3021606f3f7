"""Every answer of goal-seek against trying everything: valid, within the budget after exact pricing, and the best."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from configurator.catalog.model import PriceComponent
from configurator.configuration.aiming import Baseline
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.model import Choice
from configurator.configuration.session import ChoicesConflict
from configurator.customers.profile import Profile
from configurator.guidance.budgeting import Budget, BudgetUnreachable
from configurator.guidance.goal import Goal, Sought
from configurator.guidance.reading_terms import CommercialTerms
from configurator.guidance.request import Request, context_of
from configurator.guidance.seeking import seek
from configurator.pricing.model import ManualAdjustment
from configurator.rules.rulebook import RuleBook
from configurator.solver import Undecided
from configurator.values.problem import Problem
from configurator.wording import say_problem
from tests.factories.catalog import make_price, make_price_factor, make_term_discount
from tests.unit.guidance.oracle import Tried, make_plain_request, make_priced_book, try_everything, yuan

CASE = {
    "offerings": {
        "LINE-S": {"max": 4, "provides": {"mbit": 100}},
        "LINE-L": {"max": 2, "provides": {"mbit": 300}},
        "PHONE-1": {"max": 3},
        "WALL-1": {"max": 1},
        "COPY-1": {"max": 2},
    },
    "needs": {"net": "total(mbit) >= 300", "voice": "PHONE-1 >= 2", "safety": "WALL-1", "backup": "COPY-1"},
    "rules": [
        {"id": "LOAD", "then": "total(mbit) >= 50 * PHONE-1"},
        {"id": "GUARD", "if": "COPY-1", "then": "WALL-1"},
        {"id": "ASKED", "if": "need(voice)", "then": "COPY-1 <= 1"},
    ],
}
PRICES = (
    make_price("LINE-S", "100.10", cost="60"),
    make_price("LINE-L", "260", cost="150"),
    make_price("LINE-L", "333.33", charge="one_time", cost="300"),
    make_price("PHONE-1", model="graduated", tiers={1: "20.005", 2: "10"}, cost="12"),
    make_price("WALL-1", "480", charge="one_time", cost="470"),
    make_price("COPY-1", model="volume", tiers={1: "70.07", 2: "40.03"}, cost="35"),
)
NEEDS = tuple(CASE["needs"])


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return make_priced_book(CASE, PRICES)


def quantities(sought: Sought) -> dict[str, int]:
    return {line.offering: line.quantity for line in sought.proposal.configuration.lines}


def everything(book: RuleBook, goal: Goal) -> list[Tried]:
    """All packages that keep the rules, the choices, the needs that must stay and every limit."""
    must = {need for need in goal.request.needs if need not in goal.optional}
    asked = goal.request
    found = [each for each in try_everything(book, asked) if must <= each.covers and goal.budget.is_kept(each.totals)]
    return [each for each in found if "voice" not in must or each.quantities.get("COPY-1", 0) <= 1]


def check(book: RuleBook, goal: Goal, sought: Sought) -> Tried:
    """The answer is one of all valid packages within the budget."""
    found = quantities(sought)
    valid = [each for each in everything(book, replace(goal, optional=dict(goal.optional))) if each.quantities == found]
    assert valid, "not a valid package within the budget"
    assert goal.budget.is_kept(sought.proposal.priced.totals)
    assert set(sought.proposal.request.needs) <= valid[0].covers
    return valid[0]


amounts = st.integers(0, 1_300_00)
percents = st.decimals(0, 40, places=2)
subsets = st.lists(st.sampled_from(NEEDS), unique=True)


@given(needs=subsets, monthly=amounts, discount=percents, term=st.sampled_from((1, 12, 36)))
@settings(max_examples=20, deadline=None)
def test_cheapest_within_a_monthly_budget_is_the_best_of_everything(
    needs: list[str], monthly: int, discount: Decimal, term: int
) -> None:
    book = make_priced_book(CASE, PRICES, term_discounts=(make_term_discount("LINE-*", 12, "7.5"),))
    request = make_plain_request(*needs, discount_percent=discount, term_months=term)
    goal = Goal(request, budget=Budget(monthly=yuan("0.01") * monthly))
    valid = everything(book, goal)
    if not valid:
        with pytest.raises(BudgetUnreachable) as refused:
            seek(SituationShelf(), book, goal)
        everywhere = everything(book, replace(goal, budget=Budget()))
        least = min(each.totals.monthly.minor for each in everywhere)
        (problem,) = refused.value.problems
        assert problem.code == "seek_budget_too_small"
        assert problem.params["least"] == f"{yuan('0.01').amount * least:,.2f}"
        assert problem.params["over"] == f"{yuan('0.01').amount * (least - monthly):,.2f}"
        return
    sought = seek(SituationShelf(), book, goal)
    check(book, goal, sought)
    assert sought.proof == "optimal"
    assert sought.proposal.priced.totals.tcv == min(each.totals.tcv for each in valid)


@given(monthly=amounts, weights=st.lists(st.integers(1, 4), min_size=4, max_size=4), order=st.permutations(NEEDS))
@settings(max_examples=20, deadline=None)
def test_most_needs_within_a_budget_leaves_out_the_least_weight(
    monthly: int, weights: list[int], order: list[str]
) -> None:
    book = make_priced_book(CASE, PRICES)
    optional = dict(zip(order, weights, strict=True))
    goal = Goal(make_plain_request(*NEEDS), budget=Budget(monthly=yuan("0.01") * monthly), optional=optional)
    sought = seek(SituationShelf(), book, goal)
    check(book, goal, sought)
    kept = set(sought.proposal.request.needs)
    assert sought.proof == "optimal"
    possible = [_grantable(each) for each in everything(book, goal)]
    most = max(sum(optional[need] for need in covers) for covers in possible)
    assert sum(optional[need] for need in kept) == most
    assert {each.need for each in sought.left_out} == set(NEEDS) - kept


def _grantable(tried: Tried) -> frozenset[str]:
    """Asking for voice forbids a second copy: a package with two copies cannot grant it."""
    return tried.covers - {"voice"} if tried.quantities.get("COPY-1", 0) > 1 else tried.covers


def test_a_need_left_out_says_what_it_would_add_at_least(book: RuleBook) -> None:
    request = make_plain_request("net", "voice", "safety", "backup")
    optional = {"net": 1, "voice": 1, "safety": 1, "backup": 1}
    sought = seek(SituationShelf(), book, Goal(request, budget=Budget(monthly=yuan("300")), optional=optional))
    kept = set(sought.proposal.request.needs)
    least = min(each.totals.monthly.minor for each in try_everything(book, request) if kept <= each.covers)
    for missing in sought.left_out:
        wanted = kept | {missing.need}
        more = min(each.totals.monthly.minor for each in try_everything(book, request) if wanted <= each.covers)
        assert missing.adds is not None and missing.adds.minor == more - least
        assert missing.over is not None and missing.over.minor == more - 300_00 > 0
        assert missing.proof == "optimal"


@given(margin=st.decimals(0, 60, places=2), discount=percents, needs=subsets)
@settings(max_examples=15, deadline=None)
def test_least_margin_holds_as_pricing_rounds_it(margin: Decimal, discount: Decimal, needs: list[str]) -> None:
    book = make_priced_book(CASE, PRICES)
    request = make_plain_request(*needs, discount_percent=discount)
    goal = Goal(request, budget=Budget(margin_percent=margin))
    valid = everything(book, goal)
    if not valid:
        with pytest.raises(BudgetUnreachable) as refused:
            seek(SituationShelf(), book, goal)
        everywhere = everything(book, replace(goal, budget=Budget()))
        best = max(each.totals.margin_percent or Decimal(-999) for each in everywhere)
        (problem,) = refused.value.problems
        assert (problem.code, problem.params["best"]) == ("seek_margin_too_high", f"{best:f}")
        return
    sought = seek(SituationShelf(), book, goal)
    check(book, goal, sought)
    assert sought.proof == "optimal"
    assert sought.proposal.priced.totals.tcv == min(each.totals.tcv for each in valid)


earlier = st.fixed_dictionaries(
    {code: st.integers(0, most) for code, most in {"LINE-S": 4, "LINE-L": 2, "PHONE-1": 3, "WALL-1": 1}.items()}
)


@given(before=earlier, needs=subsets, monthly=st.integers(40_000, 130_000))
@settings(max_examples=15, deadline=None)
def test_closest_to_an_earlier_package_changes_the_fewest_lines(
    before: dict[str, int], needs: list[str], monthly: int
) -> None:
    book = make_priced_book(CASE, PRICES)
    baseline = Baseline({code: quantity for code, quantity in before.items() if quantity})
    budget = Budget(monthly=yuan("0.01") * monthly)
    goal = Goal(make_plain_request(*needs), "closest", budget=budget, baseline=baseline)
    valid = everything(book, goal)
    assume(valid)
    sought = seek(SituationShelf(), book, goal)
    check(book, goal, sought)
    fewest = min(len(baseline.changes(Baseline(each.quantities))) for each in valid)
    assert len(sought.changed) == fewest
    assert sought.proof == "optimal"


def test_an_earlier_package_that_still_fits_is_kept_as_it_is(book: RuleBook) -> None:
    baseline = Baseline({"LINE-S": 4, "PHONE-1": 1})
    sought = seek(SituationShelf(), book, Goal(make_plain_request("net"), "closest", baseline=baseline))
    assert quantities(sought) == {"LINE-S": 4, "PHONE-1": 1}
    assert sought.changed == ()


@pytest.mark.parametrize(
    ("measure", "best"),
    [("monthly", {"LINE-L": 1}), ("one_time", {"LINE-S": 3}), ("tcv", {"LINE-L": 1})],
)
def test_cheapest_depends_on_the_amount_that_counts(book: RuleBook, measure: str, best: dict[str, int]) -> None:
    sought = seek(SituationShelf(), book, Goal(make_plain_request("net"), measure=measure))  # type: ignore[arg-type]
    assert quantities(sought) == best


@pytest.mark.parametrize(("grade", "best"), [("low", {"LINE-S": 3}), ("high", {"LINE-L": 1})])
def test_the_cheapest_depends_on_the_factors_of_the_customers_profile(grade: str, best: dict[str, int]) -> None:
    # Over 12 months 3 × 100.10 × 12 = 3603.60; × 0.9 = 3243.24 and × 1.1 = 3963.96; the large line costs 3453.33.
    factors = (make_price_factor("LINE-S", "low", "0.9"), make_price_factor("LINE-S", "high", "1.1"))
    graded = make_priced_book(CASE, PRICES, price_factors=factors)
    profile = Profile({"industry": "demo", "size": "medium", "grade": grade}, "demo", "medium")
    goal = Goal(make_plain_request("net", profile=profile))
    sought = seek(SituationShelf(), graded, goal)
    assert quantities(sought) == best
    assert sought.proof == "optimal"


def test_choices_stay_whatever_they_cost(book: RuleBook) -> None:
    request = make_plain_request("net", choices=(Choice("COPY-1", 2),))
    sought = seek(SituationShelf(), book, Goal(request, measure="monthly"))
    assert quantities(sought) == {"LINE-L": 1, "COPY-1": 2, "WALL-1": 1}
    with pytest.raises(ChoicesConflict):
        seek(SituationShelf(), book, Goal(replace(request, choices=(Choice("COPY-1", 2), Choice("WALL-1", 0)))))


def test_limits_that_exclude_each_other_are_told_apart_from_limits_that_are_too_small(book: RuleBook) -> None:
    request = make_plain_request("net")
    with pytest.raises(BudgetUnreachable) as refused:
        seek(SituationShelf(), book, Goal(request, budget=Budget(monthly=yuan("260"), one_time=yuan("0"))))
    assert [problem.code for problem in refused.value.problems] == ["seek_limits_together"]


def test_what_has_no_price_is_not_proposed(book: RuleBook) -> None:
    without = make_priced_book(CASE, tuple(price for price in PRICES if price.offering != "LINE-L"))
    sought = seek(SituationShelf(), without, Goal(make_plain_request("net")))
    assert quantities(sought) == {"LINE-S": 3}
    lone = make_priced_book(CASE, tuple(price for price in PRICES if not price.offering.startswith("LINE")))
    with pytest.raises(BudgetUnreachable) as refused:
        seek(SituationShelf(), lone, Goal(make_plain_request("net")))
    assert [problem.code for problem in refused.value.problems] == ["seek_unpriced"]


def test_a_quantity_below_the_first_tier_is_not_proposed() -> None:
    prices: tuple[PriceComponent, ...] = (
        make_price("LINE-S", "1", tiers={4: "10"}),
        *(price for price in PRICES if price.offering not in ("LINE-S", "LINE-L")),
    )
    book = make_priced_book(CASE, prices)
    assert quantities(seek(SituationShelf(), book, Goal(make_plain_request("net")))) == {"LINE-S": 4}


def test_a_margin_is_not_known_of_what_has_no_cost() -> None:
    prices = tuple(replace(price, cost=None) if price.offering.startswith("LINE") else price for price in PRICES)
    book = make_priced_book(CASE, prices)
    with pytest.raises(BudgetUnreachable) as refused:
        seek(SituationShelf(), book, Goal(make_plain_request("net"), budget=Budget(margin_percent=Decimal(1))))
    (problem,) = refused.value.problems
    assert problem.code == "seek_margin_unknown"
    assert problem.params["offerings"] == ("LINE-S", "LINE-L")


def test_without_time_the_answer_is_undecided_and_never_a_guess(book: RuleBook) -> None:
    with pytest.raises(Undecided):
        seek(SituationShelf(), book, Goal(make_plain_request("net")), Decimal(0))


def test_a_need_that_choices_forbid_is_left_out_without_a_price(book: RuleBook) -> None:
    request = make_plain_request("net", "safety", choices=(Choice("WALL-1", 0),))
    sought = seek(SituationShelf(), book, Goal(request, optional={"safety": 1}))
    (missing,) = sought.left_out
    assert (missing.need, missing.adds, missing.over) == ("safety", None, None)
    assert sought.proposal.request.needs == ("net",)


CARE = make_price("COPY-1", "15", model="percent_of", base=["LINE-*"], cost="1")


def refuse(book: RuleBook, request: Request, **budget: object) -> list[Problem]:
    with pytest.raises(BudgetUnreachable) as refused:
        seek(SituationShelf(), book, Goal(request, budget=Budget(**budget)))  # type: ignore[arg-type]
    problems = list(refused.value.problems)
    assert all(say_problem(language, problem)[1] for problem in problems for language in ("zh", "en"))
    return problems


def test_what_depends_on_other_lines_is_left_out_of_the_search() -> None:
    book = make_priced_book(CASE, (*PRICES[:-1], CARE))
    sought = seek(SituationShelf(), book, Goal(make_plain_request("net"), measure="monthly"))
    assert quantities(sought) == {"LINE-L": 1}


def test_a_chosen_offering_that_depends_on_other_lines_is_refused_by_its_name() -> None:
    book = make_priced_book(CASE, (*PRICES[:-1], CARE))
    (problem,) = refuse(book, make_plain_request("net", choices=(Choice("COPY-1", 1),)))
    assert (problem.code, problem.params["offerings"]) == ("seek_dependent", ("COPY-1",))
    excluded = make_plain_request("net", choices=(Choice("COPY-1", 0),))
    assert quantities(seek(SituationShelf(), book, Goal(excluded, measure="monthly"))) == {"LINE-L": 1}


def test_a_need_that_only_a_dependent_offering_meets_is_explained() -> None:
    book = make_priced_book(CASE, (*PRICES[:-1], CARE))
    codes = [problem.code for problem in refuse(book, make_plain_request("backup"))]
    assert codes == ["seek_dependent", "seek_unpriced"]


def test_an_amount_spread_over_the_quote_that_breaks_the_budget_is_told(book: RuleBook) -> None:
    dearer = ManualAdjustment("", "target", Decimal(900))
    request = make_plain_request("net", commercial=CommercialTerms(manual=(dearer,)))
    assert context_of(request).manual == (dearer,)
    (problem,) = refuse(book, request, monthly=yuan("500"))
    assert problem.code == "seek_budget_of_whole"


def test_an_amount_spread_over_the_quote_is_in_the_price_of_what_was_found(book: RuleBook) -> None:
    cheaper = ManualAdjustment("", "amount", Decimal(10))
    request = make_plain_request("net", commercial=CommercialTerms(manual=(cheaper,)))
    sought = seek(SituationShelf(), book, Goal(request, measure="monthly", budget=Budget(monthly=yuan("500"))))
    plain = seek(SituationShelf(), book, Goal(make_plain_request("net"), measure="monthly"))
    found, before = (each.proposal.priced.totals.monthly for each in (sought, plain))
    assert before - found == yuan("10")


def seek_at_cost(*prices: PriceComponent) -> Sought:
    """The cheapest of A-1 and B-1 for one month that is not sold at a loss."""
    case = {"offerings": {"A-1": {"max": 1}, "B-1": {"max": 1}}, "needs": {"any": "A-1 or B-1"}, "rules": []}
    request = make_plain_request("any", term_months=1)
    goal = Goal(request, budget=Budget(margin_percent=Decimal(0)))
    return seek(SituationShelf(), make_priced_book(case, prices), goal)


def test_a_loss_of_exactly_half_a_hundredth_is_a_loss() -> None:
    # (200 - 200.01) / 200 is -0.005 %, which pricing rounds to -0.01 %
    sought = seek_at_cost(make_price("A-1", "200", cost="200.01"), make_price("B-1", "300", cost="100"))
    assert [line.offering for line in sought.proposal.configuration.lines] == ["B-1"]
    assert sought.proof == "optimal"
    barely = seek_at_cost(make_price("A-1", "200.01", cost="200.02"), make_price("B-1", "300", cost="100"))
    assert [line.offering for line in barely.proposal.configuration.lines] == ["A-1"]


def test_half_a_hundredth_below_nothing_is_said_to_be_the_best_margin() -> None:
    with pytest.raises(BudgetUnreachable) as refused:
        seek_at_cost(make_price("A-1", "200", cost="200.01"), make_price("B-1", "300", cost="400"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["best"]) == ("seek_margin_too_high", "-0.01")


def test_the_largest_amount_that_can_be_stated_bounds_nothing(book: RuleBook) -> None:
    request = make_plain_request(*NEEDS, discount_percent=Decimal("12.34"))
    most = yuan("999999999999999.99")
    goal = Goal(request, budget=Budget(monthly=most, one_time=most, tcv=most))
    free = seek(SituationShelf(), book, Goal(request))
    assert seek(SituationShelf(), book, goal).proposal.priced.totals == free.proposal.priced.totals
