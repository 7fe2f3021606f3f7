"""Bundles in the running contract: the bills of its months, the quote that began it, and months that lapse."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from configurator.pricing import price
from tests.oracle.pricing.anchoring import judge
from tests.oracle.pricing.building import build
from tests.oracle.pricing.comparing import compare
from tests.oracle.pricing.granting import monthly_of
from tests.oracle.pricing.test_pricing_invariants import many, worlds
from tests.oracle.pricing.world import MonthEnd, Price, Tier

NEXT_MONTHS = 30
PLAIN = Price("recurring", "month")


def active_lines(world, ended=()):
    return {
        number: (line.code, monthly_of(world, line))
        for number, line in enumerate(world.lines, start=1)
        if line.quantity and number not in ended
    }


def bills_of(world, bundle, ends):
    """What is off the bill of every month from the second on, by line."""
    return [judge(world, bundle, end.month, active_lines(world, end.ended), end.arrears)[0] for end in ends]


def only_bundle(world):
    """The quote with one bundle and nothing else that changes a price: a rate a month for each line, no discounts."""
    bundle = next(each for each in world.programmes if each.anchor)
    plain = replace(bundle, on_request=False, least_tenure=None, valid_from=None, valid_to=None, charges=("recurring",))
    plain = replace(plain, stage="p1", group="", untouched_below=0, funding=())
    offers = tuple(replace(each, prices=(plain_price(each.prices[0]),)) for each in world.offers)
    empty = {"ramps": (), "floors": (), "roundings": (), "manual": (), "line_discounts": (), "factors": ()}
    cleared = {"term_discounts": (), "quote_discount": 0, "start": None, "end": None, "calendar": False, "loyalty": ()}
    stages = (("p1", "programme"), ("manual", "manual"))
    at_home = {"regime": "", "exchange": None, "term": max(2, world.term), "programmes": (plain,), "stages": stages}
    return replace(world, offers=offers, **empty, **cleared, **at_home)


def plain_price(price):
    amount = next((tier.amount for tier in price.tiers if tier.amount), 990_000)
    return replace(PLAIN, tiers=(Tier(1, amount),))


@many
@given(worlds)
def test_the_bills_of_an_undisturbed_contract_are_what_its_quote_said(world):
    assume(any(each.anchor for each in world.programmes))
    alone = only_bundle(world)
    ends = [MonthEnd(month) for month in range(1, alone.term)]
    assert compare(replace(alone, ends=tuple(ends[:NEXT_MONTHS]))) is None
    first = judge(alone, alone.programmes[0], 0, active_lines(alone), 0)[0]
    billed = [first, *bills_of(alone, alone.programmes[0], ends)]
    for line in price(*build(alone)).lines:
        for charge in line.charges:
            for payment in charge.payments:
                for month in range(payment.first_month, payment.first_month + payment.count):
                    assert payment.list.minor - payment.net.minor == billed[month - 1].get(line.number, 0)


@many
@given(worlds, st.integers(1, NEXT_MONTHS - 1), st.sampled_from(["arrears", "anchors"]))
def test_a_month_that_lapses_takes_nothing_back(world, lapsed, why):
    assume(any(each.anchor for each in world.programmes))
    bundle = replace(next(each for each in world.programmes if each.anchor), most_arrears=30)
    calm = [MonthEnd(month) for month in range(1, NEXT_MONTHS)]
    failing = {"arrears": MonthEnd(lapsed, (), 31), "anchors": MonthEnd(lapsed, tuple(active_lines(world)))}
    troubled = [failing[why] if end.month == lapsed else end for end in calm]
    expected = bills_of(world, bundle, calm)
    expected[lapsed - 1] = {}
    assert bills_of(world, bundle, troubled) == expected
    others = tuple(bundle if each.key == bundle.key else each for each in world.programmes)
    assert compare(replace(world, programmes=others, ends=tuple(troubled))) is None
