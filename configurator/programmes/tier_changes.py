"""How a running contract moves among the tiers of a package, judged at the end of each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from configurator.catalog.benefits import Tier, TierLadder
from configurator.programmes.tiers import Standing, find_tier, is_qualified
from configurator.values.months import add_months, next_quarter


class TierAction(StrEnum):
    """What follows from a month's judgement."""

    KEEP = "keep"
    UPGRADE = "upgrade"
    WARN = "warn"
    DOWNGRADE = "downgrade"


@dataclass(frozen=True, slots=True)
class TierVerdict:
    """The judgement: what to do, the tier that holds from `since` on, the average charges and the months below."""

    action: TierAction
    tier: Tier | None
    since: date
    average: Fraction
    months_below: int


def judge_tier(
    ladder: TierLadder, tier: Tier, charges: Sequence[Fraction], term_months: int, month: date
) -> TierVerdict:
    """The verdict at the end of `month` (its first day) for a contract in this tier.

    `charges` are the monthly charges so far in major units, the last one of the month itself. An upgrade holds from the
    next month, a downgrade from the next calendar quarter.
    """
    averages = average_charges(ladder, charges)
    reached = find_tier(ladder, Standing(averages[-1], term_months))
    below = count_below(tier, averages, term_months)
    action = _choose_action(ladder, tier, reached, below)
    since = next_quarter(month) if action is TierAction.DOWNGRADE else add_months(month.replace(day=1), 1)
    holds = reached if action in (TierAction.UPGRADE, TierAction.DOWNGRADE) else tier
    return TierVerdict(action, holds, since, averages[-1], below)


def average_charges(ladder: TierLadder, charges: Sequence[Fraction]) -> list[Fraction]:
    """For each month the average of the window that ends with it; a young contract has fewer months to average."""
    if not charges:
        raise ValueError("a month is judged by its charges")
    windows = (charges[max(0, end - ladder.window_months) : end] for end in range(1, len(charges) + 1))
    return [sum(window, Fraction(0)) / len(window) for window in windows]


def count_below(tier: Tier, averages: Sequence[Fraction], term_months: int) -> int:
    """For how many months in a row, up to the last, the average did not qualify for the tier."""
    count = 0
    for average in reversed(averages):
        if is_qualified(tier, Standing(average, term_months)):
            return count
        count += 1
    return count


def _choose_action(ladder: TierLadder, tier: Tier, reached: Tier | None, below: int) -> TierAction:
    if below >= ladder.downgrade_after:
        return TierAction.DOWNGRADE
    if below >= ladder.warn_after:
        return TierAction.WARN
    if reached is not None and ladder.tiers.index(reached) > ladder.tiers.index(tier):
        return TierAction.UPGRADE
    return TierAction.KEEP
