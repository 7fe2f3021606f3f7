"""What discounts of the catalog grant to the lines of a quote, read from its list prices of the first month."""

from tests.oracle.pricing.anchoring import carried_by, concerns, reached
from tests.oracle.pricing.listing import offer_of, selects, to_minor, whole_list
from tests.oracle.pricing.periods import MONTHS
from tests.oracle.pricing.ratios import ZERO, Ratio
from tests.oracle.pricing.world import Band, Discount


def lines_taken(world):
    return [line for line in world.lines if line.quantity]


def monthly_of(world, line):
    """Recurring list charges by the month, in minor units."""
    found = ZERO
    for price in offer_of(world, line.code).prices:
        if price.kind == "recurring":
            found = found + Ratio(whole_list(world, line, price, 1), MONTHS[price.period])
    return found


def once_of(world, line):
    prices = offer_of(world, line.code).prices
    return Ratio(sum(whole_list(world, line, price, 1) for price in prices if price.kind == "one_time"))


def measured(world, discount):
    """The lines that count for a measure of the quote."""
    return [
        line
        for line in lines_taken(world)
        if not discount.measured_on or any(selects(each, offer_of(world, line.code)) for each in discount.measured_on)
    ]


def total_monthly(world, discount):
    found = ZERO
    for line in measured(world, discount):
        found = found + monthly_of(world, line)
    return found


def contract_value(world, discount):
    found = ZERO
    for line in measured(world, discount):
        found = found + once_of(world, line) + monthly_of(world, line) * Ratio(world.term)
    return found


def major(world, minor):
    return minor * Ratio(1, 10**world.exponent)


MEASURES = {
    "none": lambda world, discount, line: ZERO,
    "line_quantity": lambda world, discount, line: Ratio(line.quantity),
    "line_monthly": lambda world, discount, line: major(world, monthly_of(world, line)),
    "quote_monthly": lambda world, discount, line: major(world, total_monthly(world, discount)),
    "group_monthly": lambda world, discount, line: (
        major(world, total_monthly(world, discount)) + (Ratio(world.tenure) if discount.input else ZERO)
    ),
    "contract_value": lambda world, discount, line: major(world, contract_value(world, discount)),
    "term_months": lambda world, discount, line: Ratio(world.term),
    "product_lines": lambda world, discount, line: Ratio(
        len({offer_of(world, each.code).family for each in measured(world, discount)})
    ),
    "input": lambda world, discount, line: Ratio(world.tenure),
}


def holds(world, discount):
    """Whether it is in force on the quote's day, asked for, and its condition fulfilled."""
    if discount.code and discount.code not in world.codes:
        return False
    if discount.valid_from is not None and world.day < discount.valid_from:
        return False
    if discount.valid_to is not None and discount.valid_to < world.day:
        return False
    if discount.least_tenure is not None and world.tenure < discount.least_tenure:
        return False
    return not discount.on_request or discount.key in world.named


def is_carried(world, discount, line):
    """Whether the anchors of a bundle reach as far as the line; always so without a bundle."""
    if discount.anchor is None:
        return True
    taken = {
        number: (offer_of(world, each.code), monthly_of(world, each))
        for number, each in enumerate(world.lines, start=1)
        if each.quantity
    }
    return any(world.lines[number - 1] is line for number in carried_by(world, discount, taken))


def measure_of(world, discount, line):
    """What the bands are read from; of a bundle the line's own monthly charges."""
    return MEASURES["line_monthly" if discount.anchor else discount.measure](world, discount, line)


def grants_of(world, line):
    """(discount, [(first month, last month, band)]) in the catalog's order."""
    found = []
    for discount in world.programmes:
        if (
            holds(world, discount)
            and concerns(discount, offer_of(world, line.code))
            and is_carried(world, discount, line)
        ):
            value = measure_of(world, discount, line)
            spans = [(span.first, span.last, reached(span, value)) for span in discount.spans]
            spans = [each for each in spans if each[2] is not None]
            if spans:
                found.append((discount, spans))
    return found + redemptions_of(world, line)


def redemptions_of(world, own):
    """What points take off the line: they pay one-time list charges, line by line in the order of codes, of one
    offering the dearest first, of equally dear ones the one of more pieces."""
    found = []
    for loyalty in world.loyalty:
        left = to_minor(world, loyalty.value * world.points).floor()
        for line in sorted(
            lines_taken(world), key=lambda line: (line.code, ZERO - once_of(world, line), -line.quantity)
        ):
            offer = offer_of(world, line.code)
            if any(selects(each, offer) for each in loyalty.redeem_on) and not offer.pass_through:
                part = min(left, once_of(world, line).floor())
                left -= part
                if line is own and part:
                    band = Band(0, amount=part * 10 ** (4 - world.exponent))
                    points = Discount(loyalty.key, "points", (), (), ("one_time",), funding=loyalty.funding)
                    found.append((points, [(1, None, band)]))
    return found
