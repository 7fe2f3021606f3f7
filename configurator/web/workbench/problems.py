"""What the linter finds in a workpiece, and what each code means."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.paging import Paging, read_page_number
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.values.problem import Severity
from configurator.web.blueprint import pages
from configurator.web.workbench.finding_views import (
    FindingFilter,
    count_severities,
    list_words,
    show_findings,
    sort_findings,
)
from configurator.web.workbench.opening import open_piece, show_bench
from configurator.wording import texts

PAGE_SIZE = 40
_HINT = ".hint"


@pages.get("/workbench/<key>/problems")
@needs(Permission.MAINTAIN_CATALOG)
def show_problems(key: str) -> ResponseReturnValue:
    """The findings, filtered as the address says; the check begins when nobody has checked the workpiece yet."""
    opened = open_piece(key)
    findings = get_services().workbench.start_check(require_user(), opened.piece)
    wanted = FindingFilter(*(request.args.get(name, "")[:200] for name in ("severity", "code", "file")))
    kept = [problem for problem in sort_findings(findings.problems) if wanted.keeps(problem)]
    paging = Paging(read_page_number(), len(kept), PAGE_SIZE)
    start = (min(paging.number, paging.count) - 1) * PAGE_SIZE
    codes, files = list_words(findings.problems)
    values: dict[str, Any] = {
        "findings": findings,
        "counted": count_severities(findings.problems),
        "wanted": wanted,
        "codes": codes,
        "files": files,
        "severities": tuple(Severity),
        "views": show_findings(kept[start : start + PAGE_SIZE], opened.piece.files),
        "paging": paging,
    }
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_findings.html", opened=opened, **values)
    return show_bench("problems", opened, "problems", **values)


@pages.post("/workbench/<key>/check")
@needs(Permission.MAINTAIN_CATALOG)
def check_again(key: str) -> ResponseReturnValue:
    """Check the workpiece once more, whatever was found before."""
    opened = open_piece(key)
    get_services().workbench.start_check(require_user(), opened.piece, again=True)
    return redirect(url_for("web.show_problems", key=key))


@pages.get("/workbench/codes")
@needs(Permission.MAINTAIN_CATALOG)
def list_codes() -> ResponseReturnValue:
    """Every code with what it says and what to do."""
    known = texts(get_language(), "problems")
    codes = sorted(key for key in known if not key.endswith(_HINT))
    return render_template(
        "web/workbench/codes.html", rows=[(code, known[code], known[code + _HINT]) for code in codes]
    )
