"""Goals and what was found for them: aims, limits, needs that may go, and the package that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Literal

from configurator.configuration.aiming import Baseline
from configurator.guidance.budgeting import NO_BUDGET, Budget
from configurator.guidance.ledger import Measure
from configurator.guidance.proposing import Proposal
from configurator.guidance.request import Ambition, Request
from configurator.values.money import Money

Aim = Literal["cheapest", "fit", "advised", "closest"]
AIMS: tuple[Aim, ...] = ("cheapest", "fit", "advised", "closest")

AMBITION_OF: Mapping[Aim, Ambition] = {
    "cheapest": "essential",
    "fit": "standard",
    "advised": "plus",
    "closest": "essential",
}
"""Under which ambition a draft goes on from what was found."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What to look for.

    `aim`: the cheapest by `measure`; the best fit to the industry's package; the same with every recommendation; or
    the closest to `baseline` (fewest changed lines, then distance); the lowest `measure` decides among equals.
    `optional` are needs of the request that may be left out, with their weights, in falling order of importance: as
    much weight as possible is covered before anything else counts.
    """

    request: Request
    aim: Aim = "cheapest"
    measure: Measure = "tcv"
    budget: Budget = NO_BUDGET
    optional: Mapping[str, int] = dataclass_field(default_factory=dict)
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A need that the package does not cover: what it would add to the least amount of the measure, and by how much the
    least amount with it is over the budget (None: the measure has no limit). `adds` is None where rules or choices
    forbid the need."""

    need: str
    measure: Measure
    adds: Money | None
    over: Money | None
    proof: Literal["optimal", "feasible"]


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found: a valid package that keeps every limit, exactly.

    `bound` is what the measure could at best be when the price is what stayed unproven. `changed` are the offerings
    that differ from the baseline. `seconds` were used of `time_limit`.
    """

    goal: Goal
    proposal: Proposal
    left_out: tuple[LeftOut, ...]
    changed: tuple[str, ...]
    proof: Literal["optimal", "feasible"]
    bound: Money | None
    seconds: Decimal
    time_limit: Decimal
    rounds: int
