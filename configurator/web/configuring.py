"""The configurator: families, options with their states, and the live summary; every change is one small POST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.configuration.model import Choice
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import say_finding, say_refusal
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.services.mending import PricedRepair
from configurator.services.proposing import Evaluation
from configurator.values.refusal import Refusal
from configurator.web import drafting
from configurator.web.blueprint import pages
from configurator.web.context import can, translate
from configurator.web.option_views import count_taken, list_families, list_options
from configurator.web.package_views import Difference, compare_lines
from configurator.web.reading_quotes import Reading, read_quote
from configurator.web.repair_views import find_baseline, show_repairs
from configurator.web.staleness import show_stale
from configurator.web.summary_views import show_levels, show_summary
from configurator.web.undo_views import show_step

MAX_QUANTITY_DIGITS = 9


@pages.get("/quotes/<int:quote_id>/configure")
@needs(Permission.EDIT_QUOTES)
def configure(quote_id: int) -> ResponseReturnValue:
    """The configurator of a draft, at the family that the address names."""
    reading = read_quote(quote_id)
    if not reading.is_draft:
        return redirect(url_for("web.show_quote", quote_id=quote_id))
    return _show(reading, reading.version.request, None)


@pages.post("/quotes/<int:quote_id>/choices")
@needs(Permission.EDIT_QUOTES)
def change_choice(quote_id: int) -> ResponseReturnValue:
    """Make one change. A change that the rules do not allow is not saved: it is explained, with the ways out."""
    reading = read_quote(quote_id)
    before, code = reading.version.request, request.form.get("offering", "")
    if code not in get_services().proposer.catalog.offerings:
        abort(404)
    changed, choice = _read_change(before, code)
    if changed is None:
        flash(translate("web.configure.not_a_quantity"), "error")
        return _answer(reading, before, None, 422)
    evaluation = get_services().proposer.evaluate(changed, get_today())
    if evaluation.content is None:
        return _answer(reading, before, _explain(before, choice, evaluation), 422)
    return _save(reading, changed)


@pages.post("/quotes/<int:quote_id>/repairs")
@needs(Permission.EDIT_QUOTES)
def apply_repair(quote_id: int) -> ResponseReturnValue:
    """Apply one of the ways out that were shown, found again by its digest."""
    reading = read_quote(quote_id)
    repairs = _find_repairs(reading.version.request)
    wanted = request.form.get("repair", "")
    found = next((each for each in repairs if drafting.digest_of(each.request) == wanted), None)
    if found is None:
        flash(translate("web.configure.repair_gone"), "warning")
        return _answer(reading, reading.version.request, None, 409)
    return _save(reading, found.request, found)


@pages.post("/quotes/<int:quote_id>/advice")
@needs(Permission.EDIT_QUOTES)
def follow_advice(quote_id: int) -> ResponseReturnValue:
    """Make the choices that follow a recommendation or preference."""
    reading = read_quote(quote_id)
    try:
        changed = get_services().proposer.follow(reading.version.request, get_today(), request.form.get("rule", ""))
    except Refusal as refusal:
        flash(say_refusal(refusal), "warning")
        return _answer(reading, reading.version.request, None, 422)
    if changed is None:
        flash(translate("web.configure.nothing_to_follow"), "warning")
        return _answer(reading, reading.version.request, None, 409)
    return _save(reading, changed)


@pages.get("/quotes/<int:quote_id>/why")
@needs(Permission.VIEW_QUOTES)
def show_why(quote_id: int) -> ResponseReturnValue:
    """Why an option or value is forced or forbidden, and the ways out with what each changes."""
    reading, choice = read_quote(quote_id), _read_choice()
    wanted = reading.version.request
    template = "web/configuring/_why.html" if "HX-Request" in request.headers else "web/configuring/why.html"
    return render_template(template, reading=reading, **_explain(wanted, choice, None))


@pages.post("/quotes/<int:quote_id>/undo")
@needs(Permission.EDIT_QUOTES)
def undo_change(quote_id: int) -> ResponseReturnValue:
    """Take the last change back."""
    return _step_through(quote_id, get_services().quotes.undo)


@pages.post("/quotes/<int:quote_id>/redo")
@needs(Permission.EDIT_QUOTES)
def redo_change(quote_id: int) -> ResponseReturnValue:
    """Make the change again that was taken back."""
    return _step_through(quote_id, get_services().quotes.redo)


def _step_through(quote_id: int, step: Callable[..., object]) -> ResponseReturnValue:
    reading = read_quote(quote_id)
    try:
        step(require_user(), quote_id)
    except Refusal as refusal:
        flash(say_refusal(refusal), "warning")
    fresh = read_quote(quote_id)
    return _answer(fresh, fresh.version.request, None, 200, before=reading)


def _read_change(before: Mapping[str, Any], code: str) -> tuple[Mapping[str, Any] | None, Choice]:
    """The changed request and the choice that it makes; no request when the quantity is none."""
    attribute, value = request.form.get("attribute"), request.form.get("value", "")
    if attribute:
        return drafting.set_attribute(before, code, attribute, value), Choice(code, None, attribute, value)
    wish = request.form.get("wish", "quantity")
    if wish in WISHES:
        return WISHES[wish](before, code), Choice(code, 0 if wish == "exclude" else None)
    text = request.form.get("quantity", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_QUANTITY_DIGITS):
        return None, Choice(code)
    quantity = int(text)
    made = drafting.take(before, code, quantity) if quantity else drafting.exclude(before, code)
    return made, Choice(code, quantity)


def _take_any(before: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    return drafting.take(before, code, None)


WISHES: Mapping[str, Callable[[Mapping[str, Any], str], Mapping[str, Any]]] = {
    "take": _take_any,
    "exclude": drafting.exclude,
    "forget": drafting.forget,
}


def _read_choice() -> Choice:
    """The choice that the address or form speaks of."""
    code, values = request.values.get("offering", ""), request.values
    if code not in get_services().proposer.catalog.offerings:
        abort(404)
    text = values.get("quantity", "")
    quantity = int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_QUANTITY_DIGITS else None
    return Choice(code, quantity, values.get("attribute") or None, values.get("value") or None)


def _explain(before: Mapping[str, Any], choice: Choice, failed: Evaluation | None) -> dict[str, Any]:
    """The refused choice with its reasons and ways out, as the panel shows it."""
    proposer, today = get_services().proposer, get_today()
    try:
        explanation = proposer.explain(before, today, choice)
        repairs = proposer.repairs(before, today, choice)
    except Refusal as refusal:
        findings = ((say_refusal(refusal), ""),)
        return {"choice": choice, "reasons": (), "repairs": (), "findings": findings, **_name(choice)}
    problems = failed.problems if failed and not explanation.reasons else ()
    return {
        "choice": choice,
        "reasons": explanation.reasons,
        "repairs": show_repairs(repairs, proposer.catalog, with_margin=can(Permission.VIEW_MARGIN)),
        "findings": tuple(say_finding(problem) for problem in problems),
        **_name(choice),
    }


def _find_repairs(before: Mapping[str, Any]) -> tuple[PricedRepair, ...]:
    """The ways to a refused choice, or, when the form names none, out of the draft's own conflict."""
    proposer, today = get_services().proposer, get_today()
    if not request.form.get("offering"):
        return proposer.evaluate(before, today).repairs
    return proposer.repairs(before, today, _read_choice())


def _name(choice: Choice) -> dict[str, Any]:
    return {"offering": get_services().proposer.catalog.offerings[choice.offering]}


def _save(reading: Reading, changed: Mapping[str, Any], way: PricedRepair | None = None) -> ResponseReturnValue:
    """Save a change, and say which way out it was if it was one."""
    revision = read_revision()
    preview = get_services().proposer.evaluate(changed, get_today()).content
    try:
        get_services().quotes.save_request(require_user(), reading.quote.id, changed, revision, preview)
    except Refusal as refusal:
        if refusal.code == "stale_revision":
            return show_stale(reading)
        flash(say_refusal(refusal), "error")
        return _answer(reading, reading.version.request, None, 422)
    fresh = read_quote(reading.quote.id)
    return _answer(fresh, fresh.version.request, None, 200, reading, way)


def _answer(
    reading: Reading,
    wanted: Mapping[str, Any],
    refused: Mapping[str, Any] | None,
    status: int,
    before: Reading | None = None,
    way: PricedRepair | None = None,
) -> ResponseReturnValue:
    """The redrawn configurator for htmx; for a plain form its page again, at the same family."""
    if "HX-Request" in request.headers or status != 200:
        return make_response(_show(reading, wanted, refused, before, way), status)
    return redirect(url_for("web.configure", quote_id=reading.quote.id, family=_family()))


def _show(
    reading: Reading,
    wanted: Mapping[str, Any],
    refused: Mapping[str, Any] | None,
    before: Reading | None = None,
    way: PricedRepair | None = None,
) -> str:
    catalog, today = get_services().proposer.catalog, get_today()
    evaluation = get_services().proposer.evaluate(wanted, today)
    family = _family() or next(iter(count_taken(catalog, evaluation)), next(iter(catalog.families)))
    template = "web/configuring/_board.html" if "HX-Request" in request.headers else "web/configuring/configure.html"
    return render_template(
        template,
        reading=reading,
        family=catalog.families[family],
        families=list_families(catalog, evaluation, family),
        options=list_options(catalog, evaluation, wanted, family),
        evaluation=evaluation,
        consequences=_consequences(evaluation, before),
        summary=show_summary(evaluation, before.content if before else None),
        levels=show_levels(evaluation.content, get_language()),
        findings=[(problem, *say_finding(problem)) for problem in evaluation.problems],
        ways_out=show_repairs(
            evaluation.repairs,
            catalog,
            with_margin=can(Permission.VIEW_MARGIN),
            baseline=find_baseline(reading.quote, reading.version) if evaluation.repairs else None,
        ),
        margin=evaluation.margin_percent if can(Permission.VIEW_MARGIN) else None,
        refused=refused,
        applied=show_repairs((way,), catalog)[0] if way else None,
        last_step=show_step(_find_earlier(reading), reading.version.request, catalog),
    )


def _consequences(evaluation: Evaluation, before: Reading | None) -> tuple[Difference, ...]:
    """Everything that the last change did to the package, the seller's own part included."""
    if before is None or before.content is None or evaluation.content is None:
        return ()
    return compare_lines(evaluation.content.lines, before.content.lines)


def _find_earlier(reading: Reading) -> Mapping[str, Any] | None:
    """The request to which an undo would go back."""
    if not reading.version.can_undo:
        return None
    return get_services().quotes.earlier_request(require_user(), reading.quote.id)


def _family() -> str:
    wanted = request.values.get("family", "")
    return wanted if wanted in get_services().proposer.catalog.families else ""
