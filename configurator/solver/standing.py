"""What is possible before anything is given: found once for a compiled model, then shared by all conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from configurator.solver.model import Bool, Variable
from configurator.solver.narrowing import Box
from configurator.solver.witnesses import Slot, list_offsets

Truths = frozenset[bool]
Range = tuple[int, int]
Possible = TypeVar("Possible", Truths, Range)

BOTH, ONLY_FALSE, ONLY_TRUE = frozenset({False, True}), frozenset({False}), frozenset({True})
TRUTHS: Mapping[Range, Truths] = {(0, 0): ONLY_FALSE, (0, 1): BOTH, (1, 1): ONLY_TRUE}


@dataclass(frozen=True, slots=True)
class Base:
    """One part before anything is given: models of it, what no Bool can be (masks of bits), bounds that are known."""

    witnesses: tuple[int, ...]
    has_booleans: bool
    not_true: int
    not_false: int
    bounds: Mapping[int, Range]


class Register(Generic[Possible]):
    """What is possible for the variables of one kind when nothing is given; safe under threads.

    `left` are the places of parts that are not settled yet; the entries of their variables are outer bounds.
    """

    def __init__(self, entries: dict[str, Possible], places: Iterable[int]) -> None:
        self.left = frozenset(places)
        self._entries: dict[str, Possible] = entries
        self._lock = Lock()

    def copy_entries(self) -> dict[str, Possible]:
        """All entries, for the caller to change."""
        with self._lock:
            return self._entries.copy()

    def settle(self, place: int, entries: Mapping[str, Possible]) -> None:
        """Remember what the part at this place says."""
        with self._lock:
            self._entries.update(entries)
            self.left -= {place}


class Roll:
    """The variables of one part by name: Integers by their number, Bools by their bit in witnesses."""

    def __init__(self, variables: Sequence[Variable], slots: Mapping[int, Slot]) -> None:
        bools = {number: slot.offset for number, slot in slots.items() if isinstance(variables[number], Bool)}
        self.integers = {number: variables[number].name for number in slots if number not in bools}
        self._bools = {offset: variables[number].name for number, offset in bools.items()}
        self.bools = dict.fromkeys(self._bools.values(), BOTH)

    def word_bools(self, not_true: int, not_false: int) -> dict[str, Truths]:
        """The possible values of the Bools, but for what masks of bits exclude."""
        truths = self.bools.copy()
        truths.update((self._bools[offset], ONLY_FALSE) for offset in list_offsets(not_true))
        truths.update((self._bools[offset], ONLY_TRUE) for offset in list_offsets(not_false))
        return truths

    def list_bools(self, mask: int) -> list[str]:
        """The names of the Bools whose bits are set."""
        return [self._bools[offset] for offset in list_offsets(mask)]


class Standing:
    """The registers of a compiled model, and the places of the parts that are not yet proven to have a model.

    A model that nothing satisfies has no parts, and stands for nothing.
    """

    def __init__(self, variables: Sequence[Variable], box: Box, places: Iterable[int]) -> None:
        every = [] if box.is_empty else list(enumerate(variables))
        self.unproven = frozenset(places)
        self.bools = Register(
            {one.name: TRUTHS[box.low[number], box.high[number]] for number, one in every if isinstance(one, Bool)},
            self.unproven,
        )
        self.integers = Register(
            {one.name: (box.low[number], box.high[number]) for number, one in every if not isinstance(one, Bool)},
            self.unproven,
        )

    def prove(self, place: int) -> None:
        """Note that the part at this place has a model; noting it twice, or losing one note, does no harm."""
        self.unproven -= {place}
