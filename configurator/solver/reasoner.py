"""The conversation with a compiled model: what is possible, why not, and what to give up instead."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from configurator.solver.compiling import CompiledModel
from configurator.solver.deadline import Deadline
from configurator.solver.facts import Domains, Explanation, Fact, Repair, Solution
from configurator.solver.givens import Given, find_clashing_pair, is_possible_alone, merge_ranges, read_fact
from configurator.solver.grounds import Court
from configurator.solver.model import Integer
from configurator.solver.parts import Part
from configurator.solver.refusals import ConflictFound, ModelRefusal, NotForbidden, Undecided
from configurator.solver.repairing import find_repairs
from configurator.solver.surveying import Question, Surveyor

KNOWN_FACTS = 20_000
"""So many facts that were read are remembered before all are forgotten."""


class Reasoner:
    """Answers exactly, for one session: cheap to make, quicker with every question, not thread safe.

    `time_limit` is in seconds for each question; None waits for ever. Every method refuses facts
    about unknown names (ModelRefusal).
    """

    def __init__(
        self,
        compiled: CompiledModel,
        time_limit: Decimal | int | None = None,
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self.compiled = compiled
        self._time_limit = time_limit
        self._clock = clock
        self._parts: dict[int, Part] = {}
        self._courts: dict[int, Court] = {}
        self._givens: dict[Fact, Given] = {}
        self._surveyor = Surveyor(compiled, self._find_part, lambda place: self._parts.pop(place, None))

    def consistent(self, facts: Iterable[Fact]) -> bool | None:
        """Whether the facts can hold together; None when time ran out."""
        givens = self._read(facts)
        if self._find_simple_clash(givens) is not None:
            return False
        consulted = self._surveyor.consult(self._group(givens), (), self._start())
        answers = {answer for _, answer in consulted.values()}
        return False if False in answers else None if None in answers else True

    def domains(self, facts: Iterable[Fact], names: Iterable[str] | None = None) -> Domains:
        """What the facts leave possible for all variables (or those named); refuses facts that clash."""
        return self._survey(facts, names, with_bools=True, with_integers=True)

    def booleans(self, facts: Iterable[Fact], names: Iterable[str] | None = None) -> Domains:
        """The Bools' half of `domains`, which is the quick one."""
        return self._survey(facts, names, with_bools=True, with_integers=False)

    def bounds(self, facts: Iterable[Fact], names: Iterable[str] | None = None) -> Domains:
        """The Integers' half of `domains`."""
        return self._survey(facts, names, with_bools=False, with_integers=True)

    def explain(self, facts: Iterable[Fact], goal: Fact) -> Explanation:
        """Why the goal cannot hold with the facts; refuses when it can (NotForbidden) or time is up."""
        explanation = self._find_clash(self._read(facts), self._read([goal]))
        if explanation is None:
            raise NotForbidden(goal)
        return explanation

    def conflict(self, facts: Iterable[Fact]) -> Explanation:
        """Why the facts cannot hold together; refuses when they can (NotForbidden) or time is up."""
        given = tuple(facts)
        explanation = self._find_clash(self._read(given), [])
        if explanation is None:
            raise NotForbidden(given)
        return explanation

    def repairs(self, facts: Iterable[Fact], wanted: Iterable[Fact], limit: int = 3) -> tuple[Repair, ...]:
        """The smallest sets of facts to give up so that `wanted` holds, smallest first.

        Among sets of one size, those come first that give up what stands last in `facts`. The empty
        set alone means that nothing need be given up; no set at all that nothing helps.
        """
        givens, goal = self._read(facts), self._read(wanted)
        deadline = self._start()

        def find_clash(given_up: frozenset[int]) -> frozenset[int] | None:
            kept = [place for place in range(len(givens)) if place not in given_up]
            return self._find_core(givens, kept, goal, deadline)

        if (is_sound := self.consistent(())) is None:
            raise Undecided
        found = find_repairs(find_clash, limit) if is_sound else ()
        return tuple(Repair(tuple(givens[place].fact for place in places)) for places in found)

    def solve(self, facts: Iterable[Fact]) -> Solution | None:
        """Some value for every variable, None when the facts clash; refuses when time is up."""
        givens = self._read(facts)
        if self._find_simple_clash(givens) is not None:
            return None
        values = list(self.compiled.box.low)
        for variable, (low, _) in merge_ranges(givens, self.compiled.box).items():
            values[variable] = low
        every = range(len(self.compiled.components))
        consulted = self._surveyor.consult(self._group(givens), every, self._start()).values()
        if any(answer is False for _, answer in consulted):
            return None
        for view, answer in consulted:
            if answer is None:
                raise Undecided
            for variable, value in view.read_values().items():
                values[variable] = value
        return Solution(self._name_values(values))

    def _start(self) -> Deadline:
        return Deadline(self._time_limit, self._clock)

    def _read(self, facts: Iterable[Fact]) -> list[Given]:
        """The facts as givens, each once; one that was read before is the same object again."""
        known = self._givens
        if len(known) > KNOWN_FACTS:
            known.clear()
        for fact in (wanted := dict.fromkeys(facts)):
            if fact not in known:
                known[fact] = read_fact(fact, self.compiled.numbers, self.compiled.variables)
        return [known[fact] for fact in wanted]

    def _find_number(self, name: str) -> int:
        try:
            return self.compiled.numbers[name]
        except KeyError as error:
            raise ModelRefusal("unknown-name", str(error.args[0])) from None

    def _name_values(self, values: Sequence[int]) -> dict[str, int | bool]:
        return {
            variable.name: value if isinstance(variable, Integer) else bool(value)
            for variable, value in zip(self.compiled.variables, values, strict=True)
        }

    def _find_part(self, place: int) -> Part:
        if place not in self._parts:
            component = self.compiled.components[place]
            self._parts[place] = Part(component, filter(self.compiled.is_bool, component.variables))
        return self._parts[place]

    def _find_simple_clash(self, givens: Sequence[Given]) -> tuple[Given, ...] | None:
        """Givens that clash without any search: with the model itself (none), alone, or in pairs."""
        if self.compiled.is_void:
            return ()
        for given in givens:
            if not is_possible_alone(given, self.compiled.box):
                return (given,)
        return find_clashing_pair(givens) or None

    def _group(self, givens: Iterable[Given]) -> dict[int, list[Given]]:
        """The givens of every component that has any; facts about free variables belong to none."""
        groups: dict[int, list[Given]] = {}
        places = self.compiled.places
        for given in givens:
            place = places.get(given.variable)
            if place is not None:
                groups.setdefault(place, []).append(given)
        return groups

    def _survey(
        self, facts: Iterable[Fact], names: Iterable[str] | None, *, with_bools: bool, with_integers: bool
    ) -> Domains:
        givens = self._read(facts)
        deadline = self._start()
        asked = None if names is None else frozenset(self._find_number(name) for name in names)
        ranges = merge_ranges(givens, self.compiled.box)
        domains = None
        if not self.compiled.is_void and all(low <= high for low, high in ranges.values()):
            question = Question(self._group(givens), ranges, asked, with_bools, with_integers)
            domains = self._surveyor.survey(question, deadline)
        if domains is None:
            raise ConflictFound(self.conflict([given.fact for given in givens]))
        return domains

    def _find_clash(self, givens: Sequence[Given], goal: Sequence[Given]) -> Explanation | None:
        """An explanation from the goal's ground, or else from any ground where the givens clash.

        A model that nothing satisfies is explained by itself, whatever the givens.
        """
        deadline = self._start()
        grounds, places = self.compiled.list_grounds()
        if self.consistent(()) is False:
            every = self._iter_clashes([], goal, range(len(grounds)), deadline)
            return min((*self._explain_free([], goal), *every), key=lambda clash: len(clash.labels))
        aims = dict.fromkeys(places[given.variable] for given in goal if given.variable in places)
        touched = dict.fromkeys(places[given.variable] for given in givens if given.variable in places)
        clash = next(self._iter_clashes(givens, goal, aims, deadline), None)
        clash = clash or next(self._explain_free(givens, goal), None)
        return clash or next(self._iter_clashes(givens, goal, touched, deadline), None)

    def _iter_clashes(
        self, givens: Sequence[Given], goal: Sequence[Given], grounds: Iterable[int], deadline: Deadline
    ) -> Iterator[Explanation]:
        places = self.compiled.list_grounds()[1]
        for place in grounds:
            mine = [given for given in givens if places.get(given.variable) == place]
            aims = [given for given in goal if places.get(given.variable) == place]
            explanation = self._find_court(place).find_clash(mine, aims, deadline)
            if explanation is not None:
                yield explanation

    def _find_court(self, place: int) -> Court:
        if place not in self._courts:
            self._courts[place] = Court(self.compiled.list_grounds()[0][place])
        return self._courts[place]

    def _explain_free(self, givens: Sequence[Given], goal: Sequence[Given]) -> Iterator[Explanation]:
        """A clash about variables in no constraint: with the range of one, or between two facts."""
        places = self.compiled.list_grounds()[1]
        aims = [given for given in goal if given.variable not in places]
        free = [given for given in givens if given.variable not in places]
        domain = self.compiled.domain
        # the less of the givens a clash takes the earlier it is looked for, or it would not be minimal
        clash = (
            [aim for aim in aims if not is_possible_alone(aim, domain)][:1]
            or find_clashing_pair(aims)
            or [given for given in free if not is_possible_alone(given, domain)][:1]
            or next(([given] for aim in aims for given in free if find_clashing_pair([aim, given])), [])
            or find_clashing_pair(free)
        )
        if clash:
            clashing = [given for given in givens if given in clash and given not in goal]
            yield Explanation((), tuple(given.fact for given in clashing))

    def _find_core(
        self, givens: Sequence[Given], kept: Sequence[int], goal: Sequence[Given], deadline: Deadline
    ) -> frozenset[int] | None:
        """Places among `kept` that clash with each other or the goal in a sound model; None when nothing does."""
        now = [*goal, *(givens[place] for place in kept)]
        simple = self._find_simple_clash(now)
        if simple is not None:
            return frozenset(place for place in kept if givens[place] in simple and givens[place] not in goal)
        for place, group in self._group(now).items():
            part = self._find_part(place)
            core = part.find_core(group, deadline)
            if core is not None:
                aims = {literal for given in goal if given in group for literal in part.find_literals(given)}
                return frozenset(
                    place
                    for place in kept
                    if givens[place] in group and not core.isdisjoint(set(part.find_literals(givens[place])) - aims)
                )
        return None
