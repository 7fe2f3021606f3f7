"""Made-up quotes of any length that mix every price model and every kind of adjustment, to measure pricing on.

The catalog around them (tax rates, currency, texts) is that of a real one. Each line has an offering of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from configurator.catalog.commercial import (
    PLAIN_TERMS,
    Band,
    ChargeTerms,
    CommercialRounding,
    Discount,
    Due,
    Escalation,
    Floor,
    Keep,
    MatrixRow,
    Measure,
    PriceMatrix,
    PricingPolicy,
    Span,
    StackingGroup,
    Stage,
)
from configurator.catalog.model import Catalog, Offering, PriceComponent, PriceModel, PriceTier, TermDiscount
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.values.periods import ChargeKind, Period
from configurator.values.text import Text

TERM = 24
RAMPED = 20
"""Every so many lines one has a quantity that rises during the contract."""

_BASE_TAG = "bench-base"
_FAMILIES = 12
_GRADE = "bench_grade"
_GRADES = ("plain", "fine")


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the ways to charge that the quotes go round."""

    kind: ChargeKind
    period: Period | None
    model: PriceModel
    terms: ChargeTerms = PLAIN_TERMS
    tiers: tuple[tuple[int, int], ...] = ((1, 1),)
    """From which month and quantity, as (month, quantity); rates are made up and fall from tier to tier."""


_MONTH, _QUARTER, _YEAR = Period.MONTH, Period.QUARTER, Period.YEAR
_REGULAR, _ONCE, _USAGE = ChargeKind.RECURRING, ChargeKind.ONE_TIME, ChargeKind.USAGE
_STEPS = ((1, 1), (1, 10), (1, 50))
_LATER = ((1, 1), (13, 1))

SHAPES: tuple[Shape, ...] = (
    Shape(_REGULAR, _MONTH, PriceModel.PER_UNIT),
    Shape(_REGULAR, _MONTH, PriceModel.FLAT),
    Shape(_REGULAR, _MONTH, PriceModel.GRADUATED, tiers=_STEPS),
    Shape(_REGULAR, _MONTH, PriceModel.VOLUME, tiers=_STEPS),
    Shape(_REGULAR, _MONTH, PriceModel.PACKAGE, ChargeTerms(block=10)),
    Shape(_REGULAR, _MONTH, PriceModel.STAIR_STEP, tiers=_STEPS),
    Shape(_REGULAR, _MONTH, PriceModel.MATRIX, ChargeTerms(matrix="bench")),
    Shape(_REGULAR, _MONTH, PriceModel.PERCENT_OF, ChargeTerms(base=(f"#{_BASE_TAG}",))),
    Shape(_ONCE, None, PriceModel.PER_UNIT, ChargeTerms(waived_from=36)),
    Shape(_ONCE, None, PriceModel.FLAT, ChargeTerms(waived_from=12)),
    Shape(_USAGE, _MONTH, PriceModel.PER_UNIT, ChargeTerms(included=5)),
    Shape(_USAGE, _MONTH, PriceModel.GRADUATED, ChargeTerms(included=5), _STEPS),
    Shape(_REGULAR, _QUARTER, PriceModel.PER_UNIT, ChargeTerms(due=Due.ARREARS)),
    Shape(_REGULAR, _YEAR, PriceModel.PER_UNIT),
    Shape(_REGULAR, _YEAR, PriceModel.VOLUME, tiers=_STEPS),
    Shape(_REGULAR, _MONTH, PriceModel.PER_UNIT, ChargeTerms(escalation="bench")),
    Shape(_REGULAR, _MONTH, PriceModel.PER_UNIT, ChargeTerms(free_months=2)),
    Shape(_REGULAR, _MONTH, PriceModel.PER_UNIT, ChargeTerms(least_quantity=5, least_amount=Decimal(100))),
    Shape(_REGULAR, _MONTH, PriceModel.PER_UNIT, tiers=_LATER),
    Shape(_ONCE, None, PriceModel.MATRIX, ChargeTerms(matrix="bench")),
)

ADJUSTMENTS: tuple[tuple[str, str], ...] = (
    ("term", "term"),
    ("volume", "programme"),
    ("cross_sell", "programme"),
    ("segment", "programme"),
    ("promotion", "programme"),
    ("manual", "manual"),
    ("floor", "floor"),
    ("round", "round"),
)
"""The stages of the made-up quotes by key and kind."""


@dataclass(frozen=True, slots=True)
class Sale:
    """What `price` takes: catalog, lines and circumstances."""

    catalog: Catalog
    configuration: Configuration
    context: PricingContext


def make_sale(around: Catalog, lines: int, day: date, *, spread: bool = False) -> Sale:
    """A quote of so many lines that go round the shapes, always the same one, with all adjustments in force.

    With `spread` the seller takes an amount off the whole quote, so that every line depends on all others.
    """
    chance = Random(lines)
    offerings = {code: _make_offering(around, code, at) for at, code in enumerate(_name_codes(lines))}
    prices = {code: (_make_price(code, SHAPES[at % len(SHAPES)], chance),) for at, code in enumerate(offerings)}
    catalog = replace(
        around,
        offerings=offerings,
        prices=prices,
        matrices={"bench": _make_matrix()},
        policy=_make_policy(),
        programmes={each.key: each for each in _list_discounts()},
        term_discounts=(TermDiscount("bench", "*", 12, Decimal(5)),),
        price_factors=(),
    )
    chosen = tuple(ConfigurationLine(code, chance.randint(1, 80)) for code in offerings)
    return Sale(catalog, Configuration(chosen, "feasible"), _make_context(tuple(offerings), day, spread))


def change_line(sale: Sale, number: int) -> Sale:
    """The same quote with one more of the line (from 1)."""
    lines = list(sale.configuration.lines)
    lines[number - 1] = replace(lines[number - 1], quantity=lines[number - 1].quantity + 1)
    return replace(sale, configuration=replace(sale.configuration, lines=tuple(lines)))


def _name_codes(count: int) -> list[str]:
    return [f"BENCH-{at:05d}" for at in range(count)]


def _make_offering(around: Catalog, code: str, at: int) -> Offering:
    families = list(around.families)[:_FAMILIES]
    tags = frozenset({_BASE_TAG}) if at % len(SHAPES) == 0 else frozenset[str]()
    return Offering(
        code=code,
        family=families[at % len(families)],
        name=Text(code, code),
        unit=next(iter(around.units)),
        tax=next(iter(around.tax_rates)).category,
        tags=tags,
        pass_through=at % 50 == 49,
    )


def _make_price(code: str, shape: Shape, chance: Random) -> PriceComponent:
    base = chance.randint(100, 99_999)
    is_share = shape.model is PriceModel.PERCENT_OF
    tiers = (
        PriceTier(quantity, Decimal(base * (10 - place)).scaleb(-5 if is_share else -3), from_month=month)
        for place, (month, quantity) in enumerate(shape.tiers)
    )
    return PriceComponent(
        id=f"{code}:{shape.kind}:{shape.period or 'once'}",
        offering=code,
        charge=shape.kind,
        period=shape.period,
        model=shape.model,
        tiers=tuple(tiers),
        cost=Decimal(base).scaleb(-2),
        terms=shape.terms,
    )


def _make_matrix() -> PriceMatrix:
    cells = [(quantity, grade) for quantity in ("1..9", "10..49", "50..") for grade in (*_GRADES, "*")]
    rows = tuple(MatrixRow(each, Decimal(900 - 10 * at)) for at, each in enumerate(cells))
    return PriceMatrix("bench", ("quantity", _GRADE), rows)


def _make_policy() -> PricingPolicy:
    return PricingPolicy(
        stages=tuple(Stage(key, kind, Text(key, key)) for key, kind in ADJUSTMENTS),
        groups={"campaign": StackingGroup("campaign", Text("campaign", "campaign"), Keep.BEST)},
        floors=(Floor(margin_on_cost=Decimal(8), most_discount=Decimal(40)),),
        roundings=(CommercialRounding(("*",), ChargeKind.RECURRING, Decimal(1)),),
        escalations={"bench": Escalation("bench", Text("bench", "bench"), Decimal(3))},
    )


def _list_discounts() -> tuple[Discount, ...]:
    return (
        _make_discount("volume", Measure.QUOTE_MONTHLY, {1000: 2, 100_000: 4}),
        _make_discount("cross_sell", Measure.PRODUCT_LINES, {2: 1, 3: 3}),
        _make_discount("segment", Measure.NONE, {0: 2}, group="campaign"),
        _make_discount("promotion", Measure.LINE_QUANTITY, {10: 3, 40: 6}, group="campaign", code="BENCH"),
    )


def _make_discount(
    key: str, measure: Measure, bands: Mapping[int, int], *, group: str = "", code: str = ""
) -> Discount:
    risen = tuple(Band(Decimal(since), Decimal(percent)) for since, percent in bands.items())
    name = Text(key, key)
    return Discount(key, name, name, key, ("*",), (Span(1, None, risen),), measure=measure, group=group, code=code)


def _make_context(codes: tuple[str, ...], day: date, spread: bool) -> PricingContext:
    return PricingContext(
        day=day,
        term_months=TERM,
        discount_percent=Decimal(3),
        line_discounts={code: Decimal(5) for code in codes[::7]},
        inputs={_GRADE: "fine"},
        start=day,
        ramps={code: (RampStep(7, 20), RampStep(13, 60)) for code in codes[RAMPED - 1 :: RAMPED]},
        manual=(
            ManualAdjustment("BENCH-0*", "percent", Decimal(4)),
            *([ManualAdjustment("", "amount", Decimal(100))] if spread else ()),
        ),
        codes=frozenset({"BENCH"}),
    )
