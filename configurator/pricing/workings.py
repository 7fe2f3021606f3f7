"""What was worked out for lines, kept so that a changed line is all that is priced again.

Lines that say the same are priced once: a charge depends on its offering, quantity and attributes, on what the seller
gives on the line, and on what programmes grant to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from fractions import Fraction
from itertools import compress, count
from operator import is_not
from typing import TypeVar

from configurator.catalog.model import Catalog, PriceComponent
from configurator.catalog.selectors import SameCatalog
from configurator.catalog.taxation import ExchangeRate, TaxRegime
from configurator.configuration.model import ConfigurationLine
from configurator.pricing.contract import Contract
from configurator.pricing.deal import Deal
from configurator.pricing.model import Charge, PricedConfiguration, PricedLine, PricingContext
from configurator.pricing.referring import Base, Course
from configurator.pricing.rounding import HALF_UP
from configurator.pricing.totalling import Sums, Tally, sum_charges
from configurator.programmes.model import NO_ENTITLEMENTS, Entitlements, Grant, LineFacts

Key = tuple[object, ...]
"""All that a line's list amounts depend on, as far as lines of one quote can differ in it."""

Grants = tuple[Grant, ...]
_MOST_KEPT = 50_000
_T = TypeVar("_T")


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


@dataclass(frozen=True, slots=True)
class Abroad:
    """What a charge is restated by; `contract` and `day` say under which of the regime's rates its payments fall."""

    catalog: SameCatalog
    regime: TaxRegime
    exchange: ExchangeRate | None
    contract: Contract
    day: date


@dataclass(frozen=True, slots=True)
class Restated:
    """A quote's lines as they were restated last: `home` are the lines that they were made of.

    `known` says what charges became, by the identity of the charges, which it keeps so that it stays theirs.
    """

    abroad: Abroad
    known: dict[int, tuple[tuple[Charge, ...], Settled]] = dataclass_field(default_factory=dict)
    home: Sequence[PricedLine] = ()
    settled: Sequence[Settled] = ()
    priced: tuple[PricedLine, ...] = ()
    tally: Tally = dataclass_field(default_factory=Tally)


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
    courses: Mapping[int, dict[str, Course]] = dataclass_field(default_factory=dict)
    line_shares: Mapping[int, list[Share]] = dataclass_field(default_factory=dict)
    deal: Deal | None = None
    facts: Sequence[LineFacts] = ()
    entitlements: Entitlements = NO_ENTITLEMENTS
    grants: Sequence[Grants] = ()
    settled_lines: Sequence[Settled] = ()
    priced: tuple[PricedLine, ...] = ()
    tally: Tally = dataclass_field(default_factory=Tally)
    restated: Restated | None = None

    def begin(self, catalog: Catalog, context: PricingContext) -> Workings:
        """What holds of it for a context that may differ in what is said of single lines; nothing for any other."""
        if self.catalog is not catalog or _is_full(self.listed):
            return Workings(catalog, context)
        if context is self.context or context == self.context:
            return self
        if _strip(context) == _strip(self.context):
            return Workings(catalog, context, self.listed, self.shares, self.settled, restated=self.restated)
        return Workings(catalog, context)

    def find_restated(self, abroad: Abroad) -> Restated:
        """What was restated last by the same; nothing else can be taken over."""
        found = self.restated
        return Restated(abroad) if found is None or found.abroad != abroad or _is_full(found.known) else found


def _is_full(kept: Sized) -> bool:
    return len(kept) > _MOST_KEPT


def _strip(context: PricingContext) -> PricingContext:
    """What a price at home depends on beside what is said of single lines."""
    return replace(context, line_discounts={}, ramps={}, tax_regime="", exchange=None)


def find_changed(now: Sequence[object], before: Sequence[object]) -> list[int]:
    """The positions at which another object stands than before, those beyond the last one before among them."""
    return [*compress(count(), map(is_not, now, before)), *range(len(before), len(now))]


def keep_unequal(places: Iterable[int], now: Sequence[object], before: Sequence[object]) -> list[int]:
    """Those of the positions at which something else stands than before, beyond the last one before all."""
    known = len(before)
    return [at for at in places if at >= known or now[at] != before[at]]


def take_over(before: Sequence[_T], length: int, changed: Iterable[int], make: Callable[[int], _T]) -> list[_T]:
    """So many of what stood there before, made anew at the changed positions, which rise."""
    now = list(before[:length])
    for at in changed:
        if at < len(now):
            now[at] = make(at)
        else:
            now.append(make(at))
    return now


def add_up(before: Tally, settled_before: Sequence[Settled], settled: Sequence[Settled]) -> Tally:
    """The sums before, less what lines came to that changed, and what they come to now."""
    tally, known = Tally(before), len(settled_before)
    for at in find_changed(settled, settled_before):
        tally.add(settled[at].sums)
        if at < known:
            tally.take_away(settled_before[at].sums)
    for was in settled_before[len(settled) :]:
        tally.take_away(was.sums)
    return tally


def find_tally(priced: PricedConfiguration, mode: str = HALF_UP) -> Tally:
    """The sums of a price's lines, taxes rounded by this mode: those that it was made with, if its lines are still the
    same."""
    workings = priced.workings
    for kept in (workings.restated, workings) if isinstance(workings, Workings) else ():
        if kept is not None and kept.priced is priced.lines:
            return kept.tally
    tally = Tally()
    for line in priced.lines:
        tally.add(sum_charges(line.charges, tax_inclusive=priced.tax_inclusive, mode=mode))
    return tally


def make_key(line: ConfigurationLine, context: PricingContext) -> Key:
    """The key of a line in one context."""
    code, said = line.offering, tuple(sorted(line.attributes.items())) if line.attributes else ()
    return code, line.quantity, said, context.line_discounts.get(code), context.ramps.get(code)
