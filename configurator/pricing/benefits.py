"""The benefits that come with a priced configuration, measured at net, and what they cost of the margin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.pricing.contract import read_contract
from configurator.pricing.model import PricedConfiguration, PricedLine, PricingContext, Totals
from configurator.pricing.rounding import round_percent
from configurator.programmes.gathering import find_benefits, is_wanted, list_programmes
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

_YEAR = 12
_PLACES = {ChargeKind.RECURRING: 1, ChargeKind.ONE_TIME: 2, ChargeKind.USAGE: 3}


def add_benefits(catalog: Catalog, priced: PricedConfiguration) -> PricedConfiguration:
    """The configuration with its benefits in the catalog's currency; itself where nobody asks for any."""
    if not any(is_wanted(programme, priced.context.named) for programme in list_programmes(catalog)):
        return priced
    found = find_benefits(state_net_facts(catalog, priced.context, priced.lines), priced.context.start)
    return replace(priced, benefits=found)


def state_net_facts(catalog: Catalog, context: PricingContext, lines: tuple[PricedLine, ...]) -> QuoteFacts:
    """The quote at what its regular payments come to after all discounts; lines of one offering are one line."""
    contract = read_contract(context)
    return QuoteFacts(
        catalog=catalog,
        day=context.day,
        term_months=context.term_months,
        lines=tuple(_sum_offerings(lines)),
        inputs=context.inputs,
        needs=context.needs,
        named=context.named,
        codes=context.codes,
        months=contract.months + contract.rest,
        last_day=contract.end,
    )


def charge_benefits(priced: PricedConfiguration) -> PricedConfiguration:
    """The price with its benefits in its currency, and their cost in its totals."""
    exchange, benefits = priced.context.exchange, priced.benefits
    if exchange is not None:
        benefits = benefits.converted(exchange.rate, priced.currency)
    if not benefits.granted:
        return priced if benefits is priced.benefits else replace(priced, benefits=benefits)
    totals = _charge_totals(priced.totals, benefits.cost(priced.currency))
    return replace(priced, benefits=benefits, totals=totals)


def _charge_totals(totals: Totals, cost: Money) -> Totals:
    if totals.cost is None or not totals.tcv:
        return replace(totals, benefit_cost=cost)
    left = totals.tcv - totals.cost - cost
    return replace(totals, benefit_cost=cost, margin_percent=round_percent(left.amount, totals.tcv.amount))


def _sum_offerings(lines: Iterable[PricedLine]) -> Iterator[LineFacts]:
    """In twelfths of a minor unit, so that yearly charges by the month are whole figures."""
    sums: dict[str, list[int]] = {}
    for line in lines:
        found = sums.get(line.offering)
        if found is None:
            found = sums[line.offering] = [0, 0, 0, 0]
        found[0] += line.quantity
        for charge in line.charges:
            times = _YEAR // charge.period.months if charge.period else _YEAR
            found[_PLACES[charge.kind]] += charge.regular.net.minor * times
    for number, (offering, (quantity, monthly, once, usage)) in enumerate(sums.items(), start=1):
        yield LineFacts(number, offering, quantity, Fraction(monthly, _YEAR), once // _YEAR, usage // _YEAR)
