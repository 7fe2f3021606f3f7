"""Amounts of lines with what programmes may grant: exact where that is known, never above what is possible otherwise.

More taken off never makes a line dearer, with one exception: some programmes leave lines alone that others made cheap
(`untouched_below`). Where anything is open, that is not asked for, so that the amounts are a lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from itertools import product

from configurator.catalog.commercial import Bundle, Keep, Measure
from configurator.configuration.model import ConfigurationLine
from configurator.guidance.chances import Chance, Outlook, list_starts
from configurator.guidance.curves import Curve, Piece
from configurator.guidance.ledger import MEASURES, Ledger, counts_in
from configurator.guidance.ledger import Measure as Amount
from configurator.guidance.listed import YEAR, ListPrices
from configurator.pricing.contract import cut_runs
from configurator.pricing.deal import Plan
from configurator.pricing.drafting import Draft
from configurator.pricing.listing import list_line
from configurator.pricing.model import Payment
from configurator.pricing.settling import settle_charge
from configurator.pricing.spreading import find_regular
from configurator.pricing.stages import find_span, keep_grants, run_stage
from configurator.programmes.model import Grant, GrantSpan
from configurator.values.periods import ChargeKind

Options = Sequence[Sequence[Grant]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one programme may grant to a line: one of these. `is_sure`: it does, and it is the only one."""

    group: str
    grants: tuple[Grant, ...]
    is_sure: bool


class GrantedLedger(Ledger):
    """The ledger of a context with the programmes of an outlook."""

    def __init__(self, base: Ledger, outlook: Outlook, prices: ListPrices | None = None) -> None:
        self.base, self.outlook = base, outlook
        self.prices = prices or ListPrices(base)
        self.catalog, self.context, self.deal, self.drawer = base.catalog, base.context, base.deal, base.drawer
        self.is_whole, self.dependent, self.first_quantities = base.is_whole, base.dependent, base.first_quantities
        self.book = base.book
        self._reached: dict[str, tuple[Chance, ...]] = {}
        self._own_keys: dict[str, tuple[object, ...]] = {}
        self._known_loose: dict[str, bool] = {}

    def is_loose(self, offering: str) -> bool:
        """Whether the curves of an offering are below its amounts rather than around them."""
        if offering not in self._known_loose:
            self._known_loose[offering] = self._is_loose(offering)
        return self._known_loose[offering]

    def _own_key(self, offering: str) -> tuple[object, ...]:
        """What is known of the programmes that can reduce an offering."""
        if offering not in self._own_keys:
            self._own_keys[offering] = self.outlook.key((offering,))
        return self._own_keys[offering]

    def _find_chances(self, offering: str) -> tuple[Chance, ...]:
        """The programmes that can reduce an offering; none where it is not sold."""
        if offering not in self._reached:
            is_sold = offering in self.first_quantities
            self._reached[offering] = self.outlook.only((offering,)).chances if is_sold else ()
        return self._reached[offering]

    def amount(self, measure: Amount, offering: str, quantity: int) -> int:
        """What the line costs at least."""
        if not quantity or not self._find_chances(offering) or measure == "cost":
            return self.base.amount(measure, offering, quantity)
        key, known = (self._own_key(offering), offering, quantity), self.prices.granted
        if key not in known:
            known[key] = self._compute(offering, quantity)
        return known[key][measure]

    def most(self, measure: Amount, offering: str, quantity: int) -> int:
        """What the line costs at most: nothing is granted that is not sure."""
        return (self if self.is_sure(offering) else self.base).amount(measure, offering, quantity)

    def curve(self, measure: Amount, offering: str) -> Curve:
        """A curve that, less its slack, is never above the amounts."""
        if measure == "cost" or not self._find_chances(offering):
            return self.base.curve(measure, offering)
        key, known = (self._own_key(offering), offering, measure), self.prices.drawn
        if key not in known:
            known[key] = self._draw_granted(measure, offering)
        return known[key]

    def curve_above(self, measure: Amount, offering: str) -> Curve:
        """A curve that, with its slack, is never below the amounts."""
        return (self if self.is_sure(offering) else self.base).curve(measure, offering)

    def is_sure(self, offering: str) -> bool:
        """Whether it is known for every quantity what the programmes grant, so that the amounts are exact."""
        return all(self._is_sure(chance, offering) for chance in self._find_chances(offering))

    def without_cost(self) -> tuple[str, ...]:
        """The offerings of which the catalog does not say what they cost us over the contract."""
        return self.base.without_cost()

    def _is_sure(self, chance: Chance, offering: str) -> bool:
        view = self.outlook.view(chance)
        if view.holds is False or (not chance.is_of_line and view.high == 0):
            return True
        return view.is_known and (not chance.is_bundle or _is_carried(chance, offering))

    def _is_loose(self, offering: str) -> bool:
        """Curves say the least of what is possible, of each group the best, and never that a line is left alone."""
        chances = self._find_chances(offering)
        grouped = [chance.reach.reduction.group for chance in chances if chance.reach.reduction.group]
        leaves_alone = any(isinstance(each.reach.programme, Bundle) for each in chances)
        return leaves_alone or len(set(grouped)) < len(grouped) or not self.is_sure(offering)

    def _offers(self, offering: str, quantity: int) -> tuple[Offer, ...]:
        return tuple(self._list_offers(offering, quantity))

    def _list_offers(self, offering: str, quantity: int) -> Iterator[Offer]:
        """What each programme may grant to a line of so many units."""
        for chance in self._find_chances(offering):
            view = self.outlook.view(chance)
            if view.holds is False:
                continue
            if chance.is_of_line:
                facts = self.prices.state(offering, quantity)
                found = [chance.grant_line(facts)] if facts.monthly or not chance.is_bundle else []
            else:
                found = list(chance.grants[view.low : view.high + 1])
            grants = tuple(dict.fromkeys(grant for grant in found if grant is not None))
            if grants:
                yield Offer(chance.reach.reduction.group, grants, self._is_sure(chance, offering))

    def _compute(self, offering: str, quantity: int) -> dict[Amount, int]:
        """The least amounts of a line, payment by payment."""
        offers = self._offers(offering, quantity)
        sums: dict[Amount, int] = dict.fromkeys(MEASURES, 0)
        for drafts in self._cut(offering, quantity, offers):
            regular, component = find_regular(drafts), drafts[0].item.component
            for draft in drafts:
                net = min(self._settle(draft, grants) for grants in self._combine(draft, offers))
                for measure in MEASURES:
                    if measure != "cost" and counts_in(measure, component, is_regular=draft is regular):
                        sums[measure] += net * (draft.run.count if measure == "tcv" else 1)
        return sums

    def _cut(self, offering: str, quantity: int, offers: Sequence[Offer]) -> Iterator[list[Draft]]:
        """The charges of the contract at list, cut where any grant begins or ends."""
        charges, _ = list_line(self.deal, ConfigurationLine(offering, quantity))
        for drafts in charges:
            kind = drafts[0].item.component.charge if drafts else ChargeKind.USAGE
            if drafts is not None and kind is not ChargeKind.USAGE:
                months = sorted(_list_months(offers, kind))
                yield [draft.cut(run) for draft in drafts for run in cut_runs([draft.run], months)]

    def _settle(self, draft: Draft, grants: Sequence[Grant]) -> int:
        """What one payment comes to with these grants, as pricing runs it through its stages."""
        tried = draft.cut(draft.run)
        tried.grants = tuple(grants)
        for stage in self.deal.stages if not tried.is_waived else ():
            run_stage(self.deal, stage, tried)
        return self.deal.rounder.round(tried.exact).minor

    def _combine(self, draft: Draft, offers: Sequence[Offer]) -> Options:
        """The grants that may count together for a payment: pricing's own choice where everything is sure."""
        kind, month = draft.item.component.charge, draft.run.first_month
        if draft.item.offering.pass_through:
            return ((),)
        if all(offer.is_sure for offer in offers):
            grants = [offer.grants[0] for offer in offers]
            return (keep_grants(grants, self.deal.catalog.policy.groups, draft),)
        return self._combine_open(_list_slots(offers, self._is_exclusive, kind, month))

    def _is_exclusive(self, group: str) -> bool:
        groups = self.deal.catalog.policy.groups
        return group in groups and groups[group].keep is not Keep.ALL

    def _combine_open(self, slots: Iterable[Sequence[Grant]]) -> Options:
        return [[replace(grant, untouched_below=Decimal(0)) for grant in ways] for ways in product(*slots)]

    def _draw_granted(self, measure: Amount, offering: str) -> Curve:
        if offering not in self.first_quantities:
            return Curve()
        starts = self._list_stretches(offering)
        curves = [self._draw_stretch(measure, offering, offers) for _, offers in starts]
        ends = [start for start, _ in starts[1:]]
        pieces: list[Piece] = []
        for curve, (start, _), end in zip(curves, starts, [*ends, None], strict=True):
            pieces += _clip(curve, start, end)
        return Curve(tuple(pieces), max(curve.slack for curve in curves))

    def _draw_stretch(self, measure: Amount, offering: str, offers: Sequence[Offer]) -> Curve:
        """What an offering costs at least with these offers, whatever its quantity."""
        curves = [Curve()]
        for drafts in self._cut(offering, self.first_quantities[offering], offers):
            plan, component = drafts[0].item.plan, drafts[0].item.component
            options = [self._draw_options(draft, offers) for draft in drafts]
            regular = drafts.index(find_regular(drafts))
            payments = settle_charge(self.deal, drafts).payments
            for at, (payment, grants) in enumerate(zip(payments, options, strict=True)):
                if counts_in(measure, component, is_regular=at == regular):
                    counted = payment if measure == "tcv" else replace(payment, count=1)
                    curves.append(self._draw_payment(plan, counted, grants))
        return Curve.total(curves)

    def _draw_payment(self, plan: Plan, payment: Payment, options: Options) -> Curve:
        """The curve of a payment under each of the options; each is drawn once for all outlooks."""
        curves, known = [], self.prices.drawn
        for grants in options:
            says = tuple((grant.programme, grant.spans) for grant in grants)
            key = plan.component.id, payment.first_month, payment.share, payment.count, says
            if key not in known:
                known[key] = self.drawer.draw_granted(plan, payment, grants)
            curves.append(known[key])
        return reduce(Curve.lower, curves)

    def _draw_options(self, draft: Draft, offers: Sequence[Offer]) -> Options:
        """As `_combine`, where it is not known how much each grant of a group would take off."""
        kind, month = draft.item.component.charge, draft.run.first_month
        if draft.item.offering.pass_through:
            return ((),)
        return self._combine_open(_list_slots(offers, self._is_exclusive, kind, month))

    def _list_stretches(self, offering: str) -> list[tuple[int, tuple[Offer, ...]]]:
        """From which quantities on the offers are others; where that is not known, all of them from the first on."""
        top = self.catalog.offerings[offering].max_quantity
        starts = {1}
        for chance in self._find_chances(offering):
            found = self._find_starts(chance, offering)
            if found is None:
                return [(1, self._offer_anything(offering))]
            starts |= {start for start in found if 1 < start <= top}
        return [(start, self._offers(offering, start)) for start in sorted(starts)]

    def _find_starts(self, chance: Chance, offering: str) -> set[int] | None:
        """The quantities from which on a programme that looks at lines may grant something else."""
        if not chance.is_of_line or self.outlook.view(chance).holds is False:
            return set()
        reduction = chance.reach.reduction
        if reduction.measure is Measure.LINE_QUANTITY:
            return {-int(-since // 1) for since in list_starts(reduction)}
        return self._find_monthly_starts(chance, offering) if reduction.measure is Measure.LINE_MONTHLY else set()

    def _find_monthly_starts(self, chance: Chance, offering: str) -> set[int] | None:
        minor, starts = 10**self.catalog.currency.exponent, set[int]()
        for since in list_starts(chance.reach.reduction):
            ranges = self.prices.reach_monthly(offering, -int(-since * minor * YEAR // 1))
            if ranges is None:
                return None
            starts |= {edge for first, last in ranges for edge in (first, last + 1)}
        return starts

    def _offer_anything(self, offering: str) -> tuple[Offer, ...]:
        """Every grant of every programme that is not ruled out."""
        found = []
        for chance in self._find_chances(offering):
            view = self.outlook.view(chance)
            levels = chance.list_line_grants() if chance.is_of_line else chance.grants[view.low : view.high + 1]
            grants = tuple(grant for grant in levels if grant is not None)
            if grants and view.holds is not False:
                found.append(Offer(chance.reach.reduction.group, grants, is_sure=False))
        return tuple(found)


def _is_carried(chance: Chance, offering: str) -> bool:
    """Whether one anchor carries every line that there can be, and this one is no anchor itself."""
    programme, reach = chance.reach.programme, chance.reach
    has_room = isinstance(programme, Bundle) and len(reach.members) <= programme.anchor.lines_each
    return has_room and offering not in reach.anchors


def _list_months(offers: Iterable[Offer], kind: ChargeKind) -> set[int]:
    spans = [span for offer in offers for grant in offer.grants if kind in grant.charges for span in grant.spans]
    ends = {span.last_month + 1 for span in spans if span.last_month is not None}
    return {span.first_month for span in spans if span.first_month > 1} | ends


def _list_slots(
    offers: Iterable[Offer], is_exclusive: Callable[[str], bool], kind: ChargeKind, month: int
) -> Iterator[Sequence[Grant]]:
    """One grant out of each of these counts: of a group that keeps one only, and of every other programme."""
    slots: dict[object, list[Grant]] = {}
    for at, offer in enumerate(offers):
        fitting = [grant for grant in offer.grants if kind in grant.charges and find_span(grant, month) is not None]
        if fitting:
            slots.setdefault(offer.group if is_exclusive(offer.group) else at, []).extend(fitting)
    return (_keep_strongest(grants, month) for grants in slots.values())


def _keep_strongest(grants: Sequence[Grant], month: int) -> list[Grant]:
    """Without those of which another one of the same stage takes off as much or more, whatever the amount is."""
    kept: list[Grant] = []
    for grant in grants:
        if not any(_is_stronger(other, grant, month) for other in kept):
            kept = [other for other in kept if not _is_stronger(grant, other, month)] + [grant]
    return kept


def _is_stronger(one: Grant, other: Grant, month: int) -> bool:
    span, than = find_span(one, month), find_span(other, month)
    if span is None or than is None or one.stage != other.stage or (span.amount is None) != (than.amount is None):
        return False
    return _off(span) >= _off(than) and (span.cap is None or (than.cap is not None and span.cap >= than.cap))


def _off(span: GrantSpan) -> Decimal:
    return span.percent if span.amount is None else span.amount.amount


def _clip(curve: Curve, start: int, end: int | None) -> Iterator[Piece]:
    """The curve from a quantity on, up to another one (exclusive)."""
    yield start, curve.at(start), curve.slope_at(start)
    yield from (piece for piece in curve.pieces if piece[0] > start and (end is None or piece[0] < end))
