"""One live component: a SAT solver with its memory of models found and of refusals proven.

A View is the component under one set of givens; it fills up as more is asked, and the last views
are kept, so that undoing a choice costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from configurator.solver.compiling import Component
from configurator.solver.deadline import Deadline
from configurator.solver.givens import Given, merge_ranges
from configurator.solver.glucose import Oracle
from configurator.solver.narrowing import Box, narrow
from configurator.solver.refusals import Undecided
from configurator.solver.witnesses import Pool, Sieve, Slot, list_offsets, make_sieve

FIRST_NAMED = 2
VIEWS = 32
BATCH = 12
"""With more open questions than this, ask for a model that answers any of them."""


class View:
    """What is known of a component under certain assumptions; bits of masks are slots' offsets."""

    def __init__(self, assumptions: tuple[int, ...], sieve: Sieve, ranges: dict[int, tuple[int, int]]) -> None:
        self.assumptions = assumptions
        self.sieve = sieve
        self.ranges = ranges
        self.witnesses: list[int] = []
        self.is_consistent: bool | None = None
        self.implied: frozenset[int] | None = None
        self.has_booleans = False
        self.not_true = 0
        self.not_false = 0
        self.undecided = 0
        self.outer: Box | None = None
        self.bounds: dict[int, tuple[int, int]] = {}
        self.vague: set[int] = set()


class Part:
    """Asks one component's solver and remembers the answers; belongs to one Reasoner."""

    def __init__(self, component: Component, bools: Iterable[int]) -> None:
        encoder, clauses = component.encode()
        self.component = component
        self.encoder = encoder
        self.oracle = Oracle(clauses)
        self.slots = {
            variable: Slot(bits[0] - FIRST_NAMED, len(bits), component.box.low[variable])
            for variable, bits in ((variable, encoder.bits[variable]) for variable in component.variables)
        }
        self._width = sum(slot.width for slot in self.slots.values())
        self._bools = sum(1 << self.slots[variable].offset for variable in bools)
        self._pool = Pool()
        self._views: OrderedDict[tuple[int, ...], View] = OrderedDict()
        self._refuted: dict[int, frozenset[int]] = {}

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
            view = self._views[assumptions] = View(assumptions, make_sieve(ranges, self.slots), ranges)
            view.witnesses.extend(self._pool.sift(view.sieve))
            if len(self._views) > VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(assumptions)
        return view

    def is_consistent(self, view: View, deadline: Deadline) -> bool | None:
        """Whether anything is possible at all."""
        if view.is_consistent is None:
            view.is_consistent = bool(view.witnesses) or self._ask(view, (), deadline)
        return view.is_consistent

    def find_core(self, givens: Sequence[Given], deadline: Deadline) -> frozenset[int] | None:
        """Assumptions that cannot hold together, None when they can; refuses when time is up."""
        view = self.look(givens)
        answer = self.is_consistent(view, deadline)
        if answer is False:
            answer = self._ask(view, (), deadline)
        if answer is None:
            raise Undecided
        return None if answer else self.oracle.core

    def find_witness(self, view: View) -> int:
        """A model of a consistent view."""
        return view.witnesses[-1]

    def settle_booleans(self, view: View, deadline: Deadline) -> None:
        """Find out for every Bool which values are possible (view must be consistent)."""
        if view.has_booleans and not view.undecided:
            return
        self._recall_booleans(view)
        view.undecided = 0
        while literals := self._list_unseen(view):
            if not self._reduce_unseen(view, literals, deadline):
                view.undecided = sum({1 << abs(literal) - FIRST_NAMED for literal in literals})
                break
        view.has_booleans = True

    def read_booleans(self, view: View, variables: Iterable[int]) -> dict[int, tuple[int, int]]:
        """The (least, greatest) value, 0 or 1, of Bools that were settled."""
        return {
            variable: (view.not_false >> offset & 1, 1 - (view.not_true >> offset & 1))
            for variable, offset in ((variable, self.slots[variable].offset) for variable in variables)
        }

    def list_undecided(self, view: View, variables: Iterable[int]) -> list[int]:
        """The Bools among the variables for which time ran out."""
        return [variable for variable in variables if view.undecided >> self.slots[variable].offset & 1]

    def _recall_booleans(self, view: View) -> None:
        """Take over what propagation forces and what earlier proofs still forbid."""
        implied = self._find_implied(view)
        for literal in self._list_unseen(view):
            core = self._refuted.get(literal)
            if -literal in implied or (core is not None and core <= implied):
                self._forbid(view, literal)

    def _find_implied(self, view: View) -> frozenset[int]:
        if view.implied is None:
            self._flush()
            implied = self.oracle.propagate(view.assumptions) or []
            view.implied = frozenset(implied).union(view.assumptions)
        return view.implied

    def _list_unseen(self, view: View) -> list[int]:
        some, every = 0, self._bools
        for witness in view.witnesses:
            some |= witness
            every &= witness
        positive = self._bools & ~some & ~view.not_true
        negative = every & ~view.not_false
        literals = [offset + FIRST_NAMED for offset in list_offsets(positive)]
        literals.extend(-offset - FIRST_NAMED for offset in list_offsets(negative))
        return literals

    def _forbid(self, view: View, literal: int) -> None:
        if literal > 0:
            view.not_true |= 1 << literal - FIRST_NAMED
        else:
            view.not_false |= 1 << -literal - FIRST_NAMED

    def _reduce_unseen(self, view: View, literals: list[int], deadline: Deadline) -> bool:
        """Show or forbid at least one of the unseen literals; False when time is up."""
        self.oracle.steer(literals)
        asked = literals if len(literals) > BATCH else literals[:1]
        extra = asked[0] if len(asked) == 1 else self.encoder.make_literal()
        if len(asked) > 1:
            self.oracle.add([(-extra, *asked)])
        answer = self._ask(view, (extra,), deadline)
        if answer is False:
            core = self.oracle.core - {extra}
            for literal in asked:
                self._refuted[literal] = core
                self._forbid(view, literal)
        if len(asked) > 1:
            self.oracle.add([(-extra,)])
        return answer is not None

    def settle_bounds(self, view: View, variables: Sequence[int], deadline: Deadline) -> None:
        """Find the least and greatest value of variables (view must be consistent)."""
        wanted = [variable for variable in variables if variable not in view.bounds or variable in view.vague]
        if not wanted:
            return
        outer = self._find_outer(view)
        self._steer_together(view, wanted, outer, deadline)
        for variable in wanted:
            view.vague.discard(variable)
            low = self._seek(view, variable, outer, False, deadline)
            high = self._seek(view, variable, outer, True, deadline)
            view.bounds[variable] = (low, high)

    def _find_outer(self, view: View) -> Box:
        """Bounds by intervals, from the givens and everything that they imply."""
        if view.outer is None:
            view.outer = self.component.box.copy()
            for variable, (low, high) in view.ranges.items():
                view.outer.raise_low(variable, low)
                view.outer.cut_high(variable, high)
        outer = view.outer
        for literal in self._list_known(view):
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

    def _list_known(self, view: View) -> Iterable[int]:
        yield from self._find_implied(view)
        yield from (-offset - FIRST_NAMED for offset in list_offsets(view.not_true))
        yield from (offset + FIRST_NAMED for offset in list_offsets(view.not_false))

    def _read_extreme(self, view: View, variable: int, upwards: bool) -> int:
        slot = self.slots[variable]
        mask = (1 << slot.width) - 1
        steps = [witness >> slot.offset & mask for witness in view.witnesses]
        return slot.low + (max(steps) if upwards else min(steps))

    def _steer_together(self, view: View, variables: Sequence[int], outer: Box, deadline: Deadline) -> None:
        """One model with everything high and one with everything low, where anything is unsettled."""
        for upwards in (True, False):
            ends = outer.high if upwards else outer.low
            loose = [one for one in variables if self._read_extreme(view, one, upwards) != ends[one]]
            if len(loose) > 1:
                self._steer_bits(loose, upwards)
                self._ask(view, (), deadline)

    def _steer_bits(self, variables: Sequence[int], upwards: bool) -> None:
        sign = 1 if upwards else -1
        self.oracle.steer([sign * bit for variable in variables for bit in self.encoder.bits[variable]])

    def _seek(self, view: View, variable: int, outer: Box, upwards: bool, deadline: Deadline) -> int:
        """Walk from the best value seen to the bound: try the far end, then one step, then halve."""
        best = self._read_extreme(view, variable, upwards)
        end = (outer.high if upwards else outer.low)[variable]
        tries = 0
        while best != end:
            target = self._choose_target(best, end, tries)
            tries += 1
            answer = self._ask_beyond(view, variable, target, upwards, deadline)
            if answer is None:
                view.vague.add(variable)
                return end
            if answer:
                best = self.slots[variable].read(view.witnesses[-1])
            else:
                end = target - 1 if upwards else target + 1
        return best

    def _choose_target(self, best: int, end: int, tries: int) -> int:
        step = 1 if end > best else -1
        if tries == 0:
            return end
        return best + step if tries == 1 else (best + end + step) // 2 if step > 0 else (best + end) // 2

    def _ask_beyond(
        self, view: View, variable: int, target: int, upwards: bool, deadline: Deadline
    ) -> bool | None:
        """Whether the variable can be at least (upwards) or at most `target`."""
        literal = self.encoder.find_threshold(variable, target if upwards else target + 1)
        literal = literal if upwards else -literal
        core = self._refuted.get(literal)
        if core is not None and core <= self._find_implied(view):
            return False
        self._steer_bits((variable,), upwards)
        answer = self._ask(view, (literal,), deadline)
        if answer is False:
            self._refuted[literal] = self.oracle.core - {literal}
        return answer

    def _ask(self, view: View, extra: tuple[int, ...], deadline: Deadline) -> bool | None:
        self._flush()
        answer = self.oracle.ask((*view.assumptions, *extra), deadline)
        if answer:
            named = self.oracle.model[FIRST_NAMED - 1 : FIRST_NAMED - 1 + self._width]
            view.witnesses.append(self._pool.add(named))
        return answer

    def _flush(self) -> None:
        if self.encoder.clauses:
            self.oracle.add(self.encoder.take_clauses())
