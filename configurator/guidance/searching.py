"""The search for a best configuration under bounds that hold exactly: solve, price, sharpen where it was wrong.

The optimiser reckons with whole numbers that are never above the real amounts. Its answer is priced as it would be
sold; where the figures were off, the next round reckons with the exact amounts there. An answer that keeps every bound
and really costs what the optimiser believed is best: everything else costs at least what the optimiser believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from configurator.configuration.completing import read_optimum
from configurator.configuration.wishing import WishedModel
from configurator.guidance.gauging import Bound, Gauge
from configurator.solver import Fact, Limit, LimitsUnreachable, Objective, Undecided
from configurator.solver.objectives import compute_objective

if TYPE_CHECKING:
    from configurator.solver.optimising import Optimum

ROUNDS = 8
"""How often a search is sharpened before it is content with what it has, without proof."""

_SHARE = Decimal("0.7")
"""How much of the time that is left one round may take, so that another one can mend what it missed."""

_LEAST_SECONDS = Decimal("0.05")

Stage = Objective | Gauge
"""What to reach in turn; a gauge is made as small as possible."""


@dataclass(frozen=True, slots=True)
class Quest:
    """What to look for: the best by one stage after the other; `tidy` only breaks ties and needs no proof."""

    model: WishedModel
    facts: tuple[Fact, ...]
    stages: tuple[Stage, ...]
    bounds: tuple[Bound, ...] = ()
    limits: tuple[Limit, ...] = ()
    tidy: Objective | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """What was found.

    `amounts` is what every stage reached, exactly; `bound` what the first unproven one can at best be (of a gauge: in
    minor units), None when all are proven.
    """

    quantities: Mapping[str, int]
    attributes: Mapping[tuple[str, str], str]
    granted: tuple[str, ...]
    amounts: tuple[int, ...]
    proof: Literal["optimal", "feasible"]
    unproven: int | None
    bound: int | None
    seconds: Decimal
    rounds: int


def search(quest: Quest, seconds: Decimal) -> Find:
    """The best configuration within the time. LimitsUnreachable when it is proven that there is none, Undecided when
    none was found."""
    return _Search(quest, seconds).run()


class _Search:
    """The rounds of one search."""

    def __init__(self, quest: Quest, seconds: Decimal) -> None:
        self._quest, self._seconds = quest, seconds
        self._used, self._rounds = Decimal(0), 0
        self._known: dict[str, set[int]] = {}
        self._best: Find | None = None

    def run(self) -> Find:
        """Rounds until the best is proven; at the end of rounds or time, the best that was found."""
        try:
            while self._rounds < ROUNDS:
                optimum = self._solve(upper=False)
                find = self._read(optimum)
                self._keep(find)
                self._prove(_best_possible(optimum))
                if self._is_proven() or not self._sharpen(find):
                    break
        except Undecided:
            pass  # what was found until then, or what is found on the safe side, still counts
        return self._best or self._play_safe()

    def _play_safe(self) -> Find:
        """With amounts that are never too low every answer keeps the bounds, but a better one may be missed."""
        try:
            return self._read(self._solve(upper=True))
        except LimitsUnreachable:
            raise Undecided from None

    def _solve(self, *, upper: bool) -> Optimum:
        from configurator.solver.optimising import optimise  # here, because its library takes a second to load

        quest, rest = self._quest, self._seconds - self._used
        if rest < _LEAST_SECONDS:
            raise Undecided
        self._rounds += 1
        share = rest if upper else rest * _SHARE
        stages = [self._objective(stage) for stage in quest.stages]
        if quest.tidy is not None:
            stages.append(quest.tidy)
        limits = (*quest.limits, *(bound.as_limit(self._known, upper=upper) for bound in quest.bounds))
        optimum = optimise(quest.model.model, quest.facts, stages, share, limits=limits)
        self._used += optimum.seconds
        return optimum

    def _objective(self, stage: Stage) -> Objective:
        return stage.enclose(self._known) if isinstance(stage, Gauge) else stage

    def _read(self, optimum: Optimum) -> Find:
        """The answer with its exact amounts, not proven yet."""
        quantities, attributes = read_optimum(optimum, self._quest.model.situation)
        amounts = tuple(self._amount(stage, optimum, quantities) for stage in self._quest.stages)
        granted = self._quest.model.granted(optimum.values)
        return Find(quantities, attributes, granted, amounts, "feasible", 0, None, self._used, self._rounds)

    def _amount(self, stage: Stage, optimum: Optimum, quantities: Mapping[str, int]) -> int:
        return stage.total(quantities) if isinstance(stage, Gauge) else compute_objective(stage, optimum.values)

    def _keep(self, find: Find) -> None:
        """Remember what keeps the bounds, if it is better than what is known."""
        if all(bound.holds(find.quantities) for bound in self._quest.bounds):
            if self._best is None or rank(find, self._quest.stages) < rank(self._best, self._quest.stages):
                self._best = find

    def _prove(self, possible: Sequence[int]) -> None:
        """Compare the best with what is at best possible, stage by stage."""
        if self._best is None:
            return
        unproven, bound = self._first_unproven(self._best, possible)
        proof: Literal["optimal", "feasible"] = "optimal" if unproven is None else "feasible"
        changes = {"proof": proof, "unproven": unproven, "bound": bound, "seconds": self._used, "rounds": self._rounds}
        self._best = replace(self._best, **changes)  # type: ignore[arg-type]  # one mapping for fields of all kinds

    def _first_unproven(self, find: Find, possible: Sequence[int]) -> tuple[int | None, int | None]:
        for at, (stage, amount) in enumerate(zip(self._quest.stages, find.amounts, strict=True)):
            if at >= len(possible):
                return at, None
            # Amounts are whole, so that what the optimiser believes possible may be rounded up.
            best = -(-possible[at] // stage.scale) if isinstance(stage, Gauge) else possible[at]
            if amount != best:
                return at, best
        return None, None

    def _is_proven(self) -> bool:
        return self._best is not None and self._best.proof == "optimal"

    def _sharpen(self, find: Find) -> bool:
        """Note the quantities at which the optimiser's figures may have been wrong; whether there are new ones."""
        gauges = [stage for stage in self._quest.stages if isinstance(stage, Gauge)]
        gauges += [bound.gauge for bound in self._quest.bounds if not bound.holds(find.quantities)]
        is_new = False
        for code, quantity in find.quantities.items():
            known = self._known.setdefault(code, set())
            if quantity not in known and not all(gauge.is_exact(code) for gauge in gauges):
                known.add(quantity)
                is_new = True
        return is_new


def rank(find: Find, stages: Sequence[Stage]) -> tuple[int, ...]:
    """What was reached stage by stage, so that the lesser rank is the better one."""
    pairs = zip(find.amounts, stages, strict=True)
    return tuple(
        -amount if isinstance(stage, Objective) and stage.sense == "max" else amount for amount, stage in pairs
    )


def _best_possible(optimum: Optimum) -> tuple[int, ...]:
    """What every stage that was searched for can at best be, in the optimiser's units."""
    if optimum.proof == "optimal":
        return optimum.objective_values
    return (*optimum.objective_values[: len(optimum.bounds) - 1], optimum.bounds[-1])
