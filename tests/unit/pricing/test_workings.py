"""Prices that take over what did not change from the price before are the prices from nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.benching.charging import SHAPES, TERM, change_line, make_sale
from configurator.catalog.model import PriceModel
from configurator.configuration.model import Configuration
from configurator.pricing import PricingRefused, price
from configurator.pricing.model import RampStep
from tests.factories.catalog import make_catalog

DAY = date(2026, 11, 22)
SALE = make_sale(make_catalog(offerings=["X-1"], terms=(1, 12, TERM)), 45, DAY)
FIRST = "BENCH-00000"


@pytest.fixture
def before():
    return price_sale(SALE)


def price_sale(sale, previous=None):
    return price(sale.catalog, sale.configuration, sale.context, previous)


def with_lines(sale, lines):
    return replace(sale, configuration=Configuration(tuple(lines), "feasible"))


def assert_same(sale, previous):
    warm, cold = price_sale(sale, previous), price_sale(sale)
    assert warm.lines == cold.lines
    assert warm.totals == cold.totals
    return warm


@pytest.mark.parametrize("number", [1, 2, 8, 20, 45])
def test_one_changed_line(before, number):
    assert_same(change_line(SALE, number), before)


def test_lines_left_out_added_and_in_another_order(before):
    lines = SALE.configuration.lines
    for changed in (lines[:-5], lines[5:], lines[::-1], (*lines, lines[3]), lines[:1], ()):
        assert_same(with_lines(SALE, changed), before)


def test_change_after_change_and_back(before):
    changed = change_line(SALE, 3)
    after = assert_same(changed, before)
    shorter = with_lines(changed, changed.configuration.lines[:30])
    assert assert_same(SALE, assert_same(shorter, after)).totals == before.totals


@pytest.mark.parametrize(
    "changes",
    [
        {"line_discounts": {FIRST: Decimal(50)}},
        {"line_discounts": {}},
        {"ramps": {FIRST: (RampStep(2, 9),)}},
        {"ramps": {}},
        {"discount_percent": Decimal(9)},
        {"term_months": 12},
        {"inputs": {"bench_grade": "plain"}},
        {"manual": ()},
        {"codes": frozenset()},
        {"start": None},
        {"day": date(2026, 12, 1)},
    ],
)
def test_another_context(before, changes):
    assert_same(replace(SALE, context=replace(SALE.context, **changes)), before)


def test_another_catalog_of_the_same_offerings(before):
    dearer = {code: (replace(part, cost=None),) for code, (part,) in SALE.catalog.prices.items()}
    assert_same(replace(SALE, catalog=replace(SALE.catalog, prices=dearer)), before)


def test_lines_that_did_not_change_are_taken_over(before):
    after = price_sale(change_line(SALE, 45), before)
    plain = [at for at in range(45) if SHAPES[at % len(SHAPES)].model is not PriceModel.PERCENT_OF]
    assert [at for at in plain if before.lines[at] is not after.lines[at]] == [44]


def test_the_price_before_stays_as_it_was(before):
    totals, lines = before.totals, before.lines
    price_sale(change_line(SALE, 1), before)
    assert (before.totals, before.lines) == (totals, lines)
    assert price_sale(SALE, before).totals == totals


def test_a_changed_line_is_still_checked(before):
    bad = replace(SALE.configuration.lines[0], quantity=-1)
    with pytest.raises(PricingRefused) as refusal:
        price_sale(with_lines(SALE, (*SALE.configuration.lines[1:], bad)), before)
    assert [(each.code, each.field) for each in refusal.value.problems] == [("pricing_quantity_negative", "lines.45")]


def test_a_changed_context_is_still_checked(before):
    wrong = replace(SALE, context=replace(SALE.context, term_months=5))
    with pytest.raises(PricingRefused):
        price_sale(wrong, before)
