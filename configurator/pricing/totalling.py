"""Sums over priced lines: per period, first year, contract value, schedule, savings, tax of the term and margin.

Every figure is a sum of whole minor units over lines, so a changed line changes it by the difference of the two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from operator import add, sub
from typing import NamedTuple

from configurator.pricing.contract import Contract
from configurator.pricing.model import Charge, Payment, Saving, SchedulePart, TaxLine, Totals
from configurator.pricing.rounding import HALF_UP, TaxedAmount, round_half_up, round_percent, split_tax
from configurator.values.money import Currency, Money
from configurator.values.periods import ChargeKind, Period

_YEAR = 12
_WHOLE = 100

_FIGURES = (
    "one_time",
    "monthly",
    "quarterly",
    "annual",
    "usage",
    "first_year",
    "tcv",
    "list_tcv",
    "cost",
    "without_cost",
    "monthly_charges",
)
_AT = {name: at for at, name in enumerate(_FIGURES)}
_ONE_TIME, _FIRST_YEAR, _TCV, _LIST_TCV = (_AT[name] for name in ("one_time", "first_year", "tcv", "list_tcv"))
_COST, _WITHOUT_COST, _MONTHLY_CHARGES = (_AT[name] for name in ("cost", "without_cost", "monthly_charges"))
_REGULAR: Mapping[tuple[ChargeKind, Period | None], int] = {
    (ChargeKind.ONE_TIME, None): _ONE_TIME,
    (ChargeKind.RECURRING, Period.MONTH): _AT["monthly"],
    (ChargeKind.RECURRING, Period.QUARTER): _AT["quarterly"],
    (ChargeKind.RECURRING, Period.YEAR): _AT["annual"],
    (ChargeKind.USAGE, Period.MONTH): _AT["usage"],
}

_Key = tuple[str, object]
_REGULAR_TAX, _CONTRACT, _MONTH, _SAVING = "tax", "contract", "month", "saving"


class Sums(NamedTuple):
    """What the charges of a line come to, in whole minor units.

    `figures` are those of one amount each, in the order of `_FIGURES`; `parts` those by tax rate, month and programme,
    with what there is to sum: counts say what there is something of, were it zero.
    """

    figures: tuple[int, ...]
    parts: tuple[tuple[_Key, tuple[int, ...]], ...]


NO_SUMS = Sums((0,) * len(_FIGURES), ())


def sum_charges(charges: Iterable[Charge], *, tax_inclusive: bool, mode: str = HALF_UP) -> Sums:
    """What the charges of one line add to the totals."""
    figures = [0] * len(_FIGURES)
    parts: list[tuple[_Key, tuple[int, ...]]] = []
    for charge in charges:
        figures[_REGULAR[charge.kind, charge.period]] += charge.net.minor
        parts.append(((_REGULAR_TAX, charge.tax_rate), (1, charge.tax.minor, charge.net.minor)))
        if charge.kind is not ChargeKind.USAGE:
            _sum_contract(figures, charge)
            parts.extend(_list_parts(charge, tax_inclusive=tax_inclusive, mode=mode))
    return Sums(tuple(figures), tuple(parts))


def _sum_contract(figures: list[int], charge: Charge) -> None:
    step = charge.period.months if charge.period else 1
    figures[_MONTHLY_CHARGES] += charge.period is Period.MONTH
    for payment in charge.payments:
        net, count = payment.net.minor, payment.count
        figures[_TCV] += net * count
        figures[_LIST_TCV] += payment.list.minor * count
        figures[_FIRST_YEAR] += net * _count_in_first_year(payment, step)
        if payment.cost is None:
            figures[_WITHOUT_COST] += 1
        else:
            figures[_COST] += payment.cost.minor * count


def _count_in_first_year(payment: Payment, step: int) -> int:
    """How many of the payments are for the first twelve months."""
    return min(payment.count, max(0, -(-(_YEAR + 1 - payment.first_month) // step)))


def _list_parts(charge: Charge, *, tax_inclusive: bool, mode: str) -> Iterator[tuple[_Key, tuple[int, ...]]]:
    for rate, taxed in tax_charge(charge, tax_inclusive=tax_inclusive, mode=mode):
        yield (_CONTRACT, rate), (1, taxed.inclusive.minor, taxed.ex_tax.minor, taxed.tax.minor)
    for payment in charge.payments:
        if charge.period is Period.MONTH and payment.share == 1:  # parts of a month are left out
            yield (_MONTH, payment.first_month), (payment.net.minor,)
            yield (_MONTH, payment.first_month + payment.count), (-payment.net.minor,)
        for reduction in payment.reductions:
            key = reduction.programme, tuple(sorted(reduction.funding.items()))
            yield (_SAVING, key), (1, reduction.amount.minor * payment.count)


def tax_charge(charge: Charge, *, tax_inclusive: bool, mode: str = HALF_UP) -> Iterator[tuple[Decimal, TaxedAmount]]:
    """The tax of all the charge's payments within the contract, taxed once for each rate: a row of the tax block."""
    paid: dict[Decimal, int] = {}
    for payment in charge.payments:
        paid[payment.tax_rate] = paid.get(payment.tax_rate, 0) + payment.net.minor * payment.count
    for rate, minor in paid.items():
        yield rate, split_tax(Money(minor, charge.net.currency), rate, inclusive=tax_inclusive, mode=mode)


class Tally:
    """Sums of many lines, to which lines are added and from which they are taken away."""

    __slots__ = ("figures", "parts")

    def __init__(self, before: Tally | None = None) -> None:
        self.figures: list[int] = list(before.figures) if before else [0] * len(_FIGURES)
        self.parts: dict[_Key, tuple[int, ...]] = dict(before.parts) if before else {}

    def add(self, sums: Sums) -> None:
        """One more line."""
        self.figures = list(map(add, self.figures, sums.figures))
        for key, amounts in sums.parts:
            known = self.parts.get(key)
            self.parts[key] = amounts if known is None else tuple(map(add, known, amounts))

    def take_away(self, sums: Sums) -> None:
        """One line less, which was added before."""
        self.figures = list(map(sub, self.figures, sums.figures))
        for key, amounts in sums.parts:
            self.parts[key] = tuple(map(sub, self.parts[key], amounts))

    def find(self, name: str) -> int:
        """One of the figures."""
        return self.figures[_AT[name]]

    def list_parts(self, name: str) -> Iterator[tuple[object, tuple[int, ...]]]:
        """The parts of a kind, by rate, month or programme."""
        return ((key[1], amounts) for key, amounts in self.parts.items() if key[0] == name)


def make_totals(tally: Tally, contract: Contract, currency: Currency) -> Totals:
    """All totals as `Totals` defines them; every sum is of amounts that are rounded already."""

    def money(name: str) -> Money:
        return Money(tally.find(name), currency)

    cost = None if tally.find("without_cost") else money("cost")
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
        tax_by_rate={rate: Money(tax, currency) for rate, (_, tax, _) in _list_rates(tally, _REGULAR_TAX)},
        tax_of_term=sum_taxes(tally, currency),
        margin_percent=None if cost is None or not tcv else round_percent(tcv.amount - cost.amount, tcv.amount),
        schedule=tuple(_list_schedule(tally, contract, currency)),
        savings=tuple(_list_savings(tally, currency)),
        cost=cost,
    )


def list_regular_nets(tally: Tally) -> dict[Decimal, int]:
    """What one regular payment of every charge comes to at each tax rate, in minor units, the lowest rate first."""
    return {rate: net for rate, (_, _, net) in _list_rates(tally, _REGULAR_TAX)}


def _list_rates(tally: Tally, name: str) -> list[tuple[Decimal, tuple[int, ...]]]:
    """The rates at which something is taxed, the lowest first."""
    found = ((rate, amounts) for rate, amounts in tally.list_parts(name) if isinstance(rate, Decimal) and amounts[0])
    return sorted(found)


def sum_taxes(tally: Tally, currency: Currency) -> tuple[TaxLine, ...]:
    """The tax block of the contract as the charges are taxed, each by itself, the lowest rate first."""
    return tuple(_list_tax_lines(tally, currency))


def _list_tax_lines(tally: Tally, currency: Currency) -> Iterator[TaxLine]:
    for rate, (_, *amounts) in _list_rates(tally, _CONTRACT):
        inclusive, ex_tax, tax = (Money(minor, currency) for minor in amounts)
        yield TaxLine(rate, inclusive, ex_tax, tax)


def _list_schedule(tally: Tally, contract: Contract, currency: Currency) -> Iterator[SchedulePart]:
    """The stretches of months with the same monthly charges; none where nothing comes every month."""
    if not tally.find("monthly_charges"):
        return
    changes = {month: amount for month, (amount,) in tally.list_parts(_MONTH) if isinstance(month, int)}
    months = (month for month, amount in changes.items() if month == 1 or amount)
    starts = sorted(month for month in months if month <= contract.months)
    level = 0
    for first, after in pairwise([*starts, contract.months + 1]):
        level += changes[first]
        yield SchedulePart(first, after - 1, Money(level, currency))


def _list_savings(tally: Tally, currency: Currency) -> Iterator[Saving]:
    found: dict[str, tuple[int, dict[str, Fraction]]] = {}
    for key, (count, minor) in tally.list_parts(_SAVING):
        if count and isinstance(key, tuple):
            programme, funding = key
            amount, parties = found.get(programme, (0, {}))
            for party, percent in funding:
                parties[party] = parties.get(party, Fraction(0)) + minor * Fraction(percent) / _WHOLE
            found[programme] = (amount + minor, parties)
    for programme, (amount, parties) in sorted(found.items()):
        funded = {party: Money(round_half_up(share), currency) for party, share in sorted(parties.items())}
        yield Saving(programme, Money(amount, currency), funded)
