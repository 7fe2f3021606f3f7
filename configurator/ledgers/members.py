"""What the sums that a price speaks of are made up of: bases of percentages, and what programmes measure.

Read off a priced configuration, in the catalog's currency, so that a ledger can name every member with its amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from configurator.catalog.commercial import Measure
from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.ledgers.ledger_text import Tree
from configurator.pricing.book import PriceBook, open_book
from configurator.pricing.model import Charge, Payment, PricedConfiguration, PricedLine
from configurator.pricing.referring import bring_months
from configurator.programmes.reaching import Reach, reach_programmes
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

_LISTED = frozenset({"list", "factor", "escalation"})
_BY_MONTH = frozenset({Measure.QUOTE_MONTHLY, Measure.GROUP_MONTHLY})
_IN_MONEY = _BY_MONTH | {Measure.CONTRACT_VALUE}

Places = Mapping[tuple[int, str], int]
"""By line number and price component: the base that a charge is a percentage of."""


def whole_list(payment: Payment) -> Money:
    """The list amount of a whole period, with factor and escalation, in the catalog's currency."""
    return [step.amount for step in payment.trace if step.step in _LISTED][-1]


class _Placed(NamedTuple):
    """A charge with its line and its path in the ledger."""

    line: PricedLine
    path: str
    charge: Charge


def _list_charges(priced: PricedConfiguration) -> Iterator[_Placed]:
    for line in priced.lines:
        for at, charge in enumerate(line.charges, start=1):
            yield _Placed(line, f"{line.number}.{at}", charge)


def list_bases(catalog: Catalog, priced: PricedConfiguration) -> tuple[list[Tree], Places]:
    """The sums that percentages are taken of, each once with its members month by month; and which charge has which."""
    book = open_book(catalog, priced.context.day)
    percentages = list(_list_percentages(book, priced))
    if not percentages:
        return [], {}
    by_offering: dict[str, list[_Placed]] = {}
    for placed in _list_charges(priced):
        by_offering.setdefault(placed.line.offering, []).append(placed)
    trees: list[Tree] = []
    known: dict[tuple[object, ...], int] = {}
    places: dict[tuple[int, str], int] = {}
    for line, component in percentages:
        key = _key(book, line, component)
        if key not in known:
            known[key] = len(trees)
            trees.append(_tell_base(component, _find_members(book, line, component, by_offering)))
        places[line.number, component.id] = known[key]
    return trees, places


def _list_percentages(book: PriceBook, priced: PricedConfiguration) -> Iterator[tuple[PricedLine, PriceComponent]]:
    for line in priced.lines:
        for component in book.find_prices(line.offering) if line.charges else ():
            if component.model is PriceModel.PERCENT_OF:
                yield line, component


def _key(book: PriceBook, line: PricedLine, component: PriceComponent) -> tuple[object, ...]:
    """Percentages of their own offering's other charges have their base for each line."""
    own = line.number if component.offering in book.bases_of(component) else 0
    return component.terms.base, _base_charge(component), component.period, component.id if own else "", own


def _base_charge(component: PriceComponent) -> ChargeKind:
    return component.terms.base_charge or component.charge


def _find_members(
    book: PriceBook, line: PricedLine, component: PriceComponent, by_offering: Mapping[str, list[_Placed]]
) -> Iterator[_Placed]:
    """In the order of lines; neither the percentage itself nor its own offering's charges on other lines."""
    codes = book.bases_of(component)
    found = [placed for code in by_offering if code in codes for placed in by_offering[code]]
    for placed in sorted(found, key=lambda each: each.line.number):
        is_elsewhere = placed.line.offering == component.offering and placed.line is not line
        if placed.charge.kind is _base_charge(component) and not is_elsewhere:
            if placed.charge.component != component.id:
                yield placed


def _tell_base(component: PriceComponent, members: Iterator[_Placed]) -> Tree:
    told = [
        {
            "charge": each.path,
            "times": str(bring_months(each.charge.period, component.period)),
            "listed": [[month, str(amount)] for month, amount in list_steps(each.charge)],
        }
        for each in members
    ]
    return {"of": list(component.terms.base), "kind": _base_charge(component).value, "members": told}


def list_steps(charge: Charge) -> Iterator[tuple[int, Money]]:
    """From which months of the contract on a charge lists how much for a whole period; only where that changes."""
    before = None
    for payment in charge.payments:
        amount = whole_list(payment)
        if amount != before:
            yield payment.first_month, amount
        before = amount


def sum_members(members: list[Tree]) -> list[list[object]]:
    """The sums of a base's members: from each month on, so much, as a fraction in major units."""
    changes: dict[int, Fraction] = {}
    for member in members:
        before, times = Fraction(0), Fraction(member["times"])
        for month, listed in member["listed"]:
            now = Fraction(listed)
            changes[month] = changes.get(month, Fraction(0)) + (now - before) * times
            before = now
    sums, level = [], Fraction(0)
    for month in sorted(changes):
        level += changes[month]
        sums.append([month, str(level)])
    return sums


def name_measured(catalog: Catalog) -> tuple[str, ...]:
    """The programmes whose bands are read from a sum of money of the whole quote."""
    return tuple(each.reduction.key for each in reach_programmes(catalog) if each.reduction.measure in _IN_MONEY)


def list_measures(catalog: Catalog, priced: PricedConfiguration) -> list[Tree]:
    """For each programme that took something off and whose band is read from a sum of money: the sum with its members,
    in the catalog's order. Money is what regular charges list at first, by the month or over the term."""
    names = name_measured(catalog)
    reaches = [each for each in reach_programmes(catalog) if each.reduction.key in names]
    granted = _find_granted(priced, frozenset(each.reduction.key for each in reaches)) if reaches else {}
    return [
        _tell_measure(each, granted[each.reduction.key], priced) for each in reaches if each.reduction.key in granted
    ]


def _find_granted(priced: PricedConfiguration, wanted: frozenset[str]) -> dict[str, str]:
    """Which of these programmes took something off, with the figure from which the band reached counts."""
    found: dict[str, str] = {}
    for placed in _list_charges(priced):
        for payment in placed.charge.payments:
            for reduction in payment.reductions:
                if reduction.programme in wanted and reduction.programme not in found:
                    found[reduction.programme] = _find_band(payment, reduction.programme)
    return found


def _find_band(payment: Payment, programme: str) -> str:
    return next(step.params["since"] for step in payment.trace if step.rule == programme)


def _tell_measure(reach: Reach, since: str, priced: PricedConfiguration) -> Tree:
    reduction = reach.reduction
    months = priced.context.term_months if reduction.measure is Measure.CONTRACT_VALUE else 1
    elsewhere = priced.context.inputs.get(reduction.input) if reduction.measure is Measure.GROUP_MONTHLY else None
    members = [
        {"charge": each.path, "amount": str(whole_list(each.charge.payments[0])), "times": str(times)}
        for each in _list_charges(priced)
        if (reach.measured is None or each.line.offering in reach.measured)
        if (times := _count_times(each.charge, reduction.measure, months))
    ]
    beside = {} if elsewhere is None else {"elsewhere": str(elsewhere)}
    return {
        "programme": reduction.key,
        "measure": reduction.measure.value,
        "since": since,
        "members": members,
        **beside,
    }


def _count_times(charge: Charge, measure: Measure, months: int) -> Fraction:
    if charge.kind is ChargeKind.RECURRING and charge.period is not None:
        return Fraction(months, charge.period.months)
    return Fraction(charge.kind is ChargeKind.ONE_TIME and measure not in _BY_MONTH)


def measure_members(measure: Tree) -> Fraction:
    """What a measure's members come to, with what the customer pays elsewhere, exactly."""
    total = sum((Fraction(each["amount"]) * Fraction(each["times"]) for each in measure["members"]), Fraction(0))
    return total + Fraction(measure.get("elsewhere", "0"))
