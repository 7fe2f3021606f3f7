"""Programmes, groups and floors on one charge: what they take off and what the trace says of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.commercial import PLAIN_POLICY, Band, Discount, Floor, Keep, Span, StackingGroup, Stage
from configurator.catalog.model import Need
from configurator.catalog.sources import Expression
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricingContext
from tests.factories.catalog import make_catalog, make_price, make_text, since, until

DAY = date(2026, 11, 22)
STAGES = (Stage("programme", "programme", make_text("p")), *PLAIN_POLICY.stages)
POLICY = replace(PLAIN_POLICY, stages=STAGES)


def make_span(percent="0", amount=None, first=1, last=None):
    return Span(first, last, (Band(Decimal(0), Decimal(percent), None if amount is None else Decimal(amount)),))


def make_programme(span, key="P", sentence="why", **changes):
    plain = Discount(key, make_text(key), make_text(sentence), "programme", ("A-1",), (span,))
    return replace(plain, **changes)


def charge_one(*programmes, amount="100", policy=POLICY, needs=None, context=None):
    catalog = make_catalog(
        prices=[make_price("A-1", amount)],
        programmes={each.key: each for each in programmes},
        policy=policy,
        needs=needs or {},
    )
    configuration = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    return price(catalog, configuration, context or PricingContext(DAY, 12)).lines[0].charges[0]


def tell_programme(span, **context):
    programme = make_programme(span, sentence="{percent} % off from month {from}")
    charge = charge_one(programme, amount="310", context=PricingContext(DAY, 12, **context))
    return dict(next(step for step in charge.payments[0].trace if step.step == "programme").params)


@pytest.mark.parametrize(("last", "to"), [(None, ""), (12, "12")])
def test_a_programme_says_its_months_and_fills_its_sentence(last, to):
    assert tell_programme(make_span("10", last=last)) == {
        "case": "percent",
        "percent": "10",
        "programme": "P",
        "programme_zh": "P(中)",
        "programme_en": "P",
        "from": "1",
        "to": to,
        "start": "310",
        "band": "0",
        "since": "0",
        "sentence": "10 %",
        "sentence_zh": "10 % off from month 1(中)",
        "sentence_en": "10 % off from month 1",
    }


def test_a_programme_on_a_part_of_a_month_says_the_share():
    told = tell_programme(make_span(amount="31"), start=date(2026, 12, 15), calendar_billing=True)
    assert (told["case"], told["amount"], told["share"]) == ("amount", "31", "17/31")


@pytest.mark.parametrize(("keep", "net"), [(Keep.FIRST, "95.00"), (Keep.BEST, "90.00"), (Keep.ALL, "85.00")])
def test_a_group_keeps_its_first_its_best_or_all(keep, net):
    rivals = [make_programme(make_span(percent), key, group="one") for key, percent in (("P", "5"), ("Q", "10"))]
    groups = {"one": StackingGroup("one", make_text("one"), keep)}
    assert str(charge_one(*rivals, policy=replace(POLICY, groups=groups)).net) == net


def test_a_programme_from_the_second_month_on_divides_the_payments():
    payments = charge_one(make_programme(make_span("10", first=2))).payments
    assert [(each.first_month, each.count, str(each.net)) for each in payments] == [(1, 1, "100.00"), (2, 11, "90.00")]


@pytest.mark.parametrize(
    ("changes", "net"),
    [
        ({"valid": since(DAY)}, "90.00"),
        ({"valid": until(date(2026, 11, 21))}, "100.00"),
        ({"when": Expression("need(backup)")}, "90.00"),
        ({"when": Expression("need(mobile)")}, "100.00"),
    ],
)
def test_a_programme_knows_the_day_and_what_the_customer_needs(changes, net):
    needs = {key: Need(key, make_text(key), make_text("why"), Expression("A-1")) for key in ("backup", "mobile")}
    context = PricingContext(DAY, 12, needs=frozenset({"backup"}))
    programme = make_programme(make_span("10"), **changes)
    assert str(charge_one(programme, needs=needs, context=context).net) == net


@pytest.mark.parametrize(("family", "rule"), [("", "floor:*"), ("DEMO", "floor:DEMO")])
def test_a_floor_names_its_family(family, rule):
    stages = (*STAGES, Stage("floor", "floor", make_text("floor")))
    policy = replace(POLICY, stages=stages, floors=(Floor(family, most_discount=Decimal(5)),))
    charge = charge_one(policy=policy, context=PricingContext(DAY, 12, Decimal(10)))
    assert [step.rule for step in charge.trace if step.step == "floor"] == [rule]
