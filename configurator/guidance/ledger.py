"""What a quantity of an offering really costs: exact amounts from pricing itself, and curves that enclose them.

Every line is priced on its own, so that what a configuration costs is the sum of what its lines cost. Amounts are whole
minor units of the catalog's currency, after all discounts and rounding. What depends on the quote as a whole is left
out: programmes, and amounts and targets that are spread over lines; `is_whole` says whether there is any such thing.
Offerings whose own price depends on other lines or on attributes not yet chosen are `dependent` and have no amounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from configurator.catalog.matrix_cells import QUANTITY
from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.catalog.selectors import SameCatalog
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.curves import Curve
from configurator.guidance.drawing import Drawer
from configurator.pricing.book import open_book
from configurator.pricing.checking import check_pricing
from configurator.pricing.deal import Deal, Plan
from configurator.pricing.model import Charge, Payment, PricingContext
from configurator.pricing.pipeline import price
from configurator.pricing.tiering import count_charged
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import has_errors

Measure = Literal["monthly", "one_time", "annual", "tcv", "cost"]
"""Amounts by line: per month, once, per year, over the contract; `cost` is what the contract costs us."""

BUDGET_MEASURES: tuple[Measure, ...] = ("monthly", "one_time", "tcv")
"""The amounts that a budget can bound."""

_KEPT_CATALOGS = 16


class Ledger:
    """The amounts of every offering of a catalog in one pricing context."""

    def __init__(self, catalog: Catalog, context: PricingContext) -> None:
        self.catalog = catalog
        self.context = _leave_out(context)
        self._catalog = without_programmes(catalog)
        self.book = open_book(self._catalog, context.day)
        self.deal = Deal(self.book, self.context)
        self.drawer = Drawer(self.deal)
        self._amounts: dict[tuple[str, int], Mapping[Measure, int]] = {}
        self._drawn: dict[str, tuple[Charge, ...]] = {}
        self._curves: dict[tuple[str, Measure], Curve] = {}
        self.is_whole = self._catalog is catalog and self.context == context
        """Whether nothing that this context says was left out."""
        self.dependent = tuple(code for code in catalog.offerings if self._depends(code))
        """The offerings whose price depends on other lines or on their attributes."""
        self.first_quantities = {code: quantity for code in catalog.offerings if (quantity := self._first(code))}
        """From which quantity on an offering has a price; those that have none are missing."""

    def without_cost(self) -> tuple[str, ...]:
        """The offerings of which the catalog does not say what they cost us over the contract."""
        return tuple(code for code in self.first_quantities if self._lacks_cost(code))

    def amount(self, measure: Measure, offering: str, quantity: int) -> int:
        """What the line really costs, in minor units, as pricing says; nothing for nothing."""
        if not quantity:
            return 0
        key = (offering, quantity)
        if key not in self._amounts:
            self._amounts[key] = self._read(self._charges(offering, quantity))
        return self._amounts[key][measure]

    def most(self, measure: Measure, offering: str, quantity: int) -> int:
        """What the line costs at most; the same where nothing is open."""
        return self.amount(measure, offering, quantity)

    def curve_above(self, measure: Measure, offering: str) -> Curve:
        """A curve that encloses what an offering costs at most."""
        return self.curve(measure, offering)

    def is_loose(self, offering: str) -> bool:
        """Whether the curves of an offering are below its amounts rather than around them."""
        return False

    def curve(self, measure: Measure, offering: str) -> Curve:
        """A curve that encloses the amounts of an offering, in minor units."""
        key = (offering, measure)
        if key not in self._curves:
            self._curves[key] = self._draw(measure, offering)
        return self._curves[key]

    def list_charges(self, offering: str) -> tuple[tuple[Plan, Charge], ...]:
        """The charges of the least quantity, each with what holds for all of its lines."""
        plans = [self.deal.plan(part) for part in self.book.find_prices(offering)]
        return tuple(zip(plans, self._first_charges(offering), strict=True))

    def _first(self, code: str) -> int | None:
        if code in self.dependent:
            return None
        parts = self.book.find_prices(code)
        first = max([1, *(_find_first(part) for part in parts)])
        line = Configuration((ConfigurationLine(code, first),), "feasible")
        return None if has_errors(check_pricing(self._catalog, line, self._plain())) else first

    def _plain(self) -> PricingContext:
        return PricingContext(self.context.day, self.context.term_months, inputs=self.context.inputs)

    def _charges(self, offering: str, quantity: int) -> tuple[Charge, ...]:
        lines = (ConfigurationLine(offering, quantity),)
        return price(self._catalog, Configuration(lines, "feasible"), self.context).lines[0].charges

    def _read(self, charges: Sequence[Charge]) -> Mapping[Measure, int]:
        sums: dict[Measure, int] = {}
        for measure in MEASURES:
            paid = [payment for charge in charges for payment in _list_payments(measure, charge)]
            sums[measure] = sum(_read_amount(measure, payment) * payment_count(measure, payment) for payment in paid)
        return sums

    def _first_charges(self, offering: str) -> tuple[Charge, ...]:
        """The charges of the least quantity, from which every measure's curve is drawn."""
        if offering not in self._drawn:
            self._drawn[offering] = self._charges(offering, self.first_quantities[offering])
        return self._drawn[offering]

    def _lacks_cost(self, code: str) -> bool:
        return any(part.cost is None and part.charge is not ChargeKind.USAGE for part in self.book.find_prices(code))

    def _depends(self, code: str) -> bool:
        """Whether a charge follows from other lines, or from attributes of its own that nobody has chosen yet."""
        return any(self._is_open(part) for part in self.book.find_prices(code))

    def _is_open(self, part: PriceComponent) -> bool:
        if part.model is PriceModel.PERCENT_OF:
            return part.charge is not ChargeKind.USAGE
        if part.model is not PriceModel.MATRIX:
            return False
        own = {attribute.key for attribute in self.catalog.offerings[part.offering].attributes}
        columns = {*self.catalog.matrices[part.terms.matrix].columns} - {QUANTITY}
        return bool(columns & own) or not columns <= self.context.inputs.keys()

    def _draw(self, measure: Measure, offering: str) -> Curve:
        if offering not in self.first_quantities:
            return Curve()
        curves = []
        for plan, charge in self.list_charges(offering):
            payments = [replace(each, count=payment_count(measure, each)) for each in _list_payments(measure, charge)]
            draw = self.drawer.draw_cost if measure == "cost" else self.drawer.draw_net
            curves.append(draw(plan, payments))
        return Curve.total(curves)


MEASURES: tuple[Measure, ...] = ("monthly", "one_time", "annual", "tcv", "cost")
_COUNTED: Mapping[Measure, tuple[ChargeKind, Period | None]] = {
    "monthly": (ChargeKind.RECURRING, Period.MONTH),
    "annual": (ChargeKind.RECURRING, Period.YEAR),
    "one_time": (ChargeKind.ONE_TIME, None),
}
_OF_CONTRACT: frozenset[Measure] = frozenset({"tcv", "cost"})


def _leave_out(context: PricingContext) -> PricingContext:
    """The context without what depends on the quote as a whole, or leads into another currency."""
    percents = tuple(each for each in context.manual if each.form == "percent")
    return replace(context, manual=percents, named=frozenset(), codes=frozenset(), exchange=None, tax_regime="")


def _list_payments(measure: Measure, charge: Charge) -> Sequence[Payment]:
    """The payments of a charge that count in a measure."""
    if charge.kind is ChargeKind.USAGE:
        return ()
    if measure in _OF_CONTRACT:
        return charge.payments
    return (charge.regular,) if _COUNTED[measure] == (charge.kind, charge.period) else ()


def counts_in(measure: Measure, component: PriceComponent, *, is_regular: bool) -> bool:
    """Whether a payment of a charge counts in a measure."""
    if measure in _OF_CONTRACT:
        return component.charge is not ChargeKind.USAGE
    return is_regular and _COUNTED[measure] == (component.charge, component.period)


def payment_count(measure: Measure, payment: Payment) -> int:
    """How often a payment counts in a measure."""
    return payment.count if measure in _OF_CONTRACT else 1


def _read_amount(measure: Measure, payment: Payment) -> int:
    amount = payment.cost if measure == "cost" else payment.net
    return amount.minor if amount is not None else 0


def _find_first(part: PriceComponent) -> int:
    """From which quantity of a line on a component has a tier."""
    first = min((tier.from_quantity for tier in part.tiers), default=1)
    if part.model is PriceModel.MATRIX or count_charged(part, 1) >= first:
        return 1
    return first


def without_programmes(catalog: Catalog) -> Catalog:
    """The catalog as it would be without programmes and points; the same object again while it is among the last ones
    used."""
    return _strip(SameCatalog(catalog)) if catalog.programmes or catalog.benefits.loyalty else catalog


@lru_cache(maxsize=_KEPT_CATALOGS)
def _strip(key: SameCatalog) -> Catalog:
    catalog = key.catalog
    return replace(catalog, programmes={}, benefits=replace(catalog.benefits, loyalty={}))
