"""Sums over priced lines: per period, first year, contract value, schedule, savings, tax of the term and margin.

Every figure is a sum of whole minor units over lines, so a changed line changes it by the difference of the two lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from configurator.pricing.contract import Contract
from configurator.pricing.model import Charge, Payment, PricedLine, Saving, SchedulePart, TaxLine, Totals
from configurator.pricing.rounding import HALF_UP, TaxedAmount, round_half_up, round_percent, split_tax
from configurator.values.money import Currency, Money
from configurator.values.periods import ChargeKind, Period

Sums: TypeAlias = Counter[tuple[object, ...]]
"""Whole minor units (or counts) by what they are a sum of, such as ("tcv",) or ("tax", rate)."""

_YEAR = 12
_WHOLE = 100
_REGULAR: Mapping[tuple[ChargeKind, Period | None], tuple[str]] = {
    (ChargeKind.ONE_TIME, None): ("one_time",),
    (ChargeKind.RECURRING, Period.MONTH): ("monthly",),
    (ChargeKind.RECURRING, Period.QUARTER): ("quarterly",),
    (ChargeKind.RECURRING, Period.YEAR): ("annual",),
    (ChargeKind.USAGE, Period.MONTH): ("usage",),
}


def sum_charges(charges: Iterable[Charge], *, tax_inclusive: bool, mode: str = HALF_UP) -> Sums:
    """What the charges of one line add to the totals; counts say what there is something of, were it zero."""
    sums: Sums = Counter()
    for charge in charges:
        sums["count", "tax", charge.tax_rate] += 1
        sums[_REGULAR[charge.kind, charge.period]] += charge.net.minor
        sums["tax", charge.tax_rate] += charge.tax.minor
        if charge.kind is not ChargeKind.USAGE:
            _add_contract(sums, charge, tax_inclusive=tax_inclusive, mode=mode)
    return sums


def _add_contract(sums: Sums, charge: Charge, *, tax_inclusive: bool, mode: str) -> None:
    step = charge.period.months if charge.period else 1
    for payment in charge.payments:
        paid = payment.net.minor * payment.count
        sums["tcv",] += paid
        sums["list_tcv",] += payment.list.minor * payment.count
        sums["first_year",] += payment.net.minor * _count_in_first_year(payment, step)
        _add_cost(sums, payment)
        for reduction in payment.reductions:
            sums["count", "saving", reduction.programme] += 1
            sums["saving", reduction.programme, tuple(sorted(reduction.funding.items()))] += (
                reduction.amount.minor * payment.count
            )
    if charge.period is Period.MONTH:
        sums["count", "monthly"] += 1
        _add_schedule(sums, charge.payments)
    for rate, taxed in tax_charge(charge, tax_inclusive=tax_inclusive, mode=mode):
        sums["count", "inclusive", rate] += 1
        for name, amount in (("inclusive", taxed.inclusive), ("ex_tax", taxed.ex_tax), ("term_tax", taxed.tax)):
            sums[name, rate] += amount.minor


def _count_in_first_year(payment: Payment, step: int) -> int:
    """How many of the payments are for the first twelve months."""
    return min(payment.count, max(0, -(-(_YEAR + 1 - payment.first_month) // step)))


def _add_cost(sums: Sums, payment: Payment) -> None:
    if payment.cost is None:
        sums["without_cost",] += 1
    else:
        sums["cost",] += payment.cost.minor * payment.count


def _add_schedule(sums: Sums, payments: Iterable[Payment]) -> None:
    """What comes every month changes by so much from a month on; parts of a month are left out."""
    for payment in payments:
        if payment.share == 1:
            sums["month", payment.first_month] += payment.net.minor
            sums["month", payment.first_month + payment.count] -= payment.net.minor


def tax_charge(charge: Charge, *, tax_inclusive: bool, mode: str = HALF_UP) -> Iterator[tuple[Decimal, TaxedAmount]]:
    """The tax of all the charge's payments within the contract, taxed once for each rate: a row of the tax block."""
    paid: dict[Decimal, int] = {}
    for payment in charge.payments:
        paid[payment.tax_rate] = paid.get(payment.tax_rate, 0) + payment.net.minor * payment.count
    for rate, minor in paid.items():
        yield rate, split_tax(Money(minor, charge.net.currency), rate, inclusive=tax_inclusive, mode=mode)


def add_up(lines: Iterable[PricedLine], *, tax_inclusive: bool, mode: str = HALF_UP) -> Sums:
    """The sums of all lines."""
    sums: Sums = Counter()
    for line in lines:
        sums.update(sum_charges(line.charges, tax_inclusive=tax_inclusive, mode=mode))
    return sums


def make_totals(sums: Sums, contract: Contract, currency: Currency) -> Totals:
    """All totals as `Totals` defines them; every sum is of amounts that are rounded already."""

    def money(name: str) -> Money:
        return Money(sums[name,], currency)

    cost = None if sums["without_cost",] else money("cost")
    tcv = money("tcv")
    return Totals(
        one_time=money("one_time"),
        monthly=money("monthly"),
        quarterly=money("quarterly"),
        annual=money("annual"),
        usage_estimate=money("usage"),
        first_year=money("first_year"),
        tcv=tcv,
        list_tcv=money("list_tcv"),
        tax_by_rate={rate: Money(minor, currency) for rate, minor in _list_rates(sums, "tax")},
        tax_of_term=tuple(_list_tax_lines(sums, currency)),
        margin_percent=None if cost is None or not tcv else round_percent(tcv.amount - cost.amount, tcv.amount),
        schedule=tuple(_list_schedule(sums, contract, currency)),
        savings=tuple(_list_savings(sums, currency)),
        cost=cost,
    )


def compute_totals(
    lines: Iterable[PricedLine], contract: Contract, currency: Currency, *, tax_inclusive: bool, mode: str = HALF_UP
) -> Totals:
    """The totals of these lines."""
    return make_totals(add_up(lines, tax_inclusive=tax_inclusive, mode=mode), contract, currency)


def _list_rates(sums: Sums, name: str) -> list[tuple[Decimal, int]]:
    found = ((key[1], minor) for key, minor in sums.items() if key[0] == name and sums["count", name, key[1]])
    return sorted((rate, minor) for rate, minor in found if isinstance(rate, Decimal))


def _list_tax_lines(sums: Sums, currency: Currency) -> Iterator[TaxLine]:
    for rate, inclusive in _list_rates(sums, "inclusive"):
        ex_tax, tax = Money(sums["ex_tax", rate], currency), Money(sums["term_tax", rate], currency)
        yield TaxLine(rate, Money(inclusive, currency), ex_tax, tax)


def _list_schedule(sums: Sums, contract: Contract, currency: Currency) -> Iterator[SchedulePart]:
    """The stretches of months with the same monthly charges; none where nothing comes every month."""
    if not sums["count", "monthly"]:
        return
    changes = {key[1]: minor for key, minor in sums.items() if key[0] == "month"}
    starts = sorted(month for month in changes if isinstance(month, int) and (month == 1 or changes[month]))
    level = 0
    for first, after in zip(starts, [*starts[1:], contract.months + 1], strict=False):
        level += changes[first]
        if first <= contract.months:
            yield SchedulePart(first, min(after - 1, contract.months), Money(level, currency))


def _list_savings(sums: Sums, currency: Currency) -> Iterator[Saving]:
    found: dict[str, tuple[int, dict[str, Fraction]]] = {}
    for key, minor in sums.items():
        if key[0] == "saving" and sums["count", *key[:2]]:
            _, programme, funding = key
            amount, parties = found.setdefault(str(programme), (0, {}))
            for party, percent in funding if isinstance(funding, tuple) else ():
                parties[party] = parties.get(party, Fraction(0)) + minor * Fraction(percent) / _WHOLE
            found[str(programme)] = (amount + minor, parties)
    for programme, (amount, parties) in sorted(found.items()):
        funded = {party: Money(round_half_up(share), currency) for party, share in sorted(parties.items())}
        yield Saving(programme, Money(amount, currency), funded)
