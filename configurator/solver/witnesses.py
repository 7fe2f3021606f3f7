"""Models that were found, kept as one whole number each, to answer later questions without a search.

Every variable has a slot of bits in a witness. The slot of a counted variable holds the bits of its
value; the slot of a stepped variable holds one bit per cut that it has reached, so that a witness
leaves it a whole range, every value of which is as good as another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

KEPT = 200
"""How many witnesses a part of the model remembers at most; the oldest goes first."""

WIDE = 4_096
"""A mask of more bits is read digit by digit: taking one bit after the other away copies it each time."""

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a variable lies in a witness: first bit, mask of its width, its range, its cuts if stepped."""

    offset: int
    mask: int
    low: int
    high: int
    cuts: tuple[int, ...] | None = None

    def read_range(self, witness: int) -> tuple[int, int]:
        """The least and greatest value that the witness leaves to the variable."""
        steps = witness >> self.offset & self.mask
        if self.cuts is None:
            return self.low + steps, self.low + steps
        reached = steps.bit_count()
        low = self.cuts[reached - 1] if reached else self.low
        return low, self.cuts[reached] - 1 if reached < len(self.cuts) else self.high


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
        for slot, low, high in self.ranges:
            least, most = slot.read_range(witness)
            if least > high or most < low:
                return False
        return True


def make_sieve(ranges: Mapping[int, tuple[int, int]], slots: Mapping[int, Slot]) -> Sieve:
    """A sieve for ranges of variables."""
    ones = zeros = 0
    wide = []
    for variable, (low, high) in ranges.items():
        slot = slots[variable]
        if slot.high - slot.low > 1 or low > high:
            wide.append((slot, low, high))
        elif low > slot.low:
            ones |= 1 << slot.offset
        elif high == slot.low:
            zeros |= 1 << slot.offset
    return Sieve(ones, zeros, tuple(wide))


class Pool:
    """The last witnesses of one part of the model."""

    def __init__(self, width: int = KEPT, known: Iterable[int] = ()) -> None:
        """A pool for witnesses of so many bits: two a bit show all that a narrow part can do."""
        self._witnesses: deque[int] = deque(known, maxlen=min(KEPT, 2 * width))

    def list_all(self) -> tuple[int, ...]:
        """All witnesses, oldest first."""
        return tuple(self._witnesses)

    def add(self, literals: Sequence[int]) -> int:
        """Remember a model's named literals (in order of their bits) and return the witness."""
        signs = bytes(map((0).__lt__, literals))
        witness = int(signs[::-1].translate(_DIGITS) or b"0", 2)
        self._witnesses.append(witness)
        return witness

    def sift(self, sieve: Sieve) -> Iterator[int]:
        """The witnesses that the sieve accepts, newest first."""
        ones, zeros = sieve.ones, sieve.zeros
        plain = [one for one in reversed(self._witnesses) if one & ones == ones and not one & zeros]
        return filter(sieve.accepts, plain) if sieve.ranges else iter(plain)


def list_offsets(mask: int) -> Iterable[int]:
    """The places of the bits that are set."""
    if mask.bit_length() > WIDE:
        digits = bin(mask)[:1:-1]
        yield from (place for place, digit in enumerate(digits) if digit == "1")
        return
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def make_mask(offsets: Iterable[int]) -> int:
    """The whole number with the bits at these places set."""
    places = list(offsets)
    octets = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")
