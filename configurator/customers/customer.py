"""A customer as people keep it: what it is called, what classifies it, and the further inputs of its profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from decimal import Decimal

ENTITY_MARKS = ("registration", "parent", "domain", "payer", "phone")
"""The fields that tell which customers are one legal entity or group."""


@dataclass(frozen=True, slots=True)
class CustomerFields:
    """What a form says about a customer; revenue and total assets in yuan, None where it is not known.

    `class_code` is a GB/T 4754 class such as Q84; `profile` holds the catalog's further inputs by key.
    `registration` (a code), that of the `parent`, mail `domain`, `payer` and contact `phone` tell which customers are
    one legal entity; `service_since` is the first day of continuous service, from which tenure counts.
    """

    name: str
    class_code: str
    staff: int | None = None
    sites: int | None = None
    revenue: Decimal | None = None
    assets: Decimal | None = None
    finance_class: str | None = None
    profile: Mapping[str, object] = dataclass_field(default_factory=dict)
    notes: str = ""
    registration: str = ""
    parent: str = ""
    domain: str = ""
    payer: str = ""
    phone: str = ""
    service_since: date | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A stored customer; `revision` counts its changes."""

    id: int
    fields: CustomerFields
    owner_id: int
    owner_name: str
    revision: int
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """What it is called."""
        return self.fields.name
