"""Traces that are told when somebody asks: while a price is computed, each step only notes its exact result."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, overload

from configurator.pricing.exact import Exact
from configurator.pricing.model import StepName, TraceStep
from configurator.pricing.rounding import Rounder
from configurator.values.money import Money
from configurator.values.problem import SourceLocation


class Reason(NamedTuple):
    """Why a step did what it did: the rule's id, its place in a file, and what fills the step's sentence."""

    rule: str
    location: SourceLocation | None
    params: Mapping[str, str]


class Note(NamedTuple):
    """One step as it was taken: its name, the exact amount that it led to, and who tells its reason from what."""

    step: StepName
    exact: Exact
    tell: Callable[[Any], Reason]
    evidence: Any


Notes = list[Any]
"""Notes one after the other, four entries each: so many are made that each object less counts."""

_ENTRIES = 4


def read_notes(notes: Notes) -> Iterator[Note]:
    """The notes one by one."""
    for at in range(0, len(notes), _ENTRIES):
        yield Note(*notes[at : at + _ENTRIES])


class ToldTrace(Sequence[TraceStep]):
    """Steps that are told when somebody asks for them, once."""

    __slots__ = ("_steps",)

    def __init__(self) -> None:
        self._steps: tuple[TraceStep, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> TraceStep: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[TraceStep]: ...
    def __getitem__(self, index: int | slice) -> TraceStep | Sequence[TraceStep]:
        return self._told()[index]

    def __len__(self) -> int:
        return len(self._told())

    def __iter__(self) -> Iterator[TraceStep]:
        return iter(self._told())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(step.amount for step in self._told()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._told()!r}"

    def _told(self) -> tuple[TraceStep, ...]:
        if self._steps is None:
            self._steps = tuple(self._tell())
        return self._steps

    @abstractmethod
    def _tell(self) -> Iterator[TraceStep]:
        """The steps, one by one."""


class Trace(ToldTrace):
    """The steps of one payment. An entry's amount is the one before plus its change, each rounded for itself."""

    __slots__ = ("_notes", "_rounder")

    def __init__(self, notes: Notes, rounder: Rounder) -> None:
        super().__init__()
        self._notes, self._rounder = notes, rounder

    def __len__(self) -> int:
        return len(self._notes) // _ENTRIES

    def _tell(self) -> Iterator[TraceStep]:
        before = Money.zero(self._rounder.currency)
        for note in read_notes(self._notes):
            amount, reason = self._rounder.round(note.exact), note.tell(note.evidence)
            yield TraceStep(note.step, amount, amount - before, reason.rule, reason.location, reason.params)
            before = amount
