"""What is the same for every line of one price: book, context, contract, and the seller's own percentages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from configurator.catalog.commercial import CommercialRounding, Floor, Stage
from configurator.catalog.model import Offering, PriceComponent, PriceFactor, TermDiscount
from configurator.configuration.model import ConfigurationLine
from configurator.pricing.book import PriceBook
from configurator.pricing.contract import Contract, Run, cut_runs, list_runs, read_contract
from configurator.pricing.model import ZERO, ManualAdjustment, PricingContext
from configurator.pricing.rounding import Rounder
from configurator.values.periods import ChargeKind

QUOTE_DISCOUNT = "discount_percent"
LINE_DISCOUNT = "line_discounts"
ADJUSTMENTS = "adjustments"


class ManualPercent(NamedTuple):
    """The seller's percentage on a line, where it was given (line, group, quote, none), and the input that says it."""

    percent: Decimal
    case: str
    rule: str


_NOTHING_OFF = ManualPercent(ZERO, "none", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all lines of one price component.

    Its payments as far as quantities do not change, the customer's factor and term discount, the seller's percentage,
    what bounds it, and how many months are free.
    """

    offering: Offering
    component: PriceComponent
    runs: tuple[Run, ...]
    factor: PriceFactor | None
    term_discount: TermDiscount | None
    manual: ManualPercent
    floor: Floor | None
    rounding: CommercialRounding | None
    free_months: int
    is_waived: bool


class Item(NamedTuple):
    """One price component of one line: what a charge is computed from."""

    line: ConfigurationLine
    plan: Plan
    offering: Offering
    component: PriceComponent


class Deal:
    """One pricing context with a catalog's book, looked up once for all lines."""

    def __init__(self, book: PriceBook, context: PricingContext) -> None:
        self.book, self.context = book, context
        self.catalog = book.catalog
        self.contract: Contract = read_contract(context)
        self.rounder: Rounder = book.rounder
        self.stages: tuple[Stage, ...] = book.catalog.policy.stages
        self._plans: dict[str, Plan] = {}
        self._manual: dict[str, ManualPercent] = {}
        self._group_percents = tuple(_list_percents(context.manual))

    def plan(self, component: PriceComponent) -> Plan:
        """What holds for all lines of the component; found once."""
        found = self._plans.get(component.id)
        if found is None:
            found = self._plans[component.id] = self._make_plan(component)
        return found

    def _make_plan(self, component: PriceComponent) -> Plan:
        offering, terms = self.catalog.offerings[component.offering], component.terms
        is_recurring = component.charge is ChargeKind.RECURRING
        takes_term = is_recurring and not offering.pass_through
        months = self.context.term_months
        free = terms.free_months if is_recurring and months >= terms.free_from else 0
        return Plan(
            offering=offering,
            component=component,
            runs=tuple(cut_runs(list_runs(component, self.contract), self._list_cuts(offering, component, free))),
            factor=self.book.find_factor(offering.code, component.charge, self.context.inputs),
            term_discount=self.book.find_term_discount(offering.code, months) if takes_term else None,
            manual=self.find_manual_percent(offering.code),
            floor=None if offering.pass_through else self._find_floor(offering.family),
            rounding=None if offering.pass_through else self._find_rounding(offering, component),
            free_months=free,
            is_waived=terms.waived_from is not None and months >= terms.waived_from,
        )

    def _list_cuts(self, offering: Offering, component: PriceComponent, free_months: int) -> Iterator[int]:
        """The months of the contract from which something else holds, whatever the quantity."""
        if component.charge is not ChargeKind.RECURRING:
            return
        yield from (tier.from_month for tier in component.tiers if tier.from_month > 1)
        if free_months:
            yield free_months + 1
        if component.terms.escalation:
            every = self.catalog.policy.escalations[component.terms.escalation].every_months
            yield from range(1 + every, self.contract.last_month + 1, every)
        yield from self.book.list_tax_changes(offering.tax, self.contract, component)

    @property
    def spreads(self) -> tuple[tuple[int, ManualAdjustment], ...]:
        """The amounts and targets that are spread over charges, each with its position among the adjustments."""
        return tuple((at, each) for at, each in enumerate(self.context.manual) if each.form != "percent")

    def selects(self, scope: str, offering: str) -> bool:
        """Whether an offering is in the scope of an adjustment; everything is in an empty one."""
        return not scope or offering in self.book.members_of(scope)

    def find_manual_percent(self, offering: str) -> ManualPercent:
        """The line's own percentage, else that of the first group that it is in, else the quote's."""
        found = self._manual.get(offering)
        if found is None:
            found = self._manual[offering] = self._look_up_percent(offering)
        return found

    def _look_up_percent(self, offering: str) -> ManualPercent:
        own = self.context.line_discounts.get(offering)
        if own is not None:
            return ManualPercent(own, "line", f"{LINE_DISCOUNT}.{offering}")
        plain = self.context.discount_percent
        given = [each for each in self._group_percents if self.selects(each[1].scope, offering)]
        lines = [each for each in given if each[1].scope == offering]
        groups = [each for each in given if each[1].scope not in ("", offering)]
        for case, found in (("line", lines), ("group", groups)):
            if found:
                at, adjustment = found[0]
                return ManualPercent(adjustment.value, case, f"{ADJUSTMENTS}.{at}")
        if plain:
            return ManualPercent(plain, "quote", QUOTE_DISCOUNT)
        return ManualPercent(given[0][1].value, "quote", f"{ADJUSTMENTS}.{given[0][0]}") if given else _NOTHING_OFF

    def _find_floor(self, family: str) -> Floor | None:
        """The family's floor, else that of all families without one."""
        known: Mapping[str, Floor] = {floor.family: floor for floor in self.catalog.policy.floors}
        return known.get(family, known.get(""))

    def _find_rounding(self, offering: Offering, component: PriceComponent) -> CommercialRounding | None:
        """The commercial rounding of a charge: the first one that selects it."""
        fitting = (each for each in self.catalog.policy.roundings if each.charge is component.charge)
        code = offering.code
        return next((each for each in fitting if any(self.selects(one, code) for one in each.applies_to)), None)


def _list_percents(manual: Iterable[ManualAdjustment]) -> Iterable[tuple[int, ManualAdjustment]]:
    return ((at, each) for at, each in enumerate(manual) if each.form == "percent")
