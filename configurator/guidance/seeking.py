"""Goal-seek: the best package for an aim within a budget, which needs it has to leave out, and what each would add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from configurator.catalog.model import Package
from configurator.configuration.aiming import Baseline, follow_advice, keep_tidy, stay_close
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.completing import Aims, closeness_to, finished
from configurator.configuration.naming import facts_of
from configurator.configuration.session import ChoicesConflict, Session
from configurator.configuration.wishing import WishedModel, compile_wishes, most_wishes, with_needs
from configurator.guidance.budgeting import Budget, BudgetUnreachable, margin_bound, too_small
from configurator.guidance.gauging import Bound, Gauge
from configurator.guidance.goal import AMBITION_OF, Goal, LeftOut, Sought
from configurator.guidance.ledger import Ledger, Measure
from configurator.guidance.proposing import Proposal, package_targets, situation_of
from configurator.guidance.real_prices import RealPrices
from configurator.guidance.request import Request, context_of
from configurator.guidance.searching import Find, Quest, Stage, search
from configurator.pricing.pipeline import price
from configurator.pricing.rounding import round_percent
from configurator.rules.rulebook import RuleBook
from configurator.rules.translating import quantity_name, taken_name
from configurator.solver import (
    ConflictFound,
    Fact,
    IsFalse,
    Limit,
    LimitsUnreachable,
    Objective,
    PiecewiseCost,
    Undecided,
)
from configurator.values.money import Money
from configurator.values.problem import Problem

SEEK_SECONDS = 20
"""The time limit of the search itself."""

SIDE_SECONDS = 8
"""The time limit of each question beside it: what a need would add, what the least possible amount is."""

MARGIN_STEPS = 12
"""How often a better margin is asked for before its height is said to be unknown."""

_STEP = Decimal("0.01")
_LEAST_SECONDS = Decimal("0.1")

Stages = Callable[[Ledger], tuple[Stage, ...]]
"""What to reach in turn, with the amounts of a ledger."""


def seek(
    shelf: SituationShelf,
    book: RuleBook,
    goal: Goal,
    seconds: Decimal = Decimal(SEEK_SECONDS),
    ledger: Ledger | None = None,
) -> Sought:
    """The best package for the goal.

    ChoicesConflict when choices and needs that must stay contradict the rules, BudgetUnreachable (with the least
    possible amount) when nothing keeps to the budget, Undecided when nothing was found in time.
    """
    field = Field.open(shelf, book, goal, ledger)
    try:
        return field.seek(goal, field.stages(goal), (), seconds)
    except (LimitsUnreachable, ConflictFound):
        raise BudgetUnreachable(tuple(explain_unreachable(field, goal.budget))) from None


def explain_unreachable(field: Field, budget: Budget) -> Iterable[Problem]:
    """Each limit that nothing keeps on its own, with the least possible; else that they exclude each other."""
    if not field.has_priced():
        return [*field.explain_dependent(), Problem("seek_unpriced", field="date")]
    problems = [each for measure, limit in budget.amounts() if (each := field.explain_amount(measure, limit))]
    if budget.margin_percent is not None:
        problems += field.explain_margin(budget.margin_percent)
    return problems or [Problem("seek_limits_together", field="budget")]


def _name_dependent(offerings: tuple[str, ...]) -> Problem:
    return Problem("seek_dependent", field="choices", params={"offerings": offerings})


class Field:
    """One situation to search in: the model with its wishes, the facts, and what everything costs."""

    def __init__(
        self, shelf: SituationShelf, book: RuleBook, request: Request, model: WishedModel, ledger: Ledger
    ) -> None:
        self.shelf, self.book, self.request, self.model, self.ledger = shelf, book, request, model, ledger
        self.catalog = book.catalog
        self.real = RealPrices(book.catalog, request, model, ledger)
        self.facts = (*facts_of(request.choices), *self._unsold())
        self._least: dict[tuple[Measure, tuple[Fact, ...]], Find] = {}

    @classmethod
    def open(cls, shelf: SituationShelf, book: RuleBook, goal: Goal, ledger: Ledger | None = None) -> Field:
        """The goal's situation. ChoicesConflict when not even the needs that must stay can be had. A `ledger` of the
        same request may be used again."""
        needs = tuple(need for need in goal.request.needs if need not in goal.optional)
        request = replace(goal.request, needs=needs)
        compiled = shelf.compiled(situation_of(book, request))
        conflict = Session(compiled, request.choices).conflict()
        if conflict is not None:
            raise ChoicesConflict(conflict)
        model = compile_wishes(compiled, tuple(goal.optional), with_advice=goal.aim == "advised")
        field = cls(shelf, book, request, model, ledger or Ledger(book.catalog, context_of(request)))
        field.refuse_dependent_choices()
        return field

    def refuse_dependent_choices(self) -> None:
        """What was chosen must have a price of its own; BudgetUnreachable names what has none."""
        chosen = {choice.offering for choice in self.request.choices if not choice.excludes}
        named = tuple(code for code in self.ledger.dependent if code in chosen)
        if named:
            raise BudgetUnreachable((_name_dependent(named),))

    def explain_dependent(self) -> tuple[Problem, ...]:
        """That some offerings were not looked at, because their price depends on the rest of the quote."""
        return (_name_dependent(self.ledger.dependent),) if self.ledger.dependent else ()

    def seek(self, goal: Goal, stages: Stages, limits: tuple[Limit, ...], seconds: Decimal) -> Sought:
        """The best by the stages within the goal's budget and further limits. LimitsUnreachable, Undecided."""
        find = self._find(goal, stages, limits, seconds)
        missing = [code for code in goal.optional if code in goal.request.needs and code not in find.granted]
        asked = len(missing) * max(1, len(tuple(goal.budget.amounts())))
        side = min(Decimal(SIDE_SECONDS), seconds / max(1, asked))
        return Sought(
            goal=goal,
            proposal=self.settle(find, goal),
            left_out=tuple(self.left_out(find, goal, code, side) for code in missing),
            changed=goal.baseline.changes(Baseline(find.quantities, find.attributes)) if goal.baseline else (),
            proof=find.proof,
            bound=self.money_bound(stages(self.ledger), find),
            seconds=find.seconds,
            time_limit=seconds,
            rounds=find.rounds,
        )

    def stages(self, goal: Goal) -> Stages:
        """What to reach in turn: the needs that may be left out, what the aim wants, the price."""
        before = (*(most_wishes(goal.optional) if goal.optional else ()), *self.aims(goal))
        return lambda ledger: (*before, self.price_of(goal, ledger))

    def aims(self, goal: Goal) -> tuple[Stage, ...]:
        """What the goal's aim wants before the price counts."""
        if goal.aim == "closest" and goal.baseline is not None:
            return stay_close(goal.baseline, self.catalog)
        targets = package_targets(self.book, self.model.situation.profile) if goal.aim in ("fit", "advised") else {}
        closeness = (closeness_to(targets),) if targets else ()
        advice = (follow_advice(self.model.advice),) if self.model.advice else ()
        return (*advice, *closeness)

    def price_of(self, goal: Goal, ledger: Ledger) -> Gauge:
        """The amount that decides among equals."""
        return Gauge(ledger, {goal.measure: 1})

    def quest(
        self,
        stages: tuple[Stage, ...],
        bounds: tuple[Bound, ...] = (),
        facts: tuple[Fact, ...] = (),
        limits: tuple[Limit, ...] = (),
    ) -> Quest:
        """A search in this field."""
        sold = (*limits, *self._first_quantities())
        needs_costs = any(bound.gauge.counts("cost") for bound in bounds)
        known = (*self.facts, *facts, *(self._uncosted() if needs_costs else ()))
        return Quest(self.model, known, stages, bounds, sold, keep_tidy(self.catalog))

    def settle(self, find: Find, goal: Goal) -> Proposal:
        """What was found as a proposal: every rule checked again, priced, every limit checked on the priced totals."""
        needs = tuple(need for need in goal.request.needs if need in self.request.needs or need in find.granted)
        further = tuple(need for need in find.granted if need not in needs)
        request = replace(goal.request, needs=(*needs, *further), ambition=AMBITION_OF[goal.aim])
        compiled = self.shelf.compiled(with_needs(self.model.situation, request.needs))
        aims = Aims({}, package=self._package() if goal.aim in ("fit", "advised") else None)
        situation, choices = compiled.situation, request.choices
        configuration = finished(situation, find.quantities, find.attributes, choices, aims, find.proof)
        priced = price(self.catalog, configuration, context_of(request))
        if not goal.budget.is_kept(priced.totals):
            assert not self.ledger.is_whole, "the search's answer breaks the budget"
            raise BudgetUnreachable((Problem("seek_budget_of_whole", field="budget"),))
        return Proposal(request, Session(compiled, request.choices), configuration, priced)

    def left_out(self, find: Find, goal: Goal, need: str, seconds: Decimal) -> LeftOut:
        """What one more need would add to the least amount of the measure that it breaks most."""
        limits = dict(goal.budget.amounts())
        found = [self._price_need(find, goal, need, measure, seconds) for measure in limits or (goal.measure,)]
        return max(found, key=lambda each: each.over.minor if each.over else 0)

    def least(self, measure: Measure, facts: tuple[Fact, ...] = (), seconds: Decimal = Decimal(SIDE_SECONDS)) -> Find:
        """The least amount of a measure that is possible at all; known ones are kept. LimitsUnreachable, Undecided."""
        key = (measure, facts)
        if key not in self._least:
            self._least[key] = self.real.search(
                lambda ledger: self.quest((Gauge(ledger, {measure: 1}),), (), facts), seconds
            )
        return self._least[key]

    def has_priced(self) -> bool:
        """Whether there is any valid package of offerings that have a price."""
        try:
            search(self.quest(()), Decimal(SIDE_SECONDS))
        except (ConflictFound, LimitsUnreachable):
            return False
        return True

    def explain_amount(self, measure: Measure, limit: Money) -> Problem | None:
        """That the limit is below the least possible amount, if it is."""
        find = self.least(measure)
        least = self.money(find.amounts[0])
        return None if least <= limit else too_small(measure, least, limit, is_proven=find.proof == "optimal")

    def explain_margin(self, wanted: Decimal) -> list[Problem]:
        """That the margin is above the highest possible one, if it is."""
        params = {"wanted": f"{wanted:f}"}
        try:
            best = self._highest_margin()
        except (ConflictFound, LimitsUnreachable):
            offerings = self.ledger.without_cost()
            return [Problem("seek_margin_unknown", field="budget.margin", params={"offerings": offerings})]
        if best is None or best >= wanted:
            return []
        return [Problem("seek_margin_too_high", field="budget.margin", params={**params, "best": f"{best:f}"})]

    def money_bound(self, stages: tuple[Stage, ...], find: Find) -> Money | None:
        """What the price can at best be, when that is what stayed unproven."""
        is_price = find.unproven is not None and isinstance(stages[find.unproven], Gauge)
        return self.money(find.bound) if is_price and find.bound is not None else None

    def money(self, minor: int) -> Money:
        """Minor units of the catalog's currency."""
        return Money(minor, self.catalog.currency)

    def _find(self, goal: Goal, stages: Stages, limits: tuple[Limit, ...], seconds: Decimal) -> Find:
        """The best by the stages within the budget. Where half a hundredth decides against it, what has a contract
        value is searched for once more."""

        def ask(ledger: Ledger, *, is_sold: bool = False) -> Quest:
            return self.quest(stages(ledger), goal.budget.bounds(ledger, is_sold=is_sold), limits=limits)

        find = self.real.search(ask, seconds)
        if goal.budget.margin_percent == 0 and self._margin(find) < 0:
            again = self.real.search(partial(ask, is_sold=True), max(_LEAST_SECONDS, seconds - find.seconds))
            return replace(again, seconds=find.seconds + again.seconds)
        return find

    def _price_need(self, find: Find, goal: Goal, need: str, measure: Measure, seconds: Decimal) -> LeftOut:
        limit = goal.budget.of(measure)
        try:
            without = self.least(measure, self.model.hold(find.granted), seconds)
            with_it = self.least(measure, self.model.hold((*find.granted, need)), seconds)
        except (ConflictFound, LimitsUnreachable, Undecided):
            return LeftOut(need, measure, None, None, "feasible")
        amount = self.money(with_it.amounts[0])
        is_proven = without.proof == with_it.proof == "optimal"
        return LeftOut(
            need,
            measure,
            amount - self.money(without.amounts[0]),
            amount - limit if limit is not None else None,
            "optimal" if is_proven else "feasible",
        )

    def _highest_margin(self) -> Decimal | None:
        """The highest margin that is possible, found by asking for a better one until there is none; None when that
        took too long."""
        find = search(self.quest((), facts=tuple(self._uncosted())), Decimal(SIDE_SECONDS))
        best, left = self._margin(find), Decimal(2 * SIDE_SECONDS)
        for _ in range(MARGIN_STEPS):
            try:
                find = self.real.search(partial(self._ask_margin, best + _STEP), left)
            except LimitsUnreachable:
                return best
            except Undecided:
                return None
            best, left = self._margin(find), left - find.seconds
        return None

    def _ask_margin(self, percent: Decimal, ledger: Ledger) -> Quest:
        """For a margin of so many percent or more, and the highest earning among them."""
        bound = margin_bound(ledger, percent, is_sold=True)
        return self.quest((bound.gauge,), (bound,))

    def _margin(self, find: Find) -> Decimal:
        amounts = self.real.weigh(find).amounts
        tcv, cost = amounts["tcv"], amounts["cost"]
        return round_percent(Decimal(tcv - cost), Decimal(tcv)) if tcv else Decimal(100)

    def _package(self) -> Package | None:
        profile = self.request.profile
        return self.catalog.packages.get((profile.industry, profile.size))

    def _unsold(self) -> Iterator[Fact]:
        """What has no price on the day is not taken, unless it was chosen: then pricing says so."""
        chosen = {choice.offering for choice in self.request.choices}
        for code in self.catalog.offerings.keys() - self.ledger.first_quantities.keys() - chosen:
            yield IsFalse(taken_name(code))

    def _uncosted(self) -> Iterator[Fact]:
        """A margin is only known of what the catalog has costs for."""
        return (IsFalse(taken_name(code)) for code in self.ledger.without_cost())

    def _first_quantities(self) -> Iterator[Limit]:
        """Below the first tier of its price an offering cannot be sold."""
        for code, first in self.ledger.first_quantities.items():
            if first > 1:
                gap = PiecewiseCost(quantity_name(code), ((1, 1, 0), (first, 0, 0)))
                yield Limit(Objective(steps=(gap,)), high=0)
