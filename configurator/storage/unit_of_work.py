"""Units of work: one transaction with the repositories on it, committed in one place and rolled back in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from configurator.storage.approvals import Approvals
from configurator.storage.audit import AuditTrail
from configurator.storage.claims import Claims
from configurator.storage.counters import Counters
from configurator.storage.customers import Customers
from configurator.storage.documents import Documents
from configurator.storage.drafts import Drafts
from configurator.storage.listing import QuoteLists
from configurator.storage.open_quotes import OpenQuotes
from configurator.storage.points import Points
from configurator.storage.quotes import Quotes
from configurator.storage.releases import Releases
from configurator.storage.sessions import Sessions
from configurator.storage.trials import Trials
from configurator.storage.users import Users

WRITES = "writes"
_READING: Mapping[str, Mapping[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""What a reading transaction takes to see one state and to be unable to write; SQLite's are begun so by `database`."""


class UnitOfWork:
    """The repositories of one transaction."""

    __slots__ = (
        "approvals",
        "audit",
        "claims",
        "counters",
        "customers",
        "documents",
        "drafts",
        "lists",
        "open_quotes",
        "points",
        "quotes",
        "releases",
        "sessions",
        "trials",
        "users",
    )

    def __init__(self, connection: Connection) -> None:
        self.users = Users(connection)
        self.sessions = Sessions(connection)
        self.customers = Customers(connection)
        self.quotes = Quotes(connection)
        self.lists = QuoteLists(connection)
        self.drafts = Drafts(connection)
        self.approvals = Approvals(connection)
        self.documents = Documents(connection)
        self.counters = Counters(connection)
        self.releases = Releases(connection)
        self.open_quotes = OpenQuotes(connection)
        self.claims = Claims(connection)
        self.points = Points(connection)
        self.trials = Trials(connection)
        self.audit = AuditTrail(connection)


class UnitOfWorkFactory:
    """Begins units of work: `with factory.writing() as work: …` commits at the end, or rolls back what raised."""

    def __init__(self, engine: Engine) -> None:
        self._reader = engine.execution_options(**_READING.get(engine.dialect.name, {}))
        self._writer = engine.execution_options(**{WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A unit that sees one state of the database and cannot change it."""
        with self._reader.connect() as connection:
            yield UnitOfWork(connection)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A unit whose changes are kept together or not at all."""
        with self._writer.connect() as connection, connection.begin():
            yield UnitOfWork(connection)
