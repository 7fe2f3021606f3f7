"""A database with people in it, and a small catalog, for commands that need both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from configurator.access.roles import Role
from configurator.services.customers import CustomerService
from configurator.services.proposing import Proposer
from configurator.services.quotes import QuoteService
from configurator.services.releases import open_catalog
from configurator.services.users import UserService
from configurator.storage.database import open_database
from configurator.storage.migrating import upgrade
from tests.factories.catalog_files import tiny_files
from tests.factories.quotes import MOMENT, make_fields
from tests.fakes.clock import FakeClock
from tests.fakes.rendering import FakeRenderer
from tests.functional.cli.console import Desk, write


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in this process speak English."""
    monkeypatch.setenv("CONFIGURATOR_LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny catalog in a folder of its own."""
    return write(tmp_path / "tiny", tiny_files())


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one user of each role, and the tiny catalog as the folder in force."""
    folder = write(tmp_path / "tiny", tiny_files())
    monkeypatch.setenv("CONFIGURATOR_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CONFIGURATOR_CATALOG", str(folder))
    (tmp_path / "var").mkdir()
    url = f"sqlite:///{tmp_path / 'var/configurator.db'}"
    upgrade(url)
    database = open_database(url)
    users = UserService(database.uow_factory, FakeClock(MOMENT))
    for role in Role:
        users.create_user(None, f"{role.value}@example.com", role.value, role, "correct horse battery", "en")
    database.close()
    return folder


@pytest.fixture
def desk(site: Path, tmp_path: Path) -> Iterator[Desk]:
    """The rep's desk in the site's database."""
    database = open_database(f"sqlite:///{tmp_path / 'var/configurator.db'}")
    clock, proposer = FakeClock(), Proposer(open_catalog(site))
    rep = UserService(database.uow_factory, clock).find_user(f"{Role.REP.value}@example.com")
    assert rep
    customer = CustomerService(database.uow_factory, clock).create_customer(rep, make_fields())
    yield Desk(rep, customer.id, QuoteService(database.uow_factory, clock, proposer, FakeRenderer(), UTC), proposer)
    database.close()
