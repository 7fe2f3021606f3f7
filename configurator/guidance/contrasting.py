"""Three clearly different alternatives: good, better, best, each optimal for its own weighting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from configurator.configuration.aiming import Baseline, differ_from
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.wishing import is_covered, most_wishes
from configurator.guidance.budgeting import NO_BUDGET, Budget, BudgetUnreachable
from configurator.guidance.goal import Goal, Sought
from configurator.guidance.ledger import Ledger
from configurator.guidance.proposing import Proposal
from configurator.guidance.request import Request, context_of
from configurator.guidance.seeking import Field, Stages, seek
from configurator.rules.rulebook import RuleBook
from configurator.solver import LimitsUnreachable
from configurator.values.money import Money

LEAST_APART = 3
"""In how many components two alternatives differ at least, if nothing else is asked for."""

MOST_APART = 50
"""The largest difference that can be asked for."""

HEADROOM_PERCENT = 25
"""By how much the contract value of the best may be above that of the better one."""

ALTERNATIVE_SECONDS = 10
_PACKAGE_WEIGHT = 3
_HUNDRED = 100

Grade = Literal["good", "better", "best"]
GRADES: tuple[Grade, ...] = ("good", "better", "best")


@dataclass(frozen=True, slots=True)
class Contrast:
    """One of three alternatives.

    `apart` is in how many components it differs from each of those before it (a component that only one of two packages
    has). `most_apart` is set where the difference asked for is impossible: proven, there is no valid package that
    differs more from all those before it.
    """

    grade: Grade
    sought: Sought
    apart: tuple[int, ...]
    most_apart: int | None


def find_contrasts(
    shelf: SituationShelf,
    book: RuleBook,
    request: Request,
    least_apart: int = LEAST_APART,
    seconds: Decimal = Decimal(ALTERNATIVE_SECONDS),
) -> tuple[Contrast, ...]:
    """Good: the cheapest that covers needs and duties. Better: the closest to the industry's package. Best: every
    recommendation followed, close to that package, and as many further needs (those typical of the industry first) as
    a quarter more money than the better one covers.

    Each is optimal for its own weighting among the packages that differ from those before it in at least `least_apart`
    components. ChoicesConflict, Undecided; `seconds` are for each.
    """
    ledger = Ledger(book.catalog, context_of(request))
    good = Contrast("good", seek(shelf, book, Goal(request, "cheapest"), seconds, ledger), (), None)
    field = Field.open(shelf, book, Goal(request, "fit"), ledger)
    better = _contrast(field, "better", Goal(request, "fit"), (good,), least_apart, seconds)
    goal = _best_goal(book, request, better)
    field = Field.open(shelf, book, goal, ledger)
    return good, better, _contrast(field, "best", goal, (good, better), least_apart, seconds)


def components_of(proposal: Proposal) -> frozenset[str]:
    """The offerings that a proposal has."""
    return frozenset(line.offering for line in proposal.configuration.lines)


def covered_needs(proposal: Proposal) -> frozenset[str]:
    """The needs of the catalog that a proposal covers, whether they were asked for or not."""
    situation = proposal.session.compiled.situation
    known = Baseline.of(proposal.configuration)
    covers = (code for code in situation.book.needs if is_covered(situation, code, known.quantities, known.attributes))
    return frozenset(covers)


def _best_goal(book: RuleBook, request: Request, better: Contrast) -> Goal:
    tcv = better.sought.proposal.priced.totals.tcv
    limit = Money(tcv.minor * (_HUNDRED + HEADROOM_PERCENT) // _HUNDRED, tcv.currency)
    package = book.catalog.packages.get((request.profile.industry, request.profile.size))
    typical = package.needs if package else ()
    covered = covered_needs(better.sought.proposal)
    further = [code for code in dict.fromkeys((*typical, *book.needs)) if code not in covered]
    weights = {code: _PACKAGE_WEIGHT if code in typical else 1 for code in further}
    return Goal(request, "advised", budget=Budget(tcv=limit), optional=weights)


def _contrast(
    field: Field,
    grade: Grade,
    goal: Goal,
    before: Sequence[Contrast],
    least_apart: int,
    seconds: Decimal,
) -> Contrast:
    """The best for the goal that is far enough from those before it; else the farthest possible."""
    known = [components_of(each.sought.proposal) for each in before]
    for least in range(least_apart, -1, -1):
        sought = _seek_apart(field, goal, known, least, seconds)
        if sought is not None:
            apart = tuple(len(components_of(sought.proposal) ^ each) for each in known)
            return Contrast(grade, sought, apart, least if least < least_apart else None)
    raise BudgetUnreachable(())


def _seek_apart(
    field: Field, goal: Goal, known: Sequence[frozenset[str]], least: int, seconds: Decimal
) -> Sought | None:
    """The answer within the goal's budget, else without a budget; None when it is proven that there is none."""
    limits = tuple(differ_from(each, field.catalog, least) for each in known)
    for attempt in (goal, replace(goal, budget=NO_BUDGET)) if goal.budget != NO_BUDGET else (goal,):
        try:
            return field.seek(attempt, _stages(field, attempt), limits, seconds)
        except LimitsUnreachable:
            continue
    return None


def _stages(field: Field, goal: Goal) -> Stages:
    """What the aim wants before further needs are covered: they must not be paid with parts of the package."""
    wishes = most_wishes(goal.optional) if goal.optional and goal.budget != NO_BUDGET else ()
    before = (*field.aims(goal), *wishes)
    return lambda ledger: (*before, field.price_of(goal, ledger))
