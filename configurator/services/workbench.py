"""The workbench's use cases: what is in force, what lies in the folder, what was uploaded; checked beside the pages and
tried out before anything is published. The release in force is only ever read here."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from configurator.access.permissions import Permission
from configurator.access.users import User, require
from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import compute_digest, open_files
from configurator.guidance.request_text import RequestText, read_request_text
from configurator.linter.linting import CHECKS, PROVEN_CHECKS
from configurator.quoting.content import Content
from configurator.services.proposing import Evaluation, Proposer, Trial
from configurator.services.publishing import ReleaseService
from configurator.storage.unit_of_work import UnitOfWorkFactory
from configurator.values.problem import Problem, has_errors
from configurator.workbench.candidates import Candidate, CandidateShelf
from configurator.workbench.checking import check_workpiece
from configurator.workbench.drawing import Drawing, draw_svg
from configurator.workbench.jobs import JobDesk, JobState
from configurator.workbench.keeping import read_problems, write_problems
from configurator.workbench.refusals import CandidateUnknown
from configurator.workbench.unpacking import Unpacked
from configurator.workbench.uploading import Upload, take_files
from configurator.workbench.workpiece import Workpiece, read_workpiece

CURRENT, FOLDER = "current", "folder"
KEPT_WORKPIECES = 4
KEPT_PICTURES = 60
REQUEST_NAME = "request.yaml"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the workbench works: the catalog's folder, and `desk`, a folder of ours for candidates and results."""

    catalog: Path
    desk: Path


@dataclass(frozen=True, slots=True)
class Findings:
    """A check of a workpiece: how it stands, and what it found when it is done."""

    state: JobState
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A request tried out: what is wrong with it, the trial when it could be read, and the priced content when there
    is a valid package."""

    request: RequestText
    problems: tuple[Problem, ...]
    trial: Trial | None = None
    evaluation: Evaluation | None = None

    @property
    def content(self) -> Content | None:
        """The valid, priced package, if there is one."""
        return self.evaluation.content if self.evaluation else None


class WorkbenchService:
    """Workpieces by key: `current` (in force), `folder` (the catalog's folder as it is now) or a candidate's number.

    `in_force` gives the proposer of the catalog in force. Every call needs MAINTAIN_CATALOG.
    """

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Callable[[], datetime],
        in_force: Callable[[], Proposer],
        releases: ReleaseService,
        places: Places,
    ) -> None:
        self._uow, self._clock, self._in_force, self._releases = uow_factory, clock, in_force, releases
        self._folder = places.catalog
        self._shelf = CandidateShelf(places.desk / "candidates")
        self._jobs = JobDesk(places.desk / "results")
        self._kept: OrderedDict[str, tuple[Workpiece, Proposer | None]] = OrderedDict()
        self._pictures: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def open(self, actor: User, key: str) -> Workpiece:
        """The workpiece of that key; CandidateUnknown when there is none."""
        return self._open(actor, key)[0]

    def list_candidates(self, actor: User) -> tuple[Candidate, ...]:
        """All candidates, the newest first."""
        require(actor, Permission.MAINTAIN_CATALOG)
        return self._shelf.list()

    def get_candidate(self, actor: User, number: int) -> Candidate:
        """One candidate; CandidateUnknown when there is none."""
        require(actor, Permission.MAINTAIN_CATALOG)
        return self._shelf.get(number)

    def has_changed_folder(self, actor: User) -> bool:
        """Whether the folder's files differ from the catalog in force."""
        return self.open(actor, FOLDER).digest != self.open(actor, CURRENT).digest

    def upload(self, actor: User, uploads: Sequence[Upload], base: str, place: str, note: str) -> Candidate:
        """Keep uploaded files as a candidate: a ZIP is a whole catalog, single files go over those of the workpiece
        `base`, into its folder `place` or where a file of that name lies. UploadRefused names every entry at fault."""
        unpacked, changed = take_files(uploads, self.open(actor, base).files, place)
        with self._uow.writing() as work:
            number = work.counters.take("candidate")
            is_whole = len(changed) == len(unpacked.files)
            candidate = self._describe(actor, number, unpacked, changed, "" if is_whole else base, note)
            self._shelf.put(candidate, unpacked.files)
            details = {"digest": candidate.digest, "files": len(unpacked.files), "base": candidate.base}
            work.audit.record(self._clock(), actor.id, "upload_candidate", ("candidate", number), details)
        return candidate

    def discard(self, actor: User, number: int) -> None:
        """Take a candidate off the bench; CandidateUnknown when there is none."""
        candidate = self.get_candidate(actor, number)
        with self._uow.writing() as work:
            details = {"digest": candidate.digest}
            work.audit.record(self._clock(), actor.id, "discard_candidate", ("candidate", number), details)
        self._shelf.discard(number)

    def read_findings(self, actor: User, piece: Workpiece) -> Findings:
        """How the check of the workpiece stands; what keeps a workpiece from being read needs no check."""
        require(actor, Permission.MAINTAIN_CATALOG)
        if piece.book is None:
            return Findings(JobState("done"), piece.problems)
        return _as_findings(self._jobs.look("lint", _check_key(piece)))

    def start_check(self, actor: User, piece: Workpiece, *, again: bool = False) -> Findings:
        """Begin the check of the workpiece, unless it is under way or done; answers at once."""
        known = self.read_findings(actor, piece)
        if piece.book is None or known.state.is_under_way:
            return known
        work = _make_check(piece)
        return _as_findings(self._jobs.start("lint", _check_key(piece), work, again=again))

    def try_out(self, actor: User, key: str, text: str, today: date) -> Tried:
        """What the workpiece makes of a request written as YAML."""
        proposer = self._open(actor, key)[1]
        request = read_request_text(REQUEST_NAME, text.encode("utf-8", "replace"))
        if proposer is None or has_errors(request.problems):
            return Tried(request, request.problems)
        trial = proposer.examine(request.content, today)
        content = request.content
        evaluation = proposer.evaluate(content, today) if isinstance(content, Mapping) else None
        return Tried(request, tuple(map(request.locate, trial.problems)), trial, evaluation)

    def draw(self, actor: User, drawing: Drawing) -> str:
        """The drawing as SVG; the latest ones are kept. PictureRefused when it cannot be drawn."""
        require(actor, Permission.MAINTAIN_CATALOG)
        key = hashlib.sha256(repr(drawing).encode()).hexdigest()
        with self._lock:
            known = self._pictures.get(key)
        if known is None:
            known = draw_svg(drawing)
            with self._lock:
                self._pictures[key] = known
                while len(self._pictures) > KEPT_PICTURES:
                    self._pictures.popitem(last=False)
        return known

    def _open(self, actor: User, key: str) -> tuple[Workpiece, Proposer | None]:
        require(actor, Permission.MAINTAIN_CATALOG)
        if key == CURRENT:
            return self._open_current()
        notebook = Notebook()
        if key == FOLDER:
            files = open_files(self._folder, notebook)
        else:
            files = self._shelf.load_files(_read_number(key))
        return self._keep(files, notebook)

    def _open_current(self) -> tuple[Workpiece, Proposer]:
        """The catalog in force with the files that it was read from, as far as they are still known."""
        proposer = self._in_force()
        catalog = proposer.catalog
        known = self._kept_or_none(f"{CURRENT}-{catalog.number}-{catalog.digest}")
        if known is not None and known[0].book is proposer.book:
            return known[0], proposer
        files = self._load_files(catalog)
        piece = Workpiece(catalog.digest, files, (), proposer.book)
        if files:
            self._put(f"{CURRENT}-{catalog.number}-{catalog.digest}", piece, proposer)
        return piece, proposer

    def _load_files(self, catalog: Catalog) -> Mapping[str, bytes]:
        """A release's own files; the folder's when these are what is in force and have not changed since, else none."""
        if catalog.number is not None:
            return self._releases.load_files(catalog.key, catalog.number)
        files = open_files(self._folder, Notebook())
        return files if compute_digest(files) == catalog.digest else {}

    def _keep(self, files: Mapping[str, bytes], notebook: Notebook) -> tuple[Workpiece, Proposer | None]:
        known = None if notebook.problems else self._kept_or_none(compute_digest(files))
        if known is not None:
            return known
        with_problems = bool(notebook.problems)
        piece = read_workpiece(files, notebook)
        proposer = Proposer(piece.book) if piece.book else None
        if not with_problems:
            self._put(piece.digest, piece, proposer)
        return piece, proposer

    def _kept_or_none(self, name: str) -> tuple[Workpiece, Proposer | None] | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def _put(self, name: str, piece: Workpiece, proposer: Proposer | None) -> None:
        with self._lock:
            self._kept[name] = (piece, proposer)
            while len(self._kept) > KEPT_WORKPIECES:
                self._kept.popitem(last=False)

    def _describe(
        self, actor: User, number: int, unpacked: Unpacked, changed: Sequence[str], base: str, note: str
    ) -> Candidate:
        return Candidate(
            number=number,
            author_id=actor.id,
            author=actor.name,
            at=self._clock().isoformat(timespec="seconds"),
            base=base,
            digest=compute_digest(unpacked.files),
            uploaded=tuple(changed),
            left_out=unpacked.left_out,
            note=note,
        )


def _make_check(piece: Workpiece) -> Callable[[Callable[[int, int], None]], object]:
    return lambda report: write_problems(check_workpiece(piece, report))


def _as_findings(state: JobState) -> Findings:
    if state.status != "done":
        return Findings(state, ())
    with suppress(KeyError, TypeError, ValueError):
        return Findings(state, read_problems(state.result))
    return Findings(JobState("none"), ())


def _check_key(piece: Workpiece) -> str:
    """The digest, and what else decides what a check finds: the checks themselves."""
    names = " ".join(check.__name__ for check in (*CHECKS, *PROVEN_CHECKS))
    return f"{piece.digest}-{hashlib.sha256(names.encode()).hexdigest()[:8]}-{len(piece.problems)}"


def _read_number(key: str) -> int:
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        raise CandidateUnknown(number=key[:20])
    return int(key)
