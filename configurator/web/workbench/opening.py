"""What every page of the workbench begins with: the workpiece that the address names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, make_response, render_template

from configurator.catalog.model import Catalog
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.rules.rulebook import RuleBook
from configurator.services.workpieces import CURRENT, FOLDER, RELEASE
from configurator.web.context import translate
from configurator.workbench.candidates import Candidate
from configurator.workbench.workpiece import Workpiece

TABS = (
    ("overview", "web.show_workpiece"),
    ("problems", "web.show_problems"),
    ("offerings", "web.list_offerings"),
    ("rules", "web.list_rules"),
    ("picture", "web.show_picture"),
    ("trial", "web.show_trial"),
    ("files", "web.list_files"),
    ("scenarios", "web.show_scenarios"),
    ("proofs", "web.show_proofs"),
    ("diff", "web.show_difference"),
    ("impact", "web.show_impact"),
    ("publish", "web.ask_publish"),
)
"""The pages of a workpiece, by the end of their text's key."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A workpiece under the key by which addresses name it; `candidate` when it is one."""

    key: str
    piece: Workpiece
    candidate: Candidate | None

    @property
    def title(self) -> str:
        """What the workpiece is, in the reader's language."""
        return name_piece(self.key)


def open_piece(key: str) -> Opened:
    """The workpiece of the address; one that is not there answers 404."""
    bench, user = get_services().workbench, require_user()
    piece = bench.open(user, key)
    candidate = bench.get_candidate(user, int(key)) if key.isdigit() else None
    return Opened(key, piece, candidate)


def need_book(opened: Opened) -> RuleBook:
    """The rule book of a workpiece that can be used; any other answers with a page that says why there is nothing to
    see."""
    if opened.piece.book is None:
        abort(show_bench("unreadable", opened, "", status=422))
    return opened.piece.book


def need_catalog(opened: Opened) -> Catalog:
    """The same for its catalog."""
    return need_book(opened).catalog


def name_piece(key: str) -> str:
    """What lies under a key: the release in force, the folder, a release or a candidate by its number."""
    if key in (CURRENT, FOLDER):
        return translate(f"web.bench.piece.{key}")
    if key.startswith(RELEASE):
        return translate("web.bench.piece.release", number=key.removeprefix(RELEASE))
    return translate("web.bench.piece.candidate", number=key)


def show_bench(template: str, opened: Opened, tab: str, *, status: int = 200, **values: Any) -> Response:
    """A page of a workpiece under its tabs."""
    page = render_template(f"web/workbench/{template}.html", opened=opened, tab=tab, tabs=TABS, **values)
    return make_response(page, status)
