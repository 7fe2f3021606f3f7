"""The reader's language: the user's own, before sign-in a cookie's, else what the browser asks for."""

from __future__ import annotations

from flask import Response, current_app, g, request

from configurator.http.sessions import get_user
from configurator.values.text import LANGUAGES, Language

LANGUAGE_COOKIE = "configurator_language"
_YEAR = 365 * 24 * 3600


def as_language(text: object) -> Language | None:
    """The text as one of our languages, or None."""
    return next((language for language in LANGUAGES if language == text), None)


def get_language() -> Language:
    """The language of this answer."""
    chosen: Language | None = g.get("language")
    if chosen is None:
        user = get_user()
        chosen = as_language(user.language) if user else as_language(request.cookies.get(LANGUAGE_COOKIE))
        g.language = chosen = chosen or _browser_language()
    return chosen


def keep_language(response: Response, language: Language) -> None:
    """Remember the choice in this browser, for the time before sign-in."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)


def _browser_language() -> Language:
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en", "en-GB", "en-US"])
    fallback: Language = current_app.config["DEFAULT_LANGUAGE"]
    return as_language(best.partition("-")[0]) or fallback if best else fallback
