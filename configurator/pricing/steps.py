"""The steps from list to tax, in the order in which they apply. Each says what the amount is now, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from configurator.catalog.model import Catalog, Offering, PriceComponent, PriceFactor, TaxRate
from configurator.pricing.book import PriceBook
from configurator.pricing.model import ZERO, PricingContext, StepName, TraceStep
from configurator.pricing.rounding import EXACT, multiply_by_factor, reduce_by_percent, round_money, split_tax
from configurator.pricing.tiering import compute_list, show_figure
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation

QUOTE_DISCOUNT = "discount_percent"
LINE_DISCOUNT = "line_discounts"


@dataclass(frozen=True, slots=True)
class PricedItem:
    """What one charge is computed from."""

    book: PriceBook
    context: PricingContext
    offering: Offering
    quantity: int
    component: PriceComponent
    tax_rate: TaxRate


class Outcome(NamedTuple):
    """The exact amount that the next step starts from, the same rounded, and the step's reason."""

    exact: Decimal
    amount: Money
    rule: str
    location: SourceLocation | None
    params: Mapping[str, str]


Step = Callable[[PricedItem, Decimal], Outcome]


def apply_list(item: PricedItem, before: Decimal) -> Outcome:
    """Rate times quantity by the component's model, rounded once; discounts start from the rounded amount."""
    listed = compute_list(item.component, item.quantity)
    amount = round_money(listed.amount, item.book.catalog.currency)
    params = {
        "case": item.component.model.value,
        "quantity": str(item.quantity),
        "rate": show_figure(listed.tier.amount),
        "tier": str(listed.tier.from_quantity),
        "shown": listed.shown,
    }
    return Outcome(amount.amount, amount, item.component.id, listed.tier.location, params)


def apply_factor(item: PricedItem, before: Decimal) -> Outcome:
    """The list amount times the factor that the customer's profile asks for, such as that of a service level."""
    found = item.book.find_factor(item.offering.code, item.component.charge, item.context.inputs)
    if found is None:
        amount = round_money(before, item.book.catalog.currency)
        return Outcome(before, amount, "", None, {"case": "none", "factor": "1"})
    exact = multiply_by_factor(before, found.factor)
    amount = round_money(exact, item.book.catalog.currency)
    params = {"case": "applied", "factor": show_figure(found.factor), **_name_value(item.book.catalog, found)}
    return Outcome(exact, amount, found.id, found.location, params)


def _name_value(catalog: Catalog, factor: PriceFactor) -> dict[str, str]:
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


def apply_term_discount(item: PricedItem, before: Decimal) -> Outcome:
    """The largest discount that the commitment earns; recurring charges only, no pass-through."""
    found = item.book.find_term_discount(item.offering.code, item.context.term_months)
    if found is None or item.component.charge is not ChargeKind.RECURRING or item.offering.pass_through:
        return _reduce(item, before, ZERO, "", None, {"case": _why_no_term_discount(item), "months": "0"})
    params = {"case": "applied", "months": str(found.months)}
    return _reduce(item, before, found.percent, found.id, found.location, params)


def apply_manual_discount(item: PricedItem, before: Decimal) -> Outcome:
    """The seller's discount: the line's own, else the quote's; nothing for pass-through offerings."""
    if item.offering.pass_through:
        return _reduce(item, before, ZERO, "", None, {"case": "pass_through"})
    own = item.context.line_discounts.get(item.offering.code)
    if own is not None:
        return _reduce(item, before, own, f"{LINE_DISCOUNT}.{item.offering.code}", None, {"case": "line"})
    percent = item.context.discount_percent
    rule, case = (QUOTE_DISCOUNT, "quote") if percent else ("", "none")
    return _reduce(item, before, percent, rule, None, {"case": case})


def settle_net(item: PricedItem, before: Decimal) -> Outcome:
    """The only rounding after the list price: what is left of it becomes the charge's net amount."""
    amount = round_money(before, item.book.catalog.currency)
    return Outcome(amount.amount, amount, item.component.id, item.component.location, {})


def apply_tax(item: PricedItem, before: Decimal) -> Outcome:
    """The tax of the net amount: what is left without it, or what has to be paid with it."""
    catalog, rate = item.book.catalog, item.tax_rate
    taxed = split_tax(round_money(before, catalog.currency), rate.rate, inclusive=catalog.tax_inclusive)
    amount = taxed.ex_tax if catalog.tax_inclusive else taxed.inclusive
    params = {
        "case": "contained" if catalog.tax_inclusive else "added",
        "category": rate.category,
        "percent": show_figure(rate.rate.scaleb(2, EXACT)),
        "tax": str(taxed.tax),
    }
    return Outcome(amount.amount, amount, rate.category, rate.location, params)


STEPS: tuple[tuple[StepName, Step], ...] = (
    ("list", apply_list),
    ("factor", apply_factor),
    ("term_discount", apply_term_discount),
    ("manual_discount", apply_manual_discount),
    ("net", settle_net),
    ("tax", apply_tax),
)


def trace_steps(item: PricedItem) -> tuple[TraceStep, ...]:
    """All steps of one charge, one entry each: an entry's amount is the one before plus its change."""
    trace: list[TraceStep] = []
    exact, amount = ZERO, Money.zero(item.book.catalog.currency)
    for name, step in STEPS:
        outcome = step(item, exact)
        change = outcome.amount - amount
        trace.append(TraceStep(name, outcome.amount, change, outcome.rule, outcome.location, outcome.params))
        exact, amount = outcome.exact, outcome.amount
    return tuple(trace)


def _reduce(
    item: PricedItem,
    before: Decimal,
    percent: Decimal,
    rule: str,
    location: SourceLocation | None,
    params: Mapping[str, str],
) -> Outcome:
    exact = reduce_by_percent(before, percent) if percent else before
    amount = round_money(exact, item.book.catalog.currency)
    return Outcome(exact, amount, rule, location, {**params, "percent": show_figure(percent)})


def _why_no_term_discount(item: PricedItem) -> str:
    if item.offering.pass_through:
        return "pass_through"
    return "none" if item.component.charge is ChargeKind.RECURRING else "not_recurring"
