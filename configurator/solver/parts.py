"""One live component: a SAT solver with its memory of models found and of refusals proven.

Questions come in bunches ("can each of these literals be true?"). A bunch is tried together first,
leaving out what the solver's cores show to clash; one model then answers many of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from configurator.solver.compiling import FIRST_NAMED, Component
from configurator.solver.deadline import Deadline
from configurator.solver.givens import Given, merge_ranges
from configurator.solver.glucose import NOTHING, Oracle
from configurator.solver.narrowing import Box, narrow
from configurator.solver.refusals import Undecided
from configurator.solver.views import View
from configurator.solver.witnesses import Pool, make_mask, make_sieve

VIEWS = 32
"""How many views are kept, so that undoing a choice costs nothing."""

FEW = 2
"""When a model answers fewer questions than this, go on with one at a time."""

TOGETHER = 2_000
"""At most so many questions make a bunch; the solver takes much memory for more assumptions at a time."""

CLASHES = 20
"""After this many clashes in one bunch it is halved at every further one."""


class Part:
    """Asks one component's solver and remembers the answers; belongs to one Reasoner."""

    def __init__(self, component: Component, bools: Iterable[int]) -> None:
        encoded = component.encode()
        base = component.base
        self.component = component
        self.encoder = encoded.encoder.copy()
        self.slots = encoded.slots
        self._width = encoded.width
        self._bools = make_mask(self.slots[variable].offset for variable in bools)
        self._pool = Pool(encoded.width, base.witnesses if base else ())
        self._views: OrderedDict[tuple[int, ...], View] = OrderedDict()
        self._refuted: dict[int, frozenset[int]] = {}
        if base:
            self._views[()] = View.restore(base, self.slots)

    @cached_property
    def oracle(self) -> Oracle:
        """The component's solver, made when first asked."""
        return Oracle(self.component.encode().clauses)

    def keep_base(self, view: View) -> None:
        """Share what was found about the component before anything is given."""
        self.component.base = view.summarise(self._pool.list_all())

    def find_literals(self, given: Given) -> tuple[int, ...]:
        """The assumptions that a given amounts to; a given that says nothing new has none."""
        box = self.component.box
        literals = []
        if given.low > box.low[given.variable]:
            literals.append(self.encoder.find_threshold(given.variable, given.low))
        if given.high < box.high[given.variable]:
            literals.append(-self.encoder.find_threshold(given.variable, given.high + 1))
        return tuple(literals)

    def look(self, givens: Sequence[Given]) -> View:
        """The view under these givens, a kept one if there is one."""
        assumptions = tuple(sorted({literal for given in givens for literal in self.find_literals(given)}))
        view = self._views.get(assumptions)
        if view is None:
            ranges = merge_ranges(givens, self.component.box)
            witnesses = self._pool.sift(make_sieve(ranges, self.slots))
            view = View(assumptions, ranges, self.slots, witnesses, self._find_parent(assumptions))
            self._views[assumptions] = view
            if len(self._views) > VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(assumptions)
        return view

    def _find_parent(self, assumptions: tuple[int, ...]) -> View | None:
        """The kept view that assumes most of these and nothing else."""
        wanted = set(assumptions)
        known = (view for view in self._views.values() if view.is_consistent and wanted.issuperset(view.assumptions))
        return max(known, key=lambda view: len(view.assumptions), default=None)

    def is_consistent(self, view: View, deadline: Deadline) -> bool | None:
        """Whether anything is possible at all."""
        if view.is_consistent is None:
            view.is_consistent = bool(view.witnesses) or self._ask(view, NOTHING, deadline)
        return view.is_consistent

    def find_core(self, givens: Sequence[Given], deadline: Deadline) -> frozenset[int] | None:
        """Assumptions that cannot hold together, None when they can; refuses when time is up."""
        view = self.look(givens)
        answer = self.is_consistent(view, deadline)
        if answer is False:
            answer = self._ask(view, NOTHING, deadline)
        if answer is None:
            raise Undecided
        return None if answer else self.oracle.core

    def settle_booleans(self, view: View, deadline: Deadline) -> None:
        """Find out for every Bool which values are possible (view must be consistent)."""
        if view.has_booleans and not view.undecided:
            return
        unseen = view.list_unseen(self._bools)
        left = self._cover(view, unseen, deadline)
        for literal in view.refuted.intersection(unseen):
            view.forbid(literal)
        view.undecided = make_mask(abs(literal) - FIRST_NAMED for literal in left)
        view.has_booleans = True

    def settle_bounds(self, view: View, variables: Sequence[int], deadline: Deadline) -> None:
        """Find the least and greatest value of variables (view must be consistent)."""
        wanted = [one for one in variables if one not in view.bounds or one in view.vague]
        if not wanted:
            return
        outer = self._narrow_outer(view)
        view.open_ranges(wanted, outer)
        for upwards in (False, True):
            self._stretch(view, upwards, deadline)
        view.close_ranges(wanted, outer)

    def _find_implied(self, view: View) -> frozenset[int]:
        """The assumptions with everything that follows from them at once."""
        if view.implied is None:
            self._flush()
            implied = self.oracle.propagate(view.assumptions) or ()
            view.implied = frozenset(implied).union(view.assumptions)
        return view.implied

    def _narrow_outer(self, view: View) -> Box:
        """Bounds by intervals, from the givens and everything that they imply."""
        outer = view.find_outer(self.component.box)
        for literal in (*self._find_implied(view), *view.list_forced()):
            meaning = self.encoder.meanings.get(abs(literal))
            if meaning and literal > 0:
                outer.raise_low(*meaning)
            elif meaning:
                outer.cut_high(meaning[0], meaning[1] - 1)
        watching = self.component.watching
        waking = {place for variable in outer.changed for place in watching.get(variable, ())}
        outer.changed.clear()
        narrow(self.component.constraints, watching, outer, sorted(waking))
        return outer

    def _stretch(self, view: View, upwards: bool, deadline: Deadline) -> None:
        """Bring what was seen and what is not excluded together: at the far end, next to it, halfway."""
        for attempt in (0, 1, 2):
            loose = view.list_loose(upwards)
            if not loose:
                return
            self._steer_bits(loose, upwards)
            if attempt < 2:
                self._stretch_together(view, loose, upwards, attempt, deadline)
            else:
                for variable in loose:
                    while view.is_loose(variable, upwards) and variable not in view.vague:
                        self._stretch_together(view, [variable], upwards, attempt, deadline)

    def _stretch_together(
        self, view: View, variables: Sequence[int], upwards: bool, attempt: int, deadline: Deadline
    ) -> None:
        targets = {variable: view.choose_target(variable, upwards, attempt) for variable in variables}
        literals = {
            variable: self.encoder.find_threshold(variable, target + (not upwards)) * (1 if upwards else -1)
            for variable, target in targets.items()
        }
        left = set(self._cover(view, list(dict.fromkeys(literals.values())), deadline))
        for variable, target in targets.items():
            if literals[variable] in left:
                view.vague.add(variable)
            elif literals[variable] in view.refuted:
                view.exclude(variable, target, upwards)

    def _steer_bits(self, variables: Sequence[int], upwards: bool) -> None:
        sign = 1 if upwards else -1
        bits = self.encoder.bits
        self.oracle.steer([sign * bit for variable in variables for bit in bits.get(variable, ())])

    def _cover(self, view: View, literals: Sequence[int], deadline: Deadline) -> list[int]:
        """Find a witness for each literal or note it as refuted; returns those for which time ran out."""
        self._flush()
        waiting = self._leave_refuted(view, literals)
        together = True
        while waiting and not deadline.is_over():
            before = len(waiting)
            answer = self._show(view, waiting[: TOGETHER if together else 1], deadline)
            if answer is None:
                break
            refuted = view.refuted
            if answer:
                model = self.oracle.model
                waiting = [one for one in waiting if model[abs(one) - 1] != one and one not in refuted]
            else:
                waiting = [one for one in waiting if one not in refuted]
            together = together and before - len(waiting) >= FEW
        return waiting

    def _leave_refuted(self, view: View, literals: Sequence[int]) -> list[int]:
        """The literals that neither propagation nor an earlier proof refutes already."""
        if not literals:
            return []
        implied, known, refuted = self._find_implied(view), self._refuted, view.refuted
        refuted.update(one for one in literals if -one in implied)
        refuted.update(one for one in literals if one in known and known[one] <= implied)
        return [one for one in literals if one not in refuted]

    def _show(self, view: View, literals: Sequence[int], deadline: Deadline) -> bool | None:
        """Look for a model of as many literals as go together; refutes at least one when it says False."""
        chosen = dict.fromkeys(literals)
        clashes = 0
        while len(chosen) > 1:
            answer = self._ask(view, chosen, None)
            if answer:
                return True
            clashes += 1
            if answer is False:
                self._drop_clashing(view, chosen)
            if answer is None or clashes > CLASHES:
                chosen = dict.fromkeys(islice(chosen, (len(chosen) + 1) // 2))
        if not chosen:
            return False
        answer = self._ask(view, chosen, deadline)
        if answer is False:
            self._drop_clashing(view, chosen)
        return answer

    def _drop_clashing(self, view: View, chosen: dict[int, None]) -> None:
        """Leave out all of a clash but one literal; a literal that clashes alone is refuted."""
        clash = [literal for literal in self.oracle.core if literal in chosen]
        if len(clash) == 1:
            self._refuted[clash[0]] = self.oracle.core.difference(clash)
            view.refuted.update(clash)
            del chosen[clash[0]]
        for literal in sorted(clash, key=abs)[1:]:
            del chosen[literal]

    def _ask(self, view: View, wanted: Mapping[int, None], deadline: Deadline | None) -> bool | None:
        """Whether the wanted literals can hold under the view; without a deadline only a brief attempt."""
        self._flush()
        if deadline:
            answer = self.oracle.ask(view.assumptions, deadline, wanted)
        else:
            answer = self.oracle.ask_briefly(view.assumptions, wanted)
        if answer:
            named = self.oracle.model[FIRST_NAMED - 1 : FIRST_NAMED - 1 + self._width]
            view.add_witness(self._pool.add(named))
        return answer

    def _flush(self) -> None:
        if self.encoder.clauses:
            self.oracle.add(self.encoder.take_clauses())
