from __future__ import annotations

import pytest

from configurator.access.permissions import Permission
from configurator.access.refusals import NotPermitted
from configurator.access.roles import Role
from configurator.access.users import may, require, require_reach
from tests.factories.quotes import make_user

OWN, EVERYBODYS = Permission.EDIT_QUOTES, Permission.EDIT_ALL_QUOTES


def test_lets_a_manager_approve():
    require(make_user(role=Role.MANAGER), Permission.APPROVE_QUOTES)


def test_refuses_what_the_role_lacks_and_says_so():
    with pytest.raises(NotPermitted) as refused:
        require(make_user(role=Role.REP), Permission.APPROVE_QUOTES)
    assert refused.value.params == {"permission": Permission.APPROVE_QUOTES, "role": Role.REP}


@pytest.mark.parametrize("permission", Permission)
def test_lets_nobody_act_who_was_deactivated(permission):
    assert not any(may(make_user(role=role, active=False), permission) for role in Role)


def test_lets_an_owner_edit():
    require_reach(make_user(7), 7, OWN, EVERYBODYS)


def test_lets_a_manager_edit_what_is_somebody_elses():
    require_reach(make_user(7, Role.MANAGER), 8, OWN, EVERYBODYS)


def test_refuses_a_rep_what_is_somebody_elses():
    with pytest.raises(NotPermitted):
        require_reach(make_user(7), 8, OWN, EVERYBODYS)


def test_refuses_an_owner_who_lost_the_right():
    with pytest.raises(NotPermitted):
        require_reach(make_user(7, Role.MAINTAINER), 7, OWN, EVERYBODYS)
