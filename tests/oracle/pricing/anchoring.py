"""Bundles that hang on anchor lines: which lines carry, which are carried, and what the end of a month brings."""

from tests.oracle.pricing.listing import offer_of, selects, to_minor
from tests.oracle.pricing.ratios import ZERO, Ratio


def concerns(discount, offer):
    wanted = any(selects(each, offer) for each in discount.applies_to)
    return wanted and not offer.pass_through and not any(selects(each, offer) for each in discount.excludes)


def dearest_first(world, taken):
    """The numbers of lines that cost something every month, {number: (offer, monthly charges)}; of equally dear ones by
    code, the one of more pieces first."""
    costly = [number for number, (_, monthly) in taken.items() if monthly > ZERO]
    pieces = {number: line.quantity for number, line in enumerate(world.lines, start=1)}
    return sorted(costly, key=lambda number: (ZERO - taken[number][1], taken[number][0].code, -pieces[number], number))


def anchors_of(world, discount, taken):
    """The lines that carry: the dearest of those that can, as many as count."""
    least = to_minor(world, discount.anchor.least)
    able = {
        number: (offer, monthly)
        for number, (offer, monthly) in taken.items()
        if any(selects(each, offer) for each in discount.anchor.applies_to) and least <= monthly
    }
    return dearest_first(world, able)[: discount.anchor.most]


def carried_by(world, discount, taken):
    """The lines that are carried: the dearest ones, so many for each anchor; what carries is not carried."""
    anchors = anchors_of(world, discount, taken)
    able = {
        number: (offer, monthly)
        for number, (offer, monthly) in taken.items()
        if number not in anchors and concerns(discount, offer)
    }
    return dearest_first(world, able)[: len(anchors) * discount.anchor.each]


# The running contract.


def judge(world, discount, month, active, days_in_arrears):
    """What the end of a month takes off the next bill, by line number in minor units; and why it is nothing, if so.

    `active` are the lines in service: {number: (code, monthly charges in minor units)}.
    """
    taken = {number: (offer_of(world, code), monthly) for number, (code, monthly) in active.items()}
    lapsed = set() if anchors_of(world, discount, taken) else {"anchor_ended"}
    if discount.most_arrears is not None and days_in_arrears > discount.most_arrears:
        lapsed.add("in_arrears")
    found = {}
    for number in carried_by(world, discount, taken):
        off = off_in_month(world, discount, month + 1, taken[number][1])
        if off and not lapsed:
            found[number] = off
    return found, lapsed


def off_in_month(world, discount, month, monthly):
    """What is off so many charges a month in a month of the contract, by the band that they reach."""
    for span in discount.spans:
        if "recurring" in discount.charges and span.first <= month and (span.last is None or month <= span.last):
            band = reached(span, monthly * Ratio(1, 10**world.exponent))
            left = monthly - band_off(world, band, monthly, monthly) if band else monthly
            return monthly.settle(world.mode) - left.settle(world.mode)
    return 0


def reached(span, value):
    """The highest band whose bound (in 1/10,000) the value reaches; nothing where that takes nothing off."""
    bands = [band for band in span.bands if Ratio(band.since, 10**4) <= value]
    return bands[-1] if bands and (bands[-1].percent or bands[-1].amount) else None


def band_off(world, band, start, most, share=Ratio(1)):
    """A percentage of the start, or an amount for each period, at most the cap and what there is."""
    found = start * Ratio(band.percent, 10**4)
    if band.amount is not None:
        found = to_minor(world, band.amount) * share
    if band.cap is not None:
        found = min(found, to_minor(world, band.cap) * share)
    return min(found, most)
