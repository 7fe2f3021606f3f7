"""Models that were found, kept as one whole number each, to answer later questions without a search.

Bit `offset + i` of a witness is bit i of the variable at that offset, so a Bool is one bit and an
Integer's distance from its low end is a slice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

KEPT = 200
"""How many witnesses a part of the model remembers; the oldest goes first."""

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a variable lies in a witness: first bit, width in bits, and the value of all bits zero."""

    offset: int
    width: int
    low: int

    def read(self, witness: int) -> int:
        """The variable's value."""
        return (witness >> self.offset & ((1 << self.width) - 1)) + self.low


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a witness must meet: bits that are set, bits that are clear, ranges of wider slots."""

    ones: int
    zeros: int
    ranges: tuple[tuple[Slot, int, int], ...]

    def accepts(self, witness: int) -> bool:
        """Whether the witness meets all of it."""
        if witness & self.ones != self.ones or witness & self.zeros:
            return False
        return all(low <= slot.read(witness) <= high for slot, low, high in self.ranges)


def make_sieve(ranges: Mapping[int, tuple[int, int]], slots: Mapping[int, Slot]) -> Sieve:
    """A sieve for ranges of variables."""
    ones = zeros = 0
    wide = []
    for variable, (low, high) in ranges.items():
        slot = slots[variable]
        if slot.width > 1 or low > high:
            wide.append((slot, low, high))
        elif low > slot.low:
            ones |= 1 << slot.offset
        elif high == slot.low:
            zeros |= 1 << slot.offset
    return Sieve(ones, zeros, tuple(wide))


class Pool:
    """The last witnesses of one part of the model."""

    def __init__(self) -> None:
        self._witnesses: deque[int] = deque(maxlen=KEPT)

    def add(self, literals: Sequence[int]) -> int:
        """Remember a model's named literals (in order of their bits) and return the witness."""
        signs = bytes(map((0).__lt__, literals))
        witness = int(signs[::-1].translate(_DIGITS) or b"0", 2)
        self._witnesses.append(witness)
        return witness

    def sift(self, sieve: Sieve) -> Iterator[int]:
        """The witnesses that the sieve accepts, newest first."""
        return filter(sieve.accepts, reversed(self._witnesses))


def list_offsets(mask: int) -> Iterable[int]:
    """The places of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
