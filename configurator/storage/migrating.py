"""Bringing a database to the schema of this release, and asking where it stands."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from configurator.storage.database import Database, open_database
from configurator.storage.refusals import SchemaOutdated
from configurator.storage.unit_of_work import WRITES

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 7_203_114
"""An arbitrary number that stands for this act in PostgreSQL's advisory locks."""


def upgrade(url: str) -> str:
    """Apply every migration that the database lacks, all or none; the revision reached. Others wait meanwhile."""
    with closing(open_database(url)) as database:
        with database.engine.execution_options(**{WRITES: True}).begin() as connection:
            _wait_for_turn(connection)
            command.upgrade(_config(connection), "head")
        return needed_revision()


def current_revision(url: str) -> str | None:
    """The revision of the database's schema, None when it is empty."""
    with closing(open_database(url)) as database:
        return _revision_of(database)


def needed_revision() -> str:
    """The revision that this release needs."""
    return ScriptDirectory(str(_SCRIPTS)).get_current_head() or ""


def require_current(database: Database) -> None:
    """Go on only with the schema of this release; SchemaOutdated otherwise."""
    found = _revision_of(database)
    if found != needed_revision():
        raise SchemaOutdated(found=found, needed=needed_revision())


def _revision_of(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _wait_for_turn(connection: Connection) -> None:
    """Two servers that start together must not migrate together; SQLite's lock is already taken."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
