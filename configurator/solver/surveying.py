"""What givens leave possible for every variable: what none of them touches is settled once, the rest part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from configurator.solver.compiling import CompiledModel
from configurator.solver.deadline import Deadline
from configurator.solver.facts import Domains
from configurator.solver.givens import Given
from configurator.solver.parts import Part
from configurator.solver.standing import TRUTHS, Range, Standing, Truths
from configurator.solver.views import View

SLIM = 64
"""A part of at most so many bits gives its solver back while nothing is given to it: solvers take memory, and one so
small is quickly made again."""


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
    """Asks the parts of one model, which keep in the model what they say when nothing is given.

    `find_part` makes or finds the part at a place, `release` forgets it.
    """

    def __init__(
        self, compiled: CompiledModel, find_part: Callable[[int], Part], release: Callable[[int], object]
    ) -> None:
        self._compiled = compiled
        self._find_part = find_part
        self._release = release
        self._standing: Standing = compiled.standing
        self._latest: dict[int, tuple[Sequence[Given], View]] = {}
        self._worded: dict[int, tuple[View, Mapping[str, Truths]]] = {}

    def consult(self, groups: Mapping[int, Sequence[Given]], places: Iterable[int], deadline: Deadline) -> Consulted:
        """The views of the parts that are given something, of `places`, and of those not proven consistent before.

        With each stands whether it is consistent, None when time ran out.
        """
        consulted = {}
        for place in sorted({*groups, *places, *self._standing.unproven}):
            view = self._look(place, groups.get(place, ()))
            answer = self._find_part(place).is_consistent(view, deadline)
            consulted[place] = (view, answer)
            if answer and place not in groups:
                self._standing.prove(place)
        return consulted

    def survey(self, question: Question, deadline: Deadline) -> Domains | None:
        """What is possible; None when the givens clash."""
        consulted = self.consult(question.groups, self._list_left(question), deadline)
        if any(answer is False for _, answer in consulted.values()):
            return None
        undecided: set[str] = set()
        bools = self._word_bools(question, consulted, undecided, deadline) if question.with_bools else {}
        integers = self._word_integers(question, consulted, undecided, deadline) if question.with_integers else {}
        self._give_back(place for place in consulted if place not in question.groups)
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
        bools, integers = self._standing.bools.left, self._standing.integers.left
        left = {*(bools if question.with_bools else ()), *(integers if question.with_integers else ())}
        if question.asked is None or not left:
            return left
        return left.intersection(self._compiled.places.get(number, -1) for number in question.asked)

    def _word_bools(
        self, question: Question, consulted: Consulted, undecided: set[str], deadline: Deadline
    ) -> dict[str, Truths]:
        left = self._standing.bools.left
        bools = self._standing.bools.copy_entries()
        for number, span in question.ranges.items():
            if self._compiled.is_bool(number):
                bools[self._compiled.variables[number].name] = TRUTHS[span]
        for place, (view, answer) in consulted.items():
            if not self._is_due(place, question, left):
                continue
            roll = self._compiled.find_roll(place)
            if not answer:
                undecided.update(roll.bools)
                continue
            self._find_part(place).settle_booleans(view, deadline)
            found = self._word_view(place, view)
            bools.update(found)
            undecided.update(roll.list_bools(view.undecided))
            if place not in question.groups and not view.undecided:
                self._standing.bools.settle(place, found)
                self._find_part(place).keep_base(view)
        return bools

    def _word_view(self, place: int, view: View) -> Mapping[str, Truths]:
        """The view's Bools in words, worded once while nothing changes about its part."""
        known = self._worded.get(place)
        if known is not None and known[0] is view:
            return known[1]
        words = self._compiled.find_roll(place).word_bools(view.not_true, view.not_false)
        if not view.undecided:
            self._worded[place] = (view, words)
        return words

    def _word_integers(
        self, question: Question, consulted: Consulted, undecided: set[str], deadline: Deadline
    ) -> dict[str, Range]:
        left = self._standing.integers.left
        integers = self._standing.integers.copy_entries()
        for number, span in question.ranges.items():
            if not self._compiled.is_bool(number):
                integers[self._compiled.variables[number].name] = span
        for place, (view, answer) in consulted.items():
            if not self._is_due(place, question, left):
                continue
            names = self._compiled.find_roll(place).integers
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
                self._standing.integers.settle(place, found)
                self._find_part(place).keep_base(view)
        return integers

    def _is_due(self, place: int, question: Question, left: frozenset[int]) -> bool:
        """Whether a consulted part must still be asked: it was given something, or is not remembered."""
        return place in question.groups or place in left

    def _look(self, place: int, givens: Sequence[Given]) -> View:
        """The view under these givens; quick when they are the same as the last time."""
        latest = self._latest.get(place)
        if latest is None or latest[0] != givens:
            latest = self._latest[place] = (givens, self._find_part(place).look(givens))
        return latest[1]

    def _give_back(self, places: Iterable[int]) -> None:
        """Let go of the small parts to which nothing is given."""
        for place in places:
            if self._compiled.components[place].encode().width <= SLIM:
                self._latest.pop(place, None)
                self._worded.pop(place, None)
                self._release(place)
