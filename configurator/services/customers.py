"""Keeping customers: everybody finds them, their owner or a manager changes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from configurator.access.permissions import Permission
from configurator.access.refusals import NameRefused
from configurator.access.users import User, require, require_reach
from configurator.customers.customer import ENTITY_MARKS, Customer, CustomerFields
from configurator.customers.industry import read_class_code
from configurator.services.audit import changes_between
from configurator.storage.paging import Page, PageOf
from configurator.storage.rows import CustomerRow
from configurator.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory

NAME_LENGTH = 200
FIRST_PAGE = Page()


class CustomerService:
    """Customers; `clock` gives the moment in UTC."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Callable[[], datetime]) -> None:
        self._uow = uow_factory
        self._clock = clock

    def create_customer(self, actor: User, fields: CustomerFields) -> Customer:
        """A new customer, owned by the actor."""
        require(actor, Permission.EDIT_CUSTOMERS)
        with self._uow.writing() as work:
            kept = work.customers.add(_tidy(fields), actor.id, self._clock())
            self._note(work, actor, "create_customer", {}, kept)
        return kept

    def update_customer(self, actor: User, customer_id: int, fields: CustomerFields, revision: int) -> Customer:
        """Replace the fields; StaleRevision when somebody saved since that revision was read."""
        with self._uow.writing() as work:
            before = work.customers.load(customer_id)
            own, everybodys = Permission.EDIT_CUSTOMERS, Permission.EDIT_ALL_CUSTOMERS
            require_reach(actor, before.owner_id, own, everybodys)
            kept = work.customers.save(customer_id, _tidy(fields), revision, self._clock())
            self._note(work, actor, "update_customer", asdict(before.fields), kept)
        return kept

    def get_customer(self, actor: User, customer_id: int) -> Customer:
        """The customer; RecordUnknown when there is none."""
        require(actor, Permission.VIEW_CUSTOMERS)
        with self._uow.reading() as work:
            return work.customers.load(customer_id)

    def find_customers(self, text: str = "", owner: int | None = None, page: Page = FIRST_PAGE) -> PageOf[CustomerRow]:
        """Customers whose name or class holds all words of the text, of that owner if given; last changed first."""
        with self._uow.reading() as work:
            return work.customers.find(text, owner, page)

    def _note(self, work: UnitOfWork, actor: User, action: str, before: dict[str, object], kept: Customer) -> None:
        details = changes_between(before, asdict(kept.fields))
        work.audit.record(self._clock(), actor.id, action, ("customer", kept.id), details)


def _tidy(fields: CustomerFields) -> CustomerFields:
    name = fields.name.strip()
    if not 0 < len(name) <= NAME_LENGTH:
        raise NameRefused(most=NAME_LENGTH)
    marks: dict[str, Any] = {mark: _tidy_mark(getattr(fields, mark)) for mark in ENTITY_MARKS}
    return replace(fields, name=name, class_code=read_class_code(fields.class_code), **marks)


def _tidy_mark(mark: str) -> str:
    """Marks are compared as they stand, so they are kept in one spelling: without blanks around them, in lower case."""
    return mark.strip().lower()[:NAME_LENGTH]
