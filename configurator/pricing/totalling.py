"""Sums over priced lines: per period, first year, contract value, tax of the term and margin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from configurator.catalog.model import PriceComponent
from configurator.pricing.model import Charge, PricedLine, TaxLine, Totals
from configurator.pricing.rounding import TaxedAmount, round_percent, split_tax
from configurator.values.money import Currency, Money
from configurator.values.periods import ChargeKind, Period

_MONTHS_OF_YEAR = 12


def count_yearly_payments(term_months: int) -> int:
    """How many yearly payments are begun within the term: 1 for 12 months, 2 for 13."""
    return -(-term_months // _MONTHS_OF_YEAR)


def count_payments(charge: Charge | PriceComponent, term_months: int) -> int:
    """How often the charge falls due within the term; never for usage, which is an estimate."""
    kind = charge.kind if isinstance(charge, Charge) else charge.charge
    if kind is ChargeKind.USAGE:
        return 0
    if kind is ChargeKind.ONE_TIME:
        return 1
    return term_months if charge.period is Period.MONTH else count_yearly_payments(term_months)


def compute_totals(
    lines: tuple[PricedLine, ...], term_months: int, currency: Currency, *, tax_inclusive: bool
) -> Totals:
    """All totals as `Totals` defines them; every sum is of amounts that are rounded already."""
    charges = tuple(charge for line in lines for charge in line.charges)
    one_time = _sum_net(charges, ChargeKind.ONE_TIME, None, currency)
    monthly = _sum_net(charges, ChargeKind.RECURRING, Period.MONTH, currency)
    annual = _sum_net(charges, ChargeKind.RECURRING, Period.YEAR, currency)
    tcv = _sum_term(charges, term_months, currency, lambda charge: charge.net)
    return Totals(
        one_time=one_time,
        monthly=monthly,
        annual=annual,
        usage_estimate=_sum_net(charges, ChargeKind.USAGE, Period.MONTH, currency),
        first_year=one_time + monthly * min(_MONTHS_OF_YEAR, term_months) + annual,
        tcv=tcv,
        list_tcv=_sum_term(charges, term_months, currency, lambda charge: charge.list),
        tax_by_rate=_sum_tax_by_rate(charges, currency),
        tax_of_term=_tax_term(charges, term_months, currency, tax_inclusive),
        margin_percent=_compute_margin(charges, term_months, tcv),
    )


def tax_contract_amount(charge: Charge, term_months: int, *, tax_inclusive: bool) -> TaxedAmount:
    """The tax of all the charge's payments within the term, taxed once: a row of the tax block."""
    amount = charge.net * count_payments(charge, term_months)
    return split_tax(amount, charge.tax_rate, inclusive=tax_inclusive)


def _sum_net(charges: Iterable[Charge], kind: ChargeKind, period: Period | None, currency: Currency) -> Money:
    found = (each.net.minor for each in charges if each.kind is kind and each.period is period)
    return Money(sum(found), currency)


def _sum_term(
    charges: Iterable[Charge], term_months: int, currency: Currency, amount: Callable[[Charge], Money]
) -> Money:
    return Money(sum(amount(each).minor * count_payments(each, term_months) for each in charges), currency)


def _sum_tax_by_rate(charges: Iterable[Charge], currency: Currency) -> dict[Decimal, Money]:
    found: dict[Decimal, Money] = {}
    for each in charges:
        found[each.tax_rate] = found.get(each.tax_rate, Money.zero(currency)) + each.tax
    return dict(sorted(found.items()))


def _tax_term(
    charges: Iterable[Charge], term_months: int, currency: Currency, tax_inclusive: bool
) -> tuple[TaxLine, ...]:
    found: dict[Decimal, TaxLine] = {}
    nothing = Money.zero(currency)
    for each in charges:
        if count_payments(each, term_months):
            taxed = tax_contract_amount(each, term_months, tax_inclusive=tax_inclusive)
            before = found.get(each.tax_rate, TaxLine(each.tax_rate, nothing, nothing, nothing))
            found[each.tax_rate] = _add_tax(before, taxed)
    return tuple(found[rate] for rate in sorted(found))


def _add_tax(line: TaxLine, taxed: TaxedAmount) -> TaxLine:
    inclusive, ex_tax = line.inclusive + taxed.inclusive, line.ex_tax + taxed.ex_tax
    return TaxLine(line.rate, inclusive, ex_tax, line.tax + taxed.tax)


def _compute_margin(charges: Iterable[Charge], term_months: int, tcv: Money) -> Decimal | None:
    counted = [(each.cost, count_payments(each, term_months)) for each in charges]
    contract = [(cost, count) for cost, count in counted if count]
    costs = [cost * count for cost, count in contract if cost is not None]
    if not tcv or len(costs) < len(contract):
        return None
    return round_percent(tcv.amount - sum((cost.amount for cost in costs), Decimal(0)), tcv.amount)
