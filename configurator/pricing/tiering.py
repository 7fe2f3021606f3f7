"""What a quantity costs by a price component: per unit, flat, graduated or by volume. Exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from configurator.catalog.model import PriceComponent, PriceModel, PriceTier
from configurator.pricing.rounding import EXACT


@dataclass(frozen=True, slots=True)
class TieredAmount:
    """An exact amount, the tier reached, and the computation as it can be shown."""

    amount: Decimal
    tier: PriceTier
    shown: str


def find_tier(component: PriceComponent, quantity: int) -> PriceTier | None:
    """The highest tier that the quantity reaches; None below the first."""
    reached = [tier for tier in component.tiers if tier.from_quantity <= quantity]
    return max(reached, key=lambda tier: tier.from_quantity, default=None)


def compute_list(component: PriceComponent, quantity: int) -> TieredAmount:
    """What the quantity costs at list; it must reach the first tier (checked before)."""
    tier = find_tier(component, quantity)
    if tier is None:
        raise ValueError(f"{quantity} is below the first tier of {component.id}")
    return _MODELS[component.model](component, quantity, tier)


def compute_cost(component: PriceComponent, quantity: int) -> Decimal | None:
    """What the quantity costs us: per unit, or once for a flat price; None when the catalog does not say."""
    if component.cost is None or component.model is PriceModel.FLAT:
        return component.cost
    return EXACT.multiply(component.cost, quantity)


def show_figure(figure: Decimal) -> str:
    """A figure in plain digits without trailing zeros, for trace parameters."""
    digits = f"{figure:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _by_reached_rate(component: PriceComponent, quantity: int, tier: PriceTier) -> TieredAmount:
    amount = EXACT.multiply(tier.amount, quantity)
    return TieredAmount(amount, tier, f"{quantity} × {show_figure(tier.amount)}")


def _once(component: PriceComponent, quantity: int, tier: PriceTier) -> TieredAmount:
    return TieredAmount(tier.amount, tier, show_figure(tier.amount))


def _by_own_rates(component: PriceComponent, quantity: int, tier: PriceTier) -> TieredAmount:
    parts = _split_by_tier(component, quantity)
    amount = Decimal(0)
    for units, each in parts:
        amount = EXACT.add(amount, EXACT.multiply(each.amount, units))
    shown = " + ".join(f"{units} × {show_figure(each.amount)}" for units, each in parts)
    return TieredAmount(amount, tier, shown)


def _split_by_tier(component: PriceComponent, quantity: int) -> list[tuple[int, PriceTier]]:
    tiers = sorted(component.tiers, key=lambda tier: tier.from_quantity)
    ends = [*(tier.from_quantity - 1 for tier in tiers[1:]), quantity]
    firsts = [0, *(tier.from_quantity - 1 for tier in tiers[1:])]
    spans = [(min(end, quantity) - first, tier) for first, end, tier in zip(firsts, ends, tiers, strict=True)]
    return [(units, tier) for units, tier in spans if units > 0]


_MODELS: Mapping[PriceModel, Callable[[PriceComponent, int, PriceTier], TieredAmount]] = {
    PriceModel.PER_UNIT: _by_reached_rate,
    PriceModel.VOLUME: _by_reached_rate,
    PriceModel.FLAT: _once,
    PriceModel.GRADUATED: _by_own_rates,
}
