"""What is known of a component under certain assumptions; it fills up as more is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from configurator.solver.compiling import FIRST_NAMED
from configurator.solver.narrowing import Box
from configurator.solver.witnesses import Slot, list_offsets


class View:
    """A component under assumptions: witnesses seen, values excluded, bounds settled.

    Bits of masks are slots' offsets. `seen` holds for opened variables the (least, greatest) value of
    any witness; `outer` bounds that hold for sure. `vague` are variables for which time ran out.
    """

    def __init__(
        self,
        assumptions: tuple[int, ...],
        ranges: Mapping[int, tuple[int, int]],
        slots: Mapping[int, Slot],
        witnesses: Iterable[int],
    ) -> None:
        self.assumptions = assumptions
        self.witnesses = list(witnesses)
        self.is_consistent: bool | None = None
        self.implied: frozenset[int] | None = None
        self.refuted: set[int] = set()
        self.has_booleans = False
        self.not_true = 0
        self.not_false = 0
        self.undecided = 0
        self.bounds: dict[int, tuple[int, int]] = {}
        self.vague: set[int] = set()
        self._ranges = ranges
        self._slots = slots
        self._outer: Box | None = None
        self._seen: dict[int, tuple[int, int]] = {}
        self._following: set[int] = set()

    def add_witness(self, witness: int) -> None:
        """Note one more model."""
        self.witnesses.append(witness)
        for variable in tuple(self._following):
            self._seen[variable] = self._join(variable, witness)
            if not self._has_gap(variable):
                self._following.discard(variable)

    def list_unseen(self, bools: int) -> list[int]:
        """The literals of Bools (a mask) that no witness holds and nothing forbids yet."""
        some, every = 0, bools
        for witness in self.witnesses:
            some |= witness
            every &= witness
        positive = list_offsets(bools & ~some & ~self.not_true)
        negative = list_offsets(every & ~self.not_false)
        return [offset + FIRST_NAMED for offset in positive] + [-offset - FIRST_NAMED for offset in negative]

    def forbid(self, literal: int) -> None:
        """Note that a Bool's literal is impossible."""
        if literal > 0:
            self.not_true |= 1 << literal - FIRST_NAMED
        else:
            self.not_false |= 1 << -literal - FIRST_NAMED

    def list_forced(self) -> list[int]:
        """The literals of Bools whose opposite is forbidden."""
        positive, negative = list_offsets(self.not_false), list_offsets(self.not_true)
        return [offset + FIRST_NAMED for offset in positive] + [-offset - FIRST_NAMED for offset in negative]

    def read_booleans(self, variables: Iterable[int]) -> dict[int, tuple[int, int]]:
        """The (least, greatest) value, 0 or 1, of Bools that were settled."""
        return {variable: self._read_boolean(self._slots[variable].offset) for variable in variables}

    def list_undecided(self, variables: Iterable[int]) -> list[int]:
        """The Bools among the variables for which time ran out."""
        return [variable for variable in variables if self.undecided >> self._slots[variable].offset & 1]

    def read_values(self) -> dict[int, int]:
        """The last witness as values; of a range the least that the assumptions allow."""
        witness = self.witnesses[-1]
        return {variable: self._clip(variable, witness)[0] for variable in self._slots}

    def find_leanest(self) -> int:
        """The witness with the fewest bits set."""
        return min(self.witnesses, key=int.bit_count)

    def find_fullest(self) -> int:
        """The witness with the most bits set."""
        return max(self.witnesses, key=int.bit_count)

    def find_outer(self, box: Box) -> Box:
        """The bounds that hold for sure; at first the box cut to the given ranges."""
        if self._outer is None:
            self._outer = box.copy()
            for variable, (low, high) in self._ranges.items():
                self._outer.raise_low(variable, low)
                self._outer.cut_high(variable, high)
        return self._outer

    def open_ranges(self, variables: Iterable[int]) -> None:
        """Begin to follow what witnesses show of these variables."""
        for variable in variables:
            self.vague.discard(variable)
            if variable not in self._seen:
                self._open_range(variable)

    def is_loose(self, variable: int, upwards: bool) -> bool:
        """Whether the end seen and the end not excluded still differ."""
        return self._find_gap(variable, upwards)[0] != self._find_gap(variable, upwards)[1]

    def choose_target(self, variable: int, upwards: bool, attempt: int) -> int:
        """A value to ask for: first the far end, then the next one, then halfway."""
        best, end = self._find_gap(variable, upwards)
        if attempt == 0:
            return end
        if attempt == 1:
            return best + 1 if upwards else best - 1
        return (best + end + 1) // 2 if upwards else (best + end) // 2

    def exclude(self, variable: int, target: int, upwards: bool) -> None:
        """Note that a variable cannot reach the target."""
        if self._outer and upwards:
            self._outer.cut_high(variable, target - 1)
        elif self._outer:
            self._outer.raise_low(variable, target + 1)

    def close_range(self, variable: int) -> None:
        """Take the outer bounds as settled, which they are unless time ran out."""
        if self._outer:
            self.bounds[variable] = (self._outer.low[variable], self._outer.high[variable])

    def _read_boolean(self, offset: int) -> tuple[int, int]:
        return self.not_false >> offset & 1, 1 - (self.not_true >> offset & 1)

    def _clip(self, variable: int, witness: int) -> tuple[int, int]:
        """What a witness leaves to a variable within the given range."""
        low, high = self._slots[variable].read_range(witness)
        if variable in self._ranges:
            least, most = self._ranges[variable]
            return max(low, least), min(high, most)
        return low, high

    def _join(self, variable: int, witness: int) -> tuple[int, int]:
        low, high = self._clip(variable, witness)
        least, most = self._seen[variable]
        return low if low < least else least, high if high > most else most

    def _open_range(self, variable: int) -> None:
        self._seen[variable] = self._clip(variable, self.witnesses[-1])
        for witness in reversed(self.witnesses):
            if not self._has_gap(variable):
                return
            self._seen[variable] = self._join(variable, witness)
        self._following.add(variable)

    def _has_gap(self, variable: int) -> bool:
        return self.is_loose(variable, True) or self.is_loose(variable, False)

    def _find_gap(self, variable: int, upwards: bool) -> tuple[int, int]:
        if self._outer is None:
            slot = self._slots[variable]
            return self._seen[variable][upwards], slot.high if upwards else slot.low
        return self._seen[variable][upwards], (self._outer.high if upwards else self._outer.low)[variable]
