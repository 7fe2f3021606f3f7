"""The people who use the product, as the rest of the code sees them, and what is asked of them before they act."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.access.permissions import Permission, can
from configurator.access.refusals import NotPermitted
from configurator.access.roles import Role
from configurator.values.text import Language


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. Passwords and sessions never leave storage."""

    id: int
    email: str
    name: str
    role: Role
    language: Language
    active: bool = True


def may(user: User, permission: Permission) -> bool:
    """Whether this user has the permission now; nobody who was deactivated has any."""
    return user.active and can(user.role, permission)


def require(user: User, permission: Permission) -> None:
    """Go on only with the permission; NotPermitted otherwise."""
    if not may(user, permission):
        raise NotPermitted(permission=permission, role=user.role)


def require_reach(user: User, owner_id: int, own: Permission, everybodys: Permission) -> None:
    """Go on only if the user has `own` and it is theirs, or has `everybodys`; NotPermitted otherwise."""
    if not may(user, everybodys) and owner_id != user.id:
        raise NotPermitted(permission=everybodys, role=user.role)
    require(user, own)
