"""On which day a payment falls due, and from which months of the contract payments fall under another tax rate."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from configurator.catalog.commercial import Due
from configurator.catalog.model import PriceComponent
from configurator.pricing.contract import Contract, Run
from configurator.pricing.taxing import TaxDesk, rate_runs
from configurator.values.months import add_months
from configurator.values.periods import ChargeKind, Period

_DAY = timedelta(days=1)


def find_due_day(contract: Contract, component: PriceComponent, run: Run) -> date | None:
    """The day on which a run's first payment is due: the first day of its period, or in arrears its last one.

    One-time charges and estimates of usage are due on the first day of service. None while that day is not known.
    """
    if contract.start is None or component.charge is not ChargeKind.RECURRING:
        return contract.start
    first, last = _find_period(contract, component, run)
    return first if component.terms.due is Due.ADVANCE else last


def _find_period(contract: Contract, component: PriceComponent, run: Run) -> tuple[date | None, date | None]:
    """The first and last day of the period that a run's first payment is for."""
    if contract.by_calendar and component.period is Period.MONTH:
        first = _find_calendar_day(contract, run)
        after = first and add_months(first.replace(day=1), 1)
    else:
        first, after = contract.first_day(run.first_month), contract.first_day(run.first_month + run.step)
    last = after and after - _DAY
    return first, min(last, contract.end) if last and contract.end else last


def _find_calendar_day(contract: Contract, run: Run) -> date | None:
    """A calendar month counts as the contract month that it begins in; the first part begins with the service."""
    first, start, end = contract.first_day(run.first_month), contract.start, contract.end
    if first is None or start is None or end is None or first.day == 1:
        return first
    following = add_months(first.replace(day=1), 1)
    is_opening = run.first_month == 1 and (run.share == _share_of_first_month(start) or following > end)
    return start if is_opening else following


def _share_of_first_month(start: date) -> Fraction:
    """From the first day of service to the month's end; never that of the last month in a contract of one month."""
    days = monthrange(start.year, start.month)[1]
    return Fraction(days - start.day + 1, days)


def list_rate_changes(
    desk: TaxDesk, category: str, contract: Contract, component: PriceComponent, run: Run
) -> Iterator[int]:
    """The contract months of a run from which payments fall due under another rate than the one before."""
    if run.count == 1 or not desk.is_dated(category):
        return
    payments = [replace(run, first_month=run.first_month + place * run.step) for place in range(run.count)]
    days = [day for each in payments if (day := find_due_day(contract, component, each)) is not None]
    counts = [count for count, _ in rate_runs(desk.rates[category], days)]
    for place in accumulate(counts[:-1]):
        yield payments[place].first_month
