"""The desk: what needs the reader now; and the search over customers and quotes."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs, public, signed_in
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.storage.paging import Page
from configurator.storage.rows import QuoteFilters
from configurator.web.blueprint import pages

FOUND = 10


@pages.get("/")
@signed_in
def show_desk() -> ResponseReturnValue:
    """What needs the reader: approvals, drafts, approved but not sent, ending soon, recent."""
    return render_template("web/desk/desk.html", desk=get_services().quotes.desk(require_user()))


@pages.get("/search")
@needs(Permission.VIEW_CUSTOMERS)
def search() -> ResponseReturnValue:
    """Customers and quotes whose name or number holds the text."""
    text = request.args.get("text", "").strip()[:100]
    services, user = get_services(), require_user()
    few = Page(1, FOUND)
    customers = services.customers.find_customers(text, None, few).rows if text else ()
    quotes = services.quotes.list_quotes(user, QuoteFilters(text=text), few).rows if text else ()
    return render_template("web/desk/search.html", text=text, customers=customers, quotes=quotes)


@pages.get("/healthz")
@public
def answer_health() -> ResponseReturnValue:
    """`ok`, for whoever watches the server."""
    return "ok", 200, {"Content-Type": "text/plain; charset=utf-8"}
