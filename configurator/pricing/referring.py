"""What a list price takes from the rest of the quote: the row of a matrix, the sum that a percentage is taken of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.model import PriceComponent, PriceModel
from configurator.pricing.book import PriceBook
from configurator.pricing.deal import Item
from configurator.pricing.drafting import Draft
from configurator.pricing.matrices import find_row
from configurator.pricing.tiering import NO_RATES, Rates
from configurator.values.periods import Period


@dataclass(frozen=True, slots=True)
class _Course:
    """A sum of list amounts over the contract: from each of these months on, so much; in major units."""

    months: Sequence[int]
    sums: Sequence[Fraction]

    def at(self, month: int) -> Fraction:
        at = bisect_right(self.months, month)
        return self.sums[at - 1] if at else Fraction(0)


class Lookup:
    """Answers for one quote. Percentages come last: charges that they are taken of must be noted before."""

    def __init__(self, book: PriceBook, inputs: Mapping[str, str | int]) -> None:
        self._book, self._inputs = book, inputs
        self._listed: dict[str, list[tuple[int, PriceComponent, Sequence[Draft]]]] = {}
        self._courses: dict[tuple[str, int], _Course] = {}

    def note(self, item: Item, drafts: Sequence[Draft]) -> None:
        """Remember a charge's list amounts for percentages of it."""
        self._listed.setdefault(item.offering.code, []).append((item.number, item.component, drafts))

    def rates(self, item: Item, month: int, quantity: int) -> Rates:
        """What the component's model needs to know for a charged quantity in a month of the contract."""
        component = item.component
        if component.model is PriceModel.MATRIX:
            matrix = self._book.catalog.matrices[component.terms.matrix]
            return Rates(row=find_row(matrix, quantity, item.line.attributes, self._inputs))
        if component.model is PriceModel.PERCENT_OF:
            return Rates(base=self._course(item).at(month))
        return NO_RATES

    def list_changes(self, item: Item) -> Iterable[int]:
        """The months from which a percentage is taken of something else."""
        return self._course(item).months if item.component.model is PriceModel.PERCENT_OF else ()

    def _course(self, item: Item) -> _Course:
        """The same for all lines of a component, unless it is a percentage of its own offering's other charges."""
        component, members = item.component, self._book.bases_of(item.component)
        key = (component.id, item.number if item.offering.code in members else 0)
        if key not in self._courses:
            self._courses[key] = _add_up(component, self._list_bases(item, members))
        return self._courses[key]

    def _list_bases(self, item: Item, members: frozenset[str]) -> Iterator[tuple[PriceComponent, Sequence[Draft]]]:
        wanted = item.component.terms.base_charge or item.component.charge
        for code in members & self._listed.keys():
            for number, component, drafts in self._listed[code]:
                is_own = code == item.offering.code
                if (
                    component.charge is wanted
                    and component is not item.component
                    and (number == item.number or not is_own)
                ):
                    yield component, drafts


def _add_up(component: PriceComponent, bases: Iterable[tuple[PriceComponent, Sequence[Draft]]]) -> _Course:
    """Amounts begin where a run begins and hold until the charge's next run; a run that repeats holds on."""
    changes: dict[int, Fraction] = {}
    for base, drafts in bases:
        factor, before = _bring(base.period, component.period), Fraction(0)
        for draft in drafts:
            amount = Fraction(draft.whole_list.amount) * factor
            month = draft.run.first_month
            changes[month] = changes.get(month, Fraction(0)) + amount - before
            before = amount
    months = sorted(changes)
    sums, total = [], Fraction(0)
    for month in months:
        total += changes[month]
        sums.append(total)
    return _Course(months, sums)


def _bring(base: Period | None, own: Period | None) -> Fraction:
    """The factor that brings an amount of the base's period to the own one; a one-time base counts whole."""
    if base is None:
        return Fraction(1)
    return Fraction(own.months if own else 1, base.months)
