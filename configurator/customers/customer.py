"""A customer as people keep it: what it is called, what classifies it, and the further inputs of its profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CustomerFields:
    """What a form says about a customer; revenue and total assets in yuan, None where it is not known.

    `class_code` is a GB/T 4754 class such as Q84; `profile` holds the catalog's further inputs by key.
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
