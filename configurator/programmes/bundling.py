"""Which lines a converged bundle reduces: those that its anchors carry, the dearest first."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from configurator.catalog.commercial import Anchor, Measure
from configurator.programmes.measuring import Gauge


def find_beneficiaries(
    anchor: Anchor, anchors: frozenset[str], members: frozenset[str], gauge: Gauge
) -> tuple[int, ...]:
    """The positions of the lines that the quote's anchors carry. A line that carries is not carried itself."""
    carrying = find_anchors(anchor, anchors, gauge)
    taken = frozenset(carrying)
    others = (position for position in select_lines(members, gauge) if position not in taken)
    return _dearest(others, len(carrying) * anchor.lines_each, gauge)


def find_anchors(anchor: Anchor, anchors: frozenset[str], gauge: Gauge) -> tuple[int, ...]:
    """The positions of the lines that count as anchors, the dearest first, at most as many as count."""
    least = gauge.threshold(anchor.least_monthly, Measure.LINE_MONTHLY)
    able = (position for position in select_lines(anchors, gauge) if gauge.monthly[position] >= least)
    return _dearest(able, anchor.most, gauge)


def select_lines(offerings: frozenset[str], gauge: Gauge) -> Iterable[int]:
    """The positions of the lines of these offerings that cost something every month."""
    lines, monthly = gauge.lines, gauge.monthly
    return (position for position, line in enumerate(lines) if line.offering in offerings and monthly[position])


def _dearest(positions: Iterable[int], most: int, gauge: Gauge) -> tuple[int, ...]:
    """So many of the lines by falling monthly charges; of equal ones by offering, the larger quantity first."""

    def rank(position: int) -> tuple[int, str, int, int]:
        line = gauge.lines[position]
        return -gauge.monthly[position], line.offering, -line.quantity, line.number

    return tuple(nsmallest(most, positions, key=rank))
