"""The best package at its real price, where programmes make what a line costs depend on the rest of the quote.

A branch is what is assumed of the programmes. Within a branch every line has an amount that is never above what it
really costs there, so that the search of the branch gives a bound. What it finds is priced by pricing itself. Where the
two differ, the branch is parted by what the programmes really were; where nothing can be parted any more, the package
is excluded and the branch searched again. The best price that was found is proven as soon as no branch can be better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count

from configurator.guidance.chances import Chance, Outlook, View
from configurator.guidance.confining import Confiner
from configurator.guidance.gauging import Gauge
from configurator.guidance.granted import GrantedLedger
from configurator.guidance.ledger import Ledger, Measure
from configurator.guidance.searching import Find, Quest, rank, search
from configurator.rules.translating import quantity_name
from configurator.solver import ChangeCost, ConflictFound, Limit, LimitsUnreachable, Objective, Undecided

BRANCHES = 400
"""How many branches are looked into before the answer is given without proof."""

_SHARE = Decimal("0.5")
_SEED_SHARE = Decimal("0.3")
_LEAST_SECONDS = Decimal("0.05")
_LEAST_SPENT = Decimal("0.005")

Amounts = Mapping[Measure, int]
"""What a package really comes to, in minor units."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A package at its real price: the amounts, and what each programme was."""

    amounts: Amounts
    views: Mapping[str, View]


Ask = Callable[[Ledger], Quest]
Weigh = Callable[[Find], Priced]


@dataclass(frozen=True, slots=True)
class Lump:
    """What may be taken off the quote besides, once, as from its contract value; in minor units."""

    most: int = 0

    def of(self, gauge: Gauge) -> int:
        """By how much a gauge can at most be below what its lines say."""
        return self.most * max(0, gauge.weight("tcv") + gauge.weight("one_time"))


@dataclass(frozen=True, slots=True)
class _Branch:
    outlook: Outlook
    excluded: tuple[Limit, ...] = ()


class Brancher:
    """One search over branches, the most promising first."""

    def __init__(self, base: Ledger, confiner: Confiner, ask: Ask, weigh: Weigh, lump: Lump, seconds: Decimal) -> None:
        self._base, self._confiner, self._ask, self._weigh, self._lump = base, confiner, ask, weigh, lump
        self._rest, self._seconds = seconds, Decimal(0)
        self._heap: list[tuple[tuple[int, ...], int, _Branch]] = []
        self._open: list[tuple[int, ...]] = []
        self._order, self._branches = count(), 0
        self._best: Find | None = None
        self._plain = ask(base)
        self._ledgers: dict[tuple[object, ...], GrantedLedger] = {}

    def run(self, outlook: Outlook) -> Find:
        """The best package. LimitsUnreachable when it is proven that there is none, Undecided when none was found."""
        self._push((), _Branch(outlook))
        self._seed()
        while self._heap and not self._is_proven():
            if self._branches >= BRANCHES or self._rest < _LEAST_SECONDS:
                break
            bound, _, branch = heappop(self._heap)
            self._look_into(bound, branch)
        return self._conclude()

    def _conclude(self) -> Find:
        waiting = [*self._open, *(bound for bound, _, _ in self._heap)]
        if self._best is None:
            raise Undecided if waiting else LimitsUnreachable
        least = min(waiting, default=None)
        best = rank(self._best, self._plain.stages)
        found = replace(self._best, seconds=self._seconds, rounds=self._branches)
        if least is None or least >= best:
            return replace(found, proof="optimal", unproven=None, bound=None)
        at = next((at for at, (one, other) in enumerate(zip(least, best, strict=False)) if one != other), len(least))
        bound = least[at] if at < len(least) else None
        return replace(found, proof="feasible", unproven=min(at, len(best) - 1), bound=bound)

    def _is_proven(self) -> bool:
        return self._best is not None and self._heap[0][0] >= rank(self._best, self._plain.stages)

    def _push(self, bound: tuple[int, ...], branch: _Branch) -> None:
        heappush(self._heap, (bound, next(self._order), branch))

    def _look_into(self, bound: tuple[int, ...], branch: _Branch) -> None:
        """Search one branch, and part it where its answer really costs more than it seemed."""
        self._branches += 1
        quest = self._confine(branch)
        if quest is None:
            return
        try:
            find = search(quest, max(_LEAST_SECONDS, self._rest * _SHARE))
        except (LimitsUnreachable, ConflictFound):
            return
        except Undecided:
            self._spend(self._rest * _SHARE)
            self._open.append(bound)
            return
        self._spend(find.seconds)
        possible = max(bound, self._find_possible(quest, find))
        priced = self._weigh(find)
        real = self._keep(find, priced.amounts)
        if real is not None and real <= possible:
            return
        self._part(branch, find, priced.views, possible)

    def _seed(self) -> None:
        """Begin with what is best without programmes: it keeps every budget, since programmes make nothing dearer."""
        share = self._rest * _SEED_SHARE
        try:
            find = search(self._plain, share)
        except (LimitsUnreachable, ConflictFound):
            return
        except Undecided:
            self._spend(share)
            return
        self._spend(find.seconds)
        self._keep(find, self._weigh(find).amounts)

    def _keep(self, find: Find, amounts: Amounts) -> tuple[int, ...] | None:
        """Remember what keeps the limits, if it is better than what is known; its rank, None where it breaks them."""
        real, stages = self._reprice(find, amounts), self._plain.stages
        if any(_total(each.gauge, amounts) > each.at_most for each in self._plain.bounds):
            return None
        if self._best is None or rank(real, stages) < rank(self._best, stages):
            self._best = real
        return rank(real, stages)

    def _spend(self, seconds: Decimal) -> None:
        self._seconds += seconds
        self._rest -= max(seconds, _LEAST_SPENT)

    def _confine(self, branch: _Branch) -> Quest | None:
        confines = self._confiner.confine(branch.outlook)
        if confines.is_void:
            return None
        quest = self._ask(self._find_ledger(branch.outlook))
        bounds = (replace(each, at_most=each.at_most + self._lump.of(each.gauge)) for each in quest.bounds)
        limits = (*quest.limits, *confines.limits(), *branch.excluded)
        return replace(quest, bounds=(*bounds, *confines.bounds), limits=limits)

    def _find_ledger(self, outlook: Outlook) -> Ledger:
        key = outlook.key(self._base.catalog.offerings)
        if key not in self._ledgers:
            self._ledgers[key] = GrantedLedger(self._base, outlook, self._confiner.prices)
        return self._ledgers[key]

    def _find_possible(self, quest: Quest, find: Find) -> tuple[int, ...]:
        """What each stage can at best be in this branch, in the order of ranks; up to the first unproven one."""
        ranked = list(rank(find, quest.stages))
        if find.unproven is not None:
            del ranked[find.unproven :]
            if find.bound is not None:
                stage = quest.stages[find.unproven]
                is_greatest = isinstance(stage, Objective) and stage.sense == "max"
                ranked.append(-find.bound if is_greatest else find.bound)
        lumps = [self._lump.of(stage) if isinstance(stage, Gauge) else 0 for stage in quest.stages]
        return tuple(each - lump for each, lump in zip(ranked, lumps, strict=False))

    def _reprice(self, find: Find, amounts: Amounts) -> Find:
        stages = zip(self._plain.stages, find.amounts, strict=True)
        real = (_total(stage, amounts) if isinstance(stage, Gauge) else amount for stage, amount in stages)
        return replace(find, amounts=tuple(real))

    def _part(self, branch: _Branch, find: Find, views: Mapping[str, View], possible: tuple[int, ...]) -> None:
        chance = _choose(branch.outlook.only(find.quantities), views)
        if chance is None:
            self._push(possible, _Branch(branch.outlook, (*branch.excluded, self._exclude(find))))
            return
        for view in branch.outlook.parts(chance, views[chance.key]):
            self._push(possible, _Branch(branch.outlook.narrowed(chance, view), branch.excluded))

    def _exclude(self, find: Find) -> Limit:
        """Any other quantities than these."""
        codes = self._base.catalog.offerings
        wished = tuple((quantity_name(code), find.quantities.get(code, 0)) for code in codes)
        return Limit(Objective(changes=(ChangeCost(wished),)), low=1)


def _total(gauge: Gauge, amounts: Amounts) -> int:
    return sum(gauge.weight(measure) * amount for measure, amount in amounts.items())


def _choose(outlook: Outlook, seen: Mapping[str, View]) -> Chance | None:
    """Which programme to part the branch by: first one that was less than it could be, else any that is open."""
    opened = [chance for chance in outlook.chances if outlook.parts(chance, seen[chance.key])]
    less = (chance for chance in opened if _is_less(seen[chance.key], outlook.view(chance)))
    return next(less, next(iter(opened), None))


def _is_less(seen: View, view: View) -> bool:
    return (view.holds is None and seen.holds is False) or seen.high < view.high
