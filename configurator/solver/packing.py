"""Clauses kept small: the same numbers take a tenth of the memory in one array."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator


class PackedClauses:
    """An unchanging sequence of clauses, to go through as often as wanted."""

    __slots__ = ("_literals",)

    def __init__(self, clauses: Iterable[tuple[int, ...]]) -> None:
        literals = array("i")
        for clause in clauses:
            literals.extend(clause)
            literals.append(0)
        self._literals = literals

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """The clauses in the order given."""
        start = 0
        literals = self._literals
        while start < len(literals):
            end = literals.index(0, start)
            yield tuple(literals[start:end])
            start = end + 1
