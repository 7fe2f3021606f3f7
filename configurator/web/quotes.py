"""Quotes: the list, one quote's page with its tabs, terms and discounts, and the steps of its life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.access.users import User
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.paging import paging_of, read_page_number
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import say_finding, say_refusal, status_of
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.quoting.chains import trace_chain
from configurator.quoting.content import Content
from configurator.quoting.states import Action, QuoteState
from configurator.storage.paging import Page
from configurator.storage.rows import QuoteFilters
from configurator.values.refusal import Refusal
from configurator.web import profiles
from configurator.web.blueprint import pages
from configurator.web.commercial_views import view_terms
from configurator.web.context import translate
from configurator.web.drafting import set_line_discount, set_terms
from configurator.web.forms import CommentForm, SignatureForm, TermsForm, percent
from configurator.web.place_views import name_place
from configurator.web.price_parts import list_words
from configurator.web.price_views import read_price
from configurator.web.quote_views import group_lines
from configurator.web.reading_quotes import Reading, read_quote
from configurator.web.staleness import show_stale

TABS = ("lines", "price", "versions", "documents", "activity")


@pages.get("/quotes")
@needs(Permission.VIEW_QUOTES)
def list_quotes() -> ResponseReturnValue:
    """The quotes that the reader may see, narrowed by text, state and owner."""
    text = request.args.get("text", "").strip()[:100]
    state = next((each for each in QuoteState if each == request.args.get("state")), None)
    mine = request.args.get("mine") == "yes"
    filters = QuoteFilters(text=text, states=(state,) if state else (), owner_id=require_user().id if mine else None)
    found = get_services().quotes.list_quotes(require_user(), filters, Page(read_page_number()))
    return render_template(
        "web/quotes/list.html",
        rows=found.rows,
        paging=paging_of(found),
        text=text,
        state=state,
        mine=mine,
        states=tuple(QuoteState),
    )


@pages.get("/quotes/<int:quote_id>")
@needs(Permission.VIEW_QUOTES)
def show_quote(quote_id: int) -> ResponseReturnValue:
    """One quote with the tab that the address names."""
    return _show_page(read_quote(quote_id), None)


@pages.post("/quotes/<int:quote_id>/terms")
@needs(Permission.EDIT_QUOTES)
def save_terms(quote_id: int) -> ResponseReturnValue:
    """Another commitment or discount for the whole draft."""
    reading, form = read_quote(quote_id), _make_terms_form(None)
    if not form.validate():
        return _show_page(reading, form), 422
    changed = set_terms(reading.version.request, int(form.term_months.data), form.discount_percent.data)
    return _save(reading, changed)


@pages.post("/quotes/<int:quote_id>/discounts/<offering>")
@needs(Permission.EDIT_QUOTES)
def save_line_discount(quote_id: int, offering: str) -> ResponseReturnValue:
    """Another discount on one line of the draft."""
    reading, form = read_quote(quote_id), TermsForm(data={"term_months": "1"})
    known = {line.offering for line in reading.content.lines} if reading.content else set()
    if offering not in known:
        abort(404)
    try:
        percent(form, form.discount_percent)
    except ValueError as error:
        flash(str(error), "error")
        return redirect(url_for("web.show_quote", quote_id=quote_id))
    return _save(reading, set_line_discount(reading.version.request, offering, form.discount_percent.data))


@pages.get("/quotes/<int:quote_id>/lines/<int:number>")
@needs(Permission.VIEW_QUOTES)
def show_price(quote_id: int, number: int) -> ResponseReturnValue:
    """How one line's price came about, and its discount while a draft."""
    reading = read_quote(quote_id)
    lines = reading.content.lines if reading.content else ()
    line = next((each for each in lines if each.number == number), None)
    if line is None:
        abort(404)
    template = "web/quotes/_price.html" if "HX-Request" in request.headers else "web/quotes/price.html"
    given = reading.version.request.get("line_discounts", {})
    asked = given.get(line.offering, "") if isinstance(given, Mapping) else ""
    return render_template(template, reading=reading, line=line, asked=asked, chain=trace_chain(lines, line.offering))


@pages.get("/quotes/<int:quote_id>/terms-compared")
@needs(Permission.VIEW_QUOTES)
def compare_terms(quote_id: int) -> ResponseReturnValue:
    """What the same configuration costs at each commitment on offer."""
    reading = read_quote(quote_id)
    compared = [
        (int(months), name, _content_or_none({**reading.version.request, "term_months": int(months)}))
        for months, name in profiles.list_terms(get_services().proposer.catalog, get_language())
    ]
    template = "web/quotes/_terms.html" if "HX-Request" in request.headers else "web/quotes/terms.html"
    return render_template(template, reading=reading, compared=compared)


@pages.post("/quotes/<int:quote_id>/steps/<step>")
@needs(Permission.EDIT_QUOTES)
def take_step(quote_id: int, step: str) -> ResponseReturnValue:
    """One step of the quote's life; the table of steps says which there are."""
    act = STEPS.get(step) or abort(404)
    try:
        act(require_user(), quote_id)
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
    else:
        flash(translate(f"web.step.{step}.done"), "good")
    return redirect(url_for("web.show_quote", quote_id=quote_id))


def _content_or_none(wanted: Mapping[str, Any]) -> Content | None:
    try:
        return get_services().proposer.content_of(wanted, get_today())
    except Refusal:
        return None


def _submit(user: User, quote_id: int) -> None:
    get_services().quotes.submit(user, quote_id)


def _send(user: User, quote_id: int) -> None:
    get_services().quotes.send(user, quote_id)


def _withdraw(user: User, quote_id: int) -> None:
    get_services().quotes.withdraw(user, quote_id)


def _recall(user: User, quote_id: int) -> None:
    get_services().quotes.recall(user, quote_id)


def _revise(user: User, quote_id: int) -> None:
    get_services().quotes.revise(user, quote_id)


def _accept(user: User, quote_id: int) -> None:
    get_services().quotes.record_acceptance(user, quote_id, SignatureForm().name.data)


def _decline(user: User, quote_id: int) -> None:
    get_services().quotes.record_decline(user, quote_id, CommentForm().comment.data)


STEPS: Mapping[str, Callable[[User, int], None]] = {
    "submit": _submit,
    "send": _send,
    "withdraw": _withdraw,
    "recall": _recall,
    "revise": _revise,
    "accept": _accept,
    "decline": _decline,
}


def _make_terms_form(wanted: Mapping[str, Any] | None) -> TermsForm:
    catalog = get_services().proposer.catalog
    form = TermsForm(
        data=wanted
        and {
            "term_months": str(wanted.get("term_months", profiles.default_term(catalog))),
            "discount_percent": str(wanted.get("discount_percent", "0")),
        }
    )
    form.term_months.choices = profiles.list_terms(catalog, get_language())
    return form


def _save(reading: Reading, changed: Mapping[str, Any]) -> ResponseReturnValue:
    revision = read_revision()
    try:
        get_services().quotes.save_request(require_user(), reading.quote.id, changed, revision, _preview(changed))
    except Refusal as refusal:
        if refusal.code == "stale_revision":
            return show_stale(reading)
        flash(say_refusal(refusal), "error")
        return _show_page(reading, _make_terms_form(changed)), status_of(refusal)
    flash(translate("web.saved"), "good")
    return redirect(url_for("web.show_quote", quote_id=reading.quote.id))


def _preview(changed: Mapping[str, Any]) -> Content | None:
    return get_services().proposer.evaluate(changed, get_today()).content


def _show_page(reading: Reading, form: TermsForm | None) -> str:
    services, user = get_services(), require_user()
    tab = request.args.get("tab") if request.args.get("tab") in TABS else TABS[0]
    actions = services.quotes.open_actions(user, reading.quote, reading.version)
    return render_template(
        "web/quotes/quote.html",
        reading=reading,
        tab=tab,
        tabs=TABS,
        groups=group_lines(reading.content) if reading.content and tab == "lines" else (),
        form=form or _make_terms_form(reading.version.request),
        limit=services.proposer.discount_limits().get(user.role.value, 0),
        actions={action.value for action in actions},
        may_edit=Action.EDIT in actions,
        may_decide=Action.REJECT in actions,
        problems=[(problem, *say_finding(problem)) for problem in reading.problems],
        trail=services.audit.read_trail(user, "quote", reading.quote.id) if tab == "activity" else (),
        **(_show_price_tab(reading, user) if tab == "price" else {}),
    )


def _show_price_tab(reading: Reading, user: User) -> dict[str, object]:
    return {
        "price": read_price(reading, user),
        "standing": get_services().programmes.read_quote(user, reading.quote, reading.version, reading.content),
        "name_place": name_place,
        "tell": say_finding,
        "adjustments": [row.fields for row in view_terms(reading.version.request).adjustments if row.path],
        **list_words(),
    }
