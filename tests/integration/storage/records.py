"""Records that tests of storage need before they can begin, put straight into the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.customers.customer import Customer
from configurator.quoting.model import Quote, QuoteVersion
from configurator.storage.database import Database
from tests.factories.quotes import MOMENT, make_fields, make_user, make_version


def keep_user(database: Database, number: int = 1, role: Role = Role.REP) -> User:
    """A stored user."""
    with database.uow_factory.writing() as work:
        return work.users.add(make_user(number, role), "hash", MOMENT)


def keep_customer(database: Database, owner: User, **changes: Any) -> Customer:
    """A stored customer."""
    with database.uow_factory.writing() as work:
        return work.customers.add(make_fields(**changes), owner.id, MOMENT)


def keep_quote(database: Database, owner: User, customer: Customer, number: int, *versions: QuoteVersion) -> Quote:
    """A stored quote; it has one draft when no versions are given."""
    with database.uow_factory.writing() as work:
        quote_id = work.quotes.add(f"Q-2026-{number:06d}", customer.id, owner.id, MOMENT)
        for version in versions or (make_version(),):
            submitted = owner.id if version.submitted_by is not None else None
            kept = work.quotes.add_version(replace(version, quote_id=quote_id, submitted_by=submitted))
            work.drafts.begin(kept.id, kept.request)
        return work.quotes.load(quote_id)
