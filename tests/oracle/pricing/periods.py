"""Which periods of a charge fall into a contract: for which month, which part of the period, when they are due."""

from datetime import date

from tests.oracle.pricing.ratios import ONE, Ratio

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days_in(year, month):
    following = date(year + month // 12, month % 12 + 1, 1)
    return following.toordinal() - date(year, month, 1).toordinal()


def add_months(ordinal, months):
    """The same day so many months later, or the last day of a shorter month."""
    day = date.fromordinal(ordinal)
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, days_in(year, month))).toordinal()


def last_day(world):
    return world.end if world.end is not None else add_months(world.start, world.term) - 1


def length_of(world):
    """Whole months, and the part of one more month."""
    if world.end is None:
        return world.term, Ratio(0)
    months = 0
    while add_months(world.start, months + 1) - 1 <= world.end:
        months += 1
    rest = world.end + 1 - add_months(world.start, months)
    return months, Ratio(rest, add_months(world.start, months + 1) - add_months(world.start, months))


def month_of(world, day):
    month = 1
    while add_months(world.start, month) <= day:
        month += 1
    return month


def periods_of(world, price):
    """(contract month, part of a whole period, day on which it is due) of every payment."""
    if price.kind != "recurring":
        return [(1, ONE, world.day if world.start is None else world.start)]
    if world.calendar and price.period == "month":
        return calendar_periods(world, price)
    return anniversaries(world, price)


def calendar_periods(world, price):
    found, day, end = [], world.start, last_day(world)
    while day <= end:
        at = date.fromordinal(day)
        length = days_in(at.year, at.month)
        final = min(day - at.day + length, end)
        due = day if price.due == "advance" else final
        found.append((month_of(world, day), Ratio(final - day + 1, length), due))
        day = final + 1
    return found


def anniversaries(world, price):
    length = MONTHS[price.period]
    months, rest = length_of(world)
    whole, left = divmod(months, length)
    parts = [ONE] * whole
    tail = (Ratio(left) + rest) * Ratio(1, length)
    if tail.over:
        begun = price.due == "advance" and world.end is None
        parts.append(ONE if begun else tail)
    return [(at * length + 1, part, due_day(world, price, at * length, part)) for at, part in enumerate(parts)]


def due_day(world, price, months_before, part):
    if world.start is None:
        return world.day
    if price.due == "advance":
        return add_months(world.start, months_before)
    if part == ONE:
        return add_months(world.start, months_before + MONTHS[price.period]) - 1
    return last_day(world)
