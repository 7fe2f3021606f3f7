"""Which payments an amount of the seller's is spread over, and which follow."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from configurator.catalog.commercial import ChargeTerms
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.spread_amounts import find_spreads
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext
from tests.factories.catalog import make_catalog, make_price


def with_terms(component, **terms):
    return replace(component, terms=ChargeTerms(**terms))


CATALOG = make_catalog(
    prices=[
        with_terms(make_price("A-1", "100"), free_months=2, free_from=12),
        with_terms(make_price("A-1", "500", charge="one_time"), waived_from=12),
    ],
)


def spread(measure, months=12, **context):
    manual = (ManualAdjustment("", "target", Decimal(50), measure),)
    configuration = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    priced = price(CATALOG, configuration, PricingContext(date(2026, 11, 22), months, manual=manual, **context))
    (found,) = find_spreads(CATALOG, priced)
    return priced, found


def test_waived_charges_are_left_out():
    assert spread("one_time")[1].members == ()
    assert [member.id for member in spread("one_time", months=1)[1].members] == ["1.2.1"]


def test_other_payments_follow_but_the_free_ones():
    priced, found = spread("monthly", start=date(2026, 11, 16), calendar_billing=True)
    payments = priced.lines[0].charges[0].payments
    (member,) = found.members
    free = {f"1.1.{at}" for at, each in enumerate(payments, start=1) if not each.net}
    every = {f"1.1.{at}" for at, _ in enumerate(payments, start=1)}
    assert free and payments[int(member.id[-1]) - 1] is priced.lines[0].charges[0].regular
    assert set(member.followers) == every - free - {member.id} != set()
