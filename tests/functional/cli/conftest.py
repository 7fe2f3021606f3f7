"""A database with people in it, and a small catalog, for commands that need both."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.access.roles import Role
from configurator.services.users import UserService
from configurator.storage.database import open_database
from configurator.storage.migrating import upgrade
from tests.factories.catalog_files import tiny_files
from tests.factories.quotes import MOMENT
from tests.fakes.clock import FakeClock
from tests.functional.cli.console import write


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
