"""What the contract's payments are worth today at a yearly rate: the present value, stated with its rounding.

The sum of each payment divided by (1 + rate) to the power of the years until it is due, as XNPV of ECMA-376 (Office
Open XML, SpreadsheetML functions) defines it, with months as twelfths of a year in place of days. Payments in advance
are due at the beginning of their contract month, payments in arrears at the end of what they pay for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from configurator.catalog.commercial import Due
from configurator.catalog.model import Catalog
from configurator.pricing.model import Charge, Payment, PricedConfiguration
from configurator.pricing.rounding import round_money
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

DIGITS = 50
"""Roots of the yearly rate are computed to so many digits and never rounded before the sum."""
LARGEST_RATE = Decimal(100)
_WIDE = Context(prec=DIGITS, rounding=ROUND_HALF_UP)
_HUNDRED = Decimal(100)
_MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class PresentValue:
    """What the contract is worth today at `rate` percent a year, the plain sum, and at how many dates it is due."""

    rate: Decimal
    value: Money
    undiscounted: Money
    dates: int


def compute_present_value(catalog: Catalog, priced: PricedConfiguration, rate: Decimal) -> PresentValue:
    """The net payments' present value, in the catalog's tax convention, rounded once; `rate` in percent, 0 to 100."""
    if not rate.is_finite() or not 0 <= rate <= LARGEST_RATE:
        raise ValueError(f"a yearly rate of {rate} percent")
    runs = _sum_runs(catalog, priced)
    sums: dict[Fraction, int] = {}
    for run, net in runs.items():
        for number in range(run.times):
            due = run.first + run.months * number
            sums[due] = sums.get(due, 0) + net
    growth = _WIDE.add(1, _WIDE.divide(rate, _HUNDRED))
    worth = Decimal(0)
    for due, net in sorted(sums.items()):
        worth = _WIDE.add(worth, _WIDE.divide(Decimal(net), _grow(growth, due)))
    major = worth.scaleb(-priced.currency.exponent, _WIDE)
    return PresentValue(
        rate, round_money(major, priced.currency), Money(sum(sums.values()), priced.currency), len(sums)
    )


class _Run(NamedTuple):
    """`times` payments that are due every `months`, the first after `first` months."""

    first: Fraction
    months: int
    times: int


def _grow(growth: Decimal, months: Fraction) -> Decimal:
    years = months / Fraction(_MONTHS_OF_YEAR)
    return _WIDE.power(growth, _WIDE.divide(Decimal(years.numerator), Decimal(years.denominator)))


def _sum_runs(catalog: Catalog, priced: PricedConfiguration) -> dict[_Run, int]:
    """What is due alike, in minor units: a quote of thousands of lines has only a few runs."""
    late = _find_arrears(catalog, priced)
    runs: dict[_Run, int] = {}
    for line in priced.lines:
        for charge in line.charges:
            if charge.kind is not ChargeKind.USAGE:
                for payment in charge.payments:
                    run = _run_of(charge, payment, is_late=charge.component in late)
                    runs[run] = runs.get(run, 0) + payment.net.minor
    return runs


def _find_arrears(catalog: Catalog, priced: PricedConfiguration) -> frozenset[str]:
    return frozenset(
        component.id
        for line in priced.lines
        for component in catalog.prices.get(line.offering, ())
        if component.terms.due is Due.ARREARS
    )


def _run_of(charge: Charge, payment: Payment, *, is_late: bool) -> _Run:
    months = charge.period.months if charge.period else 1
    wait = payment.share * months if is_late and charge.period else Fraction(0)
    return _Run(payment.first_month - 1 + wait, months, payment.count)
