"""What a quantity costs before anything is taken off: model, allowance, minimum, factor, escalation."""

from tests.oracle.pricing.periods import MONTHS, periods_of
from tests.oracle.pricing.ratios import ONE, ZERO, Ratio


def selects(selector, offer):
    if selector[0] == "@":
        return offer.family == selector[1:]
    if selector[0] == "#":
        return selector[1:] in offer.tags
    start, star, end = selector.partition("*")
    return offer.code == selector if not star else offer.code.startswith(start) and offer.code.endswith(end)


def offer_of(world, code):
    return next(offer for offer in world.offers if offer.code == code)


def to_minor(world, ten_thousandths):
    return Ratio(ten_thousandths * 10**world.exponent, 10**4)


def quantity_in(world, line, month):
    quantity = line.quantity
    for code, steps in world.ramps:
        for first, changed in steps if code == line.code else ():
            if first <= month:
                quantity = changed
    return quantity


def billed_in(world, line, price, month):
    quantity = quantity_in(world, line, month)
    if price.kind == "usage":
        quantity = max(0, quantity - price.included)
    return max(quantity, price.least_quantity)


def tiers_in(price, month):
    newest = max(tier.from_month for tier in price.tiers if tier.from_month <= month)
    return [tier for tier in price.tiers if tier.from_month == newest]


def rate_at(price, quantity, month):
    reached = [tier for tier in tiers_in(price, month) if tier.from_quantity <= quantity]
    return max(reached, key=lambda tier: tier.from_quantity).amount


def by_unit(world, line, price, quantity, month):
    return to_minor(world, rate_at(price, quantity, month) * quantity)


def once(world, line, price, quantity, month):
    return to_minor(world, rate_at(price, quantity, month))


def unit_after_unit(world, line, price, quantity, month):
    return to_minor(world, sum(rate_at(price, unit, month) for unit in range(1, quantity + 1)))


def by_block(world, line, price, quantity, month):
    blocks = (quantity + price.block - 1) // price.block
    return to_minor(world, rate_at(price, quantity, month) * blocks)


def by_row(world, line, price, quantity, month):
    known = {"quantity": str(quantity), "grade": world.grade, **dict(line.attributes)}
    for cells, amount in price.matrix.rows:
        if all(fits(cell, known[column]) for cell, column in zip(cells, price.matrix.columns, strict=True)):
            return to_minor(world, amount * quantity)
    raise AssertionError("no row fits")


def fits(cell, value):
    if cell == "*":
        return True
    if ".." in cell:
        low, high = cell.split("..")
        return int(low) <= int(value) and (not high or int(value) <= int(high))
    return value in cell.split("|")


def of_others(world, line, price, quantity, month):
    return base_of(world, line, price, month) * Ratio(rate_at(price, quantity, month), 10**6)


def base_of(world, own, price, month):
    """The sum of the charges that a percentage is of, brought to its period; of its own offering those of its line."""
    wanted = price.base_charge or price.kind
    found = ZERO
    for line in world.lines:
        if line.quantity and line.code in price.base and (line is own or line.code != own.code):
            for other in offer_of(world, line.code).prices:
                if other.kind == wanted and other is not price:
                    found = found + Ratio(whole_list(world, line, other, month)) * brought(price, other)
    return found


def brought(price, other):
    """By how much a charge counts: usage is a month's, and a one-time price is a percentage of a month's charges."""
    if other.kind == "one_time":
        return ONE
    return Ratio(MONTHS[price.period or "month"], MONTHS[other.period])


MODELS = {
    "per_unit": by_unit,
    "volume": by_unit,
    "flat": once,
    "stair_step": once,
    "graduated": unit_after_unit,
    "package": by_block,
    "matrix": by_row,
    "percent_of": of_others,
}


def first_list(world, line, price, month):
    """Rate by model times quantity, at least the least amount, in minor units."""
    quantity = billed_in(world, line, price, month)
    amount = MODELS[price.model](world, line, price, quantity, month) if quantity else ZERO
    if price.least_amount is not None:
        amount = max(amount, to_minor(world, price.least_amount))
    return amount.settle(world.mode)


def grown_list(world, line, price, month):
    """The exact amount of a whole period, with factor and escalation."""
    amount = Ratio(first_list(world, line, price, month))
    offer = offer_of(world, line.code)
    for factor in world.factors:
        if factor.kind == price.kind and factor.value == world.grade and selects(factor.selector, offer):
            amount = amount * Ratio(factor.factor, 10**4)
            break
    if price.escalation is not None and price.kind == "recurring":
        percent, every = world.escalations[price.escalation]
        for _ in range((month - 1) // every):
            amount = amount * Ratio(10**4 + percent, 10**4)
    return amount


def whole_list(world, line, price, month):
    """The rounded list of the whole period that is the last one begun in the month or before."""
    begun = [first for first, _, _ in periods_of(world, price) if first <= month]
    return grown_list(world, line, price, max(begun)).settle(world.mode)


def cost_of(world, line, price, month):
    """What a whole period costs us, exact; None when unknown."""
    if price.cost is None:
        return None
    units = 1 if price.model == "flat" else quantity_in(world, line, month)
    return to_minor(world, price.cost * units)
