"""Small catalogs for tests: every field of a Catalog has a sensible default; what offerings mention is
declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from configurator.catalog.commercial import PLAIN_TERMS, ChargeTerms, MatrixRow, PriceMatrix
from configurator.catalog.limits import DiscountLimit
from configurator.catalog.model import (
    Attribute,
    AttributeValue,
    Catalog,
    Family,
    InputKind,
    Offering,
    PriceComponent,
    PriceFactor,
    PriceModel,
    PriceTier,
    ProductLine,
    ProfileInput,
    Rule,
    RuleKind,
    TaxCategory,
    TaxRate,
    Term,
    TermDiscount,
)
from configurator.catalog.sources import Expression
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.money import Currency
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import Severity, SourceLocation
from configurator.values.text import Text

CNY = Currency("CNY", 2)
DEFAULT_RATES = {"B9": "0.09", "V6": "0.06", "I6": "0.06", "G13": "0.13", "W9": "0.09", "Z0": "0"}
DEFAULT_LIMITS = {"rep": "5", "manager": "15", "admin": "25"}


def make_text(words: str) -> Text:
    """The words in both languages, told apart."""
    return Text(zh=f"{words}(中)", en=words)


def make_attribute(key: str, values: Iterable[str] = ("on", "off"), default: str | None = None) -> Attribute:
    """An attribute with these values."""
    named = tuple(AttributeValue(value, make_text(value)) for value in values)
    return Attribute(key=key, name=make_text(key), values=named, default=default)


def make_offering(code: str, **changes: Any) -> Offering:
    """An offering of family DEMO, taxed as I6, with 1..100000 units; `changes` are fields of Offering."""
    place = SourceLocation("offerings/demo.yaml", 1, 1)
    plain = Offering(code=code, family="DEMO", name=make_text(code), unit="unit", tax="I6", location=place)
    return replace(plain, **changes)


def make_price(
    offering: str,
    amount: str = "100",
    *,
    charge: ChargeKind | str = ChargeKind.RECURRING,
    period: Period | str | None = None,
    model: PriceModel | str = PriceModel.PER_UNIT,
    tiers: Mapping[Any, str] | None = None,
    cost: str | None = None,
    valid: DateRange = ALWAYS,
    line: int = 2,
    **terms: Any,
) -> PriceComponent:
    """A price: `amount` for every unit, or `tiers` {from quantity: amount}, or {(from quantity, from month): amount}.

    Without a `period`, one-time charges have none and the others come every month. The tiers' rows start at
    `line` of prices/demo.csv. `terms` are fields of ChargeTerms (`block=10`, `included=100`), amounts as texts.
    """
    kind = ChargeKind(charge)
    due = Period(period) if period else (None if kind is ChargeKind.ONE_TIME else Period.MONTH)
    steps = ({} if model == PriceModel.MATRIX else {1: amount}) if tiers is None else tiers
    return PriceComponent(
        id=":".join([offering, kind, due or "once"]),
        offering=offering,
        charge=kind,
        period=due,
        model=PriceModel(model),
        tiers=tuple(_make_tier(first, each, line + at) for at, (first, each) in enumerate(steps.items())),
        valid=valid,
        cost=None if cost is None else Decimal(cost),
        location=_price_row(line),
        terms=make_terms(**terms) if terms else PLAIN_TERMS,
    )


def make_terms(**terms: Any) -> ChargeTerms:
    """Terms of a charge; amounts as texts, selectors of a percentage as any iterable."""
    if "least_amount" in terms:
        terms["least_amount"] = Decimal(terms["least_amount"])
    if "base" in terms:
        terms["base"] = tuple(terms["base"])
    return ChargeTerms(**terms)


def make_matrix(key: str, columns: Iterable[str], rows: Mapping[tuple[str, ...], str], line: int = 2) -> PriceMatrix:
    """A price matrix: rows {cells: amount}, whose lines start at `line` of price_matrices/<key>.csv."""
    file = f"price_matrices/{key}.csv"
    made = tuple(
        MatrixRow(cells, Decimal(amount), SourceLocation(file, line + at, 1))
        for at, (cells, amount) in enumerate(rows.items())
    )
    return PriceMatrix(key, tuple(columns), made, SourceLocation(file, 1, 1))


def _make_tier(first: int | tuple[int, int], amount: str, line: int) -> PriceTier:
    quantity, month = first if isinstance(first, tuple) else (first, 1)
    return PriceTier(quantity, Decimal(amount), _price_row(line), month)


def _price_row(line: int) -> SourceLocation:
    return SourceLocation("prices/demo.csv", line, 1)


def make_tax_rate(category: str, rate: str, valid: DateRange = ALWAYS, line: int = 2) -> TaxRate:
    """The category's rate as a fraction ("0.09") while `valid`."""
    return TaxRate(category, Decimal(rate), valid, location=SourceLocation("tax.csv", line, 1))


def make_term(months: int, *, is_default: bool = False) -> Term:
    """A commitment length on offer."""
    return Term(months, make_text(f"{months} months"), is_default)


def make_term_discount(
    applies_to: str, months: int, percent: str, *, valid: DateRange = ALWAYS, line: int = 2
) -> TermDiscount:
    """So many percent off recurring charges of what the selector finds, from that commitment on."""
    place = SourceLocation("term_discounts.csv", line, 1)
    return TermDiscount(f"{applies_to}:{months}", applies_to, months, Decimal(percent), valid, location=place)


def make_price_factor(
    applies_to: str,
    value: str,
    factor: str,
    *,
    input: str = "grade",
    charge: ChargeKind | str = ChargeKind.RECURRING,
    valid: DateRange = ALWAYS,
    line: int = 2,
) -> PriceFactor:
    """A factor of the charges of what the selector finds, where the profile's input has the value."""
    place = SourceLocation("price_factors.csv", line, 1)
    name = f"{applies_to}:{value}"
    return PriceFactor(name, applies_to, input, value, Decimal(factor), ChargeKind(charge), valid, location=place)


def make_rule(id: str, require: str, when: str | None = None, **changes: Any) -> Rule:
    """An error rule of owner `demo` in which `when` demands `require`; `changes` are fields of Rule."""
    place = SourceLocation("rules/demo.yaml", 1, 1)
    plain = Rule(
        id=id,
        kind=RuleKind.REQUIRES,
        severity=Severity.ERROR,
        owner="demo",
        sentence=make_text(id),
        require=Expression(require, place),
        when=Expression(when, place) if when else None,
        location=place,
    )
    return replace(plain, **changes)


def make_input(key: str, default: str = "0", **changes: Any) -> ProfileInput:
    """An integer profile input with a default formula; `changes` are fields of ProfileInput."""
    plain = ProfileInput(key, make_text(key), InputKind.INTEGER, Expression(default))
    return replace(plain, **changes)


def since(day: date) -> DateRange:
    """From that day on."""
    return DateRange(first=day)


def until(day: date) -> DateRange:
    """Up to that day."""
    return DateRange(last=day)


def make_catalog(
    *,
    offerings: Iterable[Offering | str] = ("A-1", "B-1"),
    prices: Iterable[PriceComponent] | None = None,
    rules: Iterable[Rule] = (),
    inputs: Iterable[ProfileInput] = (),
    tax_rates: Iterable[TaxRate] | None = None,
    terms: Iterable[int] = (1, 12, 24, 36),
    term_discounts: Iterable[TermDiscount] = (),
    **changes: Any,
) -> Catalog:
    """A tax-inclusive CNY catalog of these offerings; a bare code is made with make_offering.

    Each costs 100 a month if no prices are given. Families, units, tags and capacities that the offerings
    mention exist. `changes` are fields of Catalog.
    """
    sold = tuple(make_offering(each) if isinstance(each, str) else each for each in offerings)
    priced = tuple(make_price(each.code) for each in sold) if prices is None else tuple(prices)
    plain = Catalog(
        key="demo",
        name=make_text("demo"),
        release="2026.11",
        digest="",
        currency=CNY,
        tax_inclusive=True,
        quote_validity_days=30,
        lines={"demo": ProductLine("demo", make_text("demo"))},
        families={each.family: Family(each.family, make_text(each.family), "demo") for each in sold},
        units={each.unit: make_text(each.unit) for each in sold},
        offerings={each.code: each for each in sold},
        prices=_group_prices(priced),
        rules={each.id: each for each in rules},
        tables={},
        inputs={each.key: each for each in inputs},
        needs={},
        packages={},
        industries={},
        size_standards=(),
        tax_categories={code: TaxCategory(code, make_text(code)) for code in DEFAULT_RATES},
        tax_rates=_default_rates() if tax_rates is None else tuple(tax_rates),
        terms=tuple(make_term(months, is_default=months == 12) for months in terms),
        term_discounts=tuple(term_discounts),
        discount_limits={role: DiscountLimit(role, Decimal(most)) for role, most in DEFAULT_LIMITS.items()},
        capacities={key: make_text(key) for each in sold for key in each.provides},
        owners={"demo": make_text("demo")},
        tags={tag: make_text(tag) for each in sold for tag in sorted(each.tags)},
        clauses=(),
    )
    changed = replace(plain, **changes)
    return changed if "digest" in changes else replace(changed, digest=_digest_of(changed))


def _group_prices(prices: Iterable[PriceComponent]) -> dict[str, tuple[PriceComponent, ...]]:
    grouped: dict[str, tuple[PriceComponent, ...]] = {}
    for price in prices:
        grouped[price.offering] = (*grouped.get(price.offering, ()), price)
    return grouped


def _default_rates() -> tuple[TaxRate, ...]:
    numbered = enumerate(DEFAULT_RATES.items(), start=2)
    return tuple(make_tax_rate(category, rate, line=line) for line, (category, rate) in numbered)


def _digest_of(catalog: Catalog) -> str:
    return sha256(repr(catalog).encode()).hexdigest()
