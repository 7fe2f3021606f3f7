"""What percentages are taken of: the list amounts of other charges, month by month of the contract."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from configurator.catalog.model import PriceComponent
from configurator.pricing.book import PriceBook
from configurator.pricing.drafting import Draft
from configurator.values.periods import Period


@dataclass(frozen=True, slots=True)
class Course:
    """A sum of list amounts over the contract, in major units: from each of these months on, so much."""

    months: tuple[int, ...]
    sums: tuple[Fraction, ...]

    def at(self, month: int) -> Fraction:
        """The sum in a month; nothing before the first."""
        place = bisect_right(self.months, month)
        return self.sums[place - 1] if place else Fraction(0)


class Base(NamedTuple):
    """A charge that percentages may be taken of: from which months on it lists how many minor units for a period."""

    component: PriceComponent
    steps: tuple[tuple[int, int], ...]


def make_base(drafts: Sequence[Draft]) -> Base:
    """The base that a charge is."""
    steps = tuple((draft.run.first_month, draft.whole_list.minor) for draft in drafts)
    return Base(drafts[0].item.component, steps)


class References:
    """The charges of one quote that percentages can be taken of. They must be noted before they are asked for."""

    def __init__(self, book: PriceBook) -> None:
        self._book = book
        self._listed: dict[str, list[tuple[int, Base]]] = {}
        self._courses: dict[tuple[object, ...], Course] = {}

    def note(self, number: int, base: Base) -> None:
        """Remember a charge of the line of this number."""
        self._listed.setdefault(base.component.offering, []).append((number, base))

    def find_course(self, number: int, component: PriceComponent) -> Course:
        """What a percentage of the line is taken of: the same for all percentages of the same charges, unless it is of
        its own offering's other charges, which count for each line by itself."""
        members = self._book.bases_of(component)
        own = (component.id, number) if component.offering in members else ("", 0)
        key = (component.terms.base, component.terms.base_charge or component.charge, component.period, *own)
        minor = 10**self._book.catalog.currency.exponent
        if key not in self._courses:
            self._courses[key] = _add_up(component, self._list_bases(number, component, members), minor)
        return self._courses[key]

    def _list_bases(self, number: int, component: PriceComponent, members: frozenset[str]) -> Iterator[Base]:
        wanted = component.terms.base_charge or component.charge
        for code in members & self._listed.keys():
            for other, base in self._listed[code]:
                is_own = base.component is component or (code == component.offering and other != number)
                if base.component.charge is wanted and not is_own:
                    yield base


def _add_up(component: PriceComponent, bases: Iterable[Base], minor: int) -> Course:
    """Amounts begin where a run begins and hold until the charge's next run; `minor` units make a major one."""
    changes: Counter[tuple[Period | None, int]] = Counter()
    for base in bases:
        before, period = 0, base.component.period
        for month, listed in base.steps:
            changes[period, month] += listed - before
            before = listed
    months = sorted({month for _, month in changes})
    sums, total = [], Fraction(0)
    for month in months:
        for period in {period for period, changed in changes if changed == month}:
            total += changes[period, month] * bring_months(period, component.period) / minor
        sums.append(total)
    return Course(tuple(months), tuple(sums))


def bring_months(base: Period | None, own: Period | None) -> Fraction:
    """The factor that brings an amount of the base's period to the own one; a one-time base counts whole."""
    if base is None:
        return Fraction(1)
    return Fraction(own.months if own else 1, base.months)
