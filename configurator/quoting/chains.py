"""The chain of reasons to a component: what the customer asked for, what that brings, what that needs in turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from configurator.quoting.content import ContentLine, ContentReason
from configurator.values.text import Text

FALLBACKS = frozenset({"package", "default"})
"""Reasons that end a chain only where nothing the customer said does."""


@dataclass(frozen=True, slots=True)
class Link:
    """A component and the reason for which the one before it (or, for the first, the customer) brings it in."""

    offering: str
    name: Text
    reason: ContentReason


def trace_chain(lines: Iterable[ContentLine], offering: str) -> tuple[Link, ...]:
    """The shortest chain to the offering, its origin first; empty when the offering is not among the lines.

    The origin is a choice, a need or a rule that the customer's profile alone calls for; where there is none, what the
    package or a default brings.
    """
    known = {line.offering: line for line in lines}
    if offering not in known:
        return ()
    others = frozenset(known.keys() - {offering})
    return next(filter(None, (_search(known, offering, weak) for weak in (frozenset(), others, {offering}))), ())


def _search(known: Mapping[str, ContentLine], offering: str, weak: AbstractSet[str]) -> tuple[Link, ...]:
    """Breadth first, backwards; a chain may also end in a fallback of the offerings in `weak`."""
    waiting: deque[tuple[str, tuple[Link, ...]]] = deque([(offering, ())])
    seen = {offering}
    while waiting:
        code, behind = waiting.popleft()
        line = known[code]
        links = [(reason, (Link(code, line.name, reason), *behind)) for reason in line.reasons]
        for reason, chain in links:
            if not reason.because and (reason.kind not in FALLBACKS or code in weak):
                return chain
        for reason, chain in links:
            for before in reason.because:
                if before in known and before not in seen:
                    seen.add(before)
                    waiting.append((before, chain))
    return ()
