"""Checks of amounts: decimals that a currency does not have, prices that fall below cost without anybody's discount."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from configurator.catalog.model import Catalog, PriceComponent
from configurator.catalog.prices import compare_with_cost
from configurator.catalog.selectors import matches
from configurator.linter.checks import tell, warn
from configurator.pricing.exact import show_exact
from configurator.rules.rulebook import RuleBook
from configurator.values.currencies import EXPONENTS
from configurator.values.periods import ChargeKind
from configurator.values.problem import Problem, SourceLocation

_HEAD = SourceLocation("catalog.yaml")
_HUNDRED = Decimal(100)
_ONE = Decimal(1)


def check_currency(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """The currency is one of ISO 4217, and amounts have its decimals."""
    currency = catalog.currency
    place = catalog.places.get(("catalog", "currency"), _HEAD)
    if currency.code not in EXPONENTS:
        yield warn("currency_unlisted", place, currency=currency.code)
    elif currency.exponent != EXPONENTS[currency.code]:
        figures = {"decimals": currency.exponent, "usual": EXPONENTS[currency.code]}
        yield warn("currency_decimals", place, currency=currency.code, **figures)


def check_reduced_prices(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """What is left of a price after its lowest factor and its largest term discount still pays its cost."""
    for code, prices in catalog.prices.items():
        for price in prices if code in catalog.offerings else ():
            yield from _check_reduced(catalog, price)


def _check_reduced(catalog: Catalog, price: PriceComponent) -> Iterator[Problem]:
    share = _find_factor(catalog, price) * (_HUNDRED - _find_discount(catalog, price)) / _HUNDRED
    tier = min(price.tiers, key=lambda tier: tier.amount)
    amount, cost = compare_with_cost(price, tier)
    left = amount * share
    if left < cost <= amount:
        figures = {"share": show_exact(share * _HUNDRED), "left": show_exact(left), "cost": str(cost)}
        yield tell("price_below_cost_reduced", tier.location, offering=price.offering, **figures)


def _find_factor(catalog: Catalog, price: PriceComponent) -> Decimal:
    """The lowest factor that the price can have while it is in force."""
    offering = catalog.offerings[price.offering]
    factors = [
        factor.factor
        for factor in catalog.price_factors
        if factor.charge is price.charge and factor.valid.overlaps(price.valid) and matches(offering, factor.applies_to)
    ]
    return min([_ONE, *factors])


def _find_discount(catalog: Catalog, price: PriceComponent) -> Decimal:
    """The largest term discount in percent that the price can have while it is in force."""
    offering = catalog.offerings[price.offering]
    if price.charge is not ChargeKind.RECURRING or offering.pass_through:
        return Decimal(0)
    months = max((term.months for term in catalog.terms), default=0)
    percents = [
        each.percent
        for each in catalog.term_discounts
        if each.months <= months and each.valid.overlaps(price.valid) and matches(offering, each.applies_to)
    ]
    return max(percents, default=Decimal(0))
