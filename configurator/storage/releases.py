"""Releases of catalogs: rows are added and never changed; a decision about a release is a row of its own."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from configurator.releasing.model import CatalogRelease, Decision, ReleaseDecision
from configurator.releasing.refusals import ReleaseDecided, ReleaseUnknown
from configurator.storage.tables import catalog_archives, catalog_decisions, catalog_releases, users
from configurator.storage.types import AnyRow

_OWN = catalog_releases.c
_DECIDED = catalog_decisions.c
_AUTHORS, _DECIDERS = users.alias("authors"), users.alias("deciders")
_IS_PUBLISHED = ~_OWN.needs_approval | (_DECIDED.outcome == Decision.APPROVED.value)


class Releases:
    """The releases of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_archive(self, digest: str, packed: bytes) -> None:
        """Keep the files of that digest, if they are not there yet."""
        known = select(catalog_archives.c.digest).where(catalog_archives.c.digest == digest)
        if self._connection.scalar(known) is None:
            self._connection.execute(insert(catalog_archives).values(digest=digest, bytes=packed))

    def load_archive(self, digest: str) -> bytes:
        """The files of that digest, packed; they are kept as long as a release names them."""
        found = select(catalog_archives.c.bytes).where(catalog_archives.c.digest == digest)
        return bytes(self._connection.execute(found).scalar_one())

    def last_number(self, catalog: str) -> int:
        """The greatest number that the catalog has given; 0 before the first."""
        query = select(func.max(_OWN.number)).where(_OWN.catalog == catalog)
        return self._connection.scalar(query) or 0

    def add(self, release: CatalogRelease) -> CatalogRelease:
        """Keep a release, whose archive must be there, and give it its id and its author's name."""
        row = {
            "catalog": release.catalog,
            "number": release.number,
            "label": release.label,
            "digest": release.digest,
            "author_id": release.author_id,
            "published_at": release.published_at,
            "effective_from": release.effective_from,
            "note": release.note,
            "restored_from": release.restored_from,
            "needs_approval": release.needs_approval,
        }
        self._connection.execute(insert(catalog_releases).values(row))
        return self.load(release.catalog, release.number)

    def decide(self, release: CatalogRelease, decision: ReleaseDecision) -> CatalogRelease:
        """Keep the decision about a release; ReleaseDecided when somebody decided before."""
        row = {
            "release_id": release.id,
            "outcome": decision.outcome.value,
            "decided_by": decision.by_id,
            "decided_at": decision.at,
            "comment": decision.comment,
        }
        try:
            self._connection.execute(insert(catalog_decisions).values(row))
        except IntegrityError as error:
            raise ReleaseDecided(number=release.number) from error
        return self.load(release.catalog, release.number)

    def load(self, catalog: str, number: int) -> CatalogRelease:
        """The release; ReleaseUnknown when the catalog has none of that number."""
        row = self._connection.execute(_select(_OWN.catalog == catalog, _OWN.number == number)).one_or_none()
        if row is None:
            raise ReleaseUnknown(catalog=catalog, number=number)
        return _read_release(row)

    def list_all(self, catalog: str) -> tuple[CatalogRelease, ...]:
        """All releases of the catalog, the newest first."""
        query = _select(_OWN.catalog == catalog).order_by(_OWN.number.desc())
        return tuple(_read_release(row) for row in self._connection.execute(query))

    def get_in_force(self, catalog: str, day: date) -> CatalogRelease | None:
        """The release of the catalog in force on that day, as `releasing.model.find_in_force` defines it."""
        query = _select(_OWN.catalog == catalog, _IS_PUBLISHED, _OWN.effective_from <= day)
        row = self._connection.execute(query.order_by(_OWN.number.desc()).limit(1)).one_or_none()
        return _read_release(row) if row else None

    def catalogs(self) -> tuple[str, ...]:
        """The keys of the catalogs that have releases, that of the newest first."""
        query = select(_OWN.catalog).group_by(_OWN.catalog).order_by(func.max(_OWN.id).desc())
        return tuple(self._connection.scalars(query))


def _select(*wanted: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    joined = (
        catalog_releases.join(_AUTHORS, _AUTHORS.c.id == _OWN.author_id)
        .outerjoin(catalog_decisions, _DECIDED.release_id == _OWN.id)
        .outerjoin(_DECIDERS, _DECIDERS.c.id == _DECIDED.decided_by)
    )
    names = (_AUTHORS.c.name.label("author"), _DECIDERS.c.name.label("decider"))
    decision = (_DECIDED.outcome, _DECIDED.decided_by, _DECIDED.decided_at, _DECIDED.comment)
    return select(catalog_releases, *names, *decision).select_from(joined).where(*wanted)


def _read_release(row: AnyRow) -> CatalogRelease:
    return CatalogRelease(
        id=row.id,
        catalog=row.catalog,
        number=row.number,
        label=row.label,
        digest=row.digest,
        author=row.author,
        author_id=row.author_id,
        published_at=row.published_at,
        effective_from=row.effective_from,
        note=row.note,
        restored_from=row.restored_from,
        needs_approval=row.needs_approval,
        decision=_read_decision(row),
    )


def _read_decision(row: AnyRow) -> ReleaseDecision | None:
    if row.outcome is None:
        return None
    return ReleaseDecision(Decision(row.outcome), row.decider, row.decided_by, row.decided_at, row.comment)
