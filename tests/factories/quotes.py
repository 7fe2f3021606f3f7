"""Users, quotes and versions for tests, as values that no database has seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.customers.customer import CustomerFields
from configurator.quoting.model import Quote, QuoteVersion, release_of, totals_of
from configurator.quoting.snapshot import freeze
from configurator.quoting.states import QuoteState
from tests.factories.content import make_content

MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def make_user(user_id: int = 1, role: Role = Role.REP, **changes: Any) -> User:
    """A user who is told from others by the id."""
    plain = User(user_id, f"user{user_id}@example.com", f"User {user_id}", role, "zh")
    return replace(plain, **changes)


def make_fields(**changes: Any) -> CustomerFields:
    """What a form says about a hospital."""
    return replace(CustomerFields("示例市第一人民医院", "Q84", staff=860, sites=6), **changes)


def make_version(number: int = 1, state: QuoteState = QuoteState.DRAFT, **changes: Any) -> QuoteVersion:
    """A version; whatever is past its draft has a content."""
    content = None if state is QuoteState.DRAFT else make_content()
    plain = QuoteVersion(
        id=number,
        quote_id=1,
        number=number,
        revision=1,
        state=state,
        request={"term_months": 24, "discount_percent": "5"},
        snapshot=freeze(content) if content else None,
        release=release_of(content) if content else None,
        term_months=24,
        discount=Decimal(5),
        totals=totals_of(content) if content else None,
        valid_until=date(2026, 12, 22) if content else None,
        created_at=MOMENT,
        updated_at=MOMENT,
        submitted_at=MOMENT if content else None,
        submitted_by=1 if content else None,
    )
    return replace(plain, **changes)


def make_quote(*versions: QuoteVersion, owner_id: int = 1) -> Quote:
    """A quote of these versions."""
    return Quote(
        id=1,
        number="Q-2026-000001",
        customer_id=1,
        customer_name="示例市第一人民医院",
        owner_id=owner_id,
        owner_name=f"User {owner_id}",
        owner_email=f"user{owner_id}@example.com",
        created_at=MOMENT,
        versions=versions or (make_version(),),
    )
