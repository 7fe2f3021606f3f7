"""The commercial terms of a draft: days, calendar billing, quantities by month, price adjustments and programmes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog
from configurator.guidance.reading_terms import FORMS, MEASURES
from configurator.http.access import needs
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import say_finding, say_refusal, status_of
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.web.blueprint import pages
from configurator.web.commercial_views import TermsView, place_errors, read_form, view_terms
from configurator.web.context import translate
from configurator.web.programme_views import list_options
from configurator.web.reading_quotes import Reading, read_quote
from configurator.web.staleness import show_stale


@pages.get("/quotes/<int:quote_id>/commercial")
@needs(Permission.EDIT_QUOTES)
def show_commercial(quote_id: int) -> ResponseReturnValue:
    """The form with what the draft states."""
    reading = read_quote(quote_id)
    if not reading.is_draft:
        return redirect(url_for("web.show_quote", quote_id=quote_id, tab="price"))
    return _show(reading, view_terms(reading.version.request))


@pages.post("/quotes/<int:quote_id>/commercial")
@needs(Permission.EDIT_QUOTES)
def save_commercial(quote_id: int) -> ResponseReturnValue:
    """Other commercial terms; what is wrong is told at its field, and what was typed stays."""
    reading = read_quote(quote_id)
    changed = read_form(reading.version.request, request.form)
    evaluation = get_services().proposer.evaluate(changed, get_today())
    if evaluation.content is None:
        found = [(problem, *say_finding(problem)) for problem in evaluation.problems]
        return _show(reading, place_errors(view_terms(changed), found)), 422
    revision = read_revision()
    try:
        get_services().quotes.save_request(require_user(), quote_id, changed, revision, evaluation.content)
    except Refusal as refusal:
        if refusal.code == "stale_revision":
            return show_stale(reading)
        flash(say_refusal(refusal), "error")
        return _show(reading, view_terms(changed)), status_of(refusal)
    flash(translate("web.saved"), "good")
    return redirect(url_for("web.show_quote", quote_id=quote_id, tab="price"))


def _show(reading: Reading, view: TermsView) -> str:
    catalog = get_services().proposer.catalog
    return render_template(
        "web/quotes/commercial.html",
        reading=reading,
        view=view,
        forms=FORMS,
        measures=MEASURES,
        lines=_list_lines(reading, view, catalog),
        families=tuple(catalog.families.values()),
        programmes=list_options(catalog),
        regimes=_list_regimes(catalog),
    )


def _list_lines(reading: Reading, view: TermsView, catalog: Catalog) -> tuple[tuple[str, Text], ...]:
    """What ramps may be stated for: the quote's lines, and what the form names already."""
    taken = [line.offering for line in reading.content.lines] if reading.content else []
    stated = [row.fields["offering"] for row in view.ramps if row.fields["offering"]]
    codes = dict.fromkeys((*taken, *stated))
    return tuple((code, _name_offering(catalog, code)) for code in codes)


def _name_offering(catalog: Catalog, code: str) -> Text:
    known = catalog.offerings.get(code)
    return known.name if known else Text(code, code)


def _list_regimes(catalog: Catalog) -> Mapping[str, Any]:
    regimes: Mapping[str, Any] = getattr(catalog, "tax_regimes", {})
    return regimes
