"""Who is signed in: a random token in a cookie, checked against its session row on every request."""

from __future__ import annotations

from typing import cast

from flask import Response, current_app, g, request, session

from configurator.access.users import User
from configurator.http.services import get_services

TOKEN_COOKIE = "configurator_session"


def load_user() -> None:
    """Look up the user of the request's token once; a static file asks for nobody."""
    token = request.cookies.get(TOKEN_COOKIE, "")
    wanted = token and request.endpoint != "static"
    g.user = get_services().users.user_of_token(token) if wanted else None


def get_user() -> User | None:
    """The signed-in user, or None."""
    return cast("User | None", g.get("user"))


def require_user() -> User:
    """The signed-in user; the guard has already turned everybody else away."""
    user = get_user()
    if user is None:
        raise RuntimeError("a page for users was reached without one")
    return user


def get_token() -> str:
    """The request's session token, empty when there is none."""
    return request.cookies.get(TOKEN_COOKIE, "")


def keep_token(response: Response, token: str) -> None:
    """Give the browser the token of a new session; what the old session knew is forgotten."""
    session.clear()
    response.set_cookie(
        TOKEN_COOKIE, token, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )


def drop_token(response: Response) -> None:
    """Take the token back."""
    session.clear()
    response.delete_cookie(
        TOKEN_COOKIE, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
