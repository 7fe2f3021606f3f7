"""The life of a version, every pair of state and action: the expected table is written out once more, by hand."""

from __future__ import annotations

from itertools import product

import pytest

from configurator.access.permissions import Permission
from configurator.access.roles import Role
from configurator.quoting.lifecycle import TRANSITIONS, actions_from, actions_open_to, next_state, transition_of
from configurator.quoting.refusals import TransitionRefused
from configurator.quoting.states import Action, QuoteState

EXPECTED = """
draft        edit       draft
draft        submit     in_approval
draft        release    approved
draft        withdraw   withdrawn
in_approval  approve    approved
in_approval  reject     draft
in_approval  recall     draft
in_approval  withdraw   withdrawn
in_approval  expire     expired
approved     send       sent
approved     recall     draft
approved     withdraw   withdrawn
approved     expire     expired
sent         accept     accepted
sent         decline    declined
sent         withdraw   withdrawn
sent         expire     expired
sent         supersede  withdrawn
sent         revise     sent
expired      revise     expired
declined     revise     declined
withdrawn    revise     withdrawn
"""
LEADS_TO = {(state, action): target for state, action, target in (row.split() for row in EXPECTED.split("\n") if row)}
PAIRS = list(product(QuoteState, Action))


@pytest.mark.parametrize(("state", "action"), PAIRS)
def test_leads_where_the_table_says_or_is_refused(state, action):
    target = LEADS_TO.get((state, action))
    if target is not None:
        assert next_state(state, action) == target
        return
    with pytest.raises(TransitionRefused) as refused:
        next_state(state, action)
    assert (refused.value.params["state"], refused.value.params["action"]) == (state, action)
    assert set(refused.value.params["possible"]) == {a for s, a in LEADS_TO if s == state}


def test_holds_no_other_steps():
    assert len(TRANSITIONS) == len(LEADS_TO)


def test_ends_with_acceptance():
    assert actions_from(QuoteState.ACCEPTED) == frozenset()


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.EDIT, Action.REVISE}))
def test_never_takes_the_same_step_twice_in_a_row(action):
    origins = [state for state in QuoteState if (state, action) in TRANSITIONS]
    assert all((next_state(state, action), action) not in TRANSITIONS for state in origins)


@pytest.mark.parametrize("state", QuoteState)
def test_is_reached_from_a_draft(state):
    reached = {QuoteState.DRAFT}
    for _ in QuoteState:
        reached |= {next_state(origin, action) for origin, action in TRANSITIONS if origin in reached}
    assert state in reached


def test_sends_only_what_was_approved():
    assert [state for state, action in TRANSITIONS if action is Action.SEND] == [QuoteState.APPROVED]


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT])
def test_takes_an_approver_to_decide(action):
    assert transition_of(QuoteState.IN_APPROVAL, action).permission is Permission.APPROVE_QUOTES


def test_offers_a_rep_neither_decision_nor_what_the_system_does():
    offered = {action for state in QuoteState for action in actions_open_to(Role.REP, state)}
    assert offered == set(Action) - {Action.APPROVE, Action.REJECT, Action.EXPIRE, Action.SUPERSEDE}


def test_offers_an_administrator_only_decisions():
    offered = {action for state in QuoteState for action in actions_open_to(Role.ADMIN, state)}
    assert offered == {Action.APPROVE, Action.REJECT}


@pytest.mark.parametrize("state", QuoteState)
def test_offers_a_maintainer_nothing(state):
    assert actions_open_to(Role.MAINTAINER, state) == frozenset()
