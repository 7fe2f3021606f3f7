"""The audit trail: one row for each change, written in the change's own transaction and never altered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from configurator.storage.rows import AuditRow
from configurator.storage.tables import audit, users
from configurator.storage.types import AnyRow


class AuditTrail:
    """The trail, as one transaction sees and extends it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(
        self,
        at: datetime,
        user_id: int | None,
        action: str,
        subject: tuple[str, int],
        details: Mapping[str, object],
    ) -> None:
        """Add an entry about the subject (kind, id); no user means the system or the console."""
        kind, subject_id = subject
        row = {
            "at": at,
            "user_id": user_id,
            "action": action,
            "subject": kind,
            "subject_id": subject_id,
            "details": details,
        }
        self._connection.execute(insert(audit).values(row))

    def of_subject(self, subject: str, subject_id: int, limit: int) -> tuple[AuditRow, ...]:
        """The subject's entries, the newest first, at most so many."""
        wanted = (audit.c.subject == subject) & (audit.c.subject_id == subject_id)
        query = select(audit, users.c.name.label("user_name")).join_from(audit, users, isouter=True)
        rows = self._connection.execute(query.where(wanted).order_by(audit.c.id.desc()).limit(limit))
        return tuple(_read_entry(row) for row in rows)


def _read_entry(row: AnyRow) -> AuditRow:
    return AuditRow(**row._mapping)
