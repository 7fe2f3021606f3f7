"""Releases of the catalog: the list with what is in force, decisions of a second person, and rolling back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.refusing import say_refusal, status_of
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.releasing.model import Decision, find_in_force, find_overtaken
from configurator.services.publishing import NOTE_LENGTH
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.workbench.publishing import read_day, tell_published


@pages.get("/workbench/releases")
@needs(Permission.MAINTAIN_CATALOG)
def list_releases() -> ResponseReturnValue:
    """All releases, the newest first."""
    return _show()


@pages.post("/workbench/releases/<int:number>/decision")
@needs(Permission.APPROVE_CATALOG)
def decide_release(number: int) -> ResponseReturnValue:
    """Approve or reject a proposed release; nobody decides about their own."""
    outcome = next((each for each in Decision if each == request.form.get("outcome")), None)
    if outcome is None:
        abort(400)
    services = get_services()
    comment = request.form.get("comment", "")
    try:
        done = services.releases.decide(require_user(), services.proposer.catalog.key, number, outcome, comment)
    except Refusal as refusal:
        return _refuse(refusal)
    if outcome is Decision.APPROVED:
        tell_published(done)
    else:
        flash(translate("web.bench.rejected", number=number), "good")
    return redirect(url_for("web.list_releases"))


@pages.post("/workbench/releases/<int:number>/restore")
@needs(Permission.PUBLISH_CATALOG)
def restore_release(number: int) -> ResponseReturnValue:
    """Publish an old release again, under a new number."""
    day, error = read_day(request.form.get("effective", ""))
    if error:
        flash(error, "error")
        return _show(422)
    services = get_services()
    try:
        done = services.releases.roll_back(
            require_user(),
            services.proposer.catalog.key,
            number,
            effective_from=day,
            note=request.form.get("note", ""),
        )
    except Refusal as refusal:
        return _refuse(refusal)
    tell_published(done)
    return redirect(url_for("web.list_releases"))


def _refuse(refusal: Refusal) -> ResponseReturnValue:
    status = status_of(refusal)
    if status == 404:
        raise refusal
    flash(say_refusal(refusal), "error")
    return _show(status)


def _show(status: int = 200) -> ResponseReturnValue:
    services = get_services()
    rows = services.releases.list_releases(services.proposer.catalog.key)
    page = render_template(
        "web/workbench/releases.html",
        catalog=services.proposer.catalog,
        rows=rows,
        in_force=find_in_force(rows, get_today()),
        overtaken={each.release.number for each in find_overtaken(rows, get_today())},
        today=get_today(),
        note_length=NOTE_LENGTH,
    )
    return page, status
