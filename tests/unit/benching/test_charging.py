"""The made-up quotes that pricing is measured on: always the same, with every model and adjustment in them."""

from datetime import date

import pytest

from configurator.benching.charging import ADJUSTMENTS, RAMPED, SHAPES, TERM, change_line, make_sale
from configurator.catalog.model import Family, PriceModel
from configurator.pricing import price
from configurator.values.periods import ChargeKind, Period
from tests.factories.catalog import make_catalog, make_text

DAY = date(2026, 11, 22)
FAMILIES = {code: Family(code, make_text(code), code.lower()) for code in ("ONE", "TWO")}
AROUND = make_catalog(offerings=["X-1"], terms=(1, 12, TERM), families=FAMILIES)


@pytest.fixture(scope="module")
def sale():
    return make_sale(AROUND, 60, DAY)


@pytest.fixture(scope="module")
def priced(sale):
    return price(sale.catalog, sale.configuration, sale.context)


def test_goes_round_every_model_charge_and_period():
    assert {shape.model for shape in SHAPES} == set(PriceModel)
    assert {shape.kind for shape in SHAPES} == set(ChargeKind)
    assert {shape.period for shape in SHAPES} == {None, *Period}


def test_every_line_has_an_offering_of_its_own_and_one_charge(sale, priced):
    assert len({line.offering for line in sale.configuration.lines}) == 60
    assert [len(line.charges) for line in priced.lines] == [1] * 60


def test_every_adjustment_takes_effect(sale, priced):
    payments = [each for line in priced.lines for charge in line.charges for each in charge.payments]
    steps = {step.step for payment in payments for step in payment.trace}
    assert {"term_discount", "programme", "manual_discount", "floor", "round", "escalation"} <= steps
    assert {saving.programme for saving in priced.totals.savings} == set(sale.catalog.programmes)
    assert [stage.key for stage in sale.catalog.policy.stages] == [key for key, _ in ADJUSTMENTS]


def test_some_quantities_rise_during_the_contract(sale):
    assert list(sale.context.ramps) == [f"BENCH-{at:05d}" for at in range(RAMPED - 1, 60, RAMPED)]


def test_the_same_quote_every_time(sale):
    again = make_sale(AROUND, 60, DAY)
    assert again.configuration == sale.configuration
    assert again.catalog.prices == sale.catalog.prices


def test_a_changed_line_has_one_more(sale, priced):
    changed = change_line(sale, 3)
    before, after = sale.configuration.lines, changed.configuration.lines
    assert [at for at in range(60) if before[at] != after[at]] == [2]
    assert after[2].quantity == before[2].quantity + 1
    warm = price(changed.catalog, changed.configuration, changed.context, priced)
    assert warm.totals == price(changed.catalog, changed.configuration, changed.context).totals


def test_an_amount_off_the_whole_quote_is_taken_on_request(priced):
    spread = make_sale(AROUND, 60, DAY, spread=True)
    cheaper = price(spread.catalog, spread.configuration, spread.context)
    assert any(step.step == "spread" for line in cheaper.lines for each in line.charges for step in each.trace)
    assert not any(step.step == "spread" for line in priced.lines for each in line.charges for step in each.trace)
