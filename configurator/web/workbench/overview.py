"""The workbench's first page, and each workpiece at a glance: counts, where prices come from, how the checks stand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from flask import render_template, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog
from configurator.catalog.sources import Evidence
from configurator.http.access import needs
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.services.bench_jobs import Subject
from configurator.services.workpieces import CURRENT, FOLDER
from configurator.web.blueprint import pages
from configurator.web.workbench.finding_views import count_severities
from configurator.web.workbench.opening import Opened, open_piece, show_bench
from configurator.workbench.jobs import JobState

HUNDRED = Decimal(100)


@pages.get("/workbench")
@needs(Permission.MAINTAIN_CATALOG)
def show_workbench() -> ResponseReturnValue:
    """What lies on the bench: the release in force, the folder, the candidates."""
    bench, user = get_services().workbench, require_user()
    return render_template(
        "web/workbench/bench.html",
        current=bench.open(user, CURRENT),
        folder=bench.open(user, FOLDER),
        candidates=bench.list_candidates(user),
    )


@pages.get("/workbench/<key>")
@needs(Permission.MAINTAIN_CATALOG)
def show_workpiece(key: str) -> ResponseReturnValue:
    """One workpiece at a glance; its check begins when nobody has checked it yet."""
    opened = open_piece(key)
    findings = get_services().workbench.start_check(require_user(), opened.piece)
    counted = count_severities(findings.problems)
    if "HX-Request" in request.headers:
        return render_template("web/workbench/_check.html", opened=opened, findings=findings, counted=counted)
    catalog = opened.piece.catalog
    return show_bench(
        "overview",
        opened,
        "overview",
        findings=findings,
        counted=counted,
        catalog=catalog,
        evidence=share_evidence(catalog) if catalog else (),
        jobs=_look_at_jobs(opened) if catalog else (),
    )


def _look_at_jobs(opened: Opened) -> tuple[tuple[str, JobState], ...]:
    """How the jobs of the other pages stand, by the names of their pages."""
    bench, user = get_services().workbench, require_user()
    pair = Subject(opened.piece, bench.open(user, CURRENT), get_today())
    alone = Subject(opened.piece, day=get_today())
    subjects = {"scenarios": alone, "proofs": alone, "diff": pair, "impact": pair, "publish": alone}
    kinds = {"publish": "release"}
    return tuple((name, bench.look(user, kinds.get(name, name), each)) for name, each in subjects.items())


def share_evidence(catalog: Catalog) -> tuple[tuple[Evidence, int, Decimal], ...]:
    """How many prices are seen, recalled and assumed, each with its share in percent to one decimal."""
    counts = Counter(price.evidence for prices in catalog.prices.values() for price in prices)
    total = counts.total() or 1
    return tuple((each, counts[each], round(HUNDRED * counts[each] / total, 1)) for each in Evidence)
