"""What a content says of payments, schedule, savings and the contract's days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from configurator.catalog.commercial import Band, ChargeTerms, Discount, PricingPolicy, Span, Stage
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricedConfiguration, PricingContext, RampStep
from configurator.quoting.composing_payments import (
    compose_contract,
    compose_payments,
    compose_savings,
    compose_schedule,
    name_programme,
)
from configurator.quoting.content_payments import ContentContract, ContentSchedulePart
from configurator.values.text import Text
from tests.factories.benefits import make_benefit_catalog, make_loyalty
from tests.factories.catalog import make_catalog, make_price, make_text

DAY = date(2026, 11, 22)
START = date(2026, 12, 15)
STAGES = tuple(Stage(kind, kind, make_text(kind)) for kind in ("term", "programme", "manual"))
FIRST_YEAR = Discount(
    key="WELCOME",
    name=Text("迎新优惠", "Welcome"),
    sentence=make_text("welcome"),
    stage="programme",
    applies_to=("A-*",),
    spans=(
        Span(1, 12, (Band(Decimal(0), Decimal(20)),)),
        Span(13, None, (Band(Decimal(0), Decimal(5)),)),
    ),
)
CATALOG = make_catalog(
    offerings=["A-1", "B-1"],
    prices=[
        replace(make_price("A-1", "100"), terms=ChargeTerms(free_months=2)),
        replace(make_price("B-1", "500", charge="one_time"), terms=ChargeTerms(waived_from=36)),
        make_price("B-1", "1200", period="quarter"),
    ],
    policy=PricingPolicy(stages=STAGES),
)
WELCOMING = replace(CATALOG, programmes={"WELCOME": FIRST_YEAR})


def price_demo(catalog=CATALOG, months: int = 24, **context: object) -> PricedConfiguration:
    configuration = Configuration((ConfigurationLine("A-1", 2), ConfigurationLine("B-1", 1)), "optimal")
    return price(catalog, configuration, PricingContext(DAY, months, **context))  # type: ignore[arg-type]


def payments(priced: PricedConfiguration, line: int, charge: int = 0) -> list[tuple[int, int, int, str]]:
    found = compose_payments(priced.lines[line].charges[charge], priced.context.term_months)
    return [(each.first_month, each.last_month, each.count, each.net) for each in found]


def test_free_months_are_payments_of_their_own():
    priced = price_demo()
    assert payments(priced, 0) == [(1, 2, 2, "0.00"), (3, 24, 22, "200.00")]
    free, paid = compose_payments(priced.lines[0].charges[0], 24)
    assert (free.waived, free.is_regular, paid.waived, paid.is_regular) == ("free", False, "", True)


def test_payments_that_are_all_alike_say_no_more_than_the_charge():
    assert payments(price_demo(), 1, 0) == []
    assert payments(price_demo(), 1, 1) == []


def test_a_part_of_a_quarter_ends_with_its_last_begun_month():
    found = compose_payments(price_demo(start=START, end=date(2027, 10, 20)).lines[1].charges[1], 24)
    assert [(each.first_month, each.last_month, each.share) for each in found] == [(1, 9, ""), (10, 11, "37/93")]


def test_another_number_of_payments_than_the_commitment_has_is_told():
    (only,) = compose_payments(price_demo(start=START, end=date(2027, 9, 14)).lines[1].charges[1], 24)
    assert (only.first_month, only.last_month, only.count, only.share) == (1, 9, 3, "")


def test_a_waived_charge_says_why_it_costs_nothing():
    (waived,) = compose_payments(price_demo(months=36).lines[1].charges[0], 36)
    assert (waived.waived, waived.net, waived.list) == ("one_time", "0.00", "500.00")


def test_parts_of_periods_say_their_days():
    found = compose_payments(price_demo(start=START, calendar_billing=True).lines[0].charges[0], 24)
    assert [(each.share, each.days) for each in (found[0], found[-1])] == [("17/31", "17/31"), ("14/31", "14/31")]
    assert {each.share for each in found[1:-1]} == {""}


def test_the_parts_of_two_months_are_two_payments_however_alike():
    dates = {"start": date(2026, 12, 16), "end": date(2027, 1, 16), "calendar_billing": True}
    found = compose_payments(price_demo(**dates).lines[0].charges[0], 1)
    assert [(each.first_month, each.count, each.days) for each in found] == [(1, 1, "16/31"), (1, 1, "16/31")]


def test_a_quarters_last_month_is_its_third():
    assert payments(price_demo(ramps={"B-1": (RampStep(7, 2),)}), 1, 1) == [(1, 6, 2, "1200.00"), (7, 24, 6, "2400.00")]


def test_the_contract_is_told_where_its_start_is_agreed():
    assert compose_contract(PricingContext(DAY, 12)) is None
    assert compose_contract(PricingContext(DAY, 12, start=START)) == ContentContract("2026-12-15")
    known = PricingContext(DAY, 12, start=START, end=date(2028, 1, 31), calendar_billing=True)
    assert compose_contract(known) == ContentContract("2026-12-15", "2028-01-31", True)


def test_the_schedule_is_told_where_something_changes():
    assert compose_schedule(price_demo().totals.schedule) == (
        ContentSchedulePart(1, 2, "0.00"),
        ContentSchedulePart(3, 24, "200.00"),
    )
    plain = price_demo(make_catalog(prices=[make_price("A-1"), make_price("B-1")]))
    assert compose_schedule(plain.totals.schedule) == ()


def test_savings_have_the_programmes_name_and_what_is_off_in_which_months():
    (saving,) = compose_savings(WELCOMING, price_demo(WELCOMING))
    assert (saving.programme, saving.name, saving.amount) == ("WELCOME", FIRST_YEAR.name, "520.00")
    assert saving.phases == (ContentSchedulePart(3, 12, "40.00"), ContentSchedulePart(13, 24, "10.00"))


def test_points_have_the_name_of_their_programme():
    loyalty = make_loyalty()
    assert name_programme(make_benefit_catalog(loyalty), loyalty.key) == loyalty.name
    assert name_programme(CATALOG, "NOBODY") == Text("NOBODY", "NOBODY")


def test_without_programmes_there_are_no_savings():
    assert compose_savings(CATALOG, price_demo()) == ()


def test_a_programme_that_the_catalog_lost_goes_by_its_key():
    assert name_programme(CATALOG, "GONE") == Text("GONE", "GONE")


def test_payments_that_differ_in_nothing_that_is_paid_are_one():
    ending = replace(
        FIRST_YEAR, spans=(Span(1, 6, (Band(Decimal(0), Decimal(20)),)), Span(7, 12, FIRST_YEAR.spans[0].bands))
    )
    priced = price_demo(replace(CATALOG, programmes={"WELCOME": ending}))
    assert len(priced.lines[0].charges[0].payments) == 4
    assert payments(priced, 0) == [(1, 2, 2, "0.00"), (3, 12, 10, "160.00"), (13, 24, 12, "200.00")]
    (regular,) = [each for each in compose_payments(priced.lines[0].charges[0], 24) if each.is_regular]
    assert regular.first_month == 3
