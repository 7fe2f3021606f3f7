"""The files of a workpiece, to be read line by line."""

from __future__ import annotations

from collections import Counter

from flask import abort, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.values.problem import SourceLocation
from configurator.web.blueprint import pages
from configurator.web.workbench.finding_views import file_of, show_findings
from configurator.web.workbench.opening import open_piece, show_bench
from configurator.workbench.excerpts import cut_excerpt, split_lines

MOST_LINES = 3_000
"""Of longer files only the surroundings of the wanted line are shown."""


@pages.get("/workbench/<key>/files")
@needs(Permission.MAINTAIN_CATALOG)
def list_files(key: str) -> ResponseReturnValue:
    """The files with their sizes and how many findings are about each."""
    opened = open_piece(key)
    findings = get_services().workbench.read_findings(require_user(), opened.piece)
    counts = Counter(map(file_of, findings.problems))
    rows = [(path, len(split_lines(content)), counts[path]) for path, content in sorted(opened.piece.files.items())]
    return show_bench("files", opened, "files", rows=rows, findings=findings)


@pages.get("/workbench/<key>/files/<path:path>")
@needs(Permission.MAINTAIN_CATALOG)
def show_file(key: str, path: str) -> ResponseReturnValue:
    """One file with numbered lines; `line` is marked. Only files of the workpiece can be named, never others."""
    opened = open_piece(key)
    content = opened.piece.files.get(path)
    if content is None:
        abort(404)
    total, line = len(split_lines(content)), _read_line()
    place = SourceLocation(path, min(line, total) or 1, 1)
    around = total if total <= MOST_LINES else MOST_LINES // 2
    findings = get_services().workbench.read_findings(require_user(), opened.piece).problems
    views = show_findings((each for each in findings if file_of(each) == path), {})
    lines = cut_excerpt({path: content}, place, around)
    return show_bench("file", opened, "files", path=path, lines=lines, line=line, total=total, views=views)


def _read_line() -> int:
    text = request.args.get("line", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
