"""The smallest sets of facts to give up, found with a tree of hitting sets.

Reiter, "A theory of diagnosis from first principles" (1987): every repair must take something out of
every clash, so a clash that a path has not touched yet tells how to lengthen the path. Paths are
taken up by size, and among equals those first that give up what was named last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

from configurator.solver.refusals import Undecided

Clash = frozenset[int]
FindClash = Callable[[frozenset[int]], Clash | None]


def find_repairs(find_clash: FindClash, limit: int) -> tuple[tuple[int, ...], ...]:
    """Up to `limit` minimal sets of places to give up, smallest first.

    `find_clash(given_up)` names places that clash though `given_up` are given up; None when nothing
    clashes, the empty set when it is hopeless. When it refuses as undecided, what was found until
    then is returned; when that is nothing, the refusal stands.
    """
    repairs: list[frozenset[int]] = []
    clashes: list[Clash] = []
    waiting: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    known: set[frozenset[int]] = set()
    while waiting and len(repairs) < limit:
        path = frozenset(-place for place in heappop(waiting)[1])
        if any(repair <= path for repair in repairs):
            continue
        try:
            clash = _find_untouched(clashes, path) or find_clash(path)
        except Undecided:
            if not repairs:
                raise
            break
        if clash is None:
            repairs.append(path)
            continue
        if clash not in clashes:
            clashes.append(clash)
        for longer in (path | {place} for place in clash):
            if longer not in known:
                known.add(longer)
                heappush(waiting, (len(longer), tuple(sorted(-place for place in longer))))
    return _finish(repairs)


def _find_untouched(clashes: Sequence[Clash], path: frozenset[int]) -> Clash | None:
    return next((clash for clash in clashes if clash.isdisjoint(path)), None)


def _finish(repairs: Sequence[frozenset[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(repair)) for repair in repairs)
