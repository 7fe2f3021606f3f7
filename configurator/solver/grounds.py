"""Why something is impossible: a minimal set of labels and facts, found by leaving out one at a time.

What is left out is decided by questions about meaning alone and in a fixed order (facts first, the
last given first), so the same question has the same answer whatever was asked before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from configurator.solver.compiling import Ground
from configurator.solver.deadline import Deadline
from configurator.solver.facts import Explanation
from configurator.solver.givens import Given
from configurator.solver.glucose import Oracle
from configurator.solver.refusals import Undecided


@dataclass(frozen=True, slots=True)
class Reason:
    """A label or a given, with the assumptions that switch it on."""

    thing: str | Given
    literals: tuple[int, ...]


class Court:
    """One live ground: asks which reasons clash; belongs to one Reasoner."""

    def __init__(self, ground: Ground) -> None:
        self._encoder, clauses, selectors = ground.encode()
        self._oracle = Oracle(clauses)
        self._labels = [Reason(label, (selector,)) for label, selector in selectors.items()]

    def find_clash(self, givens: Sequence[Given], goal: Sequence[Given], deadline: Deadline) -> Explanation | None:
        """A minimal explanation why the goal cannot hold with the givens, or None when it can."""
        reasons = [*self._labels, *(Reason(given, self._find_literals(given)) for given in givens)]
        fixed = tuple(literal for given in goal for literal in self._find_literals(given))
        self._oracle.add(self._encoder.take_clauses())
        answer = self._ask(fixed, reasons, deadline)
        if answer is None:
            raise Undecided
        return None if answer else self._shrink(fixed, reasons, deadline)

    def _find_literals(self, given: Given) -> tuple[int, ...]:
        find = self._encoder.find_threshold
        return find(given.variable, given.low), -find(given.variable, given.high + 1)

    def _shrink(self, fixed: tuple[int, ...], reasons: list[Reason], deadline: Deadline) -> Explanation:
        kept = dict(enumerate(reasons))
        core = self._oracle.core
        is_minimal = True
        for place in self._order_trials(reasons):
            reason = kept.pop(place)
            if core.isdisjoint(reason.literals):
                continue
            answer = self._ask(fixed, kept.values(), deadline)
            if answer is False:
                core = self._oracle.core
            else:
                kept[place] = reason
            is_minimal = is_minimal and answer is not None
        return _word([kept[place] for place in sorted(kept)], is_minimal)

    def _order_trials(self, reasons: list[Reason]) -> list[int]:
        """Places of givens, the last first, then those of labels."""
        labels = [place for place, reason in enumerate(reasons) if isinstance(reason.thing, str)]
        givens = [place for place, reason in enumerate(reasons) if not isinstance(reason.thing, str)]
        return givens[::-1] + labels[::-1]

    def _ask(self, fixed: tuple[int, ...], reasons: Iterable[Reason], deadline: Deadline) -> bool | None:
        literals = [literal for reason in reasons for literal in reason.literals]
        return self._oracle.ask((*fixed, *literals), deadline)


def _word(reasons: Sequence[Reason], is_minimal: bool) -> Explanation:
    labels = tuple(reason.thing for reason in reasons if isinstance(reason.thing, str))
    facts = tuple(reason.thing.fact for reason in reasons if isinstance(reason.thing, Given))
    return Explanation(labels, facts, is_minimal)
