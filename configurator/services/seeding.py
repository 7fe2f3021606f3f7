"""Data to try the product with: one user per role, customers, and quotes in several states. Never changes what is
there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.customers.customer import CustomerFields
from configurator.services.customers import CustomerService
from configurator.services.programmes import ProgrammeService
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.quotes import QuoteService
from configurator.services.seeding_programmes import ProgrammeSeeding, seed_programmes
from configurator.services.trials import TrialService
from configurator.services.users import UserService
from configurator.values.text import Language

_CUSTOMER_KEYS = ("name", "industry", "staff", "sites", "revenue", "assets", "finance_class")
QUOTED = 4


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A user of the demonstration."""

    email: str
    name: str
    role: Role
    language: Language


DEMO_USERS = (
    DemoUser("rep@demo.example", "Rep", Role.REP, "zh"),
    DemoUser("manager@demo.example", "Manager", Role.MANAGER, "zh"),
    DemoUser("maintainer@demo.example", "Maintainer", Role.MAINTAINER, "zh"),
    DemoUser("admin@demo.example", "Admin", Role.ADMIN, "zh"),
)


@dataclass(frozen=True, slots=True)
class SeedServices:
    """What seeding calls."""

    users: UserService
    customers: CustomerService
    quotes: QuoteService
    proposer: Proposer
    trials: TrialService
    programmes: ProgrammeService


@dataclass(frozen=True, slots=True)
class Seeded:
    """How much was added; all zero when it had been there."""

    users: int
    customers: int
    quotes: int


def seed(services: SeedServices, password: str, day: date) -> Seeded:
    """Add the demonstration's users where they are missing, and customers with quotes when there are no customers at
    all. Users who are there get the password, if it is another one than theirs."""
    added = 0
    for demo in DEMO_USERS:
        known = services.users.find_user(demo.email)
        if known is None:
            services.users.create_user(None, demo.email, demo.name, demo.role, password, demo.language)
            added += 1
        elif not services.users.has_password(demo.email, password):
            services.users.set_password(None, known.id, password)
    rep = services.users.find_user(DEMO_USERS[0].email)
    if rep is None or services.customers.find_customers().total:
        return Seeded(added, 0, 0)
    requests = _demo_requests()
    quotes = sum(
        _add_customer(services, rep, request, day, with_quote=place < QUOTED) for place, request in enumerate(requests)
    )
    named = {request["customer"]["name"]: request for request in requests}
    parts = (services.customers, services.quotes, services.trials, services.programmes, services.proposer)
    return Seeded(added, len(requests), quotes + seed_programmes(ProgrammeSeeding(*parts, rep, day, named)))


def _demo_requests() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("demo.yaml").read_text(encoding="utf-8")
    requests: list[dict[str, Any]] = yaml.safe_load(text)
    return requests


def _add_customer(services: SeedServices, rep: User, request: Mapping[str, Any], day: date, *, with_quote: bool) -> int:
    customer = services.customers.create_customer(rep, customer_fields(request["customer"]))
    if not with_quote:
        return 0
    try:
        preview = services.proposer.content_of(request, day)
    except RequestRefused:
        return 0  # a catalog of another kind need not know these customers' needs
    services.quotes.create_draft(rep, customer.id, request, preview)
    return 1


def customer_fields(stated: Mapping[str, Any]) -> CustomerFields:
    """A request's customer as the fields of a stored one."""
    return CustomerFields(
        name=str(stated["name"]),
        class_code=str(stated["industry"]),
        staff=stated.get("staff"),
        sites=stated.get("sites"),
        revenue=Decimal(str(stated["revenue"])) if "revenue" in stated else None,
        assets=Decimal(str(stated["assets"])) if "assets" in stated else None,
        finance_class=stated.get("finance_class"),
        profile={key: value for key, value in stated.items() if key not in _CUSTOMER_KEYS},
    )
