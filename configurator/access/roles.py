"""The roles that people have here."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for: sells, leads sellers, maintains the catalog, or looks after the installation."""

    REP = "rep"
    MANAGER = "manager"
    MAINTAINER = "maintainer"
    ADMIN = "admin"
