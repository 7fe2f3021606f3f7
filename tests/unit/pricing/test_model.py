"""Every case of every step has its sentence in both languages, and the params fill it."""

from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricingContext, TraceStep
from configurator.values.money import Currency, Money
from configurator.values.text import LANGUAGES
from configurator.wording import say, texts
from tests.cases.pricing.test_pricing_cases import CASES, Case
from tests.factories.catalog import (
    make_catalog,
    make_offering,
    make_price,
    make_price_factor,
    make_term_discount,
)


def price_all_cases():
    """Traces in which every case of every step occurs."""
    tiers = {1: "2", 5: "1"}
    passed = make_offering("P-1", pass_through=True)
    prices = [
        make_price("A-1"),
        make_price("B-1", charge="one_time", model="flat"),
        make_price("C-1", model="volume", tiers=tiers),
        make_price("D-1", model="graduated", tiers=tiers),
        make_price("E-1", model="package", tiers=tiers, block=5),
        make_price("F-1", model="stair_step", tiers=tiers),
        make_price("P-1"),
    ]
    catalogs = [
        make_catalog(
            offerings=["A-1", "B-1", "C-1", "D-1", "E-1", "F-1", passed],
            prices=prices,
            term_discounts=[make_term_discount("A-1", 12, "8")],
            price_factors=(make_price_factor("A-1", "high", "1.5"),),
            tax_inclusive=inclusive,
        )
        for inclusive in (True, False)
    ]
    configuration = Configuration(tuple(ConfigurationLine(each.offering, 7) for each in prices), "optimal")
    plain = PricingContext(date(2026, 11, 22), 12)
    cut = PricingContext(date(2026, 11, 22), 12, Decimal(5), {"A-1": Decimal(7)}, {"grade": "high"})
    return [price(catalog, configuration, context) for catalog in catalogs for context in (plain, cut)]


def price_cases():
    """The written cases that can be priced."""
    cases = (Case(path) for path in CASES)
    return [case.price() for case in cases if "findings" not in case.expected]


ALL_STEPS = [
    step
    for priced in [*price_all_cases(), *price_cases()]
    for line in priced.lines
    for charge in line.charges
    for payment in charge.payments
    for step in payment.trace
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_can_be_said(language):
    for step in ALL_STEPS:
        for key in (step.sentence, f"pricing.trace.{step.step}"):
            sentence = say(language, key, **step.params)
            assert sentence and "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_without_a_case(language):
    said = {step.sentence for step in ALL_STEPS} | {f"pricing.trace.{step.step}" for step in ALL_STEPS}
    assert {f"pricing.{key}" for key in texts(language, "pricing") if key.startswith("trace.")} == said


def test_a_step_without_cases_is_said_by_its_name():
    nothing = Money.zero(Currency("CNY", 2))
    assert TraceStep("net", nothing, nothing, "").sentence == "pricing.trace.net"
    added = TraceStep("tax", nothing, nothing, "", None, {"case": "added"})
    assert added.sentence == "pricing.trace.tax.added"
