"""Approvals: the questions put to approvers, and their answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, insert, select, update

from configurator.quoting.model import Approval, Outcome
from configurator.storage.tables import approvals, users
from configurator.storage.types import AnyRow

_ASKING = users.alias("asking")
_DECIDING = users.alias("deciding")


class Approvals:
    """The approvals of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, version_id: int, asked: Decimal, limit: Decimal, user_id: int, at: datetime) -> None:
        """Put a question."""
        facts = {
            "version_id": version_id,
            "asked": asked,
            "limit": limit,
            "requested_by": user_id,
            "requested_at": at,
        }
        self._connection.execute(insert(approvals).values(**facts, outcome=Outcome.PENDING.value, comment=""))

    def answer(self, version_id: int, outcome: Outcome, user_id: int | None, comment: str, at: datetime) -> None:
        """Answer the version's pending question, if there is one; no user means the system."""
        pending = (approvals.c.version_id == version_id) & (approvals.c.outcome == Outcome.PENDING.value)
        values = {"outcome": outcome.value, "decided_by": user_id, "decided_at": at, "comment": comment}
        self._connection.execute(update(approvals).where(pending).values(values))

    def of_versions(self, version_ids: Iterable[int]) -> dict[int, tuple[Approval, ...]]:
        """The approvals of these versions, oldest first."""
        found: dict[int, list[Approval]] = {version_id: [] for version_id in version_ids}
        names = (_ASKING.c.name.label("asking_name"), _DECIDING.c.name.label("deciding_name"))
        joined = approvals.join(_ASKING, _ASKING.c.id == approvals.c.requested_by).outerjoin(
            _DECIDING, _DECIDING.c.id == approvals.c.decided_by
        )
        query = select(approvals, *names).select_from(joined).where(approvals.c.version_id.in_(found))
        for row in self._connection.execute(query.order_by(approvals.c.id)):
            found[row.version_id].append(_read_approval(row))
        return {version_id: tuple(rows) for version_id, rows in found.items()}


def _read_approval(row: AnyRow) -> Approval:
    return Approval(
        asked=row.asked,
        limit=row.limit,
        requested_by=row.asking_name,
        requested_at=row.requested_at,
        outcome=Outcome(row.outcome),
        decided_by=row.deciding_name,
        decided_at=row.decided_at,
        comment=row.comment,
    )
