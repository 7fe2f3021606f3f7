"""From rates to list amounts: model and quantity, factor, escalation, part of a period, and what is waived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.commercial import Escalation
from configurator.catalog.model import Catalog, PriceComponent, PriceFactor, PriceModel
from configurator.configuration.model import ConfigurationLine
from configurator.pricing.contract import Run, cut_runs
from configurator.pricing.deal import Deal, Item
from configurator.pricing.drafting import Draft
from configurator.pricing.exact import NOTHING, show_exact, times
from configurator.pricing.matrices import find_row
from configurator.pricing.model import RampStep
from configurator.pricing.referring import Base, Course, make_base
from configurator.pricing.rounding import EXACT, Rounder
from configurator.pricing.tiering import NO_RATES, Rates, TieredAmount, compute_cost, compute_list, count_charged
from configurator.pricing.tracing import Reason
from configurator.pricing.workings import Listed
from configurator.values.periods import ChargeKind

_ALL = Decimal(1)
_HUNDRED = Decimal(100)
_NO_REASON = Reason("", None, {"case": "none", "factor": "1"})


def list_line(deal: Deal, line: ConfigurationLine) -> tuple[list[list[Draft] | None], Listed]:
    """The line's charges at list, None for those that are percentages of others, and what they come to."""
    charges: list[list[Draft] | None] = []
    sums: list[int | Fraction] = [0, 0, 0]
    bases: list[Base] = []
    shares: list[PriceComponent] = []
    for component in deal.book.find_prices(line.offering) if line.quantity else ():
        if component.model is PriceModel.PERCENT_OF:
            charges.append(None)
            shares.append(component)
            continue
        drafts = draft_charge(deal, line, component, None)
        charges.append(drafts)
        add_facts(sums, drafts[0])
        if deal.book.is_base(component):
            bases.append(make_base(drafts))
    monthly, one_time, usage = sums
    return charges, Listed(monthly, int(one_time), int(usage), tuple(bases), tuple(shares))


def add_facts(sums: list[int | Fraction], first: Draft) -> None:
    """Add what the first period of a charge lists: by the month, once, by usage; in minor units."""
    kind, period, listed = first.item.component.charge, first.item.component.period, first.whole_list.minor
    if kind is ChargeKind.RECURRING and period is not None:
        sums[0] += listed if period.months == 1 else Fraction(listed, period.months)
    else:
        sums[1 if kind is ChargeKind.ONE_TIME else 2] += listed


def draft_charge(deal: Deal, line: ConfigurationLine, component: PriceComponent, course: Course | None) -> list[Draft]:
    """The runs of a charge's payments with their list amounts; `course` is what a percentage is taken of."""
    plan = deal.plan(component)
    item = Item(line, plan, plan.offering, component)
    ramp = deal.context.ramps.get(line.offering, ())
    runs: Iterable[Run] = plan.runs
    cuts = [*(step.first_month for step in ramp), *(course.months if course else ())]
    if cuts and component.charge is ChargeKind.RECURRING:
        runs = cut_runs(runs, cuts)
    return [_list_run(deal, item, run, _find_quantity(line.quantity, ramp, run.first_month), course) for run in runs]


def _list_run(deal: Deal, item: Item, run: Run, quantity: int, course: Course | None) -> Draft:
    component, factor, rounder = item.component, item.plan.factor, deal.rounder
    draft = Draft(item, run, quantity, rounder.currency)
    rates = _find_rates(deal, item, run.first_month, quantity, course)
    listed = compute_list(component, quantity, month=run.first_month, rates=rates)
    whole = rounder.round(listed.amount)
    draft.exact = amount = whole.amount
    draft.notes += ("list", amount, _tell_list, (component, listed))
    if factor is None:
        draft.notes += ("factor", amount, _tell_no_factor, None)
    else:
        draft.exact = EXACT.multiply(amount, factor.factor)
        draft.notes += ("factor", draft.exact, _tell_factor, (deal.catalog, factor))
    if component.terms.escalation:
        _escalate(draft, deal.catalog.policy.escalations[component.terms.escalation])
    draft.list = draft.whole_list = whole if draft.exact is amount else rounder.round(draft.exact)
    draft.cost = compute_cost(component, quantity)
    if not run.is_whole:
        _take_part(draft, rounder)
    draft.listed = draft.after_term = draft.exact
    _waive(draft)
    return draft


def _find_rates(deal: Deal, item: Item, month: int, quantity: int, course: Course | None) -> Rates:
    """What the model needs to know: the row of a matrix, the sum that a percentage is taken of."""
    component = item.component
    if component.model is PriceModel.MATRIX:
        matrix, charged = deal.catalog.matrices[component.terms.matrix], count_charged(component, quantity)
        return Rates(row=find_row(matrix, charged, item.line.attributes, deal.context.inputs))
    return NO_RATES if course is None else Rates(base=course.at(month))


def _take_part(draft: Draft, rounder: Rounder) -> None:
    draft.exact = times(draft.exact, draft.run.share)
    draft.notes += ("part", draft.exact, _tell_part, draft.run)
    draft.list = rounder.round(draft.exact)
    draft.cost = None if draft.cost is None else times(draft.cost, draft.run.share)


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
        draft.notes += ("escalation", draft.exact, _tell_escalation, (escalation, steps))


def _waive(draft: Draft) -> None:
    plan = draft.item.plan
    if plan.is_waived:
        case, months = "one_time", plan.component.terms.waived_from
    elif draft.run.first_month <= plan.free_months:
        case, months = "free", plan.free_months
    else:
        return
    draft.is_waived, draft.exact = True, NOTHING
    draft.notes += ("waiver", NOTHING, _tell_waiver, (plan.component, case, months))


def _tell_list(evidence: tuple[PriceComponent, TieredAmount]) -> Reason:
    component, listed = evidence
    params = {
        "case": component.model.value,
        "quantity": str(listed.quantity),
        "rate": show_exact(listed.tier.amount),
        "tier": str(listed.tier.from_quantity),
        "shown": listed.shown,
    }
    return Reason(component.id, listed.tier.location, {**params, **listed.params})


def _tell_no_factor(evidence: None) -> Reason:
    return _NO_REASON


def _tell_factor(evidence: tuple[Catalog, PriceFactor]) -> Reason:
    catalog, factor = evidence
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


def _tell_escalation(evidence: tuple[Escalation, int]) -> Reason:
    escalation, steps = evidence
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


def _tell_waiver(evidence: tuple[PriceComponent, str, int]) -> Reason:
    component, case, months = evidence
    return Reason(component.id, component.location, {"case": case, "months": str(months)})
