"""How a request reaches the services and the settings of its application."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g

if TYPE_CHECKING:
    from configurator.bootstrap import Services

EXTENSION = "configurator"


def get_services() -> Services:
    """The services of this request: those that create_app was given, with one catalog in force from first to last."""
    if "services" not in g:
        g.services = cast("Services", current_app.extensions[EXTENSION]).at_present()
    return cast("Services", g.services)


def get_now() -> datetime:
    """The moment of this request, in UTC; the same however often one asks."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast(datetime, g.now)


def get_today() -> date:
    """The day of this request where the server stands."""
    return get_now().astimezone().date()
