"""Tiered costs within a range as the fewest straight pieces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from configurator.solver.objectives import PiecewiseCost, StepCost, compute_cost, list_points


@dataclass(frozen=True, slots=True)
class Tier:
    """From `first` to `last` the cost is `cost` + `slope` × (quantity - first)."""

    first: int
    last: int
    cost: int
    slope: int

    @property
    def offset(self) -> int:
        """What the straight line would cost at 0."""
        return self.cost - self.slope * self.first


KEPT_COSTS = 4_096
"""How many costs' pieces are kept: a catalog's costs are asked for with every completion."""


@lru_cache(maxsize=KEPT_COSTS)
def list_tiers(cost: PiecewiseCost | StepCost, low: int, high: int) -> tuple[Tier, ...]:
    """The pieces of a cost from `low` to `high`; those on one line are one piece."""
    starts = sorted({low, *(start for start, _, _ in list_points(cost) if low < start <= high)})
    tiers: list[Tier] = []
    for first, following in zip(starts, [*starts[1:], high + 1], strict=True):
        piece = _cut_tier(cost, first, following - 1)
        joined = _join(tiers[-1], piece) if tiers else None
        if joined is None:
            tiers.append(piece)
        else:
            tiers[-1] = joined
    return tuple(tiers)


def _cut_tier(cost: PiecewiseCost | StepCost, first: int, last: int) -> Tier:
    price = compute_cost(cost, first)
    return Tier(first, last, price, compute_cost(cost, first + 1) - price if last > first else 0)


def _join(one: Tier, following: Tier) -> Tier | None:
    """Both as one piece if they lie on one line; a single quantity has no slope of its own."""
    slope = following.cost - one.cost if one.first == one.last else one.slope
    is_straight = one.cost + slope * (following.first - one.first) == following.cost
    if is_straight and (following.first == following.last or following.slope == slope):
        return Tier(one.first, following.last, one.cost, slope)
    return None
