"""The catalog's own scenario tests: run beside the page, and what came of each."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.services.bench_jobs import Subject
from configurator.web.blueprint import pages
from configurator.web.workbench.opening import need_book, open_piece, show_bench
from configurator.web.workbench.scenario_views import show_results

KIND = "scenarios"


@pages.get("/workbench/<key>/scenarios")
@needs(Permission.MAINTAIN_CATALOG)
def show_scenarios(key: str) -> ResponseReturnValue:
    """How the scenarios stand; `failed` shows those only that did not come out as expected."""
    opened = open_piece(key)
    book = need_book(opened)
    state = get_services().workbench.look(require_user(), KIND, Subject(opened.piece))
    values: dict[str, Any] = {
        "state": state,
        "results": show_results(state.result, book, opened.piece.files) if state.status == "done" else None,
        "only_failed": request.args.get("failed") == "yes",
    }
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_scenarios.html", opened=opened, **values)
    return show_bench("scenarios", opened, "scenarios", **values)


@pages.post("/workbench/<key>/scenarios")
@needs(Permission.MAINTAIN_CATALOG)
def run_scenarios(key: str) -> ResponseReturnValue:
    """Run all scenarios, whatever came of them before."""
    opened = open_piece(key)
    need_book(opened)
    get_services().workbench.start(require_user(), KIND, Subject(opened.piece), again=True)
    return redirect(url_for("web.show_scenarios", key=key))
