"""Tax regimes and exchange rates as a catalog states them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from configurator.catalog.sources import NOWHERE, Evidence
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


class Rounding(StrEnum):
    """What becomes of exactly half a minor unit: away from zero, or to the even neighbour."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


class TaxOn(StrEnum):
    """What the contract's tax is computed of: each line's amount, or the sum of a rate (lines take their parts)."""

    LINE = "line"
    TOTAL = "total"


class Treatment(StrEnum):
    """Whether the seller charges tax, the customer owes it instead (reverse charge), or the rate is nil."""

    TAXED = "taxed"
    REVERSE_CHARGE = "reverse_charge"
    ZERO_RATED = "zero_rated"


@dataclass(frozen=True, slots=True)
class TaxRegime:
    """How a quote is taxed.

    `categories` leads from an offering's own tax category to the regime's; the others take `category`, or stay what
    they are when that is empty. `statement` is what documents print, `regulation` the rule that it follows. The
    catalog's prices contain the tax of the home regime only; under another one they are taken without it and its tax
    comes on top.
    """

    key: str
    name: Text
    is_home: bool = False
    rounding: Rounding = Rounding.HALF_UP
    tax_on: TaxOn = TaxOn.LINE
    treatment: Treatment = Treatment.TAXED
    category: str = ""
    categories: Mapping[str, str] = dataclass_field(default_factory=dict)
    statement: Text | None = None
    regulation: Text | None = None
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE

    def find_category(self, own: str) -> str:
        """The regime's category of what has this category at home."""
        return self.categories.get(own) or self.category or own


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """What one major unit of the catalog's currency is worth in another one, as published for a day."""

    currency: str
    rate: Decimal
    day: date
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class TaxBundle:
    """Offerings that are sold at one price: its parts are taxed by their stand-alone prices, at their own rates."""

    key: str
    name: Text
    offerings: tuple[str, ...]
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE
