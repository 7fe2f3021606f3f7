"""From rates to list amounts: model and quantity, factor, escalation, part of a period, and what is waived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from configurator.catalog.commercial import Escalation
from configurator.catalog.model import Catalog, PriceComponent, PriceFactor
from configurator.pricing.contract import Run, cut_runs, list_runs
from configurator.pricing.deal import Deal, Item
from configurator.pricing.drafting import Draft
from configurator.pricing.exact import NOTHING, show_exact, times
from configurator.pricing.model import RampStep
from configurator.pricing.referring import Lookup
from configurator.pricing.rounding import EXACT
from configurator.pricing.tiering import TieredAmount, compute_cost, compute_list, count_charged
from configurator.pricing.tracing import Note, Reason
from configurator.values.periods import ChargeKind

_ALL = Decimal(1)
_HUNDRED = Decimal(100)
_NO_REASON = Reason("", None, {"case": "none", "factor": "1"})


def draft_charge(deal: Deal, item: Item, lookup: Lookup) -> list[Draft]:
    """The runs of a charge's payments with their list amounts; `lookup` knows what depends on the rest of the quote."""
    component, code = item.component, item.offering.code
    ramp = deal.context.ramps.get(code, ())
    runs: Iterable[Run] = list_runs(component, deal.contract)
    cuts = list(_list_cuts(deal, item, ramp, lookup))
    if cuts:
        runs = cut_runs(runs, cuts)
    factor = deal.book.find_factor(code, component.charge, deal.context.inputs)
    return [_list_run(deal, item, run, ramp, factor, lookup) for run in runs]


def _list_cuts(deal: Deal, item: Item, ramp: tuple[RampStep, ...], lookup: Lookup) -> Iterator[int]:
    component = item.component
    if component.charge is not ChargeKind.RECURRING:
        return
    terms = component.terms
    yield from (step.first_month for step in ramp)
    yield from (tier.from_month for tier in component.tiers if tier.from_month > 1)
    if _count_free_months(deal, component):
        yield terms.free_months + 1
    if terms.escalation:
        every = deal.catalog.policy.escalations[terms.escalation].every_months
        yield from range(1 + every, deal.contract.last_month + 1, every)
    yield from deal.book.list_tax_changes(item.offering.tax, deal.contract, component)
    yield from lookup.list_changes(item)


def _count_free_months(deal: Deal, component: PriceComponent) -> int:
    terms = component.terms
    return terms.free_months if deal.context.term_months >= terms.free_from else 0


def _list_run(
    deal: Deal, item: Item, run: Run, ramp: tuple[RampStep, ...], factor: PriceFactor | None, lookup: Lookup
) -> Draft:
    component, month = item.component, run.first_month
    quantity = _find_quantity(item.line.quantity, ramp, month)
    draft = Draft(item, run, quantity, deal.rounder.currency)
    listed = compute_list(
        component, quantity, month=month, rates=lookup.rates(item, month, count_charged(component, quantity))
    )
    amount = deal.rounder.round(listed.amount).amount
    notes = draft.notes
    notes.append(Note("list", amount, _tell_list, (component, listed)))
    draft.exact = amount
    if factor is None:
        notes.append(Note("factor", amount, _tell_no_factor, ()))
    else:
        draft.exact = EXACT.multiply(amount, factor.factor)
        notes.append(Note("factor", draft.exact, _tell_factor, (deal.catalog, factor)))
    if component.terms.escalation:
        _escalate(draft, deal.catalog.policy.escalations[component.terms.escalation])
    draft.whole_list = deal.rounder.round(draft.exact)
    if run.share != 1:
        draft.exact = times(draft.exact, run.share)
        notes.append(Note("part", draft.exact, _tell_part, (run,)))
    draft.listed, draft.after_term = draft.exact, draft.exact
    draft.list = draft.whole_list if run.share == 1 else deal.rounder.round(draft.exact)
    cost = compute_cost(component, quantity)
    draft.cost = cost if cost is None or run.share == 1 else times(cost, run.share)
    _waive(deal, draft)
    return draft


def _find_quantity(quantity: int, ramp: tuple[RampStep, ...], month: int) -> int:
    for step in ramp:
        if step.first_month <= month:
            quantity = step.quantity
    return quantity


def _escalate(draft: Draft, escalation: Escalation) -> None:
    steps = (draft.run.first_month - 1) // escalation.every_months
    if steps:
        growth = EXACT.power(EXACT.add(_ALL, EXACT.divide(escalation.percent, _HUNDRED)), steps)
        draft.exact = times(draft.exact, growth)
        draft.notes.append(Note("escalation", draft.exact, _tell_escalation, (escalation, steps)))


def _waive(deal: Deal, draft: Draft) -> None:
    terms = draft.item.component.terms
    if terms.waived_from is not None and deal.context.term_months >= terms.waived_from:
        case, months = "one_time", terms.waived_from
    elif draft.run.first_month <= _count_free_months(deal, draft.item.component):
        case, months = "free", terms.free_months
    else:
        return
    draft.is_waived, draft.exact = True, NOTHING
    draft.notes.append(Note("waiver", NOTHING, _tell_waiver, (draft.item.component, case, months)))


def _tell_list(component: PriceComponent, listed: TieredAmount) -> Reason:
    params = {
        "case": component.model.value,
        "quantity": str(listed.quantity),
        "rate": show_exact(listed.tier.amount),
        "tier": str(listed.tier.from_quantity),
        "shown": listed.shown,
    }
    return Reason(component.id, listed.tier.location, {**params, **listed.params})


def _tell_no_factor() -> Reason:
    return _NO_REASON


def _tell_factor(catalog: Catalog, factor: PriceFactor) -> Reason:
    params = {"case": "applied", "factor": show_exact(factor.factor), **_name_value(catalog, factor)}
    return Reason(factor.id, factor.location, params)


def _name_value(catalog: Catalog, factor: PriceFactor) -> Mapping[str, str]:
    """The input and its value: their keys, and what they are called in both languages."""
    known = catalog.inputs.get(factor.input)
    values = {value.key: value.name for value in known.values} if known else {}
    name, value = known.name if known else None, values.get(factor.value)
    return {
        "input": factor.input,
        "value": factor.value,
        "input_zh": name.zh if name else factor.input,
        "input_en": name.en if name else factor.input,
        "value_zh": value.zh if value else factor.value,
        "value_en": value.en if value else factor.value,
    }


def _tell_escalation(escalation: Escalation, steps: int) -> Reason:
    params = {
        "percent": show_exact(escalation.percent),
        "times": str(steps),
        "every": str(escalation.every_months),
        "name": escalation.key,
        "name_zh": escalation.name.zh,
        "name_en": escalation.name.en,
    }
    return Reason(escalation.key, escalation.location, params)


def _tell_part(run: Run) -> Reason:
    return Reason("", None, {"shown": run.shown, "share": str(run.share)})


def _tell_waiver(component: PriceComponent, case: str, months: int) -> Reason:
    return Reason(component.id, component.location, {"case": case, "months": str(months)})
