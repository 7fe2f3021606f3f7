"""Services on a SQLite file of their own, with a clock that stands, a catalog that answers at once, and four people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.customers.customer import Customer
from configurator.services.audit import AuditService
from configurator.services.customers import CustomerService
from configurator.services.quotes import QuoteService
from configurator.services.users import UserService
from configurator.storage.database import Database, open_database
from configurator.storage.migrating import upgrade
from tests.factories.quotes import make_fields, make_user
from tests.fakes.clock import FakeClock
from tests.fakes.proposing import FakeProposer
from tests.fakes.rendering import FakeRenderer


@dataclass(frozen=True, slots=True)
class People:
    """Two who sell, their manager, another manager, who maintains the catalog, and who looks after the installation."""

    rep: User
    other: User
    manager: User
    second: User
    maintainer: User
    admin: User


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("services") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    """A new, migrated database."""
    shutil.copy(template, tmp_path / "test.db")
    opened = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FakeClock:
    """The clock of all services."""
    return FakeClock()


@pytest.fixture
def proposer() -> FakeProposer:
    """The catalog in force."""
    return FakeProposer()


@pytest.fixture
def renderer() -> FakeRenderer:
    """Who makes the documents."""
    return FakeRenderer()


@pytest.fixture
def users(database: Database, clock: FakeClock) -> UserService:
    """The service of users, with hashing that costs next to nothing."""
    return UserService(database.uow_factory, clock, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def customers(database: Database, clock: FakeClock) -> CustomerService:
    """The service of customers."""
    return CustomerService(database.uow_factory, clock)


@pytest.fixture
def audit(database: Database) -> AuditService:
    """The service of trails."""
    return AuditService(database.uow_factory)


@pytest.fixture
def quotes(database: Database, clock: FakeClock, proposer: FakeProposer, renderer: FakeRenderer) -> QuoteService:
    """The service of quotes; its days begin in UTC."""
    return QuoteService(database.uow_factory, clock, proposer, renderer, UTC)


@pytest.fixture
def people(database: Database, clock: FakeClock) -> People:
    """The people, in the database without passwords."""
    roles = (Role.REP, Role.REP, Role.MANAGER, Role.MANAGER, Role.MAINTAINER, Role.ADMIN)
    with database.uow_factory.writing() as work:
        return People(*(work.users.add(make_user(n, role), "", clock()) for n, role in enumerate(roles, start=1)))


@pytest.fixture
def customer(customers: CustomerService, people: People) -> Customer:
    """A hospital of the rep's."""
    return customers.create_customer(people.rep, make_fields())
