"""The requests that a draft went through, so that steps can be undone and done again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, insert, select, update

from configurator.storage.tables import draft_requests, quote_versions

KEPT = 100
"""Earlier requests kept of each draft."""


class Drafts:
    """The drafts' histories of one transaction: numbered requests, and the position of the present one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, version_id: int, request: Mapping[str, object]) -> None:
        """Start the history of a new version (which stands at position 0)."""
        self._keep(version_id, 0, request)

    def record(self, version_id: int, request: Mapping[str, object]) -> None:
        """A new request follows the present one; what had been undone is gone, and so is what is too old."""
        position = self._position(version_id) + 1
        self._drop(version_id, from_position=position, to_position=position - KEPT)
        self._keep(version_id, position, request)
        self._stand_at(version_id, position)

    def step(self, version_id: int, by: int) -> Mapping[str, object] | None:
        """Go to the request before (-1) or after (+1) and return it; None, and no step, when there is none."""
        request = self.look(version_id, by)
        if request is not None:
            self._stand_at(version_id, self._position(version_id) + by)
        return request

    def look(self, version_id: int, by: int) -> Mapping[str, object] | None:
        """The request before (-1) or after (+1) the present one, without going there; None when there is none."""
        position = self._position(version_id) + by
        wanted = (draft_requests.c.version_id == version_id) & (draft_requests.c.position == position)
        row = self._connection.execute(select(draft_requests.c.request).where(wanted)).one_or_none()
        return None if row is None else row.request

    def bounds(self, version_id: int) -> tuple[bool, bool]:
        """Whether there is a request before the present one, and one after it."""
        own = draft_requests.c
        query = select(func.min(own.position), func.max(own.position)).where(own.version_id == version_id)
        first, last = self._connection.execute(query).one()
        position = self._position(version_id)
        return first is not None and first < position, last is not None and position < last

    def _position(self, version_id: int) -> int:
        query = select(quote_versions.c.position).where(quote_versions.c.id == version_id)
        return int(self._connection.execute(query).scalar_one())

    def _stand_at(self, version_id: int, position: int) -> None:
        self._connection.execute(
            update(quote_versions).where(quote_versions.c.id == version_id).values(position=position)
        )

    def _keep(self, version_id: int, position: int, request: Mapping[str, object]) -> None:
        row = {"version_id": version_id, "position": position, "request": request}
        self._connection.execute(insert(draft_requests).values(row))

    def _drop(self, version_id: int, from_position: int, to_position: int) -> None:
        own = draft_requests.c
        outside = (own.position >= from_position) | (own.position < to_position)
        self._connection.execute(delete(draft_requests).where((own.version_id == version_id) & outside))
