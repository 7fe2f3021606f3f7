"""Curves of what an offering costs: each payment of a charge from list to net, as pricing computes it.

A curve is in minor units of the catalog's currency. It encloses the amounts for every quantity; packages are steps
that are drawn as a line through their middle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from configurator.catalog.commercial import Stage
from configurator.catalog.matrix_cells import QUANTITY, Cell, read_cell
from configurator.catalog.matrix_columns import MatrixColumn
from configurator.catalog.model import PriceComponent, PriceModel
from configurator.guidance.curves import HALF, Curve
from configurator.pricing.deal import Deal, Plan
from configurator.pricing.matrices import find_row
from configurator.pricing.model import Payment
from configurator.pricing.stages import find_span
from configurator.pricing.tiering import list_tiers
from configurator.programmes.model import Grant, GrantSpan

_ONE = Fraction(1)
_HUNDRED = 100
_ONCE = frozenset({PriceModel.FLAT, PriceModel.STAIR_STEP})


class Drawer:
    """Draws the charges of one deal."""

    def __init__(self, deal: Deal) -> None:
        self._deal = deal
        self._minor = Fraction(10**deal.catalog.currency.exponent)

    def draw_net(self, plan: Plan, payments: Iterable[Payment]) -> Curve:
        """What these payments of a charge come to together, each as often as it is due."""
        return Curve.total([self._draw_payment(plan, each).times(Fraction(each.count)) for each in payments])

    def draw_cost(self, plan: Plan, payments: Iterable[Payment]) -> Curve:
        """What these payments cost us together."""
        return Curve.total([self._draw_cost(plan, each).times(Fraction(each.count)) for each in payments])

    def _draw_payment(self, plan: Plan, payment: Payment) -> Curve:
        if self._is_fixed(plan, payment) or _is_waived(payment):
            return Curve.constant(Fraction(payment.net.minor))
        return self._run_stages(plan, payment, self._draw_before(plan, payment)).rounded()

    def _draw_cost(self, plan: Plan, payment: Payment) -> Curve:
        if payment.cost is None:
            return Curve()
        if self._is_fixed(plan, payment):
            return Curve.constant(Fraction(payment.cost.minor))
        return self._cost_line(plan, payment).rounded()

    def _cost_line(self, plan: Plan, payment: Payment) -> Curve:
        cost = Fraction(plan.component.cost or 0) * self._minor * payment.share
        return Curve(((1, cost, Fraction(0) if plan.component.model is PriceModel.FLAT else cost),))

    def draw_granted(self, plan: Plan, payment: Payment, grants: Sequence[Grant]) -> Curve:
        """What a payment comes to with these grants, as often as it is due."""
        if _is_waived(payment):
            return Curve.constant(Fraction(0))
        curve = self._run_stages(plan, payment, self._draw_before(plan, payment), grants)
        return curve.rounded().times(Fraction(payment.count))

    def draw_listed(self, plan: Plan, payment: Payment) -> Curve:
        """What programmes see of a charge: the list amount of a whole period of its first payment."""
        if self._is_fixed(plan, payment):
            return Curve.constant(Fraction(payment.list.minor))
        listed = self.draw_list(plan.component, payment.first_month).rounded()
        return listed.times(self._find_growth(plan, payment)).rounded()

    def _draw_before(self, plan: Plan, payment: Payment) -> Curve:
        """What the stages start from."""
        if self._is_fixed(plan, payment):
            return Curve.constant(Fraction(payment.list.minor)).within(HALF)
        listed = self.draw_list(plan.component, payment.first_month).rounded()
        return listed.times(self._find_growth(plan, payment) * payment.share)

    def _is_fixed(self, plan: Plan, payment: Payment) -> bool:
        """Whether the quote itself says which quantity is charged then, whatever the line's own is."""
        steps = self._deal.context.ramps.get(plan.offering.code, ())
        return any(step.first_month <= payment.first_month for step in steps)

    def _find_growth(self, plan: Plan, payment: Payment) -> Fraction:
        """The price factor, and the escalation up to the payment's month."""
        growth = Fraction(plan.factor.factor) if plan.factor else _ONE
        key = plan.component.terms.escalation
        if key:
            escalation = self._deal.catalog.policy.escalations[key]
            steps = (payment.first_month - 1) // escalation.every_months
            growth *= (1 + Fraction(escalation.percent) / _HUNDRED) ** steps
        return growth

    def _run_stages(self, plan: Plan, payment: Payment, before: Curve, grants: Sequence[Grant] = ()) -> Curve:
        """The stages in the policy's order, with what these programmes take off."""
        curve, after_term = before, before
        if plan.offering.pass_through:
            return curve
        for stage in self._deal.stages:
            if stage.kind in ("programme", "redemption"):
                curve = self._take_off(stage, payment, curve, grants)
            elif stage.kind == "floor":
                curve = self._hold_floor(plan, payment, curve, after_term)
            elif stage.kind == "round":
                curve = curve if plan.rounding is None else curve.within(Fraction(plan.rounding.step) * self._minor)
            else:
                curve = curve.times(_ONE - _find_share(plan, stage))
                after_term = curve if stage.kind == "term" else after_term
        return curve

    def _take_off(self, stage: Stage, payment: Payment, curve: Curve, grants: Sequence[Grant]) -> Curve:
        """What programmes leave: each computed from what the stage starts from, together never below zero."""
        found = [find_span(grant, payment.first_month) for grant in grants if grant.stage == stage.key]
        spans = [span for span in found if span is not None]
        if not spans:
            return curve
        if all(span.amount is None and span.cap is None for span in spans):
            percent = min(sum((Fraction(span.percent) for span in spans), Fraction(0)), Fraction(_HUNDRED))
            return curve.times(_ONE - percent / _HUNDRED)
        offs = [_draw_off(span, curve, payment.share).times(-_ONE) for span in spans]
        return Curve.total([curve, *offs]).higher(Curve.constant(Fraction(0)))

    def _hold_floor(self, plan: Plan, payment: Payment, curve: Curve, after_term: Curve) -> Curve:
        floor, bounds = plan.floor, list[Curve]()
        if floor and floor.margin_on_cost is not None and plan.component.cost is not None:
            share = _ONE + Fraction(floor.margin_on_cost) / _HUNDRED
            bounds.append(self._cost_line(plan, payment).times(share))
        if floor and floor.most_discount is not None:
            bounds.append(after_term.times(_ONE - Fraction(floor.most_discount) / _HUNDRED))
        for bound in bounds:
            curve = curve.higher(bound.lower(after_term))
        return curve

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


def _draw_off(span: GrantSpan, curve: Curve, share: Fraction) -> Curve:
    """What a span takes off an amount: its percentage or its amount, at most its cap, at most everything."""
    off = curve.times(Fraction(span.percent) / _HUNDRED)
    if span.amount is not None:
        off = Curve.constant(Fraction(span.amount.minor) * share).lower(curve)
    return off if span.cap is None else off.lower(Curve.constant(Fraction(span.cap.minor) * share))


def _find_share(plan: Plan, stage: Stage) -> Fraction:
    """What part of the amount term and the seller take off."""
    if stage.kind == "manual":
        return Fraction(plan.manual.percent) / _HUNDRED
    is_term = stage.kind == "term"
    return Fraction(plan.term_discount.percent) / _HUNDRED if is_term and plan.term_discount else Fraction(0)
