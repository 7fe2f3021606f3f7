"""Curves of what an offering costs: each payment of a charge from list to net, as pricing computes it.

A curve is in minor units of the catalog's currency. It encloses the amounts for every quantity; packages are steps
that are drawn as a line through their middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from configurator.catalog.commercial import Stage
from configurator.catalog.matrix_cells import QUANTITY, Cell, read_cell
from configurator.catalog.matrix_columns import MatrixColumn
from configurator.catalog.model import PriceComponent, PriceModel
from configurator.guidance.curves import Curve
from configurator.pricing.deal import Deal, Item
from configurator.pricing.matrices import find_row
from configurator.pricing.model import Payment
from configurator.pricing.tiering import list_tiers
from configurator.values.periods import ChargeKind

_ONE = Fraction(1)
_HUNDRED = 100
_ONCE = frozenset({PriceModel.FLAT, PriceModel.STAIR_STEP})


class Drawer:
    """Draws the charges of one deal."""

    def __init__(self, deal: Deal) -> None:
        self._deal = deal
        self._minor = Fraction(10**deal.catalog.currency.exponent)

    def draw_net(self, item: Item, payments: Iterable[Payment]) -> Curve:
        """What these payments of a charge come to together, each as often as it is due."""
        return Curve.total([self._draw_payment(item, each).times(Fraction(each.count)) for each in payments])

    def draw_cost(self, item: Item, payments: Iterable[Payment]) -> Curve:
        """What these payments cost us together."""
        return Curve.total([self._draw_cost(item, each).times(Fraction(each.count)) for each in payments])

    def _draw_payment(self, item: Item, payment: Payment) -> Curve:
        if self._is_fixed(item, payment) or _is_waived(payment):
            return Curve.constant(Fraction(payment.net.minor))
        listed = self.draw_list(item.component, payment.first_month).rounded()
        before = listed.times(self._find_growth(item, payment) * payment.share)
        return self._run_stages(item, payment, before).rounded()

    def _draw_cost(self, item: Item, payment: Payment) -> Curve:
        if payment.cost is None:
            return Curve()
        if self._is_fixed(item, payment):
            return Curve.constant(Fraction(payment.cost.minor))
        return self._cost_line(item, payment).rounded()

    def _cost_line(self, item: Item, payment: Payment) -> Curve:
        cost = Fraction(item.component.cost or 0) * self._minor * payment.share
        return Curve(((1, cost, Fraction(0) if item.component.model is PriceModel.FLAT else cost),))

    def _is_fixed(self, item: Item, payment: Payment) -> bool:
        """Whether the quote itself says which quantity is charged then, whatever the line's own is."""
        steps = self._deal.context.ramps.get(item.offering.code, ())
        return any(step.first_month <= payment.first_month for step in steps)

    def _find_growth(self, item: Item, payment: Payment) -> Fraction:
        """The price factor, and the escalation up to the payment's month."""
        found = self._deal.book.find_factor(item.offering.code, item.component.charge, self._deal.context.inputs)
        growth = Fraction(found.factor) if found else _ONE
        key = item.component.terms.escalation
        if key:
            escalation = self._deal.catalog.policy.escalations[key]
            steps = (payment.first_month - 1) // escalation.every_months
            growth *= (1 + Fraction(escalation.percent) / _HUNDRED) ** steps
        return growth

    def _run_stages(self, item: Item, payment: Payment, before: Curve) -> Curve:
        """The stages in the policy's order; programmes are left out."""
        curve, after_term = before, before
        if item.offering.pass_through:
            return curve
        for stage in self._deal.stages:
            if stage.kind == "floor":
                curve = self._hold_floor(item, payment, curve, after_term)
            elif stage.kind == "round":
                curve = self._round_down(item, curve)
            else:
                curve = curve.times(_ONE - self._find_percent(item, stage) / _HUNDRED)
                after_term = curve if stage.kind == "term" else after_term
        return curve

    def _find_percent(self, item: Item, stage: Stage) -> Fraction:
        return _PERCENTS[stage.kind](self._deal, item) if stage.kind in _PERCENTS else Fraction(0)

    def _hold_floor(self, item: Item, payment: Payment, curve: Curve, after_term: Curve) -> Curve:
        floor = item.plan.floor
        bounds: list[Curve] = []
        if floor and floor.margin_on_cost is not None and item.component.cost is not None:
            share = _ONE + Fraction(floor.margin_on_cost) / _HUNDRED
            bounds.append(self._cost_line(item, payment).times(share))
        if floor and floor.most_discount is not None:
            bounds.append(after_term.times(_ONE - Fraction(floor.most_discount) / _HUNDRED))
        for bound in bounds:
            curve = curve.higher(bound.lower(after_term))
        return curve

    def _round_down(self, item: Item, curve: Curve) -> Curve:
        found = item.plan.rounding
        return curve if found is None else curve.within(Fraction(found.step) * self._minor)

    def draw_list(self, component: PriceComponent, month: int) -> Curve:
        """What a quantity costs at list in a month of the contract, before it is rounded."""
        terms = component.terms
        curve = self._draw_model(component, month).from_quantity(terms.least_quantity)
        if terms.least_amount is not None:
            curve = curve.higher(Curve.constant(Fraction(terms.least_amount) * self._minor))
        return curve

    def _draw_model(self, component: PriceComponent, month: int) -> Curve:
        if component.model is PriceModel.MATRIX:
            return self._draw_matrix(component)
        curve = Curve()
        for tier in list_tiers(component, month):
            rate, start = Fraction(tier.amount) * self._minor, max(tier.from_quantity, 1)
            if component.model in _ONCE:
                piece = (start, rate, Fraction(0))
            elif component.model is PriceModel.GRADUATED:
                before = curve.at(start - 1) if curve.pieces else rate * (start - 1)
                piece = (start, before + rate, rate)
            else:
                piece = (start, rate * start, rate)
            curve = Curve((*curve.pieces, piece))
        return _draw_blocks(curve, component.terms.block) if component.model is PriceModel.PACKAGE else curve

    def _draw_matrix(self, component: PriceComponent) -> Curve:
        pieces: list[tuple[int, Fraction, Fraction]] = []
        for start in self.list_stretches(component):
            row = find_row(self._deal.catalog.matrices[component.terms.matrix], start, {}, self._deal.context.inputs)
            if row is not None:
                rate = Fraction(row.amount) * self._minor
                pieces.append((start, rate * start, rate))
        return Curve(tuple(pieces))

    def list_stretches(self, component: PriceComponent) -> list[int]:
        """The quantities from which other rows of a matrix may fit."""
        matrix = self._deal.catalog.matrices[component.terms.matrix]
        if QUANTITY not in matrix.columns:
            return [1]
        at = matrix.columns.index(QUANTITY)
        column = MatrixColumn([read_cell(row.cells[at]) or Cell() for row in matrix.rows])
        most = self._deal.catalog.offerings[component.offering].max_quantity
        return [start for start, _ in column.list_stretches(1, max(most, component.terms.least_quantity))]


def _draw_blocks(curve: Curve, block: int) -> Curve:
    """Begun blocks: never more than a block's rate above the part of it that is taken, drawn through the middle."""
    steepest = max((abs(slope) for _, _, slope in curve.pieces), default=Fraction(0))
    share = Fraction(block - 1, 2 * block)
    middle = tuple((start, value / block + slope * share, slope / block) for start, value, slope in curve.pieces)
    return Curve(middle, steepest * share)


def _is_waived(payment: Payment) -> bool:
    return any(step.step == "waiver" for step in payment.trace)


def _find_term_percent(deal: Deal, item: Item) -> Fraction:
    if item.component.charge is not ChargeKind.RECURRING:
        return Fraction(0)
    found = deal.book.find_term_discount(item.offering.code, deal.context.term_months)
    return Fraction(found.percent) if found else Fraction(0)


def _find_manual_percent(deal: Deal, item: Item) -> Fraction:
    return Fraction(deal.find_manual_percent(item.offering.code).percent)


_PERCENTS: Mapping[str, Callable[[Deal, Item], Fraction]] = {
    "term": _find_term_percent,
    "manual": _find_manual_percent,
}
