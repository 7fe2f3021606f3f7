"""Reading a goal: amounts, margins, needs that may go, each with its problems."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.configuration.aiming import Baseline
from configurator.guidance.goal import Goal
from configurator.guidance.reading_goals import read_goal
from tests.factories.situations import make_ruled_catalog
from tests.unit.guidance.oracle import make_plain_request, yuan

CATALOG = make_ruled_catalog({"offerings": {"A-1": {}}, "needs": {"net": "A-1", "voice": "A-1", "more": "A-1"}})
REQUEST = make_plain_request("net", "voice")


def read(baseline: Baseline | None = None, **wanted: object) -> Goal:
    goal, problems = read_goal(CATALOG, REQUEST, wanted, baseline)
    assert goal is not None, problems
    return goal


def codes(**wanted: object) -> list[tuple[str, str | None]]:
    goal, problems = read_goal(CATALOG, REQUEST, wanted)
    assert goal is None
    return [(problem.code, problem.field) for problem in problems]


def test_nothing_said_means_the_least_contract_value_without_limits() -> None:
    assert read() == Goal(REQUEST)
    assert read(monthly="", margin=" ", optional=[], aim="", measure=None) == Goal(REQUEST)


def test_limits_are_read_as_they_are_written() -> None:
    goal = read(monthly="50000", one_time=" 0 ", tcv="1234567.89", margin="12.5", measure="monthly", aim="fit")
    budget = goal.budget
    assert (budget.monthly, budget.one_time, budget.tcv) == (yuan("50000"), yuan("0"), yuan("1234567.89"))
    assert budget.margin_percent == Decimal("12.5")
    assert (goal.measure, goal.aim) == ("monthly", "fit")


@pytest.mark.parametrize("text", ["x", "-1", "1,000", "1e3", "1.001", "NaN", "９", "1" * 16])
def test_an_amount_that_is_none_is_refused_at_its_field(text: str) -> None:
    assert codes(one_time=text) == [("seek_amount_refused", "one_time")]


@pytest.mark.parametrize("text", ["-0.01", "100.01", "5%", "1.001", "Infinity"])
def test_a_percentage_that_is_none_is_refused(text: str) -> None:
    assert codes(margin=text) == [("seek_percent_refused", "margin")]


def test_needs_that_may_go_keep_their_order_and_weights() -> None:
    assert list(read(optional=["voice=3", "net"]).optional.items()) == [("voice", 3), ("net", 1)]
    assert read(optional=("all",)).optional == {"net": 1, "voice": 1}


@pytest.mark.parametrize("weight", ["0", "1001", "-1", "x", "1.5", "9" * 30])
def test_a_weight_that_is_none_is_refused(weight: str) -> None:
    assert codes(optional=[f"net={weight}"]) == [("seek_weight_refused", "optional")]


def test_only_needs_of_the_request_may_go() -> None:
    assert codes(optional=["more", "nothing"]) == [("seek_optional_unknown", "optional")] * 2


def test_all_problems_are_told_at_once() -> None:
    assert len(codes(monthly="x", tcv="y", margin="z", optional=["more"])) == 4


def test_with_an_earlier_package_the_aim_is_to_stay_close_unless_another_is_named() -> None:
    earlier = Baseline({"A-1": 1})
    assert read(earlier).aim == "closest"
    assert read(earlier, aim="fit").aim == "fit"
    assert read(aim="nonsense").aim == "cheapest"
