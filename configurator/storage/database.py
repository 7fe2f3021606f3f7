"""Opening a database: a SQLite file (write-ahead log, full synchronisation, foreign keys) or PostgreSQL by psycopg."""

from __future__ import annotations

from dataclasses import dataclass
from random import random
from sqlite3 import SQLITE_BUSY, OperationalError
from time import monotonic, sleep
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
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_WRITE_AHEAD = "PRAGMA journal_mode = WAL"
_PAUSE_SECONDS = 0.01
_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes carry the primary one in their last byte."""


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
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Processes that open a new file together get in each other's way here, and SQLite does not wait for its busy
    timeout then, since two that wait for each other would wait for ever. The first to succeed has done it for all."""
    deadline = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute(_WRITE_AHEAD)
            return
        except OperationalError as refused:
            if refused.sqlite_errorcode & _PRIMARY_CODE != SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(_PAUSE_SECONDS * random())


def _begin(connection: Connection) -> None:
    """A transaction that will write takes the lock at once, so that it waits for its turn; a reading one cannot
    write."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
