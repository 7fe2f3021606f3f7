"""Programmes that reduce nothing, and programmes that stack below a floor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.commercial import Floor, Keep, PricingPolicy, Programme, StackingGroup, Stage
from configurator.linter.reductions import check_reductions, check_stacks
from configurator.rules.rulebook import read_rules
from configurator.values.dates import DateRange
from configurator.values.periods import ChargeKind
from configurator.values.problem import Problem, Severity
from configurator.wording import say_problem
from tests.factories.catalog import make_offering, make_price, make_text
from tests.factories.programmes import make_band, make_bundle, make_discount, make_programmes_catalog

STAGES = ("early", "term", "demo", "late")


def make_policy(*floors: Floor) -> PricingPolicy:
    kinds = {"term": "term"}
    return PricingPolicy(
        stages=tuple(Stage(key, kinds.get(key, "programme"), make_text(key)) for key in STAGES),
        groups={
            "one": StackingGroup("one", make_text("one"), Keep.BEST),
            "all": StackingGroup("all", make_text("all"), Keep.ALL),
        },
        floors=floors,
    )


def cap(percent: str, family: str = "") -> Floor:
    return Floor(family, most_discount=Decimal(percent))


def find(check: Any, *programmes: Programme, floor: Floor = cap("15"), **changes: Any) -> list[Problem]:
    catalog = make_programmes_catalog(*programmes, policy=make_policy(floor), **changes)
    book = read_rules(catalog).book
    assert book is not None
    problems = list(check(catalog, book))
    assert all(all(say_problem(language, each)) for each in problems for language in ("zh", "en"))  # type: ignore[arg-type]
    return problems


def percent_of(*programmes: Programme, **changes: Any) -> list[str]:
    return [str(problem.params["percent"]) for problem in find(check_stacks, *programmes, **changes)]


def ten(key: str, **changes: Any) -> Programme:
    return make_discount(key, make_band("0", "10"), **changes)


def test_a_programme_with_charges_to_reduce_is_fine() -> None:
    assert find(check_reductions, ten("A"), make_bundle("B")) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"charges": frozenset({ChargeKind.ONE_TIME})},
        {"applies_to": ("VM-1",), "excludes": ("VM-*",)},
    ],
)
def test_a_programme_without_charges_to_reduce_is_told(changes: Any) -> None:
    (problem,) = find(check_reductions, ten("A", **changes))
    assert (problem.code, problem.severity) == ("programme_reduces_nothing", Severity.WARNING)
    assert problem.params == {"programme": "A"}


def test_one_reduction_within_the_floor_is_fine() -> None:
    assert percent_of(ten("A")) == []


def test_reductions_of_one_stage_add_up() -> None:
    (problem,) = find(check_stacks, ten("A"), ten("B"))
    assert (problem.code, problem.severity) == ("programmes_exceed_floor", Severity.INFO)
    assert problem.params["programmes"] == ("A", "B")
    assert (problem.params["percent"], problem.params["limit"], problem.params["count"]) == ("20", "15", 5)


def test_reductions_of_following_stages_are_taken_of_what_is_left() -> None:
    assert percent_of(ten("A"), ten("B", stage="late")) == ["19"]


def test_of_a_group_that_keeps_one_only_the_largest_counts() -> None:
    assert percent_of(ten("A", group="one"), ten("B", group="one")) == []
    assert percent_of(ten("A", group="all"), ten("B", group="all")) == ["20"]


def test_what_comes_before_the_term_discount_is_not_the_floors_business() -> None:
    assert percent_of(ten("A", stage="early"), ten("B")) == []


def test_what_is_never_in_force_together_does_not_stack() -> None:
    spring, summer = DateRange(None, date(2026, 5, 31)), DateRange(date(2026, 6, 1), None)
    assert percent_of(ten("A", valid=spring), ten("B", valid=summer)) == []
    assert percent_of(ten("A", valid=DateRange(None, date(2026, 6, 1))), ten("B", valid=summer)) == ["20"]


def test_the_largest_band_of_any_month_counts() -> None:
    steps = make_discount("A", make_band("0", "10"), make_band("5", "16.5"))
    assert percent_of(steps) == ["16.5"]


def test_reductions_of_other_charges_do_not_count() -> None:
    once = frozenset({ChargeKind.ONE_TIME})
    assert percent_of(ten("A"), ten("B", charges=once)) == []


def test_a_floor_without_a_largest_discount_bounds_no_percentage() -> None:
    assert percent_of(ten("A"), ten("B"), floor=Floor(margin_on_cost=Decimal(8))) == []


def test_a_family_has_its_own_floor() -> None:
    assert percent_of(ten("A"), ten("B"), floor=cap("15", "OTHER")) == []


def test_pass_through_offerings_have_no_floor() -> None:
    sold = (make_offering("VM-1", pass_through=True), make_offering("VM-2"))
    (problem,) = find(check_stacks, ten("A"), ten("B"), offerings=sold)
    assert problem.params["offerings"] == ("VM-2",)


def test_no_more_than_everything_is_off() -> None:
    half = make_discount("A", make_band("0", "60"))
    assert percent_of(half, make_discount("B", make_band("0", "60"))) == ["100"]


def test_what_the_offering_does_not_charge_is_not_reduced() -> None:
    prices = (make_price("VM-1", charge="one_time"), make_price("VM-2"))
    (problem,) = find(check_stacks, ten("A"), ten("B"), offerings=("VM-1", "VM-2"), prices=prices)
    assert problem.params["offerings"] == ("VM-2",)
