"""A whole quote: every payment of every charge from list to tax, one period after the other, and the totals."""

from dataclasses import dataclass, field

from tests.oracle.pricing.anchoring import band_off
from tests.oracle.pricing.giving import give
from tests.oracle.pricing.granting import grants_of
from tests.oracle.pricing.listing import cost_of, grown_list, offer_of, quantity_in, selects, to_minor
from tests.oracle.pricing.periods import periods_of
from tests.oracle.pricing.ratios import ONE, ZERO, Ratio
from tests.oracle.pricing.restating import restate, tax
from tests.oracle.pricing.summing import MEASURED, apportion, component_id, every, total


@dataclass
class Due:
    """One payment. `exact` is what is left of it so far; `held` what the last term stage left."""

    charge: "Paid"
    month: int
    share: Ratio
    day: int
    listed: int
    exact: Ratio
    cost: Ratio | None
    waived: bool
    quantity: int
    mode: str
    held: Ratio = ZERO
    net: int = 0
    spent: int | None = None
    rate: int = 0
    tax: int = 0
    without: int = 0
    grants: list = field(default_factory=list)
    takings: list = field(default_factory=list)
    saved: dict = field(default_factory=dict)


@dataclass
class Paid:
    """A charge: one price of one line."""

    number: int
    line: object
    offer: object
    price: object
    place: int
    dues: list = field(default_factory=list)

    @property
    def regular(self):
        plain = [due for due in self.dues if due.share == ONE and not due.waived]
        return plain[0] if plain else self.dues[0]


def reckon(world):
    """All charges by line, and the totals."""
    charges = []
    for number, line in enumerate(world.lines, start=1):
        offer = offer_of(world, line.code)
        for place, price in enumerate(offer.prices if line.quantity else ()):
            charge = Paid(number, line, offer, price, place)
            charge.dues = [make_due(world, charge, *period) for period in periods_of(world, price)]
            charges.append(charge)
    grants = {number: grants_of(world, line) for number, line in enumerate(world.lines, start=1) if line.quantity}
    for due in every(charges):
        due.grants = [] if due.waived else choose_grants(world, due, grants[due.charge.number])
    for key, kind in world.stages:
        STAGES[kind](world, charges, key)
    for due in every(charges):
        settle(world, due)
    given = give(world, charges)
    for due in every(charges):
        restate(world, due)
        tax(world, due)
    return charges, total(world, charges, given), given


def make_due(world, charge, month, share, day):
    price = charge.price
    exact = grown_list(world, charge.line, price, month) * share
    cost = cost_of(world, charge.line, price, month)
    waived = is_waived(world, price, month)
    return Due(
        charge=charge,
        month=month,
        share=share,
        day=day,
        listed=exact.settle(world.mode),
        exact=ZERO if waived else exact,
        held=ZERO if waived else exact,
        cost=None if cost is None else cost * share,
        waived=waived,
        quantity=quantity_in(world, charge.line, month),
        mode=world.mode,
    )


def is_waived(world, price, month):
    if price.kind == "one_time":
        return price.waived_from is not None and world.term >= price.waived_from
    return price.kind == "recurring" and month <= price.free_months and world.term >= price.free_from


def untouched(due):
    return due.waived or due.charge.offer.pass_through


# The stages, each over the whole quote.


def less(amount, percent):
    return amount * Ratio(10**4 - percent, 10**4)


def take_term(world, charges, key):
    for due in every(charges):
        earned = [
            percent
            for selector, months, percent in world.term_discounts
            if months <= world.term and selects(selector, due.charge.offer)
        ]
        if earned and due.charge.price.kind == "recurring" and not untouched(due):
            due.exact = less(due.exact, max(earned))
        due.held = due.exact


def take_programmes(world, charges, key):
    for due in every(charges):
        start = due.exact
        for discount, band in due.grants:
            if discount.stage == key and not is_cheap(due, discount, start):
                take(due, discount, max(ZERO, due.exact - reduction(world, due, band, start)))


def take(due, who, left):
    """Remember which programme took the payment down to what is left."""
    due.takings.append((who, due.exact, left))
    due.exact = left


def is_cheap(due, discount, start):
    """Whether a bundle leaves the payment alone, because it is at so many percent of list or less already."""
    return start <= Ratio(due.listed) * Ratio(discount.untouched_below, 10**4)


def reduction(world, due, band, start):
    return band_off(world, band, start, start, due.share)


def choose_grants(world, due, granted):
    """Those that hold in the month, less the ones that a group shuts out."""
    if due.charge.offer.pass_through:
        return []
    held = []
    for discount, spans in granted:
        for first, last, band in spans:
            if due.charge.price.kind in discount.charges and first <= due.month and (last is None or due.month <= last):
                held.append((discount, band))
    return [each for each in held if is_kept(world, due, held, each)]


def is_kept(world, due, held, candidate):
    keep = dict(world.groups).get(candidate[0].group, "all")
    rivals = [each for each in held if each[0].group == candidate[0].group]
    if keep == "all":
        return True
    if keep == "first":
        return candidate is rivals[0]
    sizes = [reduction(world, due, band, Ratio(due.listed)) for _, band in rivals]
    return candidate is rivals[sizes.index(max(sizes))]


def take_manual(world, charges, key):
    for due in every(charges):
        if not untouched(due):
            due.exact = less(due.exact, manual_percent(world, due.charge.offer))
    for manual in world.manual:
        if manual.form != "percent":
            spread(world, charges, manual)


def manual_percent(world, offer):
    own = dict(world.line_discounts).get(offer.code)
    if own is not None:
        return own
    percents = [manual for manual in world.manual if manual.form == "percent"]
    for manual in percents:
        if manual.scope == offer.code:
            return manual.value
    for manual in percents:
        if manual.scope and manual.scope not in {each.code for each in world.offers}:
            if selects(manual.scope, offer):
                return manual.value
    if world.quote_discount:
        return world.quote_discount
    return next((manual.value for manual in percents if not manual.scope), 0)


def spread(world, charges, manual):
    """Change the sum over what the adjustment concerns; the last cents go by the largest remainders. What was equal to
    the regular payment stays equal to it."""
    concerned = [charge for charge in charges if is_spread_over(charge, manual)]
    befores = [charge.regular.exact.settle(world.mode) for charge in concerned]
    value, whole = to_minor(world, manual.value).settle(world.mode), sum(befores)
    if not whole:
        return
    change = value - whole if manual.form == "target" else -min(value, whole)
    places = [(charge.offer.code, component_id(charge), -charge.line.quantity, charge.number) for charge in concerned]
    for charge, before, part in zip(concerned, befores, apportion(change, befores, places), strict=True):
        exact = charge.regular.exact
        for due in charge.dues if part else ():
            if due.exact == exact:
                due.exact = Ratio(before + part)
            elif before and not due.waived:
                due.exact = due.exact * Ratio(before + part, before)


def is_spread_over(charge, manual):
    kind, period = MEASURED[manual.measure]
    if (charge.price.kind, charge.price.period) != (kind, period) or untouched(charge.regular):
        return False
    return not manual.scope or selects(manual.scope, charge.offer)


def bound_of(world, due):
    """Below what the payment is not taken; nothing where no floor speaks of it."""
    own = [floor for floor in world.floors if floor.family == due.charge.offer.family]
    general = [floor for floor in world.floors if not floor.family]
    bounds = []
    for floor in (own or general)[:1]:
        if floor.margin is not None and due.cost is not None:
            bounds.append(due.cost * Ratio(10**4 + floor.margin, 10**4))
        if floor.most is not None:
            bounds.append(less(due.held, floor.most))
    return min(max(bounds), due.held) if bounds else ZERO


def keep_floor(world, charges, key):
    """What was taken off below the floor comes back, so that nobody saved it."""
    for due in every(charges):
        if not untouched(due):
            bound = bound_of(world, due)
            if due.exact < bound:
                due.exact = bound
                due.takings = [(who, max(before, bound), max(left, bound)) for who, before, left in due.takings]


def round_down(world, charges, key):
    for due in every(charges):
        charge = due.charge
        for rounding in world.roundings if not untouched(due) else ():
            if rounding.kind == charge.price.kind and any(selects(each, charge.offer) for each in rounding.selectors):
                step = to_minor(world, rounding.step)
                rounded = step * Ratio(due.exact.share_of(step).floor())
                if bound_of(world, due) <= rounded:
                    due.exact = rounded
                break


STAGES = {
    "term": take_term,
    "programme": take_programmes,
    "manual": take_manual,
    "floor": keep_floor,
    "round": round_down,
    "redemption": take_programmes,
}


def settle(world, due):
    """The payment at home; what it costs us is rounded as well."""
    due.net = 0 if due.waived else due.exact.settle(world.mode)
    due.spent = None if due.cost is None else due.cost.settle(world.mode)
    for who, before, left in due.takings:
        off = before.settle(world.mode) - left.settle(world.mode)
        due.saved[who.key] = due.saved.get(who.key, 0) + off
