"""Loyalty points: bookings that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.storage.programme_tables import points_entries
from configurator.storage.tables import customers, quote_versions, quotes

_OWN = points_entries.c


@dataclass(frozen=True, slots=True)
class PointsRow:
    """A booking with the customer that it is for, and the quote that it comes from (empty: none)."""

    entry: PointsEntry
    customer_id: int
    customer_name: str
    quote_id: int | None
    quote_number: str
    quote_owner_id: int | None


class Points:
    """The bookings of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, programme: str, customer_id: int, entry: PointsEntry, at: datetime, version_id: int | None = None
    ) -> int:
        """Book an entry (its own id is not looked at); the id that it gets."""
        row = {
            "programme": programme,
            "customer_id": customer_id,
            "kind": entry.kind.value,
            "points": entry.points,
            "day": entry.day,
            "expires": entry.expires,
            "version_id": version_id,
            "lot_id": entry.lot,
            "recorded_at": at,
        }
        return int(self._connection.execute(insert(points_entries).values(row).returning(_OWN.id)).scalar_one())

    def of_customers(self, programme: str, customer_ids: Iterable[int]) -> tuple[PointsRow, ...]:
        """The bookings of these customers together, the oldest first."""
        joined = (
            points_entries.join(customers, customers.c.id == _OWN.customer_id)
            .outerjoin(quote_versions, quote_versions.c.id == _OWN.version_id)
            .outerjoin(quotes, quotes.c.id == quote_versions.c.quote_id)
        )
        names = (customers.c.name, quotes.c.id.label("quote_id"), quotes.c.number, quotes.c.owner_id)
        query = select(points_entries, *names).select_from(joined)
        wanted = (_OWN.programme == programme) & _OWN.customer_id.in_(list(customer_ids))
        return tuple(
            PointsRow(
                PointsEntry(row.id, EntryKind(row.kind), row.points, row.day, row.expires, row.lot_id),
                row.customer_id,
                row.name,
                row.quote_id,
                row.number or "",
                row.owner_id,
            )
            for row in self._connection.execute(query.where(wanted).order_by(_OWN.day, _OWN.id))
        )

    def list_due(self, day: date) -> tuple[tuple[str, int], ...]:
        """Programme and customer of everybody who has earned points that ran out by the day."""
        query = select(_OWN.programme, _OWN.customer_id).where(_OWN.expires <= day).distinct()
        rows = self._connection.execute(query.order_by(_OWN.programme, _OWN.customer_id))
        return tuple((row.programme, row.customer_id) for row in rows)
