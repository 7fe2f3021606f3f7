"""The seller's amounts and target prices: spread over charges in proportion, the last cent where everybody finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from configurator.pricing.deal import ADJUSTMENTS, Deal
from configurator.pricing.drafting import Draft
from configurator.pricing.exact import show_exact, times
from configurator.pricing.holding import Aim
from configurator.pricing.model import ManualAdjustment, ManualMeasure
from configurator.pricing.tracing import Reason
from configurator.values.money import Money
from configurator.values.periods import ChargeKind, Period

_MEASURED: Mapping[ManualMeasure, tuple[ChargeKind, Period | None]] = {
    "one_time": (ChargeKind.ONE_TIME, None),
    "monthly": (ChargeKind.RECURRING, Period.MONTH),
    "annual": (ChargeKind.RECURRING, Period.YEAR),
    "usage": (ChargeKind.USAGE, Period.MONTH),
}


def spread_adjustments(deal: Deal, charges: Sequence[Sequence[Draft]]) -> list[Aim]:
    """Every amount and target of the context, in the order given, each on what the ones before it left; and what each
    of them was to come to."""
    aims = []
    for at, adjustment in deal.spreads:
        chosen = [drafts for drafts in charges if _is_in_scope(deal, adjustment, drafts[0])]
        regular = [(find_regular(drafts), drafts) for drafts in chosen]
        counted = [(draft, drafts) for draft, drafts in regular if not draft.is_waived]
        before, wanted = _spread(deal, f"{ADJUSTMENTS}.{at}", adjustment, counted)
        drafts = [draft for draft, _ in counted]
        aims.append(Aim(at, adjustment, before, wanted, drafts, [len(draft.notes) for draft in drafts]))
    return aims


def find_regular(drafts: Sequence[Draft]) -> Draft:
    """The run whose payments stand for the charge: the first that is whole and not waived, else the first."""
    return next((each for each in drafts if each.is_whole and not each.is_waived), drafts[0])


def _is_in_scope(deal: Deal, adjustment: ManualAdjustment, draft: Draft) -> bool:
    component, offering = draft.item.component, draft.item.offering
    is_measured = _MEASURED[adjustment.measure] == (component.charge, component.period)
    return is_measured and not offering.pass_through and deal.selects(adjustment.scope, offering.code)


def _spread(
    deal: Deal, rule: str, adjustment: ManualAdjustment, charges: Sequence[tuple[Draft, Sequence[Draft]]]
) -> tuple[int, int]:
    """The sum before and the sum wanted, in minor units; of nothing, nothing is wanted."""
    before = [deal.rounder.round(draft.exact).minor for draft, _ in charges]
    value = deal.rounder.round(adjustment.value).minor
    total = sum(before)
    wanted = max(total - value, 0) if adjustment.form == "amount" else value
    if not total or wanted == total:
        return total, total
    changes = _share_out(wanted - total, before, [draft for draft, _ in charges])
    for (draft, drafts), old, change in zip(charges, before, changes, strict=True):
        if change:
            _change(deal, rule, adjustment, draft, drafts, old, old + change)
    return total, wanted


def _share_out(change: int, weights: Sequence[int], drafts: Sequence[Draft]) -> list[int]:
    """The change in proportion to the weights, in whole minor units: what is left over goes to the largest remainders,
    of equal ones to the larger weight, then by the codes of offering and price component."""
    total, sign = sum(weights), -1 if change < 0 else 1
    parts = [divmod(abs(change) * weight, total) for weight in weights]
    rest = abs(change) - sum(whole for whole, _ in parts)
    order = sorted(range(len(parts)), key=lambda at: (-parts[at][1], -weights[at], *_place(drafts[at])))
    extra = frozenset(order[:rest])
    return [sign * (whole + (at in extra)) for at, (whole, _) in enumerate(parts)]


def _place(draft: Draft) -> tuple[str, str, int]:
    """Of lines that are alike the first in the order of lines comes first, because sorting keeps their order."""
    return draft.item.offering.code, draft.item.component.id, -draft.item.line.quantity


def _change(
    deal: Deal, rule: str, adjustment: ManualAdjustment, regular: Draft, drafts: Sequence[Draft], old: int, new: int
) -> None:
    """The regular payment comes to the new amount, and so do those that were equal to it, however the contract is cut
    into runs; other payments of the charge change in the same ratio."""
    before = regular.exact
    for draft in drafts:
        if draft.is_waived:
            continue
        is_regular = draft.exact == before
        draft.exact = Money(new, deal.rounder.currency).amount if is_regular else times(draft.exact, Fraction(new, old))
        draft.notes += ("spread", draft.exact, _tell_spread, (rule, adjustment, old, new, is_regular))


def _tell_spread(evidence: tuple[str, ManualAdjustment, int, int, bool]) -> Reason:
    rule, adjustment, old, new, is_regular = evidence
    return Reason(rule, None, dict(_list_params(adjustment, old, new, is_regular)))


def _list_params(adjustment: ManualAdjustment, old: int, new: int, is_regular: bool) -> Iterator[tuple[str, str]]:
    yield from (("case", adjustment.form), ("value", show_exact(adjustment.value)))
    yield from (("scope", adjustment.scope), ("measure", adjustment.measure), ("reason", adjustment.reason))
    yield from (("old", str(old)), ("new", str(new)), ("by_ratio", "" if is_regular else "yes"))
