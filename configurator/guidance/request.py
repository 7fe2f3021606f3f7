"""The request for a proposal: what the seller knows and wants, read from a file, a form or a stored draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from typing import Literal

from configurator.configuration.model import Choice
from configurator.customers.profile import Profile
from configurator.customers.size import SizeResult

Ambition = Literal["essential", "standard", "plus"]


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request: every figure typed, every code known. Made by `guidance.reading.read_request`.

    `ambition` picks one of the three packages: essential (the cheapest that covers needs and duties), standard (the industry's
    package) or plus (the package with every recommendation followed).
    """

    customer_name: str
    class_code: str
    profile: Profile
    size: SizeResult
    needs: tuple[str, ...]
    choices: tuple[Choice, ...]
    term_months: int
    discount_percent: Decimal
    day: date
    line_discounts: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    ambition: Ambition = "standard"
