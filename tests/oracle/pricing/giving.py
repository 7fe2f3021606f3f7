"""Benefits that come with a contract at price zero: tiers by what is really charged, worth, cost and last day."""

from tests.oracle.pricing.listing import selects, to_minor
from tests.oracle.pricing.periods import MONTHS, add_months, last_day, length_of
from tests.oracle.pricing.ratios import ZERO, Ratio
from tests.oracle.pricing.restating import exchange_factor


def give(world, charges):
    """Tiers reached (ladder, tier, most, worth), benefits granted (programme, tier, key, quantity, cost, worth, what a
    partner bears, last day) and those left out (ladder, key), measured at home and stated in the quote's currency."""
    found = {"tiers": [], "granted": [], "left_out": []}
    for ladder in world.ladders:
        if not ladder.on_request or ladder.key in world.named:
            monthly = monthly_net(ladder, charges)
            reached = [step for step in ladder.steps if is_open(world, step, monthly)]
            if reached:
                give_step(world, ladder, reached[-1], monthly * min(Ratio(12), Ratio(12) * years_of(world)), found)
    for programme in world.partners:
        if not programme.on_request or programme.key in world.named:
            give_share(world, programme, charges, found)
    return found


def monthly_net(ladder, charges):
    """What the regular payments of recurring charges come to in a month, in minor units."""
    found = ZERO
    for charge in charges:
        counts = not ladder.measured_on or any(selects(each, charge.offer) for each in ladder.measured_on)
        if counts and charge.price.kind == "recurring":
            found = found + Ratio(charge.regular.net, MONTHS[charge.price.period])
    return found


def is_open(world, step, monthly):
    return not step.ways or any(
        to_minor(world, least) <= monthly and months <= world.term for least, months in step.ways
    )


def give_step(world, ladder, step, yearly, found):
    """Keep benefits in their order as long as their worth in a year stays within the cap."""
    most = (yearly * Ratio(step.cap, 10**4)).floor()
    kept = 0
    for perk in step.perks:
        worth = worth_of(world, perk, yearly)
        if kept + worth > most:
            found["left_out"].append((ladder.key, perk.key))
            continue
        kept += worth
        cost = ceiling(in_quote(world, Ratio(cost_of(world, perk, yearly))))
        worth = in_quote(world, Ratio(worth)).floor()
        found["granted"].append((ladder.key, step.key, perk.key, perk.quantity, cost, worth, 0, use_by(world, perk)))
    most, kept = (in_quote(world, Ratio(each)).floor() for each in (most, kept))
    found["tiers"].append((ladder.key, step.key, most, kept))


def give_share(world, programme, charges, found):
    """The offer of the month in which the contract begins, once or more often for the favoured customers."""
    start = begin_of(world)
    for first, quantity, value, cost in programme.offers:
        if first <= start < add_months(first, 1) and is_eligible(world, programme, charges):
            quantity *= shares_of(world, programme)
            spent = ceiling(to_minor(world, cost * quantity))
            borne = (Ratio(spent) * Ratio(programme.borne, 10**4)).floor()
            worth = in_quote(world, Ratio(to_minor(world, value * quantity).floor())).floor()
            last = start + programme.validity - 1
            ours, theirs = ceiling(in_quote(world, Ratio(spent - borne))), in_quote(world, Ratio(borne)).floor()
            found["granted"].append((programme.key, "", f"o{first}", quantity, ours, worth, theirs, last))


def is_eligible(world, programme, charges):
    reached = {
        step.key
        for ladder in world.ladders
        for at, step in enumerate(ladder.steps)
        if any(is_open(world, higher, monthly_net(ladder, charges)) for higher in ladder.steps[at:])
    }
    old_enough = programme.least_tenure is None or world.tenure >= programme.least_tenure
    return old_enough and (not programme.least_tier or programme.least_tier in reached)


def shares_of(world, programme):
    favoured = programme.double_tenure is not None and world.tenure >= programme.double_tenure
    return min(programme.factor, programme.most) if favoured else 1


def begin_of(world):
    return world.day if world.start is None else world.start


def in_quote(world, minor):
    return minor if world.exchange is None else minor * exchange_factor(world)


def ceiling(ratio):
    return -(ZERO - ratio).floor()


def years_of(world):
    """How long the contract is, in years."""
    if world.start is None:
        return Ratio(world.term, 12)
    months, rest = length_of(world)
    return (Ratio(months) + rest) * Ratio(1, 12)


def worth_of(world, perk, yearly):
    """What a year of the benefit would cost to buy, rounded down."""
    if perk.percent is not None:
        return (yearly * Ratio(perk.percent, 10**4)).floor()
    return to_minor(world, perk.value * perk.quantity).floor()


def cost_of(world, perk, yearly):
    """What it costs us over the contract, rounded up: in every begun year, or as long as the contract runs."""
    unit, years = to_minor(world, perk.cost * perk.quantity), years_of(world)
    if perk.percent is not None:
        unit, years = yearly * Ratio(perk.percent * perk.cost_percent, 10**8), max(Ratio(1), years)
    return ceiling(unit * (Ratio(ceiling(years)) if perk.yearly else years))


def use_by(world, perk):
    """The last day of the first contract year, or of a shorter contract; none as long as it runs."""
    if not perk.yearly:
        return None
    start = begin_of(world)
    year = add_months(start, 12) - 1
    return min(year, add_months(start, world.term) - 1 if world.start is None else last_day(world))
