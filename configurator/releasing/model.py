"""A release: a numbered, dated, immutable publication of one catalog's files, and the decision about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReleaseState(StrEnum):
    """Where a release stands: waits for a second person, counts from its day on, or was turned down."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What a second person says about a proposed release."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReleaseDecision:
    """Who decided what about a release, when (UTC), and why."""

    outcome: Decision
    by: str
    by_id: int
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CatalogRelease:
    """One release of the catalog `catalog`: the numbers of a catalog are 1, 2, 3….

    `label` is what its catalog.yaml calls it, `digest` identifies the files; it counts from `effective_from` on.
    `restored_from` is the number of the release that it repeats.
    """

    id: int
    catalog: str
    number: int
    label: str
    digest: str
    author: str
    author_id: int
    published_at: datetime
    effective_from: date
    note: str = ""
    restored_from: int | None = None
    needs_approval: bool = False
    decision: ReleaseDecision | None = None

    @property
    def state(self) -> ReleaseState:
        """Where it stands: without need of approval it was published at once."""
        if not self.needs_approval:
            return ReleaseState.PUBLISHED
        return ReleaseState.PROPOSED if self.decision is None else _STATES[self.decision.outcome]


_STATES = {Decision.APPROVED: ReleaseState.PUBLISHED, Decision.REJECTED: ReleaseState.REJECTED}


def find_in_force(releases: Iterable[CatalogRelease], day: date) -> CatalogRelease | None:
    """The release in force on the day: of those published whose day has come, the one with the greatest number."""
    able = [each for each in releases if each.state is ReleaseState.PUBLISHED and each.effective_from <= day]
    return max(able, key=lambda release: release.number, default=None)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A published release that will not count on its day, because a greater number counts by then."""

    release: CatalogRelease
    by: CatalogRelease


def find_overtaken(releases: Iterable[CatalogRelease], today: date) -> tuple[Overtaken, ...]:
    """The releases whose day is today or to come and on which they will not count."""
    known = tuple(releases)
    found = []
    for release in known:
        if release.state is ReleaseState.PUBLISHED and release.effective_from >= today:
            by = find_in_force(known, release.effective_from)
            found += [Overtaken(release, by)] if by is not None and by != release else []
    return tuple(found)


def find_namesake(releases: Iterable[CatalogRelease], release: CatalogRelease) -> CatalogRelease | None:
    """The latest other release with the same label and other files: somebody forgot to give a new one."""
    alike = [each for each in releases if each.label == release.label and each.digest != release.digest]
    return max(alike, key=lambda each: each.number, default=None)
