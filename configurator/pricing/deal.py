"""What is the same for every line of one price: book, context, contract, and the seller's own percentages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from configurator.catalog.commercial import CommercialRounding, Floor, Stage
from configurator.catalog.model import Offering, PriceComponent
from configurator.configuration.model import ConfigurationLine
from configurator.pricing.book import PriceBook
from configurator.pricing.contract import Contract, read_contract
from configurator.pricing.model import ZERO, ManualAdjustment, PricingContext
from configurator.pricing.rounding import Rounder

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
class Item:
    """One price component of one line: what a charge is computed from."""

    line: ConfigurationLine
    number: int
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
        self._manual: dict[str, ManualPercent] = {}
        self._floors: dict[str, Floor | None] = {}
        self._group_percents = tuple(_list_percents(context.manual))

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

    def find_floor(self, family: str) -> Floor | None:
        """The family's floor, else that of all families without one."""
        if family not in self._floors:
            known: Mapping[str, Floor] = {floor.family: floor for floor in self.catalog.policy.floors}
            self._floors[family] = known.get(family, known.get(""))
        return self._floors[family]

    def find_rounding(self, item: Item) -> CommercialRounding | None:
        """The commercial rounding of a charge: the first one that selects it."""
        fitting = (each for each in self.catalog.policy.roundings if each.charge is item.component.charge)
        code = item.offering.code
        return next((each for each in fitting if any(self.selects(one, code) for one in each.applies_to)), None)


def _list_percents(manual: Iterable[ManualAdjustment]) -> Iterable[tuple[int, ManualAdjustment]]:
    return ((at, each) for at, each in enumerate(manual) if each.form == "percent")
