"""Currency of a quote, and its price of today: what would change is shown before anybody takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.taxation import ExchangeRate
from configurator.http.access import needs
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import say_finding, say_refusal, status_of
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.quoting.repricing import ChargeChange, Repricing
from configurator.quoting.revising import state_currency
from configurator.quoting.states import Action
from configurator.services.quote_repricing import TodaysPrice
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.reading_quotes import Reading, read_quote
from configurator.web.staleness import show_stale


@dataclass(frozen=True, slots=True)
class CurrencyOption:
    """A currency that a quote can be written in; no rate is the catalog's own."""

    code: str
    rate: ExchangeRate | None = None


@pages.get("/quotes/<int:quote_id>/today")
@needs(Permission.VIEW_QUOTES)
def show_today(quote_id: int) -> ResponseReturnValue:
    """The quote's currency, and what today's prices, rates and taxes would change about its latest version."""
    page, has_problems = _show(quote_id)
    return page, 422 if has_problems else 200


@pages.post("/quotes/<int:quote_id>/today")
@needs(Permission.EDIT_QUOTES)
def take_today(quote_id: int) -> ResponseReturnValue:
    """Take today's prices, as they were shown: in the draft, or as the next version."""
    reading = read_quote(quote_id)
    try:
        get_services().quotes.reprice(require_user(), quote_id, read_revision())
    except Refusal as refusal:
        return _refuse(reading, refusal)
    flash(translate("web.today.taken"), "good")
    return redirect(url_for("web.show_quote", quote_id=quote_id))


@pages.post("/quotes/<int:quote_id>/currency")
@needs(Permission.EDIT_QUOTES)
def save_currency(quote_id: int) -> ResponseReturnValue:
    """Another currency for the draft: today's rate is pinned with its date and source."""
    reading = read_quote(quote_id)
    option = next((each for each in list_currencies() if each.code == request.form.get("currency")), None)
    if option is None:
        abort(422)
    services, changed = get_services(), state_currency(reading.version.request, option.rate)
    preview = services.proposer.evaluate(changed, get_today()).content
    revision = read_revision()
    try:
        services.quotes.save_request(require_user(), quote_id, changed, revision, preview)
    except Refusal as refusal:
        return _refuse(reading, refusal)
    flash(translate("web.saved"), "good")
    return redirect(url_for("web.show_today", quote_id=quote_id))


def list_currencies() -> tuple[CurrencyOption, ...]:
    """The catalog's own currency, then those into which it has a rate today, in the order of their codes."""
    catalog, today = get_services().proposer.catalog, get_today()
    latest: Mapping[str, ExchangeRate] = {each.currency: each for each in catalog.exchange_rates if each.day <= today}
    return (
        CurrencyOption(catalog.currency.code),
        *(CurrencyOption(code, latest[code]) for code in sorted(latest)),
    )


def name_charge(change: ChargeChange) -> str:
    """one_time, month, quarter, year or usage: the word that the page looks up."""
    return (change.period or "month") if change.kind == "recurring" else change.kind


def _find_today(quote_id: int) -> tuple[TodaysPrice | None, tuple[Problem, ...]]:
    try:
        return get_services().quotes.price_today(require_user(), quote_id), ()
    except Refusal as refusal:
        problems = getattr(refusal, "problems", None)
        if problems is None:
            raise
        return None, tuple(problems)


def _show(quote_id: int) -> tuple[str, bool]:
    """The page, and whether the quote cannot be priced today."""
    found, problems = _find_today(quote_id)
    services, user = get_services(), require_user()
    reading = read_quote(quote_id)
    latest = reading.quote.latest
    actions = services.quotes.open_actions(user, reading.quote, latest)
    repricing: Repricing | None = found.repricing if found else None
    page = render_template(
        "web/quotes/today.html",
        reading=reading,
        repricing=repricing,
        name_charge=name_charge,
        currencies=list_currencies(),
        may_edit=Action.EDIT in actions,
        may_take=bool(actions & {Action.EDIT, Action.REVISE}),
        revision=latest.revision,
        problems=[(problem, *say_finding(problem)) for problem in problems],
    )
    return page, bool(problems)


def _refuse(reading: Reading, refusal: Refusal) -> ResponseReturnValue:
    if refusal.code == "stale_revision":
        return show_stale(reading)
    flash(say_refusal(refusal), "error")
    return _show(reading.quote.id)[0], status_of(refusal)
