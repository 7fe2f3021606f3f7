"""What was worked out for lines, kept so that a changed line is all that is priced again.

Lines that say the same are priced once: a charge depends on its offering, quantity and attributes, on what the seller
gives on the line, and on what programmes grant to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field

from configurator.catalog.model import Catalog
from configurator.configuration.model import ConfigurationLine
from configurator.pricing.drafting import Draft
from configurator.pricing.model import Charge, PricedLine, PricingContext
from configurator.pricing.totalling import Sums
from configurator.programmes.model import Grant, LineFacts

Key = tuple[object, ...]
"""All that a line's list amounts depend on, as far as lines of one quote can differ in it."""


@dataclass(slots=True)
class Listed:
    """A line at list: the runs of its charges in the order of its prices (None for a percentage of other charges)."""

    charges: tuple[Sequence[Draft] | None, ...]
    monthly_parts: int
    one_time: int
    usage: int
    courses: dict[object, list[tuple[int, int]]] = dataclass_field(default_factory=dict)


@dataclass(slots=True)
class Settled:
    """A line's charges and what they add to the totals."""

    charges: tuple[Charge, ...]
    sums: Sums


@dataclass(slots=True)
class Workings:
    """Everything worked out for one quote; the same object serves its next price while nothing else changes."""

    catalog: Catalog
    context: PricingContext
    listed: dict[Key, Listed] = dataclass_field(default_factory=dict)
    settled: dict[tuple[Key, tuple[Grant, ...]], Settled] = dataclass_field(default_factory=dict)
    lines: Sequence[ConfigurationLine] = ()
    keys: Sequence[Key] = ()
    facts: Sequence[LineFacts] = ()
    grants: Sequence[tuple[Grant, ...]] = ()
    priced: Sequence[PricedLine] = ()
    sums: Sums | None = None

    def serves(self, catalog: Catalog, context: PricingContext) -> bool:
        """Whether what was worked out holds in this context, too: it may differ in what is said of single lines."""
        return self.catalog is catalog and (context is self.context or _strip(context) == _strip(self.context))


def _strip(context: PricingContext) -> PricingContext:
    return replace(context, line_discounts={}, ramps={})


def key_of(line: ConfigurationLine, context: PricingContext) -> Key:
    """What the line's price depends on beside programmes."""
    attributes: Mapping[str, str] = line.attributes
    said = tuple(sorted(attributes.items())) if attributes else ()
    code = line.offering
    return code, line.quantity, said, context.line_discounts.get(code), context.ramps.get(code)
