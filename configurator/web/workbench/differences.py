"""What a workpiece changes: entries field by field, and what customers may choose in one of two catalogs only."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.services.bench_jobs import Subject
from configurator.services.workpieces import CURRENT, FOLDER, RELEASE
from configurator.web.blueprint import pages
from configurator.web.workbench.difference_views import show_difference as show_found
from configurator.web.workbench.opening import Opened, name_piece, need_book, open_piece, show_bench

KIND = "diff"


@pages.get("/workbench/<key>/diff")
@needs(Permission.MAINTAIN_CATALOG)
def show_difference(key: str) -> ResponseReturnValue:
    """The difference to the release in force, or to the workpiece `against`; found beside the page."""
    opened, before = open_pair(key)
    state = get_services().workbench.start(require_user(), KIND, subject_of(opened, before))
    found = show_found(state.result) if state.status == "done" else None
    values: dict[str, Any] = {
        "state": state,
        "found": found,
        "before": before,
        "others": list_others(key),
        "without_words": request.args.get("words") == "no",
    }
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_difference.html", opened=opened, **values)
    return show_bench("difference", opened, KIND, **values)


@pages.post("/workbench/<key>/diff")
@needs(Permission.MAINTAIN_CATALOG)
def compare_again(key: str) -> ResponseReturnValue:
    """Compare once more, whatever was found before."""
    opened, before = open_pair(key)
    get_services().workbench.start(require_user(), KIND, subject_of(opened, before), again=True)
    return redirect(url_for("web.show_difference", key=key, against=before.key))


def open_pair(key: str) -> tuple[Opened, Opened]:
    """The workpiece of the address, and the one that it is compared with; both can be used."""
    opened, before = open_piece(key), open_piece(request.values.get("against", CURRENT)[:20])
    need_book(opened)
    need_book(before)
    return opened, before


def subject_of(opened: Opened, before: Opened) -> Subject:
    """The comparison as a job knows it, asked for today."""
    return Subject(opened.piece, before.piece, get_today())


def list_others(key: str) -> list[tuple[str, str]]:
    """The keys and names of what the workpiece may be compared with."""
    services, user = get_services(), require_user()
    releases = services.releases.list_releases(services.proposer.catalog.key)
    candidates = services.workbench.list_candidates(user)
    keys = [
        CURRENT,
        FOLDER,
        *(f"{RELEASE}{each.number}" for each in releases),
        *(str(one.number) for one in candidates),
    ]
    return [(each, name_piece(each)) for each in keys if each != key]
