"""Pricing a configuration: check, price each line's charges through the steps, total."""

from __future__ import annotations

from configurator.catalog.model import Catalog, PriceComponent, TaxRate
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.book import PriceBook, open_book
from configurator.pricing.checking import PricingRefused, check_pricing
from configurator.pricing.model import Charge, Payment, PricedConfiguration, PricedLine, PricingContext, TraceStep
from configurator.pricing.rounding import round_money
from configurator.pricing.steps import PricedItem, trace_steps
from configurator.pricing.tiering import compute_cost
from configurator.pricing.totalling import compute_totals, count_payments
from configurator.values.money import Money
from configurator.values.problem import has_errors


def price(catalog: Catalog, configuration: Configuration, context: PricingContext) -> PricedConfiguration:
    """Every figure and where it comes from. PricingRefused when check_pricing finds errors."""
    problems = check_pricing(catalog, configuration, context)
    if has_errors(problems):
        raise PricingRefused(problems)
    book = open_book(catalog, context.day)
    numbered = enumerate(configuration.lines, start=1)
    lines = tuple(_price_line(book, context, number, line) for number, line in numbered)
    inclusive = catalog.tax_inclusive
    return PricedConfiguration(
        lines=lines,
        totals=compute_totals(lines, context.term_months, catalog.currency, tax_inclusive=inclusive),
        currency=catalog.currency,
        tax_inclusive=inclusive,
        context=context,
        catalog_release=catalog.release,
        catalog_digest=catalog.digest,
    )


def _price_line(book: PriceBook, context: PricingContext, number: int, line: ConfigurationLine) -> PricedLine:
    components = book.find_prices(line.offering) if line.quantity else ()
    charges = tuple(_price_component(book, context, line, component) for component in components)
    return PricedLine(number, line.offering, line.quantity, charges)


def _price_component(
    book: PriceBook, context: PricingContext, line: ConfigurationLine, component: PriceComponent
) -> Charge:
    offering = book.catalog.offerings[line.offering]
    tax_rate = book.tax_rates[offering.tax]
    item = PricedItem(book, context, offering, line.quantity, component, tax_rate)
    return _make_charge(item, component, tax_rate, trace_steps(item), _round_cost(book, component, line.quantity))


def _make_charge(
    item: PricedItem, component: PriceComponent, tax_rate: TaxRate, trace: tuple[TraceStep, ...], cost: Money | None
) -> Charge:
    steps = {step.step: step for step in trace}
    net, taxed = steps["net"], steps["tax"]
    contained = taxed.params["case"] == "contained"
    payment = Payment(
        first_month=1,
        count=count_payments(component, item.context.term_months),
        quantity=item.quantity,
        list=steps["factor"].amount,
        net=net.amount,
        tax_rate=tax_rate.rate,
        tax=-taxed.change if contained else taxed.change,
        ex_tax=taxed.amount if contained else net.amount,
        cost=cost,
        trace=trace,
    )
    return Charge(component.charge, component.period, component.id, tax_rate.category, (payment,), payment)


def _round_cost(book: PriceBook, component: PriceComponent, quantity: int) -> Money | None:
    cost = compute_cost(component, quantity)
    return None if cost is None else round_money(cost, book.catalog.currency)
