"""What every template may use: texts, figures in the reader's language, the user and the navigation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context

from configurator.access.permissions import Permission
from configurator.access.permissions import can as role_can
from configurator.http.headers import get_nonce
from configurator.http.languages import get_language
from configurator.http.services import get_services
from configurator.http.sessions import get_user
from configurator.quoting.billing_calendar import open_calendar
from configurator.quoting.content import ContentTrace
from configurator.values.text import Text
from configurator.web import formatting
from configurator.wording import knows, say

NAVIGATION: tuple[tuple[str, str, Permission | None], ...] = (
    ("web.nav.desk", "web.show_desk", None),
    ("web.nav.customers", "web.list_customers", Permission.VIEW_CUSTOMERS),
    ("web.nav.quotes", "web.list_quotes", Permission.VIEW_QUOTES),
    ("web.nav.approvals", "web.list_approvals", Permission.APPROVE_QUOTES),
    ("web.nav.catalog", "web.show_catalog", Permission.VIEW_CATALOG),
    ("web.nav.workbench", "web.show_workbench", Permission.MAINTAIN_CATALOG),
    ("web.nav.users", "web.list_users", Permission.MANAGE_USERS),
)
SECTIONS = {
    "web.list_customers": ("/customers",),
    "web.list_quotes": ("/quotes",),
    "web.list_approvals": ("/approvals",),
    "web.show_catalog": ("/catalog",),
    "web.show_workbench": ("/workbench",),
    "web.list_users": ("/admin",),
}


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the navigation; `current` when the reader is in its section."""

    key: str
    address: str
    current: bool


def translate(key: str, **params: object) -> str:
    """The text `<domain>.<key>` in the reader's language."""
    return say(get_language(), key, **params)


def has_text(key: str) -> bool:
    """Whether there is such a text, for hints that not every field has."""
    return knows(get_language(), key)


def can(permission: str) -> bool:
    """Whether the signed-in user may do that."""
    user = get_user()
    return user is not None and role_can(user.role, Permission(permission))


def join_texts(names: Iterable[str], prefix: str) -> str:
    """The texts `<prefix><name>` in a row, as the language enumerates; a name without a text stands for itself."""
    words = [translate(prefix + name) if has_text(prefix + name) else name for name in names]
    return ("、" if get_language() == "zh" else ", ").join(words)


def say_trace(step: ContentTrace) -> str:
    """One step of a price in words, with its figures as far as the text asks for them."""
    params = _words_of(dict(step.params))
    cases = (f"pricing.trace.{step.step}.{params.get('case', '')}", f"pricing.trace.{step.step}")
    key = next((key for key in cases if has_text(key)), None)
    return translate(key, **params) if key else step.step


def _words_of(params: dict[str, str]) -> dict[str, str]:
    """The parameters with those that have a form in the reader's language (`<name>_zh`) in that form."""
    ending = f"_{get_language()}"
    return params | {name.removesuffix(ending): text for name, text in params.items() if name.endswith(ending)}


def name_owner(key: str) -> str:
    """Who answers for a rule, by the catalog's name."""
    return _words(get_services().proposer.catalog.owners.get(key)) or key


def page_address(number: int) -> str:
    """The present list's address at another page, every filter kept."""
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'page': number})}"


def list_navigation() -> tuple[NavigationItem, ...]:
    """The sections that the user may see."""
    return tuple(
        NavigationItem(key, url_for(endpoint), _is_current(endpoint))
        for key, endpoint, permission in NAVIGATION
        if permission is None or can(permission)
    )


def provide_context() -> dict[str, Any]:
    """The names that every template gets."""
    user = get_user()
    return {
        "language": get_language(),
        "nonce": get_nonce(),
        "user": user,
        "navigation": list_navigation() if user else (),
        "here": _here(),
    }


def install_context(app: Flask) -> None:
    """Give the application's templates their functions and filters."""
    app.context_processor(provide_context)
    app.jinja_env.globals.update(
        t=translate,
        knows_text=has_text,
        can=can,
        joined=join_texts,
        page_address=page_address,
        trace_text=say_trace,
        owner_name=name_owner,
    )
    app.jinja_env.tests["nonzero"] = formatting.is_nonzero
    app.jinja_env.filters.update(
        words=_words,
        billing_calendar=open_calendar,
        percentage=_percentage,
        amount=_in_the_quotes_decimals(formatting.show_amount),
        change=_in_the_quotes_decimals(formatting.show_change),
        money=_in_reader_language(formatting.show_money),
        currency=_in_reader_language(formatting.show_currency),
        percent=_in_reader_language(formatting.show_percent),
        points=_in_reader_language(formatting.show_points),
        count=_in_reader_language(formatting.show_count),
        day=_in_reader_language(formatting.show_day),
        moment=_in_reader_language(formatting.show_moment),
    )


def _percentage(fraction: str) -> Decimal:
    return Decimal(fraction) * 100


def _words(text: Text | None) -> str:
    return text.in_language(get_language()) if text else ""


def _in_reader_language(show: Callable[..., str]) -> Callable[..., str]:
    return lambda value, *rest: partial(show, get_language())(value, *rest)


def _in_the_quotes_decimals(show: Callable[..., str]) -> Callable[..., str]:
    """Amounts in the currency that the page names, else in that of the content that it shows."""

    @pass_context
    def write(context: Context, amount: str, currency: str = "") -> str:
        return show(get_language(), amount, currency or _find_currency(context))

    return write


def _find_currency(context: Context) -> str:
    for name in ("content", "reading"):
        shown = context.get(name)
        currency = getattr(getattr(shown, "content", shown), "currency", None)
        if isinstance(currency, str):
            return currency
    return formatting.USUAL_CURRENCY


def _is_current(endpoint: str) -> bool:
    return request.endpoint == endpoint or request.path.startswith(SECTIONS.get(endpoint, ("\0",)))


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
