"""Taxes, currencies and benefits of the same quote in the product's own words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from configurator.catalog import benefits
from configurator.catalog.sources import Expression
from configurator.catalog.taxation import ExchangeRate, Rounding, TaxBundle, TaxOn, TaxRegime, Treatment
from configurator.values.dates import DateRange
from tests.factories.catalog import make_tax_rate, make_text


def scaled(units, decimals):
    return None if units is None else Decimal(units).scaleb(-decimals)


def build_money(world):
    """The fields of a catalog."""
    regimes = {each.key: build_regime(each) for each in world.regimes}
    home = TaxRegime("home", make_text("home"), True, Rounding(world.mode), TaxOn(world.tax_on))
    return {
        "tax_rates": (
            *build_rates(world.taxes),
            *(rate for each in world.regimes for rate in build_rates(each.rates, each.key)),
        ),
        "tax_regimes": {"home": home, **regimes} if regimes else {},
        "tax_bundles": tuple(
            TaxBundle(f"b{at}", make_text("b"), offerings) for at, offerings in enumerate(world.tax_bundles)
        ),
        "currency_rounding": {code: Rounding(mode) for code, mode in world.currency_modes},
    }


def build_rates(taxes, regime=""):
    for at, (category, rate, first) in enumerate(sorted(taxes, key=lambda tax: (tax[0], tax[2]))):
        later = [other for each, _, other in taxes if each == category and other > first]
        same = [each for each in taxes if (each[0], each[2]) == (category, first)]
        if (category, rate, first) == max(same, key=lambda tax: tax[1]):
            last = date.fromordinal(min(later) - 1) if later else None
            begin = date.fromordinal(first) if first > 1 else None
            made = make_tax_rate(category, str(scaled(rate, 4)), DateRange(begin, last), line=at + 2)
            yield replace(made, regime=regime)


def build_regime(regime):
    return TaxRegime(
        key=regime.key,
        name=make_text(regime.key),
        rounding=Rounding(regime.mode),
        tax_on=TaxOn(regime.tax_on),
        treatment=Treatment(regime.treatment),
        category=regime.category,
        categories=dict(regime.categories),
    )


def build_exchange(world):
    if world.exchange is None:
        return None
    return ExchangeRate(world.exchange.currency, scaled(world.exchange.rate, 8), date.fromordinal(world.day))


def build_benefits(world):
    return benefits.BenefitBook(
        ladders={each.key: build_ladder(each) for each in world.ladders},
        partners={each.key: build_partners(each) for each in world.partners},
        loyalty={each.key: build_loyalty(each) for each in world.loyalty},
    )


def build_partners(programme):
    return benefits.PartnerProgramme(
        key=programme.key,
        name=make_text(programme.key),
        sentence=make_text(programme.key),
        offers=tuple(build_offer(*each) for each in programme.offers),
        when=build_tenure(programme.least_tenure),
        least_tier=programme.least_tier,
        double=build_tenure(programme.double_tenure),
        factor=programme.factor,
        most=programme.most,
        validity_days=programme.validity,
        partner_percent=scaled(programme.borne, 2),
        on_request=programme.on_request,
    )


def build_tenure(least):
    """The condition that asks for years of service; none without."""
    return None if least is None else Expression(f"tenure >= {least}")


def build_offer(first, quantity, value, cost):
    month, key = date.fromordinal(first), f"o{first}"
    return benefits.PartnerOffer(
        key, "p", make_text(key), month, 9, "unit", quantity, scaled(value, 4), scaled(cost, 4)
    )


def build_loyalty(loyalty):
    return benefits.LoyaltyProgramme(
        key=loyalty.key,
        name=make_text(loyalty.key),
        sentence=make_text(loyalty.key),
        bands=(),
        value=scaled(loyalty.value, 4),
        stage="points",
        redeem_on=loyalty.redeem_on,
        input="points",
        balance="balance",
        funding={party: scaled(percent, 2) for party, percent in loyalty.funding},
    )


def build_ladder(ladder):
    return benefits.TierLadder(
        key=ladder.key,
        name=make_text(ladder.key),
        sentence=make_text(ladder.key),
        tiers=tuple(build_step(each) for each in ladder.steps),
        measured_on=ladder.measured_on,
        on_request=ladder.on_request,
    )


def build_step(step):
    ways = tuple(benefits.Qualification(scaled(least, 4), months) for least, months in step.ways)
    return benefits.Tier(
        step.key, make_text(step.key), tuple(build_perk(each) for each in step.perks), ways, scaled(step.cap, 2)
    )


def build_perk(perk):
    return benefits.Perk(
        key=perk.key,
        name=make_text(perk.key),
        unit="unit",
        quantity=perk.quantity,
        value=scaled(perk.value, 4),
        cost=scaled(perk.cost, 4),
        percent=scaled(perk.percent, 2),
        cost_percent=scaled(perk.cost_percent, 2),
        expiry=benefits.Expiry.CONTRACT_YEAR if perk.yearly else benefits.Expiry.CONTRACT,
    )
