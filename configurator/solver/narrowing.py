"""Interval reasoning: narrow the ranges of variables until constraints have nothing more to say.

Sound but not complete: what is cut off is impossible, what is left may be. Cheap, so it runs before
any question to the SAT solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from configurator.solver.deadline import ENDLESS, Deadline
from configurator.solver.lowering import All, Node, Some, Sum, Tally, Threshold, negate

WAKES = 30
"""How often one constraint may be looked at, so that slow convergence ends."""


class Box:
    """A range for every variable; `changed` collects what was narrowed, `is_empty` that a range ran out."""

    __slots__ = ("changed", "high", "is_empty", "low")

    def __init__(self, low: Sequence[int], high: Sequence[int]) -> None:
        self.low = list(low)
        self.high = list(high)
        self.changed: list[int] = []
        self.is_empty = any(least > most for least, most in zip(low, high, strict=True))

    def copy(self) -> Box:
        """A box of its own with the same ranges."""
        twin = Box((), ())
        twin.low, twin.high, twin.is_empty = self.low.copy(), self.high.copy(), self.is_empty
        return twin

    def raise_low(self, variable: int, value: int) -> None:
        """Cut off everything below `value`."""
        if value > self.low[variable]:
            self.low[variable] = value
            self.changed.append(variable)
            self.is_empty = self.is_empty or value > self.high[variable]

    def cut_high(self, variable: int, value: int) -> None:
        """Cut off everything above `value`."""
        if value < self.high[variable]:
            self.high[variable] = value
            self.changed.append(variable)
            self.is_empty = self.is_empty or value < self.low[variable]

    def close(self) -> None:
        """Mark as impossible."""
        self.is_empty = True

    def is_fixed(self, variable: int) -> bool:
        """Whether only one value is left."""
        return self.low[variable] == self.high[variable]


def judge(node: Node, box: Box) -> bool | None:
    """Whether a node holds everywhere in the box (True), nowhere (False) or perhaps (None)."""
    match node:
        case Threshold(variable, value, above):
            if box.low[variable] >= value:
                return above
            return None if box.high[variable] >= value else not above
        case Sum(terms, bound):
            if compute_least(terms, box) >= bound:
                return True
            return None if compute_most(terms, box) >= bound else False
        case All(parts):
            return _judge_all(parts, box)
        case Some(parts):
            return _judge_some(parts, box)
        case Tally(parts, low, high):
            return _judge_tally(parts, low, high, box)


def compute_most(terms: tuple[tuple[int, int], ...], box: Box) -> int:
    """The greatest value of a sum in the box."""
    low, high = box.low, box.high
    return sum(factor * (high[variable] if factor > 0 else low[variable]) for factor, variable in terms)


def compute_least(terms: tuple[tuple[int, int], ...], box: Box) -> int:
    """The least value of a sum in the box."""
    low, high = box.low, box.high
    return sum(factor * (low[variable] if factor > 0 else high[variable]) for factor, variable in terms)


def contract(node: Node, box: Box) -> None:
    """Narrow the box to what the node, taken to hold, leaves possible."""
    match node:
        case Threshold(variable, value, True):
            box.raise_low(variable, value)
        case Threshold(variable, value):
            box.cut_high(variable, value - 1)
        case Sum(terms, bound):
            _contract_sum(terms, bound, box)
        case All(parts):
            for part in parts:
                contract(part, box)
        case Some(parts):
            _contract_some(parts, box)
        case Tally(parts, low, high):
            _contract_tally(parts, low, high, box)


def watch(constraints: Sequence[Node], variables: Sequence[Iterable[int]]) -> dict[int, list[int]]:
    """For every variable the places of the constraints that mention it."""
    watching: dict[int, list[int]] = {}
    for place in range(len(constraints)):
        for variable in variables[place]:
            watching.setdefault(variable, []).append(place)
    return watching


def narrow(
    constraints: Sequence[Node],
    watching: dict[int, list[int]],
    box: Box,
    waking: Iterable[int] | None = None,
    deadline: Deadline = ENDLESS,
) -> set[int]:
    """Contract until nothing changes; `waking` are the places to start with (None: all).

    Returns the variables that were narrowed. What a deadline cuts short is less narrow than it could be.
    """
    moved: set[int] = set()
    queue = list(range(len(constraints)) if waking is None else waking)
    queued = set(queue)
    wakes = [0] * len(constraints)
    for place in queue:
        queued.discard(place)
        contract(constraints[place], box)
        if box.is_empty or deadline.is_over():
            break
        moved.update(box.changed)
        for variable in box.changed:
            for other in watching.get(variable, ()):
                if other not in queued and wakes[other] < WAKES:
                    wakes[other] += 1
                    queued.add(other)
                    queue.append(other)
        box.changed.clear()
    return moved


def _judge_all(parts: tuple[Node, ...], box: Box) -> bool | None:
    verdict: bool | None = True
    for part in parts:
        one = judge(part, box)
        if one is False:
            return False
        if one is None:
            verdict = None
    return verdict


def _judge_some(parts: tuple[Node, ...], box: Box) -> bool | None:
    verdict: bool | None = False
    for part in parts:
        one = judge(part, box)
        if one:
            return True
        if one is None:
            verdict = None
    return verdict


def _judge_tally(parts: tuple[Node, ...], low: int, high: int, box: Box) -> bool | None:
    verdicts = [judge(part, box) for part in parts]
    sure = verdicts.count(True)
    most = sure + verdicts.count(None)
    if low <= sure and most <= high:
        return True
    return False if most < low or sure > high else None


def _contract_sum(terms: tuple[tuple[int, int], ...], bound: int, box: Box) -> None:
    slack = compute_most(terms, box) - bound
    if slack < 0:
        return box.close()
    low, high = box.low, box.high
    for factor, variable in terms:
        if factor > 0:
            if factor * (high[variable] - low[variable]) > slack:
                box.raise_low(variable, high[variable] - slack // factor)
        elif -factor * (high[variable] - low[variable]) > slack:
            box.cut_high(variable, low[variable] + slack // -factor)


def _contract_some(parts: tuple[Node, ...], box: Box) -> None:
    open_parts = []
    for part in parts:
        verdict = judge(part, box)
        if verdict:
            return
        if verdict is None:
            open_parts.append(part)
    if not open_parts:
        box.close()
    elif len(open_parts) == 1:
        contract(open_parts[0], box)
    else:
        _contract_to_hull(open_parts, box)


def _contract_to_hull(parts: list[Node], box: Box) -> None:
    """Keep what some alternative leaves, where every alternative is a plain box (rows of a table)."""
    hull: dict[int, tuple[int, int]] | None = None
    for part in parts:
        ranges = _read_ranges(part, box)
        if not ranges:
            return
        hull = (
            ranges
            if hull is None
            else {
                variable: (min(low, ranges[variable][0]), max(high, ranges[variable][1]))
                for variable, (low, high) in hull.items()
                if variable in ranges
            }
        )
        if not hull:
            return
    for variable, (low, high) in (hull or {}).items():
        box.raise_low(variable, low)
        box.cut_high(variable, high)


def _read_ranges(node: Node, box: Box) -> dict[int, tuple[int, int]]:
    ranges: dict[int, tuple[int, int]] = {}
    for part in node.parts if isinstance(node, All) else (node,):
        if not isinstance(part, Threshold):
            return {}
        low, high = ranges.get(part.variable) or (box.low[part.variable], box.high[part.variable])
        if part.above:
            ranges[part.variable] = (max(low, part.value), high)
        else:
            ranges[part.variable] = (low, min(high, part.value - 1))
    return ranges


def _contract_tally(parts: tuple[Node, ...], low: int, high: int, box: Box) -> None:
    verdicts = [judge(part, box) for part in parts]
    sure = verdicts.count(True)
    most = sure + verdicts.count(None)
    if sure > high or most < low:
        return box.close()
    open_parts = [part for part, verdict in zip(parts, verdicts, strict=True) if verdict is None]
    if most == low:
        for part in open_parts:
            contract(part, box)
    elif sure == high:
        for part in open_parts:
            contract(negate(part), box)
