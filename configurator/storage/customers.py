"""Customers: kept, changed under optimistic locking, found by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select, true, update

from configurator.customers.customer import ENTITY_MARKS, Customer, CustomerFields
from configurator.storage.paging import Page, PageOf
from configurator.storage.refusals import RecordUnknown, StaleRevision
from configurator.storage.rows import CustomerRow
from configurator.storage.tables import customers, quotes, users
from configurator.storage.types import AnyRow

_KINDS = {"parent": "registration"}
"""A parent is a registration as well: sisters, and mother and daughter, are one group."""

_FIELDS = tuple(CustomerFields.__dataclass_fields__)


class Customers:
    """The customers of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, fields: CustomerFields, owner_id: int, at: datetime) -> Customer:
        """Keep a new customer."""
        stamps = {"owner_id": owner_id, "revision": 1, "created_at": at, "updated_at": at}
        query = insert(customers).values(**asdict(fields), **stamps).returning(customers.c.id)
        return self.load(self._connection.execute(query).scalar_one())

    def load(self, customer_id: int) -> Customer:
        """The customer; RecordUnknown when there is none."""
        query = select(customers, users.c.name.label("owner_name")).join_from(customers, users)
        row = self._connection.execute(query.where(customers.c.id == customer_id)).one_or_none()
        if row is None:
            raise RecordUnknown(kind="customer", id=customer_id)
        return _read_customer(row)

    def find_group(self, customer_id: int) -> tuple[int, ...]:
        """The customers that are one legal entity or group with this one, itself among them: those who have a mark in
        common with it, those who have one in common with these, and so on."""
        found = {customer_id}
        known: set[tuple[str, str]] = set()
        while fresh := self._list_marks(found) - known:
            known |= fresh
            found |= set(self._connection.scalars(select(customers.c.id).where(_has_any(fresh))))
        return tuple(sorted(found))

    def _list_marks(self, customer_ids: Iterable[int]) -> set[tuple[str, str]]:
        columns = (customers.c[mark] for mark in ENTITY_MARKS)
        rows = self._connection.execute(select(*columns).where(customers.c.id.in_(list(customer_ids))))
        return {(_KINDS.get(mark, mark), value) for row in rows for mark, value in row._mapping.items() if value}

    def save(self, customer_id: int, fields: CustomerFields, revision: int, at: datetime) -> Customer:
        """Replace the fields; StaleRevision when the revision is no longer this one."""
        wanted = (customers.c.id == customer_id) & (customers.c.revision == revision)
        values = dict(**asdict(fields), revision=revision + 1, updated_at=at)
        if not self._connection.execute(update(customers).where(wanted).values(values)).rowcount:
            current = self.load(customer_id).revision
            raise StaleRevision(kind="customer", id=customer_id, given=revision, current=current)
        return self.load(customer_id)

    def find(self, text: str, owner_id: int | None, page: Page) -> PageOf[CustomerRow]:
        """Customers whose name or class holds the text, the last changed first."""
        wanted = _matches(text) & (customers.c.owner_id == owner_id if owner_id is not None else true())
        total = self._connection.execute(select(func.count()).select_from(customers).where(wanted)).scalar_one()
        query = _row_query().where(wanted).order_by(customers.c.updated_at.desc(), customers.c.id.desc())
        rows = self._connection.execute(query.limit(page.size).offset(page.offset))
        return PageOf(tuple(CustomerRow(**row._mapping) for row in rows), total, page)


def _has_any(marks: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Customers with one of the marks, given as pairs of kind and value."""
    values: dict[str, list[str]] = {}
    for kind, value in marks:
        values.setdefault(kind, []).append(value)
    return or_(*(customers.c[mark].in_(values.get(_KINDS.get(mark, mark), [])) for mark in ENTITY_MARKS))


def _matches(text: str) -> ColumnElement[bool]:
    words = text.split()
    found: ColumnElement[bool] = true()
    for word in words:
        found &= customers.c.name.icontains(word, autoescape=True) | customers.c.class_code.icontains(
            word, autoescape=True
        )
    return found


def _row_query() -> Select[Any]:
    count = select(func.count()).where(quotes.c.customer_id == customers.c.id).scalar_subquery()
    own = customers.c
    columns = (own.id, own.name, own.class_code, own.staff, own.sites, own.owner_id, own.updated_at)
    return select(*columns, users.c.name.label("owner_name"), count.label("quotes")).join_from(customers, users)


def _read_customer(row: AnyRow) -> Customer:
    return Customer(
        id=row.id,
        fields=CustomerFields(**{name: row._mapping[name] for name in _FIELDS}),
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
