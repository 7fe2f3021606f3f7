"""Uploads: a whole catalog as a ZIP or single files, kept as a candidate beside the release in force."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.refusing import problems_of, say_finding
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.http.uploads import takes_upload
from configurator.services.workpieces import CURRENT
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.workbench.opening import name_piece, open_piece
from configurator.workbench.refusals import UploadRefused
from configurator.workbench.unpacking import MOST_ENTRIES, MOST_UPLOADED
from configurator.workbench.uploading import TOP, Upload, list_places

LONGEST_NOTE = 500


@pages.get("/workbench/upload")
@needs(Permission.MAINTAIN_CATALOG)
def ask_upload() -> ResponseReturnValue:
    """The form: what to upload and, for single files, over which workpiece."""
    return _show_form()


@pages.post("/workbench/upload")
@needs(Permission.MAINTAIN_CATALOG)
@takes_upload(MOST_UPLOADED)
def take_upload() -> ResponseReturnValue:
    """Keep what was uploaded as a candidate, or say entry by entry why it cannot be taken."""
    uploads = [Upload(file.filename or "", file.read()) for file in request.files.getlist("files") if file.filename]
    base, place = request.form.get("base", CURRENT)[:20], request.form.get("place", "")[:200]
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    try:
        candidate = get_services().workbench.upload(require_user(), uploads, base, place, note)
    except UploadRefused as refusal:
        return _show_form([say_finding(problem) for problem in problems_of(refusal)]), 422
    flash(translate("web.bench.uploaded", number=candidate.number), "good")
    return redirect(url_for("web.show_workpiece", key=candidate.number))


@pages.post("/workbench/<int:number>/discard")
@needs(Permission.MAINTAIN_CATALOG)
def discard_candidate(number: int) -> ResponseReturnValue:
    """Take a candidate off the bench."""
    get_services().workbench.discard(require_user(), number)
    flash(translate("web.bench.discarded", number=number), "good")
    return redirect(url_for("web.show_workbench"))


def _show_form(refused: list[tuple[str, str]] | None = None) -> str:
    bench, user = get_services().workbench, require_user()
    keys = [CURRENT, "folder", *(str(each.number) for each in bench.list_candidates(user))]
    base = request.values.get("base", CURRENT)
    files = open_piece(base if base in keys else CURRENT).piece.files
    return render_template(
        "web/workbench/upload.html",
        refused=refused or [],
        bases=[(key, name_piece(key)) for key in keys],
        base=base,
        places=[("", translate("web.bench.place.same")), (TOP, translate("web.bench.place.top"))]
        + [(each, each) for each in list_places(files)],
        place=request.values.get("place", ""),
        note=request.values.get("note", ""),
        most=MOST_UPLOADED // 1_000_000,
        entries=MOST_ENTRIES,
    )
