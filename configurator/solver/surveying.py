"""What givens leave possible for every variable: what none of them touches is settled once, the rest part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from configurator.solver.compiling import CompiledModel
from configurator.solver.deadline import Deadline
from configurator.solver.facts import Domains
from configurator.solver.givens import Given
from configurator.solver.parts import Part
from configurator.solver.views import View
from configurator.solver.witnesses import list_offsets

Truths = frozenset[bool]
Range = tuple[int, int]
Possible = TypeVar("Possible", Truths, Range)

BOTH, ONLY_FALSE, ONLY_TRUE = frozenset({False, True}), frozenset({False}), frozenset({True})
_TRUTHS: Mapping[Range, Truths] = {(0, 0): ONLY_FALSE, (0, 1): BOTH, (1, 1): ONLY_TRUE}


class Register(Generic[Possible]):
    """What is possible for the variables of one kind when nothing is given; `left` are parts not settled yet.

    Of a part that is left the entries are outer bounds.
    """

    def __init__(self, entries: dict[str, Possible], places: Iterable[int]) -> None:
        self.entries: dict[str, Possible] = entries
        self.left = set(places)

    def settle(self, place: int, entries: Mapping[str, Possible]) -> None:
        """Remember what the part at this place says."""
        self.entries.update(entries)
        self.left.discard(place)


class Roll:
    """The variables of one part by name: Integers by their number, Bools by their bit in witnesses."""

    def __init__(self, compiled: CompiledModel, part: Part) -> None:
        names = {number: compiled.variables[number].name for number in part.slots}
        self.integers = {number: name for number, name in names.items() if not compiled.is_bool(number)}
        self._bools = {part.slots[number].offset: name for number, name in names.items() if compiled.is_bool(number)}
        self.bools = dict.fromkeys(self._bools.values(), BOTH)

    def word_bools(self, view: View) -> dict[str, Truths]:
        """The possible values of the Bools under a view that has settled them."""
        truths = self.bools.copy()
        truths.update((self._bools[offset], ONLY_FALSE) for offset in list_offsets(view.not_true))
        truths.update((self._bools[offset], ONLY_TRUE) for offset in list_offsets(view.not_false))
        return truths

    def list_undecided(self, view: View) -> list[str]:
        """The names of the Bools for which time ran out."""
        return [self._bools[offset] for offset in list_offsets(view.undecided)]


@dataclass(frozen=True, slots=True)
class Question:
    """What is given to each part, the ranges that this leaves, and what is asked: all variables, or those `asked`."""

    groups: Mapping[int, Sequence[Given]]
    ranges: Mapping[int, Range]
    asked: frozenset[int] | None
    with_bools: bool
    with_integers: bool


Consulted = Mapping[int, tuple[View, bool | None]]


class Surveyor:
    """Asks the parts of one model and remembers what they say when nothing is given; belongs to one Reasoner.

    A model that nothing satisfies has no parts, and nothing to survey.
    """

    def __init__(self, compiled: CompiledModel, find_part: Callable[[int], Part]) -> None:
        box, places = compiled.box, range(len(compiled.components))
        every = [] if compiled.is_void else [(number, one.name) for number, one in enumerate(compiled.variables)]
        ranges = {name: (box.low[number], box.high[number]) for number, name in every}
        self._compiled = compiled
        self._find_part = find_part
        self._bools = Register({name: _TRUTHS[ranges[name]] for one, name in every if compiled.is_bool(one)}, places)
        self._integers = Register({name: ranges[name] for one, name in every if not compiled.is_bool(one)}, places)
        self._unproven = set(places)
        self._rolls: dict[int, Roll] = {}
        self._latest: dict[int, tuple[Sequence[Given], View]] = {}
        self._worded: dict[int, tuple[View, Mapping[str, Truths]]] = {}

    def consult(self, groups: Mapping[int, Sequence[Given]], places: Iterable[int], deadline: Deadline) -> Consulted:
        """The views of the parts that are given something, of `places`, and of those not proven consistent before.

        With each stands whether it is consistent, None when time ran out.
        """
        consulted = {}
        for place in sorted({*groups, *places, *self._unproven}):
            view = self._look(place, groups.get(place, ()))
            answer = self._find_part(place).is_consistent(view, deadline)
            consulted[place] = (view, answer)
            if answer and place not in groups:
                self._unproven.discard(place)
        return consulted

    def survey(self, question: Question, deadline: Deadline) -> Domains | None:
        """What is possible; None when the givens clash."""
        consulted = self.consult(question.groups, self._list_left(question), deadline)
        if any(answer is False for _, answer in consulted.values()):
            return None
        undecided: set[str] = set()
        bools = self._word_bools(question, consulted, undecided, deadline) if question.with_bools else {}
        integers = self._word_integers(question, consulted, undecided, deadline) if question.with_integers else {}
        if question.asked is None:
            return Domains(bools, integers, frozenset(undecided))
        names = [self._compiled.variables[number].name for number in sorted(question.asked)]
        return Domains(
            {name: bools[name] for name in names if name in bools},
            {name: integers[name] for name in names if name in integers},
            frozenset(undecided.intersection(names)),
        )

    def _list_left(self, question: Question) -> set[int]:
        """The parts about which something is asked that is not remembered."""
        bools, integers = self._bools.left, self._integers.left
        left = {*(bools if question.with_bools else ()), *(integers if question.with_integers else ())}
        if question.asked is None or not left:
            return left
        return left.intersection(self._compiled.places.get(number, -1) for number in question.asked)

    def _word_bools(
        self, question: Question, consulted: Consulted, undecided: set[str], deadline: Deadline
    ) -> dict[str, Truths]:
        bools: dict[str, Truths] = self._bools.entries.copy()
        for number, span in question.ranges.items():
            if self._compiled.is_bool(number):
                bools[self._compiled.variables[number].name] = _TRUTHS[span]
        for place, (view, answer) in consulted.items():
            if not self._is_due(place, question, self._bools.left):
                continue
            roll = self._find_roll(place)
            if not answer:
                undecided.update(roll.bools)
                continue
            self._find_part(place).settle_booleans(view, deadline)
            found = self._word_view(place, view)
            bools.update(found)
            undecided.update(roll.list_undecided(view))
            if place not in question.groups and not view.undecided:
                self._bools.settle(place, found)
        return bools

    def _word_view(self, place: int, view: View) -> Mapping[str, Truths]:
        """The view's Bools in words, worded once while nothing changes about its part."""
        known = self._worded.get(place)
        if known is not None and known[0] is view:
            return known[1]
        words = self._find_roll(place).word_bools(view)
        if not view.undecided:
            self._worded[place] = (view, words)
        return words

    def _word_integers(
        self, question: Question, consulted: Consulted, undecided: set[str], deadline: Deadline
    ) -> dict[str, Range]:
        integers: dict[str, Range] = self._integers.entries.copy()
        for number, span in question.ranges.items():
            if not self._compiled.is_bool(number):
                integers[self._compiled.variables[number].name] = span
        for place, (view, answer) in consulted.items():
            if not self._is_due(place, question, self._integers.left):
                continue
            names = self._find_roll(place).integers
            wanted = [number for number in names if question.asked is None or number in question.asked]
            if not answer:
                undecided.update(names[number] for number in wanted)
                continue
            self._find_part(place).settle_bounds(view, wanted, deadline)
            found = {names[number]: view.bounds[number] for number in wanted}
            vague = [names[number] for number in view.vague.intersection(wanted)]
            integers.update(found)
            undecided.update(vague)
            if place not in question.groups and not vague and len(wanted) == len(names):
                self._integers.settle(place, found)
        return integers

    def _is_due(self, place: int, question: Question, left: set[int]) -> bool:
        """Whether a consulted part must still be asked: it was given something, or is not remembered."""
        return place in question.groups or place in left

    def _look(self, place: int, givens: Sequence[Given]) -> View:
        """The view under these givens; quick when they are the same as the last time."""
        latest = self._latest.get(place)
        if latest is None or latest[0] != givens:
            latest = self._latest[place] = (givens, self._find_part(place).look(givens))
        return latest[1]

    def _find_roll(self, place: int) -> Roll:
        if place not in self._rolls:
            self._rolls[place] = Roll(self._compiled, self._find_part(place))
        return self._rolls[place]
