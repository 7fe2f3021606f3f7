"""From the facts of a quote to what its programmes grant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from configurator.catalog.commercial import Band, Bundle, Discount
from configurator.programmes.bundling import find_beneficiaries
from configurator.programmes.measuring import IN_MONEY, OF_A_LINE, Gauge
from configurator.programmes.model import NO_ENTITLEMENTS, Entitlements, Grant, GrantSpan, LineFacts, QuoteFacts
from configurator.programmes.reaching import Reach, reach_programmes
from configurator.rules.meaning import read_condition
from configurator.rules.world import MeaningRefused
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.digits import show_digits
from configurator.values.money import Currency, Money


def find_entitlements(facts: QuoteFacts, before: Entitlements = NO_ENTITLEMENTS) -> Entitlements:
    """What every programme of the catalog grants to the quote; the order of its lines does not matter.

    `before` is what was granted last: what nothing changed about is taken over from it.
    A programme counts on its days, where its condition holds, and only when asked for if it has a code or says so.
    """
    open_ones = [reach for reach in reach_programmes(facts.catalog) if is_offered(reach.reduction, facts)]
    if not open_ones or not facts.lines:
        return NO_ENTITLEMENTS
    gauge = Gauge(facts)
    awards = [award for reach in open_ones if holds(reach, gauge) and (award := find_award(reach, gauge)) is not None]
    if not awards:
        return NO_ENTITLEMENTS
    measured = {award.same.programme: award.measured for award in awards if award.same and award.measured}
    awarded = tuple(award.says for award in awards)
    grants = _distribute(awards, gauge, before if before.awarded == awarded else NO_ENTITLEMENTS)
    return Entitlements(grants, measured, gauge.lines, awarded)


def is_offered(reduction: Discount, facts: QuoteFacts) -> bool:
    """Whether it is in force on the day and was asked for as far as it has to be."""
    if reduction.code and reduction.code not in facts.codes:
        return False
    if reduction.on_request and reduction.key not in facts.named:
        return False
    return reduction.valid.contains(facts.day)


def holds(reach: Reach, gauge: Gauge) -> bool:
    """Whether the programme's condition holds; not when the profile lacks what it speaks of."""
    if reach.condition is None:
        return True
    facts = gauge.facts
    world = KnownWorld(facts.catalog, facts.inputs, facts.needs, gauge.quantities)
    try:
        return read_condition(reach.condition, world) == Truth(True)
    except MeaningRefused:
        return False


@dataclass(frozen=True, slots=True)
class Award:
    """What a programme grants: the same to all members, or to the line at a position; `measured` is the quote's figure
    that its band was read from, `says` what the award of every line follows from beside the line itself."""

    members: frozenset[str]
    same: Grant | None
    of_line: Callable[[int], Grant | None]
    says: tuple[object, ...]
    measured: str = ""


def find_award(reach: Reach, gauge: Gauge) -> Award | None:
    """What the programme grants to the quote, whether or not it was asked for; None for nothing at all."""
    ladder = Ladder(reach, gauge)
    if isinstance(reach.programme, Bundle):
        chosen = find_beneficiaries(reach.programme.anchor, reach.anchors, reach.members, gauge)
        found = {position: grant for position in chosen if (grant := ladder.grant_line(position)) is not None}
        return Award(reach.members, None, found.get, (reach.reduction.key, chosen)) if found else None
    if reach.reduction.measure in OF_A_LINE:
        return Award(reach.members, None, ladder.grant_line, (reach.reduction.key,))
    value = gauge.read(reach)
    same = None if value is None else ladder.grant(value)
    if same is None or value is None:
        return None
    says, shown = (reach.reduction.key, same), show_measured(value, gauge, reach.reduction)
    return Award(reach.members, same, lambda position: same, says, shown)


class Ladder:
    """The bands of one reduction in one quote. Equal bands give the same Grant object in all quotes of a catalog."""

    def __init__(self, reach: Reach, gauge: Gauge) -> None:
        self._reduction, self._gauge = reach.reduction, gauge
        reduction = reach.reduction
        self._measure = reduction.measure
        self._rungs = tuple(
            tuple(gauge.threshold(band.since, self._measure) for band in span.bands) for span in reduction.spans
        )
        self._known = reach.grants

    def grant_line(self, position: int) -> Grant | None:
        """What the line at the position is granted."""
        return self.grant(self._gauge.read_line(position, self._measure))

    def grant(self, value: int) -> Grant | None:
        """The grant of the bands that the value reaches."""
        reached = tuple([bisect_right(rungs, value) for rungs in self._rungs])
        if reached not in self._known:
            self._known[reached] = self._build(reached)
        return self._known[reached]

    def _build(self, reached: tuple[int, ...]) -> Grant | None:
        reduction, currency = self._reduction, self._gauge.facts.catalog.currency
        bands = [span.bands[rung - 1] if rung else None for span, rung in zip(reduction.spans, reached, strict=True)]
        spans = tuple(
            _build_span(span.first_month, span.last_month, band, currency)
            for span, band in zip(reduction.spans, bands, strict=True)
            if band is not None and takes_off(band)
        )
        return self._complete(spans, next(band for band in bands if band)) if spans else None

    def _complete(self, spans: tuple[GrantSpan, ...], band: Band) -> Grant:
        reduction, programme = self._reduction, self._gauge.facts.catalog.programmes[self._reduction.key]
        return Grant(
            programme=reduction.key,
            stage=reduction.stage,
            charges=reduction.charges,
            spans=spans,
            group=reduction.group,
            funding=reduction.funding,
            params=self._word(band),
            untouched_below=programme.untouched_below if isinstance(programme, Bundle) else Decimal(0),
            location=band.location,
            sentence=reduction.sentence,
        )

    def _word(self, band: Band) -> Mapping[str, str]:
        name, since = self._reduction.name, show_digits(band.since)
        return {"programme_zh": name.zh, "programme_en": name.en, "since": since, "band": since}


def takes_off(band: Band) -> bool:
    """Whether the band takes anything off."""
    return bool(band.percent or band.amount)


def _build_span(first: int, last: int | None, band: Band, currency: Currency) -> GrantSpan:
    return GrantSpan(first, last, band.percent, _money(band.amount, currency), _money(band.cap, currency))


def _money(amount: Decimal | None, currency: Currency) -> Money | None:
    return None if amount is None else Money.of(amount, currency)


def show_measured(value: int, gauge: Gauge, reduction: Discount) -> str:
    """The measure as people read it: money in major units (begun minor units left out), everything else as it is."""
    if reduction.measure not in IN_MONEY:
        return str(value)
    return str(Money(value // gauge.parts, gauge.facts.catalog.currency))


def _distribute(awards: list[Award], gauge: Gauge, before: Entitlements) -> dict[int, tuple[Grant, ...]]:
    """The grants by line; lines of one offering that all get the same have the same tuple."""
    plans: dict[str, tuple[tuple[Award, ...], tuple[Grant, ...] | None]] = {}
    changed, granted = _take_over(gauge.lines, before)
    for position in changed:
        line = gauge.lines[position]
        plan = plans.get(line.offering)
        if plan is None:
            plan = plans[line.offering] = _plan(line.offering, awards)
        its, same = plan
        if same is None:
            same = tuple([grant for award in its if (grant := award.of_line(position)) is not None])
        if same:
            granted[line.number] = same
    return granted


def _take_over(lines: Sequence[LineFacts], before: Entitlements) -> tuple[Sequence[int], dict[int, tuple[Grant, ...]]]:
    """The positions of lines that are not the same objects as before, and the grants of those that are."""
    if len(before.lines) != len(lines):
        return range(len(lines)), {}
    changed = [at for at, (line, was) in enumerate(zip(lines, before.lines, strict=True)) if line is not was]
    granted = dict(before.grants)
    for at in changed:
        granted.pop(before.lines[at].number, None)
    return changed, granted


def _plan(offering: str, awards: list[Award]) -> tuple[tuple[Award, ...], tuple[Grant, ...] | None]:
    """The awards that the offering may share in, and the grants if they are the same for all of its lines."""
    its = tuple(award for award in awards if offering in award.members)
    shared = tuple(award.same for award in its if award.same is not None)
    return its, shared if len(shared) == len(its) else None
