"""Who may do what, as a table of its own: whoever changes the product's table changes this one with open eyes."""

from __future__ import annotations

import pytest

from configurator.access.permissions import ROLE_PERMISSIONS, Permission, can
from configurator.access.roles import Role

REP, MANAGER, MAINTAINER, ADMIN = Role.REP, Role.MANAGER, Role.MAINTAINER, Role.ADMIN
WHO = {
    Permission.VIEW_CUSTOMERS: {REP, MANAGER, MAINTAINER, ADMIN},
    Permission.EDIT_CUSTOMERS: {REP, MANAGER},
    Permission.EDIT_ALL_CUSTOMERS: {MANAGER},
    Permission.VIEW_QUOTES: {REP, MANAGER, MAINTAINER, ADMIN},
    Permission.VIEW_ALL_QUOTES: {MANAGER, MAINTAINER, ADMIN},
    Permission.EDIT_QUOTES: {REP, MANAGER},
    Permission.EDIT_ALL_QUOTES: {MANAGER},
    Permission.APPROVE_QUOTES: {MANAGER, ADMIN},
    Permission.VIEW_MARGIN: {MANAGER, MAINTAINER, ADMIN},
    Permission.VIEW_CATALOG: {REP, MANAGER, MAINTAINER, ADMIN},
    Permission.MAINTAIN_CATALOG: {MAINTAINER, ADMIN},
    Permission.PUBLISH_CATALOG: {MAINTAINER},
    Permission.APPROVE_CATALOG: {MAINTAINER, ADMIN},
    Permission.MANAGE_USERS: {ADMIN},
    Permission.VIEW_AUDIT: {MANAGER, ADMIN},
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_gives_each_role_exactly_its_permissions(role, permission):
    assert can(role, permission) is (role in WHO[permission])


def test_knows_every_role():
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        (Permission.EDIT_ALL_QUOTES, Permission.EDIT_QUOTES),
        (Permission.EDIT_ALL_QUOTES, Permission.VIEW_ALL_QUOTES),
        (Permission.VIEW_ALL_QUOTES, Permission.VIEW_QUOTES),
        (Permission.APPROVE_QUOTES, Permission.VIEW_ALL_QUOTES),
        (Permission.EDIT_ALL_CUSTOMERS, Permission.EDIT_CUSTOMERS),
        (Permission.EDIT_CUSTOMERS, Permission.VIEW_CUSTOMERS),
    ],
)
def test_gives_a_wider_permission_only_with_the_narrower(role, wider, narrower):
    assert not can(role, wider) or can(role, narrower)
