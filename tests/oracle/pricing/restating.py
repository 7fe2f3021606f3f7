"""What a payment is in the quote's currency and under its tax regime, and the tax of an amount."""

from tests.oracle.pricing.ratios import Ratio

DECIMALS = {"JPY": 0, "KRW": 0, "EUR": 2, "GBP": 2, "KWD": 3}


def regime_of(world):
    """The regime abroad; None at home."""
    return next((each for each in world.regimes if each.key == world.regime), None)


def mode_of(world):
    """What the regime makes of a half."""
    regime = regime_of(world)
    return world.mode if regime is None else regime.mode


def contains_tax(world):
    """Whether the quote's prices contain its tax: only at home they may."""
    return world.inclusive and regime_of(world) is None


def rate_in(rates, category, day):
    return max((first, rate) for each, rate, first in rates if each == category and first <= day)[1]


def restate(world, due):
    """The payment's three amounts without the home tax and converted, each rounded once."""
    factor = Ratio(1)
    if world.inclusive and regime_of(world) is not None:
        factor = Ratio(10**4, 10**4 + rate_in(world.taxes, due.charge.offer.tax, world.day))
    mode = mode_of(world)
    if world.exchange is not None:
        factor = factor * exchange_factor(world)
        mode = dict(world.currency_modes).get(world.exchange.currency, mode)
    due.listed, due.net = (in_quote(amount, factor, mode) for amount in (due.listed, due.net))
    due.spent = None if due.spent is None else in_quote(due.spent, factor, mode)
    due.saved = {key: in_quote(amount, factor, mode) for key, amount in due.saved.items()}


def exchange_factor(world):
    """Minor units of the quote's currency for one of the catalog's."""
    return Ratio(world.exchange.rate * 10 ** DECIMALS[world.exchange.currency], 10 ** (8 + world.exponent))


def in_quote(minor, factor, mode):
    return (Ratio(minor) * factor).settle(mode)


def tax(world, due):
    due.rate = rate_on(world, due.charge.offer.tax, due.day)
    _, due.without, due.tax = tax_of(world, due.net, due.rate)


def rate_on(world, category, day):
    """The rate of an offering's category on the day, under the quote's regime."""
    regime = regime_of(world)
    if regime is None:
        return rate_in(world.taxes, category, day)
    if regime.treatment != "taxed":
        return 0
    return rate_in(regime.rates, dict(regime.categories).get(category) or regime.category or category, day)


def tax_of(world, amount, rate):
    """(with tax, without, tax)"""
    if contains_tax(world):
        without = Ratio(amount * 10**4, 10**4 + rate).settle(mode_of(world))
        return amount, without, amount - without
    found = Ratio(amount * rate, 10**4).settle(mode_of(world))
    return amount + found, amount, found
