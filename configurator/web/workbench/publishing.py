"""Publishing a workpiece: checked beside the page first, then released today or on a day to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.refusing import say_refusal, status_of
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.releasing.model import ReleaseState
from configurator.services.bench_jobs import Subject
from configurator.services.publishing import NOTE_LENGTH, Published
from configurator.values.problem import has_errors
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.workbench.finding_views import count_severities, show_findings, sort_findings
from configurator.web.workbench.opening import Opened, need_book, open_piece, show_bench

SHOWN_FINDINGS = 10


@pages.get("/workbench/<key>/publish")
@needs(Permission.MAINTAIN_CATALOG)
def ask_publish(key: str) -> ResponseReturnValue:
    """How the check before publishing stands, and the form once nothing is in the way."""
    opened = open_piece(key)
    need_book(opened)
    return _show(opened)


@pages.post("/workbench/<key>/publish/check")
@needs(Permission.MAINTAIN_CATALOG)
def check_release(key: str) -> ResponseReturnValue:
    """Begin the check before publishing."""
    opened = open_piece(key)
    need_book(opened)
    get_services().workbench.start(require_user(), "release", Subject(opened.piece), again=True)
    return redirect(url_for("web.ask_publish", key=key))


@pages.post("/workbench/<key>/publish")
@needs(Permission.PUBLISH_CATALOG)
def publish_piece(key: str) -> ResponseReturnValue:
    """Publish, or say why not; what was typed comes back."""
    opened = open_piece(key)
    need_book(opened)
    if request.form.get("digest") != opened.piece.digest:
        flash(translate("web.bench.publish.changed"), "warning")
        return _show(opened, 409)
    day, error = read_day(request.form.get("effective", ""))
    if error:
        return _show(opened, 422, error)
    try:
        published = get_services().workbench.publish(
            require_user(), key, effective_from=day, note=request.form.get("note", "")
        )
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        return _show(opened, status_of(refusal))
    tell_published(published)
    return redirect(url_for("web.list_releases"))


def read_day(text: str) -> tuple[date | None, str]:
    """The day that was typed (none: today), or the words for what is wrong with it."""
    if not text.strip():
        return None, ""
    try:
        return date.fromisoformat(text.strip()), ""
    except ValueError:
        return None, translate("web.bench.publish.not_a_day")


def tell_published(published: Published) -> None:
    """Say what has become of it, and which releases it overtakes."""
    release = published.release
    waits = release.state is ReleaseState.PROPOSED
    key = "web.bench.published.waits" if waits else "web.bench.published"
    flash(translate(key, number=release.number, day=release.effective_from.isoformat()), "good")
    for other in published.overtaken:
        flash(translate("web.bench.overtaken", number=other.release.number, by=other.by.number), "warning")


def _show(opened: Opened, status: int = 200, day_error: str = "") -> ResponseReturnValue:
    services, user = get_services(), require_user()
    gate = services.workbench.read_gate(user, opened.piece)
    values: dict[str, Any] = {
        "gate": gate,
        "counted": count_severities(gate.problems),
        "views": show_findings(sort_findings(gate.problems)[:SHOWN_FINDINGS], opened.piece.files),
        "is_open": gate.state.status == "done" and not has_errors(gate.problems),
        "in_force": services.proposer.catalog,
        "today": get_today(),
        "day_error": day_error,
        "note_length": NOTE_LENGTH,
    }
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_publish.html", opened=opened, **values)
    return show_bench("publish", opened, "publish", status=status, **values)
