"""Flat rows for lists and trails, and the filters that choose them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from configurator.access.roles import Role
from configurator.quoting.model import VersionTotals
from configurator.quoting.states import QuoteState

QuoteOrder = Literal["recent", "number", "ending", "value"]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote with its latest version, as one line of a list."""

    id: int
    number: str
    version: int
    state: QuoteState
    customer_id: int
    customer_name: str
    owner_id: int
    owner_name: str
    term_months: int | None
    discount: Decimal
    totals: VersionTotals | None
    valid_until: date | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class QuoteFilters:
    """Which quotes: every field that is set narrows the list. `text` is looked for in number and customer's name.

    `discount_to` and `uninvolved` (a user's id) serve approvers; `ends_from` and `ends_to` include both days.
    """

    text: str = ""
    states: tuple[QuoteState, ...] = ()
    owner_id: int | None = None
    customer_id: int | None = None
    discount_to: Decimal | None = None
    uninvolved: int | None = None
    ends_from: date | None = None
    ends_to: date | None = None
    order: QuoteOrder = "recent"


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as one line of a list, with the number of its quotes."""

    id: int
    name: str
    class_code: str
    staff: int | None
    sites: int | None
    owner_id: int
    owner_name: str
    quotes: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as one line of a list; `seen_at` is the last request of any session."""

    id: int
    email: str
    name: str
    role: Role
    language: str
    active: bool
    created_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry of a trail: who (no user: the system or the console) did what when, with values before and after."""

    id: int
    at: datetime
    user_id: int | None
    user_name: str | None
    action: str
    subject: str
    subject_id: int
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document that was made once and kept: its bytes and their SHA-256 in hexadecimal."""

    language: str
    pdf: bytes
    sha256: str
    created_at: datetime
