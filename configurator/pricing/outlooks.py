"""What variants of one quote come to, without making their whole prices: other percentages, other quantities.

An outlook equals what `price` says of the same variant, to the minor unit: the same stages run from the same amounts.
What variants have in common (list amounts, programmes, the stages before the seller's) is worked out once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.catalog.commercial import Stage
from configurator.catalog.model import Catalog
from configurator.configuration.model import Configuration
from configurator.pricing.deal import QUOTE_DISCOUNT, Deal, ManualPercent
from configurator.pricing.drafting import Draft
from configurator.pricing.model import ZERO, PricedConfiguration, PricingContext
from configurator.pricing.pipeline import Charges, Pricer, collecting_later, open_pricer
from configurator.pricing.spreading import find_regular, spread_adjustments
from configurator.pricing.stages import run_stage, take_percent
from configurator.pricing.workings import Grants, Key
from configurator.values.money import Money
from configurator.values.periods import ChargeKind, Period


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a variant comes to, in the catalog's currency: the contract value, what comes every month, and what floors
    give back over the contract of what was taken off."""

    tcv: Money
    monthly: Money
    kept: Money


@dataclass(slots=True)
class _Sums:
    """The same in minor units, added up."""

    tcv: int = 0
    monthly: int = 0
    kept: int = 0

    def show(self, deal: Deal) -> Outlook:
        currency = deal.catalog.currency
        return Outlook(Money(self.tcv, currency), Money(self.monthly, currency), Money(self.kept, currency))


def weigh_percents(
    catalog: Catalog, configuration: Configuration, context: PricingContext, percents: Iterable[Decimal]
) -> dict[Decimal, Outlook]:
    """What the quote comes to with each percentage on the whole of it in place of all present discounts of the
    seller's. PricingRefused."""
    plain = replace(_at_home(context), discount_percent=ZERO, line_discounts={}, manual=())
    with collecting_later(len(configuration.lines)):
        pricer = open_pricer(catalog, configuration, plain)
        first, rest = _cut_stages(pricer.deal)
        keys = list(zip(pricer.full_keys, pricer.grants, strict=True))
        places = {key: at for at, key in enumerate(keys)}
        begun = [(_begin(pricer, places[key], first), times) for key, times in Counter(keys).items()]
        return {percent: _weigh_percent(pricer.deal, begun, rest, percent) for percent in percents}


def _at_home(context: PricingContext) -> PricingContext:
    return replace(context, tax_regime="", exchange=None)


def _cut_stages(deal: Deal) -> tuple[Sequence[Stage], Sequence[Stage]]:
    """The stages before the seller's, in which variants are alike, and the others."""
    kinds = [stage.kind for stage in deal.stages]
    at = kinds.index("manual") if "manual" in kinds else len(kinds)
    return deal.stages[:at], deal.stages[at:]


def _begin(pricer: Pricer, at: int, stages: Sequence[Stage]) -> Charges:
    charges = pricer.grant(at)
    for drafts in charges:
        for draft in drafts:
            if not draft.is_waived:
                for stage in stages:
                    run_stage(pricer.deal, stage, draft)
    return charges


def _weigh_percent(
    deal: Deal, begun: Iterable[tuple[Charges, int]], stages: Sequence[Stage], percent: Decimal
) -> Outlook:
    sums, manual = _Sums(), ManualPercent(percent, "quote", QUOTE_DISCOUNT)
    for charges, times in begun:
        for drafts in charges:
            forks = [draft.fork() for draft in drafts]
            kept = [sum(_run_stage(deal, stage, fork, manual) for stage in stages) for fork in forks]
            _add(sums, deal, forks, kept, times)
    return sums.show(deal)


def _run_stage(deal: Deal, stage: Stage, draft: Draft, manual: ManualPercent) -> int:
    """Run a stage, that of the seller with this percentage; what a floor gives back, in minor units."""
    if draft.is_waived:
        return 0
    before = draft.exact
    if stage.kind == "manual":
        take_percent(draft, manual)
    else:
        run_stage(deal, stage, draft)
    if stage.kind != "floor" or draft.exact is before:
        return 0
    return deal.rounder.round(draft.exact).minor - deal.rounder.round(before).minor


def _add(sums: _Sums, deal: Deal, drafts: Sequence[Draft], kept: Sequence[int], times: int) -> None:
    component = drafts[0].item.component
    if component.charge is ChargeKind.USAGE:
        return
    for draft, back in zip(drafts, kept, strict=True):
        net = deal.rounder.round(draft.exact).minor
        sums.tcv += net * draft.run.count * times
        sums.kept += back * draft.run.count * times
    if component.period is Period.MONTH:
        sums.monthly += deal.rounder.round(find_regular(drafts).exact).minor * times


class QuantityOutlooks:
    """A quote of which single lines may have other quantities, where amounts of the seller's are spread over all lines,
    so that each change changes everything."""

    def __init__(
        self, catalog: Catalog, configuration: Configuration, context: PricingContext, priced: PricedConfiguration
    ) -> None:
        self._catalog, self._configuration = catalog, configuration
        self._context, self._priced = _at_home(context), priced
        self._begun: dict[tuple[Key, Grants], Charges] = {}

    def weigh(self, number: int, quantity: int) -> Outlook:
        """What the quote comes to with this quantity on the line of this number (from 1). PricingRefused."""
        lines = list(self._configuration.lines)
        lines[number - 1] = replace(lines[number - 1], quantity=quantity)
        with collecting_later(len(lines)):
            changed = replace(self._configuration, lines=tuple(lines))
            return self._weigh(open_pricer(self._catalog, changed, self._context, self._priced))

    def _weigh(self, pricer: Pricer) -> Outlook:
        deal = pricer.deal
        first, rest = _cut_stages(deal)
        forks = [
            [draft.fork() for draft in drafts]
            for at in range(len(pricer.full_keys))
            for drafts in self._find_begun(pricer, at, first)
        ]
        kept = [[0] * len(drafts) for drafts in forks]
        for stage in rest:
            for drafts, back in zip(forks, kept, strict=True):
                for at, draft in enumerate(drafts):
                    back[at] += _run_stage(deal, stage, draft, draft.item.plan.manual)
            if stage.kind == "manual":
                spread_adjustments(deal, forks)
        sums = _Sums()
        for drafts, back in zip(forks, kept, strict=True):
            _add(sums, deal, drafts, back, 1)
        return sums.show(deal)

    def _find_begun(self, pricer: Pricer, at: int, stages: Sequence[Stage]) -> Charges:
        key = pricer.full_keys[at], pricer.grants[at]
        if key not in self._begun:
            self._begun[key] = _begin(pricer, at, stages)
        return self._begun[key]
