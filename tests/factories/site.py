"""A whole site for tests: services over an own SQLite file and the packaged catalog, one user of each role, the
application."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.app import create_app
from configurator.bootstrap import Services, compose_services
from configurator.customers.customer import CustomerFields
from configurator.resources import catalog_dir
from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from configurator.services.users import UserService
from configurator.services.workbench import Places
from configurator.settings import Settings
from configurator.storage.database import open_database
from configurator.storage.migrating import upgrade
from configurator.values.text import Language
from tests.factories.catalog_files import tiny_files

PASSWORD = "correct horse battery"
NAMES = {Role.REP: "林晓", Role.MANAGER: "周敏", Role.MAINTAINER: "何为", Role.ADMIN: "王安"}
_QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@dataclass(frozen=True, slots=True)
class Site:
    """The application with its services and one user of each role."""

    app: Flask
    services: Services
    users: dict[Role, User]

    def add_customer(self, name: str = "仁和第一医院", owner: Role = Role.REP, **changes: object) -> int:
        """A hospital of 860 people; its id."""
        fields = replace(CustomerFields(name=name, class_code="Q84", staff=860, sites=6), **changes)  # type: ignore[arg-type]
        return self.services.customers.create_customer(self.users[owner], fields).id

    def add_quote(self, owner: Role = Role.REP, discount: str = "0", **request: object) -> int:
        """A draft of the essential package for a new customer of the owner; its id."""
        customer_id = self.add_customer(owner=owner)
        return self.services.quotes.create_draft(
            self.users[owner], customer_id, make_request(discount_percent=discount, **request)
        ).quote_id


def make_request(**changes: object) -> dict[str, object]:
    """A hospital's request for the essential package."""
    return {
        "customer": {"name": "仁和第一医院", "industry": "Q84", "staff": 860, "sites": 6},
        "needs": ["backup"],
        "term_months": 12,
        "discount_percent": "0",
        "ambition": "essential",
        **changes,
    }


def make_settings(folder: Path, *, secure: bool = False, language: Language = "zh") -> Settings:
    """Settings whose files lie in the folder."""
    return Settings(
        var_dir=folder,
        database_url=f"sqlite:///{folder / 'site.db'}",
        host="127.0.0.1",
        port=8000,
        workers=1,
        secure_cookies=secure,
        secret_key="k" * 40,
        demo_password=PASSWORD,
        catalog=catalog_dir(),
        language=language,
    )


def make_site(
    folder: Path,
    proposer: Proposer,
    *,
    secure: bool = False,
    language: Language = "zh",
    catalog: Path | None = None,
) -> Site:
    """A fresh site in the folder; the proposer is shared, because opening a catalog takes a second. `catalog` is the
    folder of its catalog, the packaged one's when none is given."""
    settings = make_settings(folder, secure=secure, language=language)
    settings = replace(settings, catalog=catalog) if catalog else settings
    upgrade(settings.database_url)
    database = open_database(settings.database_url)
    plain = compose_services(database, proposer, places=Places(settings.catalog, folder / "workbench"))
    services = replace(plain, users=UserService(database.uow_factory, _read_clock, _QUICK))
    users = {
        role: services.users.create_user(None, f"{role.value}@example.com", NAMES[role], role, PASSWORD, language)
        for role in Role
    }
    return Site(create_app(services, settings), services, users)


def _read_clock() -> datetime:
    return datetime.now(UTC)


def limit_of(site: Site, role: Role) -> Decimal:
    """The largest discount that the role grants alone."""
    return site.services.proposer.discount_limits()[role.value]


def make_tiny_site(folder: Path) -> Site:
    """A fresh site that sells from the tiny catalog, whose files lie in `folder/tiny`."""
    catalog = folder / "tiny"
    for path, content in tiny_files().items():
        (catalog / path).parent.mkdir(parents=True, exist_ok=True)
        (catalog / path).write_bytes(content)
    return make_site(folder, Proposer(open_catalog(catalog)), catalog=catalog)
