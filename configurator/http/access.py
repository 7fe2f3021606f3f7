"""Access by declaration: every endpoint says who may call it; one that says nothing is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from flask import abort, current_app, request
from werkzeug.exceptions import Unauthorized

from configurator.access.permissions import Permission, can
from configurator.http.sessions import get_user

View = TypeVar("View", bound=Callable[..., Any])
Access = Permission | Literal["public", "signed_in"]

_ATTRIBUTE = "__access__"


def public(view: View) -> View:
    """Anybody may call this, signed in or not."""
    setattr(view, _ATTRIBUTE, "public")
    return view


def signed_in(view: View) -> View:
    """Every signed-in user may call this, whatever the role."""
    setattr(view, _ATTRIBUTE, "signed_in")
    return view


def needs(permission: Permission) -> Callable[[View], View]:
    """Only users whose role has the permission may call this."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, permission)
        return view

    return declare


def get_access(endpoint: str) -> Access | None:
    """What the endpoint declares, None when it declares nothing. Static files are public."""
    if endpoint == "static":
        return "public"
    view = current_app.view_functions[endpoint]
    declared: Access | None = getattr(view, _ATTRIBUTE, None)
    return declared


def guard() -> None:
    """Let the request through, or answer 401, 403 or 404 before any page runs."""
    if request.endpoint is None:
        return  # no route matched: Flask answers 404 or 405 itself
    access = get_access(request.endpoint)
    if access == "public":
        return
    user = get_user()
    if user is None:
        raise Unauthorized
    if access is None or (isinstance(access, Permission) and not can(user.role, access)):
        abort(403)
