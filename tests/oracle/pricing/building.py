"""The same quote in the product's own words."""

from dataclasses import replace
from datetime import date

from configurator.catalog import commercial
from configurator.catalog.commercial import ChargeTerms, Due, Keep, Measure, PricingPolicy
from configurator.catalog.model import (
    Attribute,
    AttributeValue,
    Catalog,
    InputKind,
    PriceComponent,
    PriceFactor,
    PriceModel,
    PriceTier,
)
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.values.dates import DateRange
from configurator.values.money import Currency
from configurator.values.periods import ChargeKind, Period
from tests.factories.catalog import (
    make_catalog,
    make_input,
    make_offering,
    make_term_discount,
    make_text,
)
from tests.oracle.pricing.building_money import build_benefits, build_exchange, build_money, build_tenure, scaled

FIGURES = ("tenure", "points", "balance")


def build(world):
    """Catalog, configuration and context of the quote."""
    return build_catalog(world), build_configuration(world), build_context(world)


def build_catalog(world) -> Catalog:
    matrices = {}
    prices = [build_price(offer, price, matrices) for offer in world.offers for price in offer.prices]
    size = Attribute(
        "size", make_text("size"), tuple(AttributeValue(each, make_text(each)) for each in ("big", "small"))
    )
    grades = tuple(AttributeValue(each, make_text(each)) for each in ("normal", "high"))
    return make_catalog(
        offerings=[
            make_offering(
                each.code,
                family=each.family,
                tax=each.tax,
                pass_through=each.pass_through,
                tags=frozenset(each.tags),
                attributes=(size,),
            )
            for each in world.offers
        ],
        prices=prices,
        inputs=[
            make_input("tenure"),
            make_input("points"),
            make_input("balance"),
            make_input("grade", kind=InputKind.CHOICE, values=grades),
        ],
        terms=sorted({1, world.term}),
        term_discounts=[
            make_term_discount(selector, months, str(scaled(percent, 2)))
            for selector, months, percent in world.term_discounts
        ],
        tax_inclusive=world.inclusive,
        currency=Currency("XXX", world.exponent),
        price_factors=tuple(build_factor(at, each) for at, each in enumerate(world.factors)),
        matrices=matrices,
        policy=build_policy(world),
        programmes={each.key: build_programme(each) for each in world.programmes},
        **build_money(world),
        benefits=build_benefits(world),
        families=build_families(world),
        digest="oracle",
    )


def build_families(world):
    made = make_catalog(offerings=[make_offering(each.code, family=each.family) for each in world.offers]).families
    return {code: replace(family, line=code.lower()) for code, family in made.items()}


def build_price(offer, price, matrices):
    id = f"{offer.code}:{price.kind}:{price.period or 'once'}"
    if price.matrix is not None:
        rows = tuple(commercial.MatrixRow(cells, scaled(amount, 4)) for cells, amount in price.matrix.rows)
        matrices[id] = commercial.PriceMatrix(id, price.matrix.columns, rows)
    return PriceComponent(
        id=id,
        offering=offer.code,
        charge=ChargeKind(price.kind),
        period=Period(price.period) if price.period else None,
        model=PriceModel(price.model),
        tiers=tuple(
            PriceTier(tier.from_quantity, scaled(tier.amount, 4), from_month=tier.from_month) for tier in price.tiers
        ),
        cost=scaled(price.cost, 4),
        terms=ChargeTerms(
            block=price.block,
            included=price.included,
            least_quantity=price.least_quantity,
            least_amount=scaled(price.least_amount, 4),
            due=Due(price.due),
            waived_from=price.waived_from,
            free_months=price.free_months,
            free_from=price.free_from,
            escalation="" if price.escalation is None else f"e{price.escalation}",
            base=price.base,
            base_charge=ChargeKind(price.base_charge) if price.base_charge else None,
            matrix=id if price.matrix is not None else "",
        ),
    )


def as_date(ordinal):
    return None if ordinal is None else date.fromordinal(ordinal)


def build_factor(at, factor):
    return PriceFactor(
        f"f{at}", factor.selector, "grade", factor.value, scaled(factor.factor, 4), ChargeKind(factor.kind)
    )


def build_policy(world):
    return PricingPolicy(
        stages=tuple(commercial.Stage(key, kind, make_text(key)) for key, kind in world.stages),
        groups={key: commercial.StackingGroup(key, make_text(key), Keep(keep)) for key, keep in world.groups},
        floors=tuple(
            commercial.Floor(each.family, scaled(each.margin, 2), scaled(each.most, 2)) for each in world.floors
        ),
        roundings=tuple(
            commercial.CommercialRounding(each.selectors, ChargeKind(each.kind), scaled(each.step, 4))
            for each in world.roundings
        ),
        escalations={
            f"e{at}": commercial.Escalation(f"e{at}", make_text("e"), scaled(percent, 2), months)
            for at, (percent, months) in enumerate(world.escalations)
        },
        rounding=world.mode,
        tax_on=world.tax_on,
    )


def build_programme(discount):
    reduction = build_discount(discount)
    if discount.anchor is None:
        return reduction
    anchor = discount.anchor
    hung = commercial.Anchor(anchor.applies_to, scaled(anchor.least, 4), anchor.most, anchor.each)
    measured = replace(reduction, measure=Measure.LINE_MONTHLY)
    return commercial.Bundle(measured, hung, scaled(discount.untouched_below, 2), discount.most_arrears)


def build_discount(discount):
    return commercial.Discount(
        key=discount.key,
        name=make_text(discount.key),
        sentence=make_text(discount.key),
        stage=discount.stage,
        applies_to=discount.applies_to,
        spans=tuple(commercial.Span(each.first, each.last, build_bands(each)) for each in discount.spans),
        charges=frozenset(map(ChargeKind, discount.charges)),
        excludes=discount.excludes,
        measure=Measure(discount.measure),
        measured_on=discount.measured_on,
        input=discount.input,
        group=discount.group,
        code=discount.code,
        on_request=discount.on_request,
        funding={party: scaled(percent, 2) for party, percent in discount.funding},
        when=build_tenure(discount.least_tenure),
        valid=DateRange(as_date(discount.valid_from), as_date(discount.valid_to)),
    )


def build_bands(span):
    return tuple(
        commercial.Band(scaled(each.since, 4), scaled(each.percent, 2), scaled(each.amount, 4), scaled(each.cap, 4))
        for each in span.bands
    )


def build_configuration(world):
    lines = tuple(ConfigurationLine(each.code, each.quantity, dict(each.attributes)) for each in world.lines)
    return Configuration(lines, "optimal")


def build_context(world):
    return PricingContext(
        day=date.fromordinal(world.day),
        term_months=world.term,
        discount_percent=scaled(world.quote_discount, 2),
        line_discounts={code: scaled(percent, 2) for code, percent in world.line_discounts},
        inputs={"grade": world.grade, "tenure": world.tenure, "points": world.points, "balance": 10**9},
        start=as_date(world.start),
        end=as_date(world.end),
        calendar_billing=world.calendar,
        ramps={code: tuple(RampStep(*step) for step in steps) for code, steps in world.ramps},
        manual=tuple(
            ManualAdjustment(
                each.scope, each.form, scaled(each.value, 2 if each.form == "percent" else 4), each.measure
            )
            for each in world.manual
        ),
        named=frozenset(world.named),
        codes=frozenset(world.codes),
        tax_regime=world.regime,
        exchange=build_exchange(world),
    )
