"""Everything that traces and ledger say of one quote in which all happens that can happen to a price."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from configurator.catalog.commercial import (
    Band,
    ChargeTerms,
    CommercialRounding,
    Discount,
    Escalation,
    Floor,
    Keep,
    PricingPolicy,
    Span,
    StackingGroup,
    Stage,
)
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.ledger import make_ledger
from configurator.ledgers.replaying import replay
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from configurator.values.text import LANGUAGES
from configurator.wording import say
from tests.factories.catalog import (
    make_catalog,
    make_input,
    make_offering,
    make_price,
    make_price_factor,
    make_term_discount,
    make_text,
)

STAGES = {
    "term": "term",
    "bundle": "programme",
    "promo": "programme",
    "manual": "manual",
    "floor": "floor",
    "round": "round",
}


def place_in(file, line):
    return SourceLocation(file, line, 1)


def make_policy():
    return PricingPolicy(
        stages=tuple(Stage(key, kind, make_text(key)) for key, kind in STAGES.items()),
        groups={"g": StackingGroup("g", make_text("g"), Keep.BEST)},
        floors=(
            Floor("", Decimal(8), None, location=place_in("pricing.yaml", 9)),
            Floor("CLOUD", None, Decimal(10), location=place_in("pricing.yaml", 10)),
        ),
        roundings=(CommercialRounding(("VM-1",), ChargeKind.RECURRING, Decimal(10), place_in("pricing.yaml", 20)),),
        escalations={
            "cpi": Escalation("cpi", make_text("cpi"), Decimal("2.5"), 6, location=place_in("pricing.yaml", 30))
        },
    )


def make_discount(key, stage, band, group=""):
    name, spans = make_text(key), (Span(1, 6, (band,)),)
    return Discount(key, name, name, stage, ("*",), spans, group=group, location=place_in("programmes/x.yaml", 3))


def price_all():
    return price(*make_quote())


def make_quote():
    """Catalog, lines and circumstances."""
    bundle = Band(Decimal(0), amount=Decimal(30), cap=Decimal(20), location=place_in("programmes/x.yaml", 4))
    discounts = (
        make_discount("SMALL", "bundle", Band(Decimal(0), Decimal(1)), "g"),
        make_discount("BUNDLE", "bundle", bundle, "g"),
        make_discount("PROMO", "promo", Band(Decimal(0), Decimal(5), cap=Decimal(50))),
    )
    catalog = make_catalog(
        offerings=[
            make_offering("VM-1", family="CLOUD"),
            make_offering("LINE-1", family="NET"),
            make_offering("FEE-1", family="NET", pass_through=True),
        ],
        prices=[
            replace(make_price("VM-1", "100.5", cost="80", line=5), terms=ChargeTerms(escalation="cpi", free_months=1)),
            make_price("LINE-1", "33.33", cost="20", line=6),
            replace(make_price("LINE-1", "500", charge="one_time", line=7), terms=ChargeTerms(waived_from=12)),
            make_price("FEE-1", "7", line=8),
        ],
        inputs=[make_input("grade")],
        term_discounts=[make_term_discount("@CLOUD", 12, "4")],
        price_factors=(make_price_factor("@NET", "5", "1.25"),),
        policy=make_policy(),
        programmes={each.key: each for each in discounts},
        digest="demo",
    )
    context = PricingContext(
        date(2026, 11, 22),
        12,
        discount_percent=Decimal(2),
        line_discounts={"VM-1": Decimal(3)},
        inputs={"grade": 5},
        start=date(2026, 12, 10),
        end=date(2027, 12, 20),
        manual=(
            ManualAdjustment("@NET", "target", Decimal(100), reason="won"),
            ManualAdjustment("", "amount", Decimal("10.01")),
        ),
    )
    lines = tuple(ConfigurationLine(*each) for each in (("VM-1", 3), ("LINE-1", 4), ("FEE-1", 2)))
    return catalog, Configuration(lines, "optimal"), context


@pytest.fixture(scope="module")
def priced():
    return price_all()


# What is said stands in traces.yaml. By hand: 3 × 100.5 = 301.50; less 4 % = 289.44; less min(30, 20) = 269.44; less
# 5 % = 255.968; less 3 % = 248.28896. The line being 136.53 brought to 100.00, 10.01 is 7.14 + 2.87 (248.29 : 100).
# The floor is 90 % of 289.44 = 260.496, above the next round 260. From month 7 on 2.5 % more, in month 13 twice, for 11
# of 31 days.
SAID = yaml.safe_load((Path(__file__).parent / "traces.yaml").read_text(encoding="utf-8"))


def list_payments(priced):
    return [payment for line in priced.lines for charge in line.charges for payment in charge.payments]


def test_says_all_of_every_payment(priced):
    found = {
        f"{charge.component} {payment.first_month}": [
            [
                step.step,
                str(step.amount),
                str(step.change),
                step.rule,
                None if step.location is None else str(step.location),
                dict(step.params),
            ]
            for step in payment.trace
        ]
        for line in priced.lines
        for charge in line.charges
        for payment in charge.payments
    }
    assert list(found) == list(SAID)
    for key, steps in SAID.items():
        assert found[key] == steps, key


def test_every_step_has_a_sentence_in_both_languages(priced):
    for payment in list_payments(priced):
        for step in payment.trace:
            for language in LANGUAGES:
                said = {
                    **step.params,
                    **dict.fromkeys(("input", "value", "name", "programme", "measure", "scope"), "x"),
                }
                assert say(language, step.sentence, **said) != step.sentence


def test_reductions_are_those_of_the_steps_less_what_the_floor_gives_back(priced):
    """From 269.44 PROMO leads to 255.97, but the floor of 260.496 holds: 8.94 of its 13.47 are taken off."""
    reduced = [[(each.programme, str(each.amount)) for each in payment.reductions] for payment in list_payments(priced)]
    floored = [("BUNDLE", "20.00"), ("PROMO", "8.94")]
    assert reduced == [[], floored, [], [], [("BUNDLE", "20.00"), ("PROMO", "7.33")], *([[]] * 5)]


def test_amounts_of_reductions_are_those_of_the_steps_where_no_floor_gives_back(priced):
    free = [payment for payment in list_payments(priced) if all(step.step != "floor" for step in payment.trace)]
    assert free
    for payment in free:
        steps = [step for step in payment.trace if step.step == "programme"]
        assert [(each.programme, -each.amount.minor) for each in payment.reductions] == [
            (step.rule, step.change.minor) for step in steps
        ]


def test_counts_shares_and_costs_of_the_payments(priced):
    assert [
        (each.first_month, each.count, each.quantity, str(each.share), each.cost and str(each.cost))
        for each in list_payments(priced)
    ] == [
        (1, 1, 3, "1", "240.00"),
        (2, 5, 3, "1", "240.00"),
        (7, 6, 3, "1", "240.00"),
        (13, 1, 3, "11/31", "85.16"),
        (1, 6, 4, "1", "80.00"),
        (7, 6, 4, "1", "80.00"),
        (13, 1, 4, "11/31", "28.39"),
        (1, 1, 4, "1", None),
        (1, 12, 2, "1", None),
        (13, 1, 2, "11/31", None),
    ]


def test_a_trace_is_a_sequence_that_equals_its_steps(priced):
    first, second = (payment.trace for payment in list_payments(priced)[:2])
    assert first == tuple(first) and tuple(first) == first
    assert first != second and first != 5
    assert hash(first) == hash(price_all().lines[0].charges[0].payments[0].trace)
    assert hash(first) != hash(second)
    assert (len(first), first[0].step, first[-1].step) == (5, "list", "tax")
    assert [step.step for step in first[1:3]] == ["factor", "waiver"]
    assert repr(first[0]) in repr(first)


def test_the_ledger_says_the_same_to_the_last_word():
    catalog, configuration, context = make_quote()
    text = make_ledger(catalog, price(catalog, configuration, context))
    assert json.loads(text) == json.loads((Path(__file__).parent / "ledger.json").read_text(encoding="utf-8"))
    assert replay(text) == text
