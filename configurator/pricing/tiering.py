"""What a quantity costs at list by a price component, whatever its model: exact, in major units, not rounded.

What depends on more than the component and a quantity (the row of a matrix, the sum that a percentage is taken of)
comes in as `Rates`: this module knows no quote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from configurator.catalog.commercial import MatrixRow
from configurator.catalog.model import PriceComponent, PriceModel, PriceTier
from configurator.pricing.exact import NOTHING, Exact, percent_of, show_exact
from configurator.pricing.rounding import EXACT
from configurator.values.periods import ChargeKind

NO_PARAMS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TieredAmount:
    """An exact amount, the tier reached, the computation as it can be shown, and the quantity that is charged.

    The tier of a matrix price stands for the row that fits; of a quantity of nothing it is the first tier. `params`
    says further figures where they count: `base` of a percentage, `included` of an allowance, `least` of an amount that
    lifted what the quantity comes to.
    """

    amount: Exact
    tier: PriceTier
    shown: str
    quantity: int
    params: Mapping[str, str] = field(default_factory=lambda: NO_PARAMS)


@dataclass(frozen=True, slots=True)
class Rates:
    """What a price depends on beside its own quantity.

    `row` is the row of the component's matrix that fits; `base` is what a percentage is taken of, in major units, for
    the component's own period.
    """

    row: MatrixRow | None = None
    base: Exact = NOTHING


NO_RATES = Rates()


class _Item(NamedTuple):
    """What a model computes from: the charged quantity (and how it is shown), the tier, those that hold, the rates."""

    component: PriceComponent
    quantity: int
    counted: str
    tier: PriceTier
    tiers: tuple[PriceTier, ...]
    rates: Rates


def count_charged(component: PriceComponent, quantity: int) -> int:
    """What of a quantity is charged: less the allowance of a usage charge, then at least the least quantity."""
    return max(_count_beyond(component, quantity), component.terms.least_quantity)


def list_tiers(component: PriceComponent, month: int = 1) -> tuple[PriceTier, ...]:
    """The tiers that hold in a month of the contract (from 1), in rising order; none before the first ones begin."""
    tiers = component.tiers
    if len(tiers) == 1:
        return tiers if tiers[0].from_month <= month else ()
    begun = max((each.from_month for each in tiers if each.from_month <= month), default=0)
    held = tiers if _all_since(tiers, begun) else tuple(each for each in tiers if each.from_month == begun)
    return held if _rises(held) else tuple(sorted(held, key=lambda tier: tier.from_quantity))


def find_tier(component: PriceComponent, quantity: int, month: int = 1) -> PriceTier | None:
    """The highest tier that a charged quantity reaches in a month of the contract; None below the first."""
    return _reach(list_tiers(component, month), quantity)


def compute_list(component: PriceComponent, quantity: int, *, month: int = 1, rates: Rates = NO_RATES) -> TieredAmount:
    """What the quantity costs at list from a month of the contract on, for one period of the charge.

    What is charged of the quantity must reach the first tier, and a row must fit where the price is a matrix (both are
    checked before): ValueError otherwise.
    """
    charged = count_charged(component, quantity)
    tiers = list_tiers(component, month)
    tier = _find_rate(component, charged, tiers, rates)
    if not charged:
        return _hold_least(component, TieredAmount(NOTHING, tier, "0", 0, _list_params(component, rates)))
    counted = _show_counted(component, quantity, charged)
    item = _Item(component, charged, counted, tier, tiers, rates)
    amount, shown = _MODELS[component.model](item)
    return _hold_least(component, TieredAmount(amount, tier, shown, charged, _list_params(component, rates)))


def compute_cost(component: PriceComponent, quantity: int) -> Decimal | None:
    """What the quantity costs us: per unit that is used, allowance included, whatever the model; once for a flat price.

    None when the catalog does not say.
    """
    if component.cost is None or component.model is PriceModel.FLAT:
        return component.cost
    return EXACT.multiply(component.cost, quantity)


def _count_beyond(component: PriceComponent, quantity: int) -> int:
    """The quantity beyond the allowance; only usage has one."""
    included = component.terms.included if component.charge is ChargeKind.USAGE else 0
    return max(0, quantity - included)


def _all_since(tiers: tuple[PriceTier, ...], month: int) -> bool:
    return all(each.from_month == month for each in tiers)


def _rises(tiers: tuple[PriceTier, ...]) -> bool:
    return all(before.from_quantity <= after.from_quantity for before, after in pairwise(tiers))


def _reach(tiers: tuple[PriceTier, ...], quantity: int) -> PriceTier | None:
    return next((tier for tier in reversed(tiers) if tier.from_quantity <= quantity), None)


def _find_rate(component: PriceComponent, charged: int, tiers: tuple[PriceTier, ...], rates: Rates) -> PriceTier:
    """The tier that the charged quantity reaches, or a matrix row as one; the first for a quantity of nothing."""
    if component.model is PriceModel.MATRIX:
        return _find_row_rate(component, charged, rates.row)
    tier = _reach(tiers, charged) if charged else next(iter(tiers), None)
    if tier is None:
        raise ValueError(f"{charged} is below the first tier of {component.id}")
    return tier


def _find_row_rate(component: PriceComponent, charged: int, row: MatrixRow | None) -> PriceTier:
    if row is not None:
        return PriceTier(1, row.amount, row.location)
    if charged:
        raise ValueError(f"no row of {component.terms.matrix} fits {component.id}")
    return PriceTier(1, NOTHING, component.location)


def _show_counted(component: PriceComponent, quantity: int, charged: int) -> str:
    """How the charged quantity follows from that of the line: `7`, `(50 − 20)`, `max(3, 10)`."""
    beyond = _count_beyond(component, quantity)
    is_raised = charged != beyond
    if beyond == quantity:
        return f"max({quantity}, {charged})" if is_raised else str(quantity)
    left = f"{quantity} − {component.terms.included}" if beyond else "0"
    return f"max({left}, {charged})" if is_raised else f"({left})"


def _hold_least(component: PriceComponent, listed: TieredAmount) -> TieredAmount:
    least = component.terms.least_amount
    if least is None:
        return listed
    shown = f"max({listed.shown}, {show_exact(least)})"
    if listed.amount >= least:
        return replace(listed, shown=shown)
    return replace(listed, amount=least, shown=shown, params={**listed.params, "least": show_exact(least)})


def _list_params(component: PriceComponent, rates: Rates) -> Mapping[str, str]:
    if component.model is PriceModel.PERCENT_OF:
        return {"base": show_exact(rates.base)}
    if component.terms.included and component.charge is ChargeKind.USAGE:
        return {"included": str(component.terms.included)}
    return NO_PARAMS


def _by_reached_rate(item: _Item) -> tuple[Exact, str]:
    return EXACT.multiply(item.tier.amount, item.quantity), f"{item.counted} × {show_exact(item.tier.amount)}"


def _once(item: _Item) -> tuple[Exact, str]:
    return item.tier.amount, show_exact(item.tier.amount)


def _by_block(item: _Item) -> tuple[Exact, str]:
    block = item.component.terms.block
    begun = -(-item.quantity // block)
    return EXACT.multiply(item.tier.amount, begun), f"ceil({item.counted} ÷ {block}) × {show_exact(item.tier.amount)}"


def _by_share(item: _Item) -> tuple[Exact, str]:
    base, percent = item.rates.base, item.tier.amount
    return percent_of(base, percent), f"{show_exact(percent)} % × {show_exact(base)}"


def _by_own_rates(item: _Item) -> tuple[Exact, str]:
    parts = _split_by_tier(item.tiers, item.quantity)
    amount = NOTHING
    for units, each in parts:
        amount = EXACT.add(amount, EXACT.multiply(each.amount, units))
    return amount, " + ".join(f"{units} × {show_exact(each.amount)}" for units, each in parts)


def _split_by_tier(tiers: tuple[PriceTier, ...], quantity: int) -> list[tuple[int, PriceTier]]:
    ends = [*(tier.from_quantity - 1 for tier in tiers[1:]), quantity]
    firsts = [0, *(tier.from_quantity - 1 for tier in tiers[1:])]
    spans = [(min(end, quantity) - first, tier) for first, end, tier in zip(firsts, ends, tiers, strict=True)]
    return [(units, tier) for units, tier in spans if units > 0]


_MODELS: Mapping[PriceModel, Callable[[_Item], tuple[Exact, str]]] = {
    PriceModel.PER_UNIT: _by_reached_rate,
    PriceModel.VOLUME: _by_reached_rate,
    PriceModel.MATRIX: _by_reached_rate,
    PriceModel.FLAT: _once,
    PriceModel.STAIR_STEP: _once,
    PriceModel.GRADUATED: _by_own_rates,
    PriceModel.PACKAGE: _by_block,
    PriceModel.PERCENT_OF: _by_share,
}
