from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.access.limits import approvers_of, limit_of
from configurator.access.roles import Role

LIMITS = {"rep": Decimal(5), "manager": Decimal(15), "admin": Decimal(25)}


@pytest.mark.parametrize(("role", "percent"), [(Role.REP, 5), (Role.MANAGER, 15), (Role.ADMIN, 25)])
def test_finds_the_limit_of_a_role(role, percent):
    assert limit_of(role, LIMITS) == percent


def test_grants_nothing_to_a_role_that_the_catalog_does_not_name():
    assert limit_of(Role.MAINTAINER, LIMITS) == 0


@pytest.mark.parametrize(
    ("percent", "roles"),
    [
        ("0", (Role.MANAGER, Role.ADMIN)),
        ("15", (Role.MANAGER, Role.ADMIN)),
        ("15.000001", (Role.ADMIN,)),
        ("25", (Role.ADMIN,)),
        ("25.000001", ()),
    ],
)
def test_names_those_who_may_approve_the_lowest_limit_first(percent, roles):
    assert approvers_of(Decimal(percent), LIMITS) == roles


def test_never_names_a_role_that_may_not_approve_however_high_its_limit():
    assert approvers_of(Decimal(1), {"rep": Decimal(90)}) == ()
