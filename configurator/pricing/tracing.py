"""Traces that are told when somebody asks: while a price is computed, each step only notes its exact result."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


class Change(NamedTuple):
    """What a step changes in minor units; `rule` tells programmes apart and is empty for other steps."""

    step: StepName
    rule: str
    minor: int


NAMED: frozenset[StepName] = frozenset({"programme"})
"""The steps of which there are several that people tell apart."""

Notes = list[Any]
"""Notes one after the other, four entries each: so many are made that each object less counts."""

_ENTRIES = 4


def read_notes(notes: Notes) -> Iterator[Note]:
    """The notes one by one."""
    for at in range(0, len(notes), _ENTRIES):
        yield Note(*notes[at : at + _ENTRIES])


def read_changes(steps: Iterable[TraceStep]) -> Iterator[Change]:
    """What these steps change."""
    for step in steps:
        yield Change(step.step, step.rule if step.step in NAMED else "", step.change.minor)


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

    def list_changes(self) -> Iterator[Change]:
        """What each step changes."""
        return read_changes(self)

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
        nothing = Money.zero(self._rounder.currency)
        for (step, amount, before), note in zip(self._list_amounts(), read_notes(self._notes), strict=True):
            reason, change = note.tell(note.evidence), nothing if amount is before else amount - before
            yield TraceStep(step, amount, change, reason.rule, reason.location, reason.params)

    def list_changes(self) -> Iterator[Change]:
        """What each step changes, without telling its reason: a grant is the first of its evidence."""
        for (step, amount, before), note in zip(self._list_amounts(), read_notes(self._notes), strict=True):
            rule = note.evidence[0].programme if step in NAMED else ""
            yield Change(step, rule, amount.minor - before.minor)

    def _list_amounts(self) -> Iterator[tuple[StepName, Money, Money]]:
        """Each step's amount and the one before; the same object where nothing changed, because rounding takes time."""
        exact, amount = None, Money.zero(self._rounder.currency)
        for note in read_notes(self._notes):
            before = amount
            if note.exact is not exact:
                exact = note.exact
                amount = self._rounder.round(exact)
            yield note.step, amount, before
