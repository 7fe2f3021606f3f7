"""Opening a database: a SQLite file (write-ahead log, full synchronisation, foreign keys) or PostgreSQL by psycopg."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

from configurator.storage.refusals import DatabaseUrlRefused
from configurator.storage.unit_of_work import WRITES, UnitOfWorkFactory

BUSY_MILLISECONDS = 10_000
_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: its engine, and the factory of units of work on it."""

    engine: Engine
    uow_factory: UnitOfWorkFactory

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `sqlite:///file` or `postgresql://…`, else DatabaseUrlRefused. Connects on first use."""
    engine = open_engine(url)
    return Database(engine, UnitOfWorkFactory(engine))


def open_engine(url: str) -> Engine:
    """The engine for that address, set up so that transactions begin as they must."""
    address = _read_url(url)
    if address.get_backend_name() == "sqlite":
        return _listen(create_engine(address))
    return create_engine(address, pool_pre_ping=True)


def _read_url(url: str) -> URL:
    """A SQLite database in memory is refused too: every connection would see another one."""
    address = make_url(url)
    driver = _DRIVERS.get(address.drivername)
    if driver is None or (driver == "sqlite" and address.database in (None, "", ":memory:")):
        raise DatabaseUrlRefused(dialect=address.drivername)
    return address.set(drivername=driver)


def _listen(engine: Engine) -> Engine:
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: Any, record: object) -> None:
    """The driver's own way of beginning transactions is off: it begins late, and then fails when others write."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that will write takes the lock at once, so that it waits for its turn; a reading one cannot
    write."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
