"""Prices that take over what did not change from the price before are the prices from nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.benching.charging import SHAPES, TERM, change_line, make_sale
from configurator.catalog.model import PriceModel
from configurator.catalog.taxation import ExchangeRate, TaxBundle, TaxOn, TaxRegime, Treatment
from configurator.configuration.model import Configuration
from configurator.pricing import PricingRefused, price
from configurator.pricing.model import RampStep
from configurator.pricing.workings import find_tally
from configurator.values.dates import DateRange
from tests.factories.catalog import make_catalog, make_tax_rate, make_text

DAY = date(2026, 11, 22)
REGIMES = {
    "cn": TaxRegime("cn", make_text("cn"), is_home=True),
    "export": TaxRegime("export", make_text("export"), category="EX", treatment=Treatment.ZERO_RATED),
    "uk": TaxRegime("uk", make_text("uk"), category="GB20", tax_on=TaxOn.TOTAL),
}
BRITISH = [
    replace(make_tax_rate("GB20", rate), regime="uk", valid=valid)
    for rate, valid in (
        ("0.2", DateRange(None, date(2027, 3, 31))),
        ("0.22", DateRange(date(2027, 4, 1), None)),
    )
]
AROUND = make_catalog(
    offerings=["X-1"],
    terms=(1, 12, TERM),
    tax_rates=[make_tax_rate("V6", "0.06"), *BRITISH],
    tax_regimes=REGIMES,
    tax_inclusive=True,
)
SALE = make_sale(AROUND, 45, DAY)
FIRST = "BENCH-00000"
YEN = ExchangeRate("JPY", Decimal("21.65"), DAY)
POUND = ExchangeRate("GBP", Decimal("0.1064"), DAY)
ABROAD = {
    "home": {},
    "export": {"tax_regime": "export"},
    "uk": {"tax_regime": "uk"},
    "yen": {"exchange": YEN},
    "uk in pounds": {"tax_regime": "uk", "exchange": POUND},
}
BUNDLE = TaxBundle("bench", make_text("bundle"), ("BENCH-00001", "BENCH-0000*"))


def quoted(sale, **changes):
    return replace(sale, context=replace(sale.context, **changes))


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


@pytest.mark.parametrize("said", ABROAD.values(), ids=ABROAD)
@pytest.mark.parametrize("number", [1, 2, 8, 20, 45])
def test_one_changed_line(number, said):
    sale = quoted(SALE, **said)
    assert_same(change_line(sale, number), price_sale(sale))


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
        {"tax_regime": ""},
        {"tax_regime": "export"},
        {"exchange": None},
        {"exchange": YEN},
        {"exchange": replace(POUND, rate=Decimal("0.11"))},
        {"exchange": replace(POUND, source="another bank")},
    ],
)
@pytest.mark.parametrize("said", [ABROAD["home"], ABROAD["uk in pounds"]], ids=["home", "abroad"])
def test_another_context(said, changes):
    sale = quoted(SALE, **said)
    assert_same(quoted(sale, **changes), price_sale(sale))


def test_another_catalog_of_the_same_offerings(before):
    dearer = {code: (replace(part, cost=None),) for code, (part,) in SALE.catalog.prices.items()}
    assert_same(replace(SALE, catalog=replace(SALE.catalog, prices=dearer)), before)


def test_lines_that_did_not_change_are_taken_over(before):
    after = price_sale(change_line(SALE, 45), before)
    plain = [at for at in range(45) if SHAPES[at % len(SHAPES)].model is not PriceModel.PERCENT_OF]
    assert [at for at in plain if before.lines[at] is not after.lines[at]] == [44]


@pytest.mark.parametrize("said", list(ABROAD.values())[1:], ids=list(ABROAD)[1:])
def test_lines_that_did_not_change_are_taken_over_abroad(said):
    sale = quoted(SALE, **said)
    first = price_sale(sale)
    after = price_sale(change_line(sale, 45), first)
    plain = [at for at in range(45) if SHAPES[at % len(SHAPES)].model is not PriceModel.PERCENT_OF]
    assert [at for at in plain if first.lines[at] is not after.lines[at]] == [44]


def test_lines_alike_are_restated_once():
    line = SALE.configuration.lines[0]
    priced = price_sale(with_lines(quoted(SALE, tax_regime="uk"), [line, replace(line)]))
    assert priced.lines[0].charges is priced.lines[1].charges


def test_a_discount_on_one_line_restates_only_that_line():
    sale = quoted(SALE, **ABROAD["uk in pounds"])
    first = price_sale(sale)
    after = price_sale(quoted(sale, line_discounts={**sale.context.line_discounts, FIRST: Decimal(50)}), first)
    plain = [at for at in range(45) if SHAPES[at % len(SHAPES)].model is not PriceModel.PERCENT_OF]
    assert [at for at in plain if first.lines[at].charges is not after.lines[at].charges] == [0]


def test_sums_are_found_for_lines_that_they_were_not_kept_for(before):
    fewer = replace(before, lines=before.lines[:3], workings=None)
    assert find_tally(fewer).find("tcv") == sum_tcv(fewer.lines)
    assert find_tally(before).find("tcv") == before.totals.tcv.minor == sum_tcv(before.lines)


def sum_tcv(lines):
    charges = [charge for line in lines for charge in line.charges if charge.kind != "usage"]
    return sum(payment.net.minor * payment.count for charge in charges for payment in charge.payments)


def test_a_memory_that_is_full_is_begun_anew(monkeypatch):
    sale = quoted(SALE, tax_regime="uk")
    first = price_sale(sale)
    monkeypatch.setattr("configurator.pricing.workings._MOST_KEPT", len(first.workings.listed))
    kept = assert_same(sale, first)
    assert kept.lines[0] is first.lines[0]
    monkeypatch.setattr("configurator.pricing.workings._MOST_KEPT", 0)
    assert assert_same(sale, first).lines[0] is not first.lines[0]


SHORT = make_sale(AROUND, 22, DAY)
BUNDLED = replace(SHORT, catalog=replace(SHORT.catalog, tax_bundles=(BUNDLE,)))
EDITS = st.one_of(
    st.tuples(st.just("more"), st.integers(0, 99)),
    st.tuples(st.just("out"), st.integers(0, 99)),
    st.tuples(st.just("twice"), st.integers(0, 99)),
    st.tuples(st.just("turned"), st.integers(0, 99)),
    st.tuples(st.just("discount"), st.integers(0, 99)),
    st.tuples(st.just("abroad"), st.integers(0, 99)),
)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([SHORT, BUNDLED, replace(SHORT, context=make_sale(AROUND, 22, DAY, spread=True).context)]),
    st.sampled_from(list(ABROAD.values())),
    st.lists(EDITS, min_size=1, max_size=5),
)
def test_any_changes_one_after_the_other_give_the_price_from_nothing(sale, said, edits):
    sale = quoted(sale, **said)
    priced = price_sale(sale)
    for edit, at in edits:
        sale = apply(sale, edit, at)
        priced = price_sale(sale, priced)
    cold = price_sale(sale)
    assert (priced.lines, priced.totals, priced.currency) == (cold.lines, cold.totals, cold.currency)


def apply(sale, edit, number):
    """The sale after an edit of one of its lines, its discounts, or where it is taxed."""
    lines = list(sale.configuration.lines)
    at = number % len(lines) if lines else 0
    if edit == "abroad":
        return quoted(sale, **{"tax_regime": "", "exchange": None, **list(ABROAD.values())[number % len(ABROAD)]})
    if edit == "discount":
        return quoted(sale, line_discounts={f"BENCH-{at:05d}": Decimal(number)})
    if edit == "more" and lines:
        return change_line(sale, at + 1)
    return with_lines(
        sale, {"out": lines[:at] + lines[at + 1 :], "twice": lines + lines[at : at + 1]}.get(edit, lines[::-1])
    )


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
