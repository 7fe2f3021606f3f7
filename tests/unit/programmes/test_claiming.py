"""Claims: what a quote may take of shares, codes and points, and why not."""

from __future__ import annotations

from datetime import date

import pytest

from configurator.programmes.claiming import (
    ClaimKind,
    Standing,
    count_weeks,
    find_problems,
    list_windows,
    stand_for_offer,
)
from configurator.values.problem import Problem
from tests.factories.benefits import make_offer, make_partners
from tests.factories.catalog import make_text

NAME = make_text("gift")
PROGRAMME, OFFER = make_partners(), make_offer(quota=10)


def january(day):
    return date(2027, 1, day)


def stand(day, taken=0, quantity=1, used_in="", held_out=False):
    return stand_for_offer(PROGRAMME, OFFER, january(day), taken, quantity, used_in, held_out)


def codes_of(kind, quantity, standing):
    return [problem.code for problem in find_problems(kind, NAME, quantity, standing)]


@pytest.mark.parametrize(("day", "taken", "quantity"), [(1, 0, 2), (1, 1, 1), (8, 4, 1), (22, 9, 1)])
def test_grants_what_the_weeks_up_to_the_day_released(day, taken, quantity):
    assert codes_of(ClaimKind.OFFER, quantity, stand(day, taken, quantity)) == []


def test_says_on_which_day_the_next_week_is_released():
    (problem,) = find_problems(ClaimKind.OFFER, NAME, 1, stand(1, taken=2))
    assert problem.code == "claim_quota_waits"
    assert problem.params == {"name": NAME, "quantity": 1, "taken": 2, "released": 2, "next": "2027-01-08"}


def test_says_the_day_of_the_week_that_is_enough_for_all_shares():
    (problem,) = find_problems(ClaimKind.OFFER, NAME, 2, stand(1, taken=4, quantity=2))
    assert problem.params["next"] == "2027-01-15"


def test_before_the_month_nothing_is_released():
    (problem,) = find_problems(
        ClaimKind.OFFER, NAME, 1, stand_for_offer(PROGRAMME, OFFER, date(2026, 12, 31), 0, 1, "", False)
    )
    assert (problem.code, problem.params["next"]) == ("claim_quota_waits", "2027-01-01")


def test_a_quota_that_is_used_up_has_no_next_day():
    (problem,) = find_problems(ClaimKind.OFFER, NAME, 2, stand(31, taken=9, quantity=2))
    assert (problem.code, problem.params["quota"], problem.params["taken"]) == ("claim_quota_used_up", 10, 9)


def test_the_last_share_of_the_quota_has_its_day():
    assert (stand(1, taken=9).next_release, stand(1, taken=10).next_release) == (january(22), None)


def test_says_who_is_held_out_and_which_quote_has_it_already():
    found = find_problems(ClaimKind.OFFER, NAME, 1, stand(31, used_in="Q-1", held_out=True))
    assert found == (
        Problem("claim_held_out", params={"name": NAME}),
        Problem("claim_used_by_entity", params={"name": NAME, "quote": "Q-1"}),
    )


def test_tells_every_reason():
    found = codes_of(ClaimKind.OFFER, 1, stand(1, taken=2, used_in="Q-1", held_out=True))
    assert found == ["claim_held_out", "claim_used_by_entity", "claim_quota_waits"]


def test_a_code_without_bounds_is_never_refused():
    assert codes_of(ClaimKind.CODE, 1, Standing(taken=10**6)) == []


def test_a_code_is_refused_when_used_up_or_used_by_the_entity():
    assert codes_of(ClaimKind.CODE, 1, Standing(taken=5, released=5, quota=5)) == ["claim_quota_used_up"]
    assert codes_of(ClaimKind.CODE, 1, Standing(used_in="Q-7")) == ["claim_used_by_entity"]


@pytest.mark.parametrize(("points", "found"), [(70, []), (71, ["points_short"])])
def test_points_are_bounded_by_what_is_not_held(points, found):
    assert codes_of(ClaimKind.POINTS, points, Standing(taken=30, released=100)) == found


def test_an_account_that_is_not_known_has_no_points():
    assert codes_of(ClaimKind.POINTS, 1, Standing()) == ["points_short"]


def test_points_owed_are_no_points():
    (problem,) = find_problems(ClaimKind.POINTS, NAME, 1, Standing(taken=0, released=-40))
    assert problem.params == {"points": 1, "available": 0}


@pytest.mark.parametrize(("day", "week"), [(date(2026, 12, 31), 0), (january(1), 1), (january(7), 1), (january(8), 2)])
def test_weeks_count_from_the_first_of_the_month(day, week):
    assert count_weeks(OFFER, day) == week


def test_windows_add_up_to_the_quota_and_end_there():
    windows = list_windows(PROGRAMME, OFFER, date(2027, 3, 1))
    assert windows == ((1, january(1), 2), (2, january(8), 3), (3, january(15), 2), (4, january(22), 3))
    assert sum(shares for _, _, shares in windows) == OFFER.quota


def test_windows_are_those_up_to_the_day():
    assert [week for week, _, _ in list_windows(PROGRAMME, OFFER, january(14))] == [1, 2]
    assert list_windows(PROGRAMME, OFFER, date(2026, 12, 31)) == ()


def test_a_week_that_releases_no_whole_share_is_no_window():
    assert [week for week, _, _ in list_windows(PROGRAMME, make_offer(quota=2), january(31))] == [2, 4]
