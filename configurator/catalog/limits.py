"""How far sellers may go, and how far any valid configuration may. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from configurator.catalog.sources import NOWHERE
from configurator.values.problem import SourceLocation


@dataclass(frozen=True, slots=True)
class DiscountLimit:
    """The largest manual discount in percent that a role may grant on its own."""

    role: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class ProofLimit:
    """A figure that a proof shall not go below (margins, in percent) or above (amounts, in the catalog's currency)."""

    figure: Decimal
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class ProofLimits:
    """What the maintainers want proven of every valid configuration.

    `role` names the approval limit up to which discounts are reckoned with; empty: the largest one. `margin` is the
    least for whole configurations, `family_margin` for every family that `family_margins` does not name.
    `package_limits` are the most that a package may cost, by measure (monthly, one_time, tcv) and size class.
    """

    role: str = ""
    margin: ProofLimit | None = None
    family_margin: ProofLimit | None = None
    family_margins: Mapping[str, ProofLimit] = dataclass_field(default_factory=dict)
    package_limits: Mapping[tuple[str, str], ProofLimit] = dataclass_field(default_factory=dict)


NO_LIMITS = ProofLimits()
"""Nothing to be proven."""
