"""What programmes may grant to a quote that is not known yet, and what is known of it so far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from configurator.catalog.commercial import Bundle, Discount, Measure
from configurator.catalog.model import Catalog
from configurator.programmes.bundling import find_anchors
from configurator.programmes.granting import Ladder, holds
from configurator.programmes.measuring import OF_A_LINE, Gauge
from configurator.programmes.model import Grant, LineFacts, QuoteFacts
from configurator.programmes.reaching import Reach, reach_programmes
from configurator.values.problem import SourceLocation

SUMS = frozenset({Measure.QUOTE_MONTHLY, Measure.GROUP_MONTHLY, Measure.CONTRACT_VALUE})
"""The figures that are sums of list amounts over the lines of a quote."""


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """A programme that can count, with the grant of each level of its figure: level 0 is below the first band, where
    there is none. `is_given`: it counts wherever its condition holds; else somebody may also not ask for it."""

    catalog: Catalog
    reach: Reach
    grants: tuple[Grant | None, ...]
    is_given: bool = True

    @property
    def key(self) -> str:
        """The programme's key."""
        return self.reach.reduction.key

    @property
    def location(self) -> SourceLocation:
        """Where the catalog says what it grants."""
        return self.reach.reduction.location

    @property
    def is_bundle(self) -> bool:
        """Whether lines need an anchor beside them."""
        return isinstance(self.reach.programme, Bundle)

    @property
    def is_of_line(self) -> bool:
        """Whether its band is read from each line for itself."""
        return self.is_bundle or self.reach.reduction.measure in OF_A_LINE

    @property
    def top(self) -> int:
        """The highest level that the quote can have; programmes that look at lines have none."""
        return 0 if self.is_of_line else len(self.grants) - 1

    def list_decisive(self) -> Collection[str]:
        """The offerings whose lines decide by their list amounts what other lines are granted."""
        if self.is_bundle:
            return self.reach.anchors
        measured = self.reach.measured
        is_sum = self.reach.reduction.measure in SUMS
        return (self.catalog.offerings if measured is None else measured) if is_sum else ()

    def grant_line(self, facts: LineFacts) -> Grant | None:
        """What a line is granted by a programme that looks at lines."""
        return Ladder(self.reach, Gauge(_state(self.catalog, (facts,)))).grant_line(0)

    def list_line_grants(self) -> tuple[Grant | None, ...]:
        """What a programme that looks at lines can grant at all, one for each figure from which bands begin."""
        ladder = Ladder(self.reach, Gauge(_state(self.catalog, ())))
        gauge, measure = Gauge(_state(self.catalog, ())), self.reach.reduction.measure
        return tuple(ladder.grant(gauge.threshold(since, measure)) for since in list_starts(self.reach.reduction))

    def observe(self, facts: QuoteFacts) -> View:
        """What it really is in a quote."""
        gauge = Gauge(facts)
        is_held = holds(self.reach, gauge) and (not self.is_bundle or self._has_anchor(gauge))
        if self.is_of_line:
            return View(0, 0, is_held)
        value, measure = gauge.read(self.reach), self.reach.reduction.measure
        if value is None:
            return View(0, 0, False)
        level = bisect_right([gauge.threshold(since, measure) for since in list_starts(self.reach.reduction)], value)
        return View(level, level, is_held)

    def _has_anchor(self, gauge: Gauge) -> bool:
        programme = self.reach.programme
        return isinstance(programme, Bundle) and bool(find_anchors(programme.anchor, self.reach.anchors, gauge))


@dataclass(frozen=True, slots=True)
class View:
    """What is known of a programme: the levels that its figure can have, and whether it counts at all (None: open)."""

    low: int
    high: int
    holds: bool | None

    @property
    def is_known(self) -> bool:
        """Whether nothing is open."""
        return self.low == self.high and self.holds is not None


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Programmes that can count, and what is known of each."""

    chances: tuple[Chance, ...] = ()
    views: Mapping[str, View] | None = None

    def view(self, chance: Chance) -> View:
        """What is known of a programme."""
        known = self.views or {}
        return known.get(chance.key) or View(0, chance.top, None)

    def narrowed(self, chance: Chance, view: View) -> Outlook:
        """The same with more known of one programme."""
        return Outlook(self.chances, {**(self.views or {}), chance.key: view})

    def parts(self, chance: Chance, seen: View) -> tuple[View, ...]:
        """What is open of a programme in parts, that of what was seen first; none when nothing that matters is open."""
        view = self.view(chance)
        if view.holds is False or not (view.high or chance.is_of_line):
            return ()
        if view.holds is None:
            return replace(view, holds=bool(seen.holds)), replace(view, holds=not seen.holds)
        level = min(max(seen.low, view.low), view.high)
        spans = ((level, level), (view.low, level - 1), (level + 1, view.high))
        return tuple(View(low, high, True) for low, high in spans if low <= high) if view.low < view.high else ()

    def only(self, codes: Collection[str]) -> Outlook:
        """The programmes that can reduce any of these offerings."""
        kept = tuple(chance for chance in self.chances if not chance.reach.members.isdisjoint(codes))
        return Outlook(kept, self.views)

    def key(self, codes: Collection[str]) -> tuple[object, ...]:
        """What tells outlooks apart as far as these offerings go."""
        return tuple((chance.key, self.view(chance)) for chance in self.only(codes).chances)

    def observe(self, facts: QuoteFacts) -> Mapping[str, View]:
        """What every programme really is in a quote."""
        return {chance.key: chance.observe(facts) for chance in self.chances}


NO_OUTLOOK = Outlook()


def list_chances(catalog: Catalog, facts: QuoteFacts, *, is_asked: bool) -> tuple[Chance, ...]:
    """The programmes in force on the facts' day. `is_asked`: only those that the facts ask for, as far as they have to
    be; else all, because somebody may ask for them."""
    found = (_make_chance(catalog, reach, is_asked) for reach in reach_programmes(catalog) if _is_open(reach, facts))
    if is_asked:
        return tuple(each for each in found if _is_asked(each.reach.reduction, facts))
    return tuple(found)


def list_starts(reduction: Discount) -> tuple[Decimal, ...]:
    """Where the bands of all spans begin, in rising order."""
    return tuple(sorted({band.since for span in reduction.spans for band in span.bands}))


def _is_open(reach: Reach, facts: QuoteFacts) -> bool:
    return reach.reduction.valid.contains(facts.day) and bool(reach.members)


def _is_asked(reduction: Discount, facts: QuoteFacts) -> bool:
    has_code = not reduction.code or reduction.code in facts.codes
    return has_code and (not reduction.on_request or reduction.key in facts.named)


def _make_chance(catalog: Catalog, reach: Reach, is_asked: bool) -> Chance:
    reduction = reach.reduction
    is_given = is_asked or not (reduction.code or reduction.on_request)
    if isinstance(reach.programme, Bundle) or reduction.measure in OF_A_LINE:
        return Chance(catalog, reach, (None,), is_given)
    gauge = Gauge(_state(catalog, ()))
    ladder = Ladder(reach, gauge)
    starts = [gauge.threshold(since, reduction.measure) for since in list_starts(reduction)]
    return Chance(catalog, reach, (None, *map(ladder.grant, starts)), is_given)


def _state(catalog: Catalog, lines: tuple[LineFacts, ...]) -> QuoteFacts:
    """Facts that only lines are read from; the day and the commitment play no part in that."""
    return QuoteFacts(catalog, date.min, 0, lines)
