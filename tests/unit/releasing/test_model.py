from __future__ import annotations

from datetime import date

import pytest

from configurator.releasing.model import Decision, Overtaken, ReleaseState, find_in_force, find_namesake, find_overtaken
from tests.factories.releases import TODAY, make_decision, make_release

LATER = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ReleaseState.PUBLISHED),
        ({"needs_approval": True}, ReleaseState.PROPOSED),
        ({"needs_approval": True, "decision": make_decision()}, ReleaseState.PUBLISHED),
        ({"needs_approval": True, "decision": make_decision(Decision.REJECTED)}, ReleaseState.REJECTED),
    ],
)
def test_state_follows_from_need_and_decision(changes, state):
    assert make_release(**changes).state is state


def test_greatest_number_whose_day_has_come_is_in_force():
    releases = [make_release(1), make_release(3, effective_from=LATER), make_release(2)]
    assert find_in_force(releases, TODAY) == releases[2]
    assert find_in_force(releases, LATER) == releases[1]


def test_nothing_is_in_force_before_the_first_day():
    assert find_in_force([make_release(1, effective_from=LATER)], TODAY) is None
    assert find_in_force([], TODAY) is None


@pytest.mark.parametrize("decision", [None, make_decision(Decision.REJECTED)])
def test_what_is_not_approved_is_never_in_force(decision):
    waiting = make_release(2, needs_approval=True, decision=decision)
    assert find_in_force([make_release(1), waiting], LATER) == make_release(1)


def test_a_greater_number_overtakes_what_was_scheduled():
    scheduled, repair = make_release(2, effective_from=LATER), make_release(3)
    assert find_overtaken([make_release(1), scheduled], TODAY) == ()
    assert find_overtaken([make_release(1), scheduled, repair], TODAY)[-1] == Overtaken(scheduled, repair)


def test_a_lower_number_that_is_approved_late_is_overtaken_itself():
    late = make_release(1, needs_approval=True, decision=make_decision())
    assert find_overtaken([late, make_release(2)], TODAY) == (Overtaken(late, make_release(2)),)


def test_what_counted_on_its_day_is_not_overtaken():
    yesterday = make_release(1, effective_from=date(2026, 11, 21))
    assert find_overtaken([yesterday, make_release(2)], TODAY) == ()


def test_what_waits_for_approval_overtakes_nothing():
    scheduled, waiting = make_release(2, effective_from=LATER), make_release(3, needs_approval=True)
    assert find_overtaken([scheduled, waiting], TODAY) == ()


def test_finds_the_latest_release_that_has_the_label_but_other_files():
    releases = [make_release(1), make_release(2), make_release(3, label="other"), make_release(4)]
    assert find_namesake(releases, releases[3]) == releases[1]
    assert find_namesake(releases, releases[2]) is None


def test_the_same_files_again_are_no_namesake():
    assert find_namesake([make_release(1)], make_release(2, digest=make_release(1).digest)) is None
