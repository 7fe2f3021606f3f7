"""Places that quote versions hold or used of what programmes limit, and the weekly releases of quotas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from configurator.programmes.claiming import ClaimKind, ClaimState
from configurator.storage.programme_tables import programme_claims, quota_releases
from configurator.storage.tables import customers, quote_versions, quotes
from configurator.storage.types import AnyRow

_OWN = programme_claims.c
_COUNTING = (ClaimState.RESERVED.value, ClaimState.REDEEMED.value)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A place with the quote and the customer that it is for. `week` is that of the offer's month, 0 without one."""

    id: int
    kind: ClaimKind
    programme: str
    key: str
    quantity: int
    state: ClaimState
    customer_id: int
    customer_name: str
    quote_id: int
    quote_number: str
    quote_owner_id: int
    version_id: int
    version_number: int
    week: int
    reserved_on: date
    reserved_at: datetime
    settled_at: datetime | None


class Claims:
    """The places of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        what: tuple[ClaimKind, str, str],
        quantity: int,
        whose: tuple[int, int, int],
        when: tuple[int, date, datetime],
    ) -> int:
        """Hold a place: (kind, programme, key), how much, for (customer, quote, version), in (week, day, moment)."""
        kind, programme, key = what
        customer_id, quote_id, version_id = whose
        week, day, at = when
        row = {
            "kind": kind.value,
            "programme": programme,
            "key": key,
            "quantity": quantity,
            "state": ClaimState.RESERVED.value,
            "customer_id": customer_id,
            "quote_id": quote_id,
            "version_id": version_id,
            "week": week,
            "reserved_on": day,
            "reserved_at": at,
        }
        return int(self._connection.execute(insert(programme_claims).values(row).returning(_OWN.id)).scalar_one())

    def settle(self, version_id: int, state: ClaimState, at: datetime) -> tuple[ClaimRow, ...]:
        """Use the places that the version holds, or give them back; those that it held."""
        held = (_OWN.version_id == version_id) & (_OWN.state == ClaimState.RESERVED.value)
        values = {"state": state.value, "settled_at": at}
        ids = self._connection.execute(update(programme_claims).where(held).values(values).returning(_OWN.id))
        found = [row.id for row in ids]
        return self._list(_OWN.id.in_(found)) if found else ()

    def count_taken(self, kind: ClaimKind, programme: str, key: str, except_quote: int) -> int:
        """What other quotes hold or used. Of a quote's versions only one can be accepted: the largest counts."""
        largest = (
            select(func.max(_OWN.quantity).label("most"))
            .where(_OWN.kind == kind.value, _OWN.programme == programme, _OWN.key == key)
            .where(_OWN.state.in_(_COUNTING), _OWN.quote_id != except_quote)
            .group_by(_OWN.quote_id)
            .subquery()
        )
        return int(self._connection.execute(select(func.coalesce(func.sum(largest.c.most), 0))).scalar_one())

    def find_use(
        self, kind: ClaimKind, programme: str, key: str, customer_ids: Sequence[int], except_quote: int
    ) -> ClaimRow | None:
        """The first place that another quote of these customers holds or used."""
        wanted = (_OWN.kind == kind.value) & (_OWN.programme == programme) & (_OWN.key == key)
        counting = _OWN.state.in_(_COUNTING) & (_OWN.quote_id != except_quote)
        return next(iter(self._list(wanted & counting & _OWN.customer_id.in_(customer_ids))), None)

    def of_version(self, version_id: int) -> tuple[ClaimRow, ...]:
        """All places of a version, the oldest first."""
        return self._list(_OWN.version_id == version_id)

    def of_customers(self, customer_ids: Iterable[int]) -> tuple[ClaimRow, ...]:
        """All places of these customers, the newest first."""
        return tuple(reversed(self._list(_OWN.customer_id.in_(list(customer_ids)))))

    def list_held_points(
        self, programme: str, customer_ids: Sequence[int], except_quote: int = 0
    ) -> tuple[ClaimRow, ...]:
        """The points that open versions of these customers hold."""
        held = (_OWN.kind == ClaimKind.POINTS.value) & (_OWN.state == ClaimState.RESERVED.value)
        own = _OWN.customer_id.in_(customer_ids) & (_OWN.programme == programme) & (_OWN.quote_id != except_quote)
        return self._list(held & own)

    def count_held(self) -> int:
        """How many places open versions hold."""
        held = _OWN.state == ClaimState.RESERVED.value
        return int(
            self._connection.execute(select(func.count()).select_from(programme_claims).where(held)).scalar_one()
        )

    def record_release(self, programme: str, key: str, week: int, shares: int, day: date, at: datetime) -> bool:
        """Note that a week released shares; False when that was known."""
        own = quota_releases.c
        known = (own.programme == programme) & (own.key == key) & (own.week == week)
        if self._connection.execute(select(own.id).where(known)).one_or_none() is not None:
            return False
        row = {"programme": programme, "key": key, "week": week, "shares": shares}
        self._connection.execute(insert(quota_releases).values({**row, "released_on": day, "recorded_at": at}))
        return True

    def _list(self, wanted: ColumnElement[bool]) -> tuple[ClaimRow, ...]:
        joined = (
            programme_claims.join(customers, customers.c.id == _OWN.customer_id)
            .join(quotes, quotes.c.id == _OWN.quote_id)
            .join(quote_versions, quote_versions.c.id == _OWN.version_id)
        )
        names = (
            customers.c.name.label("customer_name"),
            quotes.c.number.label("quote_number"),
            quotes.c.owner_id.label("quote_owner_id"),
            quote_versions.c.number.label("version_number"),
        )
        query = select(programme_claims, *names).select_from(joined).where(wanted)
        return tuple(_read_claim(row) for row in self._connection.execute(query.order_by(_OWN.id)))


def _read_claim(row: AnyRow) -> ClaimRow:
    kinds = {"kind": ClaimKind(row.kind), "state": ClaimState(row.state)}
    return ClaimRow(**{**row._mapping, **kinds})
