"""Publishing: releases of a catalog proposed, approved, listed, rolled back and given out again, each act in one
transaction.

Checking a catalog takes seconds; it is done before, so that nobody waits for a lock meanwhile. Reading takes no actor:
the doors say who may see releases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from configurator.access.permissions import Permission
from configurator.access.users import User, require
from configurator.releasing.archiving import pack_files, unpack_files
from configurator.releasing.differences import CatalogDifference
from configurator.releasing.diffing import diff_books
from configurator.releasing.impact import Impact
from configurator.releasing.model import (
    CatalogRelease,
    Decision,
    Overtaken,
    ReleaseDecision,
    ReleaseState,
    find_namesake,
    find_overtaken,
)
from configurator.releasing.reaching import REACH_SECONDS
from configurator.releasing.reaching import Progress as Reaching
from configurator.releasing.refusals import (
    EffectiveDatePast,
    NoteTooLong,
    OwnRelease,
    ReleaseDecided,
    ReleaseUnchanged,
    ReleaseWaiting,
)
from configurator.rules.rulebook import RuleBook
from configurator.services.impacting import REPAIR_SECONDS, find_impact
from configurator.services.impacting import Progress as Impacting
from configurator.services.releases import CheckedCatalog, open_release
from configurator.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory

NOTE_LENGTH = 2_000
_TURN = "catalog_release"
"""The counter whose row makes those who publish wait for each other."""


@dataclass(frozen=True, slots=True)
class Published:
    """A new or decided release; those (perhaps itself) with a day to come that will not count because a greater number
    does by then; and the latest other one that has the same label but other files."""

    release: CatalogRelease
    overtaken: tuple[Overtaken, ...]
    namesake: CatalogRelease | None = None


@dataclass(frozen=True, slots=True)
class _Edition:
    """What a release is made of."""

    catalog: str
    label: str
    digest: str
    packed: bytes
    effective_from: date
    note: str
    restored_from: int | None = None


class ReleaseService:
    """Releases of catalogs. `clock` gives the moment in UTC; days begin in `zone`, or where the server stands when none
    is given."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Callable[[], datetime],
        *,
        needs_approval: bool = False,
        zone: tzinfo | None = None,
    ) -> None:
        self._uow = uow_factory
        self._clock = clock
        self._needs_approval = needs_approval
        self._zone = zone
        self._announce: Callable[[], None] = _tell_nobody

    def listen(self, announce: Callable[[], None]) -> None:
        """Have this called after each act that may change what is in force."""
        self._announce = announce

    def list_releases(self, catalog: str) -> tuple[CatalogRelease, ...]:
        """All releases of the catalog with that key, the newest first."""
        with self._uow.reading() as work:
            return work.releases.list_all(catalog)

    def get_in_force(self, catalog: str, day: date | None = None) -> CatalogRelease | None:
        """The release in force today, or on the day; None as long as nothing published has come into force."""
        with self._uow.reading() as work:
            return work.releases.get_in_force(catalog, day or self._today())

    def get_newest_in_force(self) -> CatalogRelease | None:
        """The release in force of the catalog that published last, for those who cannot tell which catalog is meant."""
        with self._uow.reading() as work:
            found = (work.releases.get_in_force(key, self._today()) for key in work.releases.catalogs())
            return next((release for release in found if release is not None), None)

    def load_release(self, catalog: str, number: int) -> CatalogRelease:
        """One release; ReleaseUnknown when there is none of that number."""
        with self._uow.reading() as work:
            return work.releases.load(catalog, number)

    def load_files(self, catalog: str, number: int) -> Mapping[str, bytes]:
        """The files of a release as they were published."""
        with self._uow.reading() as work:
            release = work.releases.load(catalog, number)
            packed = work.releases.load_archive(release.digest)
        return unpack_files(packed, release.digest)

    def open_book(self, catalog: str, number: int) -> RuleBook:
        """The catalog of a release with its rules read."""
        return open_release(self.load_files(catalog, number), number)

    def diff(
        self,
        before: RuleBook,
        after: RuleBook,
        *,
        seconds: Decimal | int = REACH_SECONDS,
        progress: Reaching = lambda done, total: None,
    ) -> CatalogDifference:
        """What differs between two catalogs today, entry by entry and by what customers may choose."""
        return diff_books(before, after, self._today(), seconds=seconds, progress=progress)

    def impact(
        self,
        current: RuleBook,
        candidate: RuleBook,
        *,
        seconds: Decimal | int = REPAIR_SECONDS,
        progress: Impacting = lambda stage, done, total: None,
    ) -> Impact:
        """What publishing the candidate today would do to the open quotes; a quote that fails stops nobody."""
        return find_impact(self._uow, (current, candidate), self._today(), seconds=seconds, progress=progress)

    def publish(
        self, actor: User, checked: CheckedCatalog, *, effective_from: date | None = None, note: str = ""
    ) -> Published:
        """Publish the files as the catalog's next release, today or on a day to come; CatalogRefused when they have
        errors, ReleaseUnchanged when they are in force anyhow. Where approval is needed, it waits for another person.
        """
        require(actor, Permission.PUBLISH_CATALOG)
        catalog = checked.require().catalog
        day, packed = self._read_day(effective_from), pack_files(checked.files.contents)
        return self._keep(actor, _Edition(catalog.key, catalog.release, catalog.digest, packed, day, _read_note(note)))

    def roll_back(
        self, actor: User, catalog: str, number: int, *, effective_from: date | None = None, note: str = ""
    ) -> Published:
        """Publish the files of an old release again, under a new number."""
        require(actor, Permission.PUBLISH_CATALOG)
        book = self.open_book(catalog, number)
        day, text = self._read_day(effective_from), _read_note(note)
        with self._uow.reading() as work:
            packed = work.releases.load_archive(book.catalog.digest)
        return self._keep(
            actor, _Edition(catalog, book.catalog.release, book.catalog.digest, packed, day, text, number)
        )

    def approve(self, actor: User, catalog: str, number: int, comment: str = "") -> Published:
        """Let a proposed release count; only by somebody else than its author."""
        return self.decide(actor, catalog, number, Decision.APPROVED, comment)

    def reject(self, actor: User, catalog: str, number: int, comment: str = "") -> Published:
        """Turn a proposed release down; only by somebody else than its author."""
        return self.decide(actor, catalog, number, Decision.REJECTED, comment)

    def decide(self, actor: User, catalog: str, number: int, outcome: Decision, comment: str = "") -> Published:
        """Take the decision about a proposed release; OwnRelease, or ReleaseDecided when it does not wait for one."""
        require(actor, Permission.APPROVE_CATALOG)
        at = self._clock()
        decision = ReleaseDecision(outcome, actor.name, actor.id, at, _read_note(comment))
        with self._uow.writing() as work:
            release = work.releases.load(catalog, number)
            _check_decider(actor, release)
            kept = work.releases.decide(release, decision)
            _note(work, at, actor, _DECIDING[outcome], kept)
            known = work.releases.list_all(release.catalog)
        self._announce()
        return _tell(known, kept, self._today())

    def _keep(self, actor: User, edition: _Edition) -> Published:
        at = self._clock()
        with self._uow.writing() as work:
            work.counters.take(_TURN)
            self._check_news(work, edition)
            work.releases.keep_archive(edition.digest, edition.packed)
            kept = work.releases.add(self._number(work, actor, edition, at))
            _note(work, at, actor, "roll_back_catalog" if edition.restored_from else "publish_catalog", kept)
            known = work.releases.list_all(edition.catalog)
        self._announce()
        return _tell(known, kept, self._today())

    def _number(self, work: UnitOfWork, actor: User, edition: _Edition, at: datetime) -> CatalogRelease:
        return CatalogRelease(
            id=0,
            catalog=edition.catalog,
            number=work.releases.last_number(edition.catalog) + 1,
            label=edition.label,
            digest=edition.digest,
            author=actor.name,
            author_id=actor.id,
            published_at=at,
            effective_from=edition.effective_from,
            note=edition.note,
            restored_from=edition.restored_from,
            needs_approval=self._needs_approval,
        )

    def _check_news(self, work: UnitOfWork, edition: _Edition) -> None:
        in_force = work.releases.get_in_force(edition.catalog, edition.effective_from)
        if in_force is not None and in_force.digest == edition.digest:
            raise ReleaseUnchanged(number=in_force.number, day=edition.effective_from.isoformat())
        for other in work.releases.list_all(edition.catalog):
            if other.state is ReleaseState.PROPOSED and other.digest == edition.digest:
                raise ReleaseWaiting(number=other.number)

    def _read_day(self, asked: date | None) -> date:
        today = self._today()
        if asked is not None and asked < today:
            raise EffectiveDatePast(day=asked.isoformat(), today=today.isoformat())
        return asked or today

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()


_DECIDING = {Decision.APPROVED: "approve_catalog", Decision.REJECTED: "reject_catalog"}


def _tell(known: tuple[CatalogRelease, ...], kept: CatalogRelease, today: date) -> Published:
    """What an act has led to. Releases published today that were overtaken before are no news."""
    found = find_overtaken(known, today)
    news = [one for one in found if one.release == kept or one.release.effective_from > today]
    return Published(kept, tuple(news), find_namesake(known, kept))


def _tell_nobody() -> None:
    """For processes that keep no catalog open."""


def _check_decider(actor: User, release: CatalogRelease) -> None:
    if release.state is not ReleaseState.PROPOSED:
        raise ReleaseDecided(number=release.number)
    if release.author_id == actor.id:
        raise OwnRelease(number=release.number)


def _note(work: UnitOfWork, at: datetime, actor: User, action: str, release: CatalogRelease) -> None:
    facts = {
        "catalog": release.catalog,
        "number": release.number,
        "digest": release.digest,
        "effective_from": release.effective_from.isoformat(),
        "state": str(release.state),
        "restored_from": release.restored_from,
        "note": release.decision.comment if release.decision else release.note,
    }
    work.audit.record(at, actor.id, action, ("catalog", release.id), facts)


def _read_note(text: str) -> str:
    note = text.strip()
    if len(note) > NOTE_LENGTH:
        raise NoteTooLong(most=NOTE_LENGTH)
    return note
