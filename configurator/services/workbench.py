"""The workbench's use cases: what is in force, what lies in the folder, what was uploaded; checked beside the pages and
tried out before anything is published. The release in force is only ever read here."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Lock

from configurator.access.permissions import Permission
from configurator.access.users import User, require
from configurator.catalog.reading import compute_digest
from configurator.guidance.request_text import RequestText, read_request_text
from configurator.quoting.content import Content
from configurator.services.bench_jobs import Subject, find_kind
from configurator.services.proposing import Evaluation, Proposer, Trial
from configurator.services.publishing import Published, ReleaseService
from configurator.services.releases import CatalogFiles, CheckedCatalog
from configurator.services.workpieces import CURRENT, FOLDER, Workpieces
from configurator.storage.unit_of_work import UnitOfWorkFactory
from configurator.values.problem import Problem, has_errors
from configurator.workbench.candidates import Candidate, CandidateShelf
from configurator.workbench.drawing import Drawing, draw_svg
from configurator.workbench.jobs import JobDesk, JobState
from configurator.workbench.keeping import read_problems
from configurator.workbench.refusals import CheckMissing
from configurator.workbench.unpacking import Unpacked
from configurator.workbench.uploading import Upload, take_files
from configurator.workbench.workpiece import Workpiece

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
    """Workpieces by key: `current` (in force), `folder` (the catalog's folder as it is now), `r<n>` (a release) or a
    candidate's number.

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
        self._uow, self._clock, self._releases = uow_factory, clock, releases
        self._shelf = CandidateShelf(places.desk / "candidates")
        self._jobs = JobDesk(places.desk / "results")
        self._pieces = Workpieces(in_force, releases, self._shelf, places.catalog)
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

    def look(self, actor: User, kind: str, subject: Subject) -> JobState:
        """How a job of that kind stands (`lint`, `scenarios` …); JobUnknown for a kind that there is not."""
        require(actor, Permission.MAINTAIN_CATALOG)
        return self._jobs.look(kind, find_kind(kind).name_subject(subject))

    def start(self, actor: User, kind: str, subject: Subject, *, again: bool = False) -> JobState:
        """Begin the job, unless it is under way or (without `again`) done; answers at once."""
        require(actor, Permission.MAINTAIN_CATALOG)
        job = find_kind(kind)
        name, work = job.name_subject(subject), partial(job.run, subject, self._uow)
        return self._jobs.start(kind, name, work, again=again)

    def read_findings(self, actor: User, piece: Workpiece) -> Findings:
        """How the check of the workpiece stands; what keeps a workpiece from being read needs no check."""
        if piece.book is None:
            require(actor, Permission.MAINTAIN_CATALOG)
            return Findings(JobState("done"), piece.problems)
        return _as_findings(self.look(actor, "lint", Subject(piece)))

    def start_check(self, actor: User, piece: Workpiece, *, again: bool = False) -> Findings:
        """Begin the check of the workpiece, unless it is under way or done; answers at once."""
        if piece.book is None:
            return self.read_findings(actor, piece)
        return _as_findings(self.start(actor, "lint", Subject(piece), again=again))

    def read_gate(self, actor: User, piece: Workpiece) -> Findings:
        """How the check before publishing stands, and what it found."""
        if piece.book is None:
            return self.read_findings(actor, piece)
        return _as_findings(self.look(actor, "release", Subject(piece)))

    def publish(self, actor: User, key: str, *, effective_from: date | None = None, note: str = "") -> Published:
        """Publish a workpiece as the next release; CheckMissing while its check before publishing is not done,
        CatalogRefused when it found errors, and what ReleaseService.publish refuses."""
        piece = self.open(actor, key)
        gate = self.read_gate(actor, piece)
        if gate.state.status != "done":
            raise CheckMissing
        checked = CheckedCatalog(CatalogFiles(piece.files), piece.book, gate.problems)
        return self._releases.publish(actor, checked, effective_from=effective_from, note=note)

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
        return self._pieces.open(key)

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


def _as_findings(state: JobState) -> Findings:
    if state.status != "done":
        return Findings(state, ())
    with suppress(KeyError, TypeError, ValueError):
        return Findings(state, read_problems(state.result))
    return Findings(JobState("none"), ())
