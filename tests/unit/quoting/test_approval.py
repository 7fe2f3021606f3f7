from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.access.refusals import NotPermitted
from configurator.access.roles import Role
from configurator.quoting.approval import ApprovalPolicy
from configurator.quoting.refusals import ApproverLimitExceeded, DiscountBeyondLimits, OwnQuote
from configurator.quoting.states import Action
from tests.factories.quotes import make_user

POLICY = ApprovalPolicy({"rep": Decimal(5), "manager": Decimal(15), "admin": Decimal(25)})
PERCENTS = st.decimals(0, 100, places=6, allow_nan=False)
REP, MANAGER, ADMIN = make_user(1), make_user(2, Role.MANAGER), make_user(3, Role.ADMIN)


@pytest.mark.parametrize("asked", ["0", "4.99", "5", "5.000000"])
def test_needs_no_approval_up_to_the_sellers_limit(asked):
    found = POLICY.assess(Decimal(asked), Role.REP)
    assert not found.is_needed
    assert found.action is Action.RELEASE


@pytest.mark.parametrize("asked", ["5.000001", "6", "15", "25"])
def test_needs_approval_above_it(asked):
    found = POLICY.assess(Decimal(asked), Role.REP)
    assert found.is_needed
    assert found.action is Action.SUBMIT


def test_says_why_and_who_decides():
    found = POLICY.assess(Decimal(16), Role.REP)
    assert (found.asked, found.limit, found.deciders) == (16, 5, (Role.ADMIN,))


def test_rejects_discount_above_limit_of_everybody():
    with pytest.raises(DiscountBeyondLimits) as refused:
        POLICY.assess(Decimal("25.01"), Role.REP)
    assert refused.value.params == {"asked": Decimal("25.01"), "largest": Decimal(25)}


def test_names_the_largest_discount_that_needs_no_approval():
    assert [POLICY.largest_without_approval(role) for role in Role] == [5, 15, 0, 25]


def test_lets_somebody_uninvolved_approve_within_their_limit():
    POLICY.check_decider(MANAGER, frozenset({REP.id}), Decimal(15))


@pytest.mark.parametrize("user", [MANAGER, ADMIN])
def test_lets_nobody_approve_their_own(user):
    with pytest.raises(OwnQuote):
        POLICY.check_decider(user, frozenset({user.id, 9}), Decimal(1))


@pytest.mark.parametrize("user", [MANAGER, ADMIN])
def test_lets_nobody_reject_their_own(user):
    with pytest.raises(OwnQuote):
        POLICY.check_referee(user, frozenset({user.id}))


def test_refuses_an_approver_whose_limit_does_not_reach():
    with pytest.raises(ApproverLimitExceeded) as refused:
        POLICY.check_decider(MANAGER, frozenset(), Decimal("15.01"))
    assert refused.value.params == {"asked": Decimal("15.01"), "limit": Decimal(15)}


def test_lets_an_approver_reject_beyond_their_limit():
    POLICY.check_referee(MANAGER, frozenset())


@pytest.mark.parametrize("user", [REP, make_user(4, Role.MAINTAINER), make_user(5, Role.MANAGER, active=False)])
def test_lets_only_approvers_decide(user):
    with pytest.raises(NotPermitted):
        POLICY.check_decider(user, frozenset(), Decimal(0))


@given(asked=PERCENTS)
def test_every_decider_named_is_let_through_and_no_other(asked):
    try:
        deciders = POLICY.assess(asked, Role.MAINTAINER).deciders
    except DiscountBeyondLimits:
        deciders = ()
    for role in Role:
        assert _is_let_through(role, asked) is (role in deciders)


def _is_let_through(role: Role, asked: Decimal) -> bool:
    try:
        POLICY.check_decider(make_user(9, role), frozenset({1}), asked)
    except (NotPermitted, ApproverLimitExceeded):
        return False
    return True
