"""Who may do what: permissions, and the table that gives them to roles."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from configurator.access.roles import Role


class Permission(StrEnum):
    """One thing that a role may be allowed to do. What says `all` reaches beyond the user's own records."""

    VIEW_CUSTOMERS = "view_customers"
    EDIT_CUSTOMERS = "edit_customers"
    EDIT_ALL_CUSTOMERS = "edit_all_customers"
    VIEW_QUOTES = "view_quotes"
    VIEW_ALL_QUOTES = "view_all_quotes"
    EDIT_QUOTES = "edit_quotes"
    EDIT_ALL_QUOTES = "edit_all_quotes"
    APPROVE_QUOTES = "approve_quotes"
    VIEW_MARGIN = "view_margin"
    VIEW_CATALOG = "view_catalog"
    MAINTAIN_CATALOG = "maintain_catalog"
    PUBLISH_CATALOG = "publish_catalog"
    APPROVE_CATALOG = "approve_catalog"
    MANAGE_USERS = "manage_users"
    VIEW_AUDIT = "view_audit"


_EVERYBODY = frozenset({Permission.VIEW_CUSTOMERS, Permission.VIEW_QUOTES, Permission.VIEW_CATALOG})
_SELLERS = _EVERYBODY | {Permission.EDIT_CUSTOMERS, Permission.EDIT_QUOTES}

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.REP: _SELLERS,
    Role.MANAGER: _SELLERS
    | {
        Permission.EDIT_ALL_CUSTOMERS,
        Permission.VIEW_ALL_QUOTES,
        Permission.EDIT_ALL_QUOTES,
        Permission.APPROVE_QUOTES,
        Permission.VIEW_MARGIN,
        Permission.VIEW_AUDIT,
    },
    Role.MAINTAINER: _EVERYBODY
    | {
        Permission.VIEW_ALL_QUOTES,
        Permission.VIEW_MARGIN,
        Permission.MAINTAIN_CATALOG,
        Permission.PUBLISH_CATALOG,
        Permission.APPROVE_CATALOG,
    },
    Role.ADMIN: _EVERYBODY
    | {
        Permission.VIEW_ALL_QUOTES,
        Permission.APPROVE_QUOTES,
        Permission.VIEW_MARGIN,
        Permission.MAINTAIN_CATALOG,
        Permission.APPROVE_CATALOG,
        Permission.MANAGE_USERS,
        Permission.VIEW_AUDIT,
    },
}


def can(role: Role, permission: Permission) -> bool:
    """Whether the role has the permission."""
    return permission in ROLE_PERMISSIONS[role]
