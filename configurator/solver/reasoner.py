"""The conversation with a compiled model: what is possible, why not, and what to give up instead."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from configurator.solver.views import View

_TRUTHS = {(0, 0): frozenset({False}), (0, 1): frozenset({False, True}), (1, 1): frozenset({True})}


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

    def consistent(self, facts: Iterable[Fact]) -> bool | None:
        """Whether the facts can hold together; None when time ran out."""
        givens = self._read(facts)
        if self._find_simple_clash(givens) is not None:
            return False
        answers = {answer for _, _, answer in self._consult(givens, self._start())}
        return False if False in answers else None if None in answers else True

    def domains(self, facts: Iterable[Fact], names: Iterable[str] | None = None) -> Domains:
        """What the facts leave possible for all variables (or those named); refuses facts that clash."""
        return self._survey(facts, self._choose(names), with_bools=True, with_integers=True)

    def booleans(self, facts: Iterable[Fact], names: Iterable[str] | None = None) -> Domains:
        """The Bools' half of `domains`, which is the quick one."""
        return self._survey(facts, self._choose(names), with_bools=True, with_integers=False)

    def bounds(self, facts: Iterable[Fact], names: Iterable[str] | None = None) -> Domains:
        """The Integers' half of `domains`."""
        return self._survey(facts, self._choose(names), with_bools=False, with_integers=True)

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

        found = find_repairs(find_clash, limit)
        return tuple(Repair(tuple(givens[place].fact for place in places)) for places in found)

    def solve(self, facts: Iterable[Fact]) -> Solution | None:
        """Some value for every variable, None when the facts clash; refuses when time is up."""
        givens = self._read(facts)
        if self._find_simple_clash(givens) is not None:
            return None
        values = list(self.compiled.box.low)
        for variable, (low, _) in merge_ranges(givens, self.compiled.box).items():
            values[variable] = low
        consulted = self._consult(givens, self._start())
        if any(answer is False for _, _, answer in consulted):
            return None
        for _, view, answer in consulted:
            if answer is None:
                raise Undecided
            for variable, value in view.read_values().items():
                values[variable] = value
        return Solution(self._name_values(values))

    def _start(self) -> Deadline:
        return Deadline(self._time_limit, self._clock)

    def _read(self, facts: Iterable[Fact]) -> list[Given]:
        compiled = self.compiled
        return [read_fact(fact, compiled.numbers, compiled.variables) for fact in dict.fromkeys(facts)]

    def _choose(self, names: Iterable[str] | None) -> list[int]:
        if names is None:
            return list(range(len(self.compiled.variables)))
        try:
            return [self.compiled.numbers[name] for name in names]
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
        """The givens of every component; facts about free variables belong to none."""
        groups: dict[int, list[Given]] = {place: [] for place in range(len(self.compiled.components))}
        for given in givens:
            place = self.compiled.places.get(given.variable)
            if place is not None:
                groups[place].append(given)
        return groups

    def _consult(self, givens: Iterable[Given], deadline: Deadline) -> list[tuple[Part, View, bool | None]]:
        """Every component's part, its view under the givens, and whether that is consistent."""
        consulted = []
        for place, group in self._group(givens).items():
            part = self._find_part(place)
            view = part.look(group)
            consulted.append((part, view, part.is_consistent(view, deadline)))
        return consulted

    def _survey(
        self, facts: Iterable[Fact], numbers: Sequence[int], *, with_bools: bool, with_integers: bool
    ) -> Domains:
        givens = self._read(facts)
        deadline = self._start()
        if self._find_simple_clash(givens) is not None:
            raise ConflictFound(self._explain_conflict(givens))
        consulted = self._consult(givens, deadline)
        if any(answer is False for _, _, answer in consulted):
            raise ConflictFound(self._explain_conflict(givens))
        box, free = self.compiled.box, merge_ranges(givens, self.compiled.box)
        are_bools = self.compiled.are_bools
        wanted = frozenset(number for number in numbers if (with_bools if are_bools[number] else with_integers))
        ranges = {number: free.get(number) or (box.low[number], box.high[number]) for number in numbers}
        vague: set[int] = set()
        for part, view, answer in consulted:
            mine = [number for number in part.slots if number in wanted]
            if answer is None:
                vague.update(mine)
            elif mine:
                self._settle(part, view, mine, deadline, ranges, vague)
        return self._word_domains({number: ranges[number] for number in numbers if number in wanted}, vague)

    def _settle(
        self,
        part: Part,
        view: View,
        numbers: Sequence[int],
        deadline: Deadline,
        ranges: dict[int, tuple[int, int]],
        vague: set[int],
    ) -> None:
        """Narrow the ranges of one part's variables to what is exactly possible."""
        bools = [number for number in numbers if self.compiled.is_bool(number)]
        integers = [number for number in numbers if not self.compiled.is_bool(number)]
        if bools:
            part.settle_booleans(view, deadline)
            ranges.update(view.read_booleans(bools))
            vague.update(view.list_undecided(bools))
        if integers:
            part.settle_bounds(view, integers, deadline)
            ranges.update((number, view.bounds[number]) for number in integers)
            vague.update(view.vague.intersection(integers))

    def _explain_conflict(self, givens: Sequence[Given]) -> Explanation:
        return self.conflict([given.fact for given in givens])

    def _word_domains(self, ranges: Mapping[int, tuple[int, int]], vague: Iterable[int]) -> Domains:
        variables, are_bools = self.compiled.variables, self.compiled.are_bools
        bools = {variables[number].name: _TRUTHS[span] for number, span in ranges.items() if are_bools[number]}
        integers = {variables[number].name: span for number, span in ranges.items() if not are_bools[number]}
        return Domains(bools, integers, frozenset(variables[number].name for number in vague))

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
        free = [given for given in (*goal, *givens) if given.variable not in places]
        targets = {given.variable for given in goal}
        alone = [given for given in free if not is_possible_alone(given, self.compiled.domain)][:1]
        clash = alone or find_clashing_pair([given for given in free if given.variable in targets])
        clash = clash or find_clashing_pair(free)
        if clash:
            clashing = [given for given in givens if given in clash and given not in goal]
            yield Explanation((), tuple(given.fact for given in clashing))

    def _find_core(
        self, givens: Sequence[Given], kept: Sequence[int], goal: Sequence[Given], deadline: Deadline
    ) -> frozenset[int] | None:
        """Places among `kept` that clash with each other or the goal; None when nothing does."""
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
