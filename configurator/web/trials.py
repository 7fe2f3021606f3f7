"""Trials of a customer: begun with seats and agreed criteria, judged criterion by criterion, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.access.users import may
from configurator.catalog.benefits import Trial
from configurator.catalog.model import Catalog
from configurator.catalog.selectors import selection_of
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import problems_of, say_finding, say_refusal, status_of
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.programmes.trials import find_state
from configurator.services.trials import TrialOrder, TrialView
from configurator.storage.trials import TrialState
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.web import profiles
from configurator.web.blueprint import pages
from configurator.web.context import translate

_SEATS = "seats-"
_MARK = "mark-"
_JUDGED = {"yes": True, "no": False}
_MOST_DIGITS = 6

Errors = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TypedOrder:
    """The form of a new trial as it was typed."""

    seats: Mapping[str, str]
    start: str
    term: str
    agreed: frozenset[str]


@pages.get("/customers/<int:customer_id>/trials/new")
@needs(Permission.EDIT_QUOTES)
def new_trial(customer_id: int) -> ResponseReturnValue:
    """The form of a new trial, of the kind that the address names."""
    trial = _find_trial(request.args.get("trial", ""))
    default = str(profiles.default_term(get_services().proposer.catalog))
    return _show_form(customer_id, trial, TypedOrder({}, get_today().isoformat(), default, frozenset()), {})


@pages.post("/customers/<int:customer_id>/trials/new")
@needs(Permission.EDIT_QUOTES)
def start_trial(customer_id: int) -> ResponseReturnValue:
    """Begin it, or say at each field what forbids it."""
    trial, typed = _find_trial(request.form.get("trial", "")), _read_typed()
    order, errors = _read_order(trial, typed)
    if order is None:
        return _show_form(customer_id, trial, typed, errors), 422
    try:
        kept = get_services().trials.start_trial(require_user(), customer_id, order)
    except Refusal as refusal:
        return _show_form(customer_id, trial, typed, _place(refusal)), status_of(refusal)
    flash(translate("web.trials.started"), "good")
    return redirect(url_for("web.show_customer_trial", trial_id=kept.id))


@pages.get("/trials/<int:trial_id>")
@needs(Permission.VIEW_CUSTOMERS)
def show_customer_trial(trial_id: int) -> ResponseReturnValue:
    """One trial with its days, criteria and marks."""
    return _show(get_services().trials.get_trial(require_user(), trial_id))


@pages.post("/trials/<int:trial_id>/marks")
@needs(Permission.EDIT_QUOTES)
def mark_trial(trial_id: int) -> ResponseReturnValue:
    """Say of criteria whether they are met."""
    judged = {
        name.removeprefix(_MARK): _JUDGED[value]
        for name, value in request.form.items()
        if name.startswith(_MARK) and value in _JUDGED
    }
    revision = read_revision()
    try:
        get_services().trials.record_marks(require_user(), trial_id, judged, revision)
    except Refusal as refusal:
        return _refuse(trial_id, refusal)
    flash(translate("web.saved"), "good")
    return redirect(url_for("web.show_customer_trial", trial_id=trial_id))


@pages.post("/trials/<int:trial_id>/end")
@needs(Permission.EDIT_QUOTES)
def end_trial(trial_id: int) -> ResponseReturnValue:
    """End it today: to its quote, as failed, or given up."""
    revision, give_up = read_revision(), request.form.get("how") == "give_up"
    try:
        ended = get_services().trials.end_trial(require_user(), trial_id, revision, give_up=give_up)
    except Refusal as refusal:
        return _refuse(trial_id, refusal)
    flash(translate(f"web.trials.ended.{ended.state}", quote=ended.quote_number), "good")
    return redirect(url_for("web.show_customer_trial", trial_id=trial_id))


def list_kinds(catalog: Catalog) -> tuple[Trial, ...]:
    """The trials that the catalog offers."""
    return tuple(catalog.benefits.trials.values())


def _find_trial(key: str) -> Trial:
    kinds = {trial.key: trial for trial in list_kinds(get_services().proposer.catalog)}
    return kinds.get(key) or abort(404)


def _read_typed() -> TypedOrder:
    seats = {
        name.removeprefix(_SEATS): value.strip()[:40]
        for name, value in request.form.items()
        if name.startswith(_SEATS) and value.strip()
    }
    plain = (request.form.get("start", "").strip()[:10], request.form.get("term_months", "")[:6])
    return TypedOrder(seats, *plain, frozenset(request.form.getlist("agreed")[:100]))


def _read_order(trial: Trial, typed: TypedOrder) -> tuple[TrialOrder | None, Errors]:
    errors: dict[str, tuple[str, ...]] = {
        f"seats.{code}": (translate("web.form.whole_number", low=1, high=trial.most_seats),)
        for code, text in typed.seats.items()
        if not _is_figure(text)
    }
    start = _read_day(typed.start)
    if start is None:
        errors["start"] = (translate("web.trials.bad_day"),)
    known = {str(term.months) for term in get_services().proposer.catalog.terms}
    term = typed.term if typed.term in known else str(profiles.default_term(get_services().proposer.catalog))
    if errors or start is None:
        return None, errors
    seats = {code: int(text) for code, text in typed.seats.items()}
    return TrialOrder(trial.key, seats, start, int(term), typed.agreed), {}


def _is_figure(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _place(refusal: Refusal) -> Errors:
    """What is wrong by field; what belongs to none stands at the top."""
    errors: dict[str, tuple[str, ...]] = {}
    for problem in problems_of(refusal):
        field = problem.field or ""
        errors[field] = (*errors.get(field, ()), " ".join(part for part in say_finding(problem) if part))
    return errors


def _show_form(customer_id: int, trial: Trial, typed: TypedOrder, errors: Errors) -> str:
    services = get_services()
    return render_template(
        "web/trials/form.html",
        customer=services.customers.get_customer(require_user(), customer_id),
        trial=trial,
        products=_list_products(services.proposer.catalog, trial),
        typed=typed,
        errors=errors,
        elsewhere=[each for field in ("", "entity", "spent", "seats") for each in errors.get(field, ())],
        terms=profiles.list_terms(services.proposer.catalog, get_language()),
    )


def _list_products(catalog: Catalog, trial: Trial) -> tuple[tuple[str, Text], ...]:
    selection = selection_of(catalog)
    lent = {code for selector in trial.excludes for code in selection.members(selector)}
    offered = dict.fromkeys(code for selector in trial.applies_to for code in selection.members(selector))
    return tuple((code, catalog.offerings[code].name) for code in offered if code not in lent)


def _refuse(trial_id: int, refusal: Refusal) -> ResponseReturnValue:
    """The page as it is now, with what was in the way."""
    if refusal.code in ("record_unknown", "not_permitted"):
        raise refusal
    flash(say_refusal(refusal), "error")
    return _show(get_services().trials.get_trial(require_user(), trial_id)), status_of(refusal)


def _show(view: TrialView) -> str:
    catalog, user = get_services().proposer.catalog, require_user()
    is_own = user.id == view.row.owner_id or may(user, Permission.EDIT_ALL_QUOTES)
    return render_template(
        "web/trials/trial.html",
        view=view,
        row=view.row,
        seats=[(_name(catalog, code), count) for code, count in view.row.seats.items()],
        service=find_state(view.plan, get_today()) if view.plan else None,
        may_edit=view.row.state is TrialState.RUNNING and is_own and may(user, Permission.EDIT_QUOTES),
    )


def _name(catalog: Catalog, code: str) -> Text:
    known = catalog.offerings.get(code)
    return known.name if known else Text(code, code)
