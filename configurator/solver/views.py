"""What is known of a component under certain assumptions; it fills up as more is asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import chain

from configurator.solver.compiling import FIRST_NAMED
from configurator.solver.narrowing import Box
from configurator.solver.standing import Base
from configurator.solver.witnesses import KEPT, Slot, list_offsets


class View:
    """A component under assumptions: its latest witnesses, what any of them showed, values excluded, bounds settled.

    Bits of masks are slots' offsets. `outer` are bounds that hold for sure. `vague` are variables for
    which time ran out. What was excluded under fewer assumptions (`parent`) stays excluded.
    """

    def __init__(
        self,
        assumptions: tuple[int, ...],
        ranges: Mapping[int, tuple[int, int]],
        slots: Mapping[int, Slot],
        witnesses: Iterable[int],
        parent: View | None = None,
    ) -> None:
        self.assumptions = assumptions
        self.witnesses: deque[int] = deque(maxlen=KEPT)
        self._some = 0
        self._every = -1
        for witness in reversed(list(witnesses)):
            self._keep(witness)
        self.is_consistent: bool | None = None
        self.implied: frozenset[int] | None = None
        self.refuted: set[int] = set(parent.refuted) if parent else set()
        self.has_booleans = False
        self.not_true: int = parent.not_true if parent else 0
        self.not_false: int = parent.not_false if parent else 0
        self.undecided = 0
        self.bounds: dict[int, tuple[int, int]] = {}
        self.vague: set[int] = set()
        self._ranges = ranges
        self._slots = slots
        self._outer: Box | None = None
        self._wider: Mapping[int, tuple[int, int]] = parent.bounds if parent else {}
        self._spans: dict[int, Span] = {}
        self._earlier = parent._spans if parent else {}
        self._loose: dict[int, Span] = {}

    @classmethod
    def restore(cls, base: Base, slots: Mapping[int, Slot]) -> View:
        """The view before anything is given, from what was kept of it."""
        view = cls((), {}, slots, base.witnesses)
        view.is_consistent = True
        view.has_booleans = base.has_booleans
        view.not_true, view.not_false = base.not_true, base.not_false
        view.bounds.update(base.bounds)
        return view

    def summarise(self, witnesses: tuple[int, ...]) -> Base:
        """What to keep of the view before anything is given; it must not have run out of time."""
        known = self.has_booleans and not self.undecided
        bounds = {variable: span for variable, span in self.bounds.items() if variable not in self.vague}
        return Base(witnesses, known, self.not_true, self.not_false, bounds)

    def add_witness(self, witness: int) -> None:
        """Note one more model."""
        self._keep(witness)
        for variable, span in tuple(self._loose.items()):
            span.join(*self._clip(variable, witness), witness)
            self._release(variable)

    def _keep(self, witness: int) -> None:
        self.witnesses.append(witness)
        self._some |= witness
        self._every &= witness

    def list_unseen(self, bools: int) -> list[int]:
        """The literals of Bools (a mask) that no witness holds and nothing forbids yet."""
        positive = list_offsets(bools & ~self._some & ~self.not_true)
        negative = list_offsets(bools & self._every & ~self.not_false)
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

    def read_values(self) -> dict[int, int]:
        """The last witness as values; of a range the least that the assumptions allow."""
        witness = self.witnesses[-1]
        return {variable: self._clip(variable, witness)[0] for variable in self._slots}

    def find_outer(self, box: Box) -> Box:
        """The bounds that hold for sure: the box cut to what held under fewer assumptions, and to the given ranges.

        Only what the given ranges narrow is marked as changed.
        """
        if self._outer is None:
            outer = self._outer = box.copy()
            for variable, (low, high) in chain(self._wider.items(), self.bounds.items()):
                outer.raise_low(variable, low)
                outer.cut_high(variable, high)
            outer.changed.clear()
            for variable, (low, high) in self._ranges.items():
                outer.raise_low(variable, low)
                outer.cut_high(variable, high)
        return self._outer

    def open_ranges(self, variables: Iterable[int], outer: Box) -> None:
        """Begin to follow what witnesses show of these variables."""
        alive = set(self.witnesses)
        for variable in variables:
            self.vague.discard(variable)
            if variable not in self._spans:
                self._open_range(variable, alive, (outer.low[variable], outer.high[variable]))

    def list_loose(self, upwards: bool) -> list[int]:
        """The followed variables of which the end seen and the end not excluded still differ."""
        return [variable for variable in self._loose if self.is_loose(variable, upwards)]

    def is_loose(self, variable: int, upwards: bool) -> bool:
        """Whether the end seen and the end not excluded still differ."""
        best, end = self._find_gap(variable, upwards)
        return best != end

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
        self._release(variable)

    def close_ranges(self, variables: Iterable[int], outer: Box) -> None:
        """Take the outer bounds as settled, which they are unless time ran out, and forget the rest of them."""
        low, high = outer.low, outer.high
        self.bounds.update((variable, (low[variable], high[variable])) for variable in variables)
        for variable in self._loose:
            del self._spans[variable]
        self._loose.clear()
        self._outer = None

    def _clip(self, variable: int, witness: int) -> tuple[int, int]:
        """What a witness leaves to a variable within the given range."""
        low, high = self._slots[variable].read_range(witness)
        if variable in self._ranges:
            least, most = self._ranges[variable]
            return max(low, least), min(high, most)
        return low, high

    def _open_range(self, variable: int, alive: set[int], ends: tuple[int, int]) -> None:
        """Join witnesses until both ends are seen, those first that showed them under fewer assumptions."""
        earlier = self._earlier.get(variable)
        known = [one for one in (earlier.at_low, earlier.at_high) if one in alive] if earlier else []
        span: Span | None = None
        for witness in chain(known, reversed(self.witnesses)):
            low, high = self._clip(variable, witness)
            if span is None:
                span = self._spans[variable] = Span(low, high, witness)
            else:
                span.join(low, high, witness)
            if (span.low, span.high) == ends:
                return
        if span:
            self._loose[variable] = span

    def _release(self, variable: int) -> None:
        """Follow a variable no longer once both its ends are settled."""
        if variable in self._loose and not (self.is_loose(variable, True) or self.is_loose(variable, False)):
            del self._loose[variable]

    def _find_gap(self, variable: int, upwards: bool) -> tuple[int, int]:
        span, outer = self._spans[variable], self._outer
        assert outer is not None, "bounds are asked for only after the outer ones are known"
        return (span.high, outer.high[variable]) if upwards else (span.low, outer.low[variable])


class Span:
    """The least and greatest value that witnesses showed of a variable, and which ones."""

    __slots__ = ("at_high", "at_low", "high", "low")

    def __init__(self, low: int, high: int, witness: int) -> None:
        self.low, self.high, self.at_low, self.at_high = low, high, witness, witness

    def join(self, low: int, high: int, witness: int) -> None:
        """Take in what one more witness shows."""
        if low < self.low:
            self.low, self.at_low = low, witness
        if high > self.high:
            self.high, self.at_high = high, witness
