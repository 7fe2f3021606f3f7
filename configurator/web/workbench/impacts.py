"""What publishing a workpiece would do to the open quotes: replayed beside the page, shown quote by quote."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.paging import Paging, read_page_number
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.releasing.impact import Outcome
from configurator.services.bench_jobs import Subject
from configurator.services.workpieces import CURRENT
from configurator.web.blueprint import pages
from configurator.web.workbench.impact_views import show_quotes
from configurator.web.workbench.opening import Opened, need_book, open_piece, show_bench

KIND = "impact"
PAGE_SIZE = 50


@pages.get("/workbench/<key>/impact")
@needs(Permission.MAINTAIN_CATALOG)
def show_impact(key: str) -> ResponseReturnValue:
    """The open quotes with what becomes of each; `outcome` narrows them."""
    opened = open_piece(key)
    need_book(opened)
    state = get_services().workbench.look(require_user(), KIND, _subject_of(opened))
    wanted = next((each.value for each in Outcome if each == request.args.get("outcome")), "")
    found: dict[str, Any] = state.result if state.status == "done" else {"counts": {}, "quotes": [], "unfinished": 0}
    rows = [row for row in found["quotes"] if wanted in ("", row["outcome"])]
    paging = Paging(read_page_number(), len(rows), PAGE_SIZE)
    values: dict[str, Any] = {
        "state": state,
        "counts": found["counts"],
        "unfinished": found["unfinished"],
        "wanted": wanted,
        "views": show_quotes(rows[(paging.number - 1) * PAGE_SIZE :][:PAGE_SIZE]),
        "paging": paging,
    }
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_impact.html", opened=opened, **values)
    return show_bench("impact", opened, KIND, **values)


@pages.post("/workbench/<key>/impact")
@needs(Permission.MAINTAIN_CATALOG)
def replay_quotes(key: str) -> ResponseReturnValue:
    """Replay all open quotes, whatever was found before."""
    opened = open_piece(key)
    need_book(opened)
    get_services().workbench.start(require_user(), KIND, _subject_of(opened), again=True)
    return redirect(url_for("web.show_impact", key=key))


def _subject_of(opened: Opened) -> Subject:
    return Subject(opened.piece, open_piece(CURRENT).piece, get_today())
