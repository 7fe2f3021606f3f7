"""What was worked out for lines, kept so that a changed line is all that is priced again.

Lines that say the same are priced once: a charge depends on its offering, quantity and attributes, on what the seller
gives on the line, and on what programmes grant to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from fractions import Fraction

from configurator.catalog.model import Catalog, PriceComponent
from configurator.configuration.model import ConfigurationLine
from configurator.pricing.model import Charge, PricedLine, PricingContext
from configurator.pricing.referring import Base, Course
from configurator.pricing.totalling import Sums, Tally
from configurator.programmes.model import NO_ENTITLEMENTS, Entitlements, Grant, LineFacts

Key = tuple[object, ...]
"""All that a line's list amounts depend on, as far as lines of one quote can differ in it."""

Grants = tuple[Grant, ...]
_MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Listed:
    """What a line lists in its first period, in minor units, without percentages of other charges: they depend on other
    lines. `bases` are its charges that percentages may be taken of, `percentages` its prices that are some."""

    monthly: Fraction | int
    one_time: int
    usage: int
    bases: tuple[Base, ...] = ()
    percentages: tuple[PriceComponent, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A charge that is a percentage of others: what it lists in its first period, and the base that it is itself."""

    monthly: Fraction | int
    one_time: int
    usage: int
    base: Base


@dataclass(frozen=True, slots=True)
class Settled:
    """A line's charges and what they add to the totals."""

    charges: tuple[Charge, ...]
    sums: Sums


@dataclass(slots=True)
class Workings:
    """Everything worked out for a quote in one context, and its lines as they were priced last."""

    catalog: Catalog
    context: PricingContext
    listed: dict[Key, Listed] = dataclass_field(default_factory=dict)
    shares: dict[tuple[Key, str, Course], Share] = dataclass_field(default_factory=dict)
    settled: dict[tuple[Key, Grants], Settled] = dataclass_field(default_factory=dict)
    lines: Sequence[ConfigurationLine] = ()
    keys: Sequence[Key] = ()
    full_keys: Sequence[Key] = ()
    listed_lines: Sequence[Listed] = ()
    facts: Sequence[LineFacts] = ()
    entitlements: Entitlements = NO_ENTITLEMENTS
    grants: Sequence[Grants] = ()
    settled_lines: Sequence[Settled] = ()
    priced: Sequence[PricedLine] = ()
    tally: Tally = dataclass_field(default_factory=Tally)

    def begin(self, catalog: Catalog, context: PricingContext) -> Workings:
        """What holds of it for a context that may differ in what is said of single lines; nothing for any other."""
        if self.catalog is not catalog or len(self.listed) > _MOST_KEPT:
            return Workings(catalog, context)
        if context is self.context or context == self.context:
            return self
        if _strip(context) == _strip(self.context):
            return Workings(catalog, context, self.listed, self.shares, self.settled)
        return Workings(catalog, context)

    def list_keys(self, lines: Sequence[ConfigurationLine]) -> list[Key]:
        """The lines' keys; those of lines that stand where they stood are known."""
        context, keys, known_lines = self.context, self.keys, self.lines
        known = len(keys)
        return [
            keys[at] if at < known and line is known_lines[at] else _make_key(line, context)
            for at, line in enumerate(lines)
        ]


def _strip(context: PricingContext) -> PricingContext:
    return replace(context, line_discounts={}, ramps={})


def _make_key(line: ConfigurationLine, context: PricingContext) -> Key:
    code, said = line.offering, tuple(sorted(line.attributes.items())) if line.attributes else ()
    return code, line.quantity, said, context.line_discounts.get(code), context.ramps.get(code)
