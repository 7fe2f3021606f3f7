"""Approval limits: the largest manual discount that each role may grant, as the catalog says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from configurator.access.permissions import Permission, can
from configurator.access.roles import Role

NOTHING = Decimal(0)


def limit_of(role: Role, limits: Mapping[str, Decimal]) -> Decimal:
    """The largest discount in percent that the role may grant; nothing when the catalog does not name it."""
    return limits.get(role.value, NOTHING)


def approvers_of(percent: Decimal, limits: Mapping[str, Decimal]) -> tuple[Role, ...]:
    """The roles that may approve such a discount, the lowest limit first."""
    able = [role for role in Role if can(role, Permission.APPROVE_QUOTES) and limit_of(role, limits) >= percent]
    return tuple(sorted(able, key=lambda role: limit_of(role, limits)))
