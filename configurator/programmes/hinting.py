"""What a quote nearly reaches: the next band of a discount, the anchor that a bundle lacks, a programme to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from configurator.catalog.commercial import Band, Bundle, Measure
from configurator.programmes.bundling import find_anchors, select_lines
from configurator.programmes.granting import Ladder, find_award, holds
from configurator.programmes.judging import reduce_exactly
from configurator.programmes.measuring import IN_MONEY, OF_A_LINE, Gauge
from configurator.programmes.model import Grant, QuoteFacts
from configurator.programmes.reaching import Reach, reach_programmes
from configurator.values.money import Money
from configurator.values.periods import ChargeKind


@dataclass(frozen=True, slots=True)
class Hint:
    """What is missing to the next band of a programme.

    `missing` is in units of the measure (money in major units); of a bundle without an anchor it is what the anchor's
    monthly charges lack. Nothing is missing where the programme has only to be asked for (`ask`). `percent_now` and
    `percent_then` are those of the first months; `saves` is what is off every month then and is not off now, on the
    lines as they are. `line` is the line that the hint is about, None for the whole quote.
    """

    programme: str
    measure: Measure
    missing: Decimal
    percent_now: Decimal
    percent_then: Decimal
    saves: Money
    line: int | None = None
    needs_anchor: bool = False
    ask: bool = False


def find_hints(facts: QuoteFacts) -> tuple[Hint, ...]:
    """The hints in the catalog's order, at most one for each programme.

    Only programmes with `hint_from` give one, from that percentage of the next band on (a bundle: whenever lines that
    it would reduce lack an anchor). What has a promotion code is pointed out only to a quote that gives the code.
    """
    gauge = Gauge(facts)
    return tuple(hint for reach in reach_programmes(facts.catalog) if (hint := _find_hint(reach, gauge)) is not None)


def _find_hint(reach: Reach, gauge: Gauge) -> Hint | None:
    reduction, facts = reach.reduction, gauge.facts
    if not reduction.hint_from or not reduction.valid.contains(facts.day):
        return None
    if (reduction.code and reduction.code not in facts.codes) or not holds(reach, gauge):
        return None
    if reduction.on_request and reduction.key not in facts.named:
        hint = _hint_at_asking(reach, gauge)
        if hint is not None:
            return hint
    if isinstance(reach.programme, Bundle):
        return _hint_at_anchor(reach, reach.programme, gauge)
    return _hint_at_band(reach, gauge)


def _hint_at_asking(reach: Reach, gauge: Gauge) -> Hint | None:
    """The programme as it would be if the quote named it."""
    award = find_award(reach, gauge)
    if award is None:
        return None
    granted = [(grant, gauge.monthly[at]) for at in _members(reach, gauge) if (grant := award.of_line(at)) is not None]
    if not granted:
        return None
    saves = sum((_save(grant, monthly, gauge) for grant, monthly in granted), Fraction(0))
    most = max(_percent_of(grant) for grant, _ in granted)
    return _hint(reach, gauge, missing=Decimal(0), now=Decimal(0), then=most, saves=saves, ask=True)


def _hint_at_anchor(reach: Reach, bundle: Bundle, gauge: Gauge) -> Hint | None:
    if find_anchors(bundle.anchor, reach.anchors, gauge):
        return None
    ladder = Ladder(reach, gauge)
    dearest = sorted(((gauge.monthly[at], at) for at in _members(reach, gauge)), reverse=True)
    granted = [(grant, monthly) for monthly, at in dearest if (grant := ladder.grant_line(at)) is not None]
    granted = granted[: bundle.anchor.lines_each]
    if not granted:
        return None
    best = max((gauge.monthly[at] for at in select_lines(reach.anchors, gauge)), default=0)
    missing = gauge.threshold(bundle.anchor.least_monthly, Measure.LINE_MONTHLY) - best
    saves = sum((_save(grant, monthly, gauge) for grant, monthly in granted), Fraction(0))
    return _hint(
        reach,
        gauge,
        missing=_in_units(missing, Measure.LINE_MONTHLY, gauge),
        now=Decimal(0),
        then=max(_percent_of(grant) for grant, _ in granted),
        saves=saves,
        needs_anchor=True,
    )


def _hint_at_band(reach: Reach, gauge: Gauge) -> Hint | None:
    """The next band of the whole quote, or of the line that would save most by it."""
    if reach.reduction.measure not in OF_A_LINE:
        value = gauge.read(reach)
        return None if value is None else _hint_at_value(reach, gauge, value, list(_members(reach, gauge)), None)
    hints = [
        hint
        for at in _members(reach, gauge)
        if (hint := _hint_at_value(reach, gauge, _read_line(reach, gauge, at), [at], gauge.lines[at].number))
    ]
    return max(hints, key=lambda hint: (hint.saves.minor, -(hint.line or 0)), default=None)


def _read_line(reach: Reach, gauge: Gauge, at: int) -> int:
    return gauge.read_line(at, reach.reduction.measure)


def _hint_at_value(reach: Reach, gauge: Gauge, value: int, positions: list[int], line: int | None) -> Hint | None:
    measure = reach.reduction.measure
    following = _find_next(reach, gauge, value)
    if following is None or not positions:
        return None
    missing = gauge.threshold(following.since, measure) - value
    ladder = Ladder(reach, gauge)
    now, then = ladder.grant(value), ladder.grant(value + missing)
    charges = [gauge.monthly[at] for at in positions]
    saves = sum((_save(then, each, gauge) - _save(now, each, gauge) for each in charges), Fraction(0))
    if saves <= 0:
        return None
    return _hint(
        reach,
        gauge,
        missing=_in_units(missing, measure, gauge),
        now=_percent_of(now),
        then=_percent_of(then),
        saves=saves,
        line=line,
    )


def _find_next(reach: Reach, gauge: Gauge, value: int) -> Band | None:
    """The first band above the value, if the value has come near enough to it."""
    reduction = reach.reduction
    bands: Iterable[Band] = reduction.spans[0].bands if reduction.spans else ()
    for band in bands:
        since = gauge.threshold(band.since, reduction.measure)
        if since > value:
            return band if value * 100 >= since * Fraction(reduction.hint_from) else None
    return None


def _members(reach: Reach, gauge: Gauge) -> Iterator[int]:
    return iter(select_lines(reach.members, gauge))


def _save(grant: Grant | None, monthly: int, gauge: Gauge) -> Fraction:
    """What the grant takes off monthly charges in its first months, in minor units."""
    if grant is None or ChargeKind.RECURRING not in grant.charges:
        return Fraction(0)
    return reduce_exactly(grant.spans[0], Fraction(monthly, gauge.parts))


def _percent_of(grant: Grant | None) -> Decimal:
    return grant.spans[0].percent if grant else Decimal(0)


def _in_units(value: int, measure: Measure, gauge: Gauge) -> Decimal:
    """The figure in units of the measure; of money, begun minor units count whole, so that it is enough."""
    if measure not in IN_MONEY:
        return Decimal(value)
    return Money(-(-value // gauge.parts), gauge.facts.catalog.currency).amount


def _hint(
    reach: Reach,
    gauge: Gauge,
    *,
    missing: Decimal,
    now: Decimal,
    then: Decimal,
    saves: Fraction,
    line: int | None = None,
    needs_anchor: bool = False,
    ask: bool = False,
) -> Hint:
    return Hint(
        programme=reach.reduction.key,
        measure=reach.reduction.measure,
        missing=missing,
        percent_now=now,
        percent_then=then,
        saves=Money(floor(saves), gauge.facts.catalog.currency),
        line=line,
        needs_anchor=needs_anchor,
        ask=ask,
    )
