"""Clauses kept small: the same numbers take a tenth of the memory in one array."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator


class PackedClauses:
    """A sequence of clauses, to go through as often as wanted; only who makes it adds to it."""

    __slots__ = ("_literals",)

    def __init__(self, clauses: Iterable[tuple[int, ...]] = ()) -> None:
        self._literals = array("i")
        self.extend(clauses)

    def extend(self, clauses: Iterable[tuple[int, ...]]) -> None:
        """Append clauses."""
        literals = self._literals
        for clause in clauses:
            literals.extend(clause)
            literals.append(0)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """The clauses in the order given."""
        start = 0
        literals = self._literals
        while start < len(literals):
            end = literals.index(0, start)
            yield tuple(literals[start:end])
            start = end + 1
