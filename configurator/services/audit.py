"""Reading the trail of a subject, and naming what changed for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from configurator.access.permissions import Permission
from configurator.access.users import User, may, require
from configurator.storage.refusals import RecordUnknown
from configurator.storage.rows import AuditRow
from configurator.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory

Subject = Literal["quote", "customer", "user", "catalog", "programme"]
TRAIL_LENGTH = 200


class AuditService:
    """Who did what to a subject."""

    def __init__(self, uow_factory: UnitOfWorkFactory) -> None:
        self._uow = uow_factory

    def read_trail(
        self, actor: User, subject: Subject, subject_id: int, limit: int = TRAIL_LENGTH
    ) -> tuple[AuditRow, ...]:
        """The newest entries first. The owner of a quote or customer may read its trail; all else takes VIEW_AUDIT."""
        with self._uow.reading() as work:
            if not may(actor, Permission.VIEW_AUDIT) and not _is_own(work, actor, subject, subject_id):
                require(actor, Permission.VIEW_AUDIT)
            return work.audit.of_subject(subject, subject_id, limit)


def changes_between(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """The entries that differ, as details of an audit entry: their values before and after."""
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return {
        "before": {key: before.get(key) for key in changed},
        "after": {key: after.get(key) for key in changed},
    }


def _is_own(work: UnitOfWork, actor: User, subject: Subject, subject_id: int) -> bool:
    try:
        return _owner_of(work, subject, subject_id) == actor.id
    except RecordUnknown:
        return False


def _owner_of(work: UnitOfWork, subject: Subject, subject_id: int) -> int | None:
    if subject == "quote":
        return work.quotes.load(subject_id).owner_id
    return work.customers.load(subject_id).owner_id if subject == "customer" else None
