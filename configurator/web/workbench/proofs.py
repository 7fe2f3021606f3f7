"""What is proven of a workpiece for all customers: the least margins, and what packages cost at most."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.services.bench_jobs import PROVE_SECONDS, Subject
from configurator.web.blueprint import pages
from configurator.web.workbench.finding_views import show_findings
from configurator.web.workbench.opening import Opened, need_book, open_piece, show_bench
from configurator.workbench.keeping import read_problems

KIND = "proofs"


@pages.get("/workbench/<key>/proofs")
@needs(Permission.MAINTAIN_CATALOG)
def show_proofs(key: str) -> ResponseReturnValue:
    """What was proven today, and the limits that do not hold."""
    opened = open_piece(key)
    need_book(opened)
    state = get_services().workbench.look(require_user(), KIND, _subject_of(opened))
    problems = read_problems(state.result["problems"]) if state.status == "done" else ()
    values: dict[str, Any] = {
        "state": state,
        "views": show_findings(problems, opened.piece.files),
        "seconds": PROVE_SECONDS,
    }
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_proofs.html", opened=opened, **values)
    return show_bench("proofs", opened, KIND, **values)


@pages.post("/workbench/<key>/proofs")
@needs(Permission.MAINTAIN_CATALOG)
def prove_again(key: str) -> ResponseReturnValue:
    """Prove, whatever was proven before."""
    opened = open_piece(key)
    need_book(opened)
    get_services().workbench.start(require_user(), KIND, _subject_of(opened), again=True)
    return redirect(url_for("web.show_proofs", key=key))


def _subject_of(opened: Opened) -> Subject:
    return Subject(opened.piece, day=get_today())
