"""Trials: limits, who counts as the same entity, dates and states."""

from datetime import date

import pytest

from configurator.programmes.trials import (
    Entity,
    TrialRun,
    TrialState,
    check_trial,
    find_state,
    is_same_entity,
    plan_trial,
)
from configurator.values.problem import Problem
from tests.factories.benefits import make_trial, yuan
from tests.factories.catalog import make_catalog, make_offering

CATALOG = make_catalog(offerings=["A-1", "B-1", make_offering("BOX-1", tags=frozenset({"hardware"}))])
ACME = Entity(registration="91310000MA1FL0001X", domain="acme.example", phone="13800000000")
CRITERIA = frozenset({"uptime", "users", "tickets"})
START = date(2027, 1, 4)


def run(seats=(("A-1", 10),), entity=ACME, start=START, criteria=CRITERIA, spent=None):
    return TrialRun("TRIAL-30", entity, tuple(seats), start, spent, criteria)


def codes_of(asked, history=(), **changes):
    return [problem.code for problem in check_trial(CATALOG, make_trial(**changes), asked, history)]


def test_allows_what_is_within_all_limits():
    assert codes_of(run(spent=yuan("3000"))) == []


@pytest.mark.parametrize(("seats", "expected"), [(1, []), (25, []), (26, ["trial_seats"]), (0, ["trial_seats"])])
def test_bounds_the_seats(seats, expected):
    assert codes_of(run([("A-1", seats)])) == expected


def test_says_how_many_seats_of_what_were_asked_for_and_are_allowed():
    params = {"offering": "A-1", "seats": 26, "most": 25}
    expected = (Problem("trial_seats", field="seats.A-1", params=params),)
    assert check_trial(CATALOG, make_trial(), run([("A-1", 26)]), ()) == expected


def test_bounds_what_is_spent():
    (problem,) = check_trial(CATALOG, make_trial(), run(spent=yuan("3000.01")), ())
    assert (problem.code, problem.field) == ("trial_spending", "spent")
    assert problem.params == {"spent": "3000.01", "most": "3000.00"}


def test_refuses_what_the_trial_does_not_offer():
    (problem,) = check_trial(CATALOG, make_trial(), run([("B-1", 1)]), ())
    assert (problem.code, problem.field) == ("trial_not_offered", "seats.B-1")
    assert problem.params == {"offering": "B-1", "choices": ("A-1",)}


def test_hardware_is_lent_and_never_part_of_a_trial():
    found = check_trial(CATALOG, make_trial(applies_to=("*",)), run([("A-1", 1), ("BOX-1", 1)]), ())
    assert found == (Problem("trial_hardware", field="seats.BOX-1", params={"offering": "BOX-1"}),)


def test_asks_for_all_success_criteria_at_the_start():
    (problem,) = check_trial(CATALOG, make_trial(), run(criteria=frozenset({"users"})), ())
    assert problem == Problem("trial_criteria", field="criteria", params={"missing": ("uptime", "tickets")})


def test_tells_everything_that_is_wrong_at_once():
    asked = run([("A-1", 99), ("B-1", 1)], criteria=frozenset(), spent=yuan("9999"))
    assert codes_of(asked, [run(start=date(2026, 1, 4))]) == [
        "trial_not_offered", "trial_seats", "trial_spending", "trial_criteria", "trial_repeated",
    ]  # fmt: skip


class TestHistory:
    def test_a_product_is_tried_once_in_24_months(self):
        (problem,) = check_trial(CATALOG, make_trial(), run(), [run(start=date(2025, 1, 5))])
        assert (problem.code, problem.field) == ("trial_repeated", "entity")
        assert problem.params == {"offering": "A-1", "start": "2025-01-05", "again": "2027-01-05"}

    def test_and_again_from_the_anniversary_on(self):
        assert codes_of(run(), [run(start=date(2025, 1, 4))]) == []

    def test_another_product_may_be_tried(self):
        assert codes_of(run(), [run([("B-1", 5)])]) == []

    def test_another_entity_may_try(self):
        assert codes_of(run(), [run(entity=Entity(registration="OTHER"))]) == []

    def test_a_sister_company_counts_as_the_same(self):
        sister = Entity(registration="NEW", parent="GROUP")
        earlier = Entity(registration="OLD", parent="GROUP")
        assert codes_of(run(entity=sister), [run(entity=earlier)]) == ["trial_repeated"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Entity(registration="R1"), Entity(registration="R1"), True),
        (Entity(registration="R1"), Entity(registration="R2", parent="r1 "), True),
        (Entity(domain="Acme.example"), Entity(domain="acme.example"), True),
        (Entity(payer="P"), Entity(payer="P", registration="X"), True),
        (Entity(phone="138"), Entity(phone="138"), True),
        (Entity(phone="138"), Entity(payer="138"), False),
        (Entity(), Entity(), False),
        (Entity(registration="R1", domain=""), Entity(registration="R2", domain=""), False),
    ],
)
def test_a_mark_in_common_makes_two_customers_one(one, other, expected):
    assert is_same_entity(one, other) is expected
    assert is_same_entity(other, one) is expected


def test_plans_all_dates_from_the_start():
    plan = plan_trial(make_trial(), date(2027, 1, 1))
    assert plan.midpoint == date(2027, 1, 16)
    assert plan.quote == date(2027, 1, 22)
    assert plan.convert_by == date(2027, 1, 29)
    assert plan.end == date(2027, 1, 30)
    assert plan.suspend == date(2027, 2, 2)
    assert plan.delete == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 12, 31), TrialState.PLANNED),
        (date(2027, 1, 1), TrialState.RUNNING),
        (date(2027, 1, 30), TrialState.RUNNING),
        (date(2027, 1, 31), TrialState.GRACE),
        (date(2027, 2, 1), TrialState.GRACE),
        (date(2027, 2, 2), TrialState.SUSPENDED),
        (date(2027, 2, 28), TrialState.SUSPENDED),
        (date(2027, 3, 1), TrialState.DELETED),
    ],
)
def test_suspends_and_deletes_on_the_planned_days(day, state):
    assert find_state(plan_trial(make_trial(), date(2027, 1, 1)), day) is state
