"""The contract's term as runs of payments: how often a charge falls due, from which month on, and which share of it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from configurator.catalog.commercial import Due
from configurator.catalog.model import PriceComponent
from configurator.pricing.model import PricingContext
from configurator.values.months import add_months
from configurator.values.periods import ChargeKind, Period

_WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Run:
    """Payments in a row, `step` months apart, the first for the contract month `first_month`; alike in everything.

    `share` is the part of the period that is charged, `shown` says it in days. `is_rest` marks the days of the last
    calendar month, which may begin in the same contract month as the days of the first.
    """

    first_month: int
    count: int
    step: int
    share: Fraction = _WHOLE
    shown: str = ""
    is_rest: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether whole periods are charged; only parts are shown in days or months."""
        return not self.shown


@dataclass(frozen=True, slots=True)
class Contract:
    """How long a contract runs: whole months, and the rest of a month (by days) where it ends on a given day.

    `ends_on_day` says that the end was given: then a period that has begun by then is charged by its months and days.
    `start` is None while the first day of service is not known. Calendar billing charges calendar months: the first and
    the last by their days.
    """

    months: int
    start: date | None = None
    end: date | None = None
    rest: Fraction = Fraction(0)
    rest_shown: str = ""
    by_calendar: bool = False
    ends_on_day: bool = False

    @property
    def last_month(self) -> int:
        """The number of the last month, begun ones included."""
        return self.months + (1 if self.rest else 0)

    def first_day(self, month: int) -> date | None:
        """The first day of a contract month (from 1); None while the start is not known."""
        return None if self.start is None else add_months(self.start, month - 1)


def read_contract(context: PricingContext) -> Contract:
    """The contract of a context: its term, or from its start to the given end."""
    start, end = context.start, context.end
    if start is None or end is None:
        last = None if start is None else add_months(start, context.term_months) - timedelta(days=1)
        return Contract(context.term_months, start, last, by_calendar=context.calendar_billing and start is not None)
    months = _count_months(start, end)
    begun, after = add_months(start, months), add_months(start, months + 1)
    days, of = (end - begun).days + 1, (after - begun).days
    rest, shown = (Fraction(days, of), f"{days}/{of}") if days > 0 else (Fraction(0), "")
    return Contract(months, start, end, rest, shown, context.calendar_billing, ends_on_day=True)


def _count_months(start: date, end: date) -> int:
    """Whole months from the first to the last day, both included."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months if add_months(start, months) <= after else months - 1


def list_runs(component: PriceComponent, contract: Contract) -> tuple[Run, ...]:
    """The payments of a price component over the contract, alike as far as the term goes."""
    if component.charge is not ChargeKind.RECURRING or component.period is None:
        return (Run(1, 1, 1),)
    if contract.by_calendar and component.period is Period.MONTH and contract.start and contract.end:
        return tuple(_list_calendar_months(contract.start, contract.end))
    step = component.period.months
    if component.terms.due is Due.ADVANCE and not contract.ends_on_day:
        return (Run(1, -(-contract.months // step), step),)
    return tuple(_list_periods(contract, step))


def _list_periods(contract: Contract, step: int) -> Iterator[Run]:
    whole, left = divmod(contract.months, step)
    if whole:
        yield Run(1, whole, step)
    share = (left + contract.rest) / step
    if share:
        shown = contract.rest_shown if step == 1 else _show_months(left, contract.rest_shown, step)
        yield Run(whole * step + 1, 1, step, share, shown)


def _show_months(months: int, rest: str, step: int) -> str:
    return f"({months} + {rest})/{step}" if rest else f"{months}/{step}"


def _list_calendar_months(start: date, end: date) -> Iterator[Run]:
    """The first month's days, whole months, the last month's days; each counts as the contract month it begins in."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if not months:
        yield _part(1, (end - start).days + 1, start)
        return
    starts_late, ends_early = start.day > 1, end.day < monthrange(end.year, end.month)[1]
    if starts_late:
        yield _part(1, monthrange(start.year, start.month)[1] - start.day + 1, start)
    whole = months + 1 - starts_late - ends_early
    if whole:
        yield Run(1, whole, 1)
    if ends_early:
        yield replace(_part(whole + 1, end.day, end), is_rest=True)


def _part(month: int, days: int, of: date) -> Run:
    length = monthrange(of.year, of.month)[1]
    return Run(month, 1, 1, Fraction(days, length), f"{days}/{length}" if days < length else "")


def cut_runs(runs: Iterable[Run], months: Iterable[int]) -> Iterator[Run]:
    """The runs cut so that each payment for one of these months, or the first one after it, begins a run."""
    cuts = sorted(set(months))
    for run in runs:
        begun = 0
        for month in cuts:
            at = -(-(month - run.first_month) // run.step)
            if begun < at < run.count:
                yield replace(run, first_month=run.first_month + begun * run.step, count=at - begun)
                begun = at
        yield replace(run, first_month=run.first_month + begun * run.step, count=run.count - begun) if begun else run
