"""Whoever calls for a price is told what is wrong with dates, ramps and adjustments: field, reason and remedy."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import PricingRefused, price
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.values.money import Currency, CurrencyMismatch, FigureRefused, Money, parse_figure
from configurator.values.refusal import Refusal
from configurator.values.text import LANGUAGES
from configurator.wording import say_problem
from tests.factories.catalog import make_catalog, make_price

DAY = date(2026, 11, 22)
CATALOG = make_catalog(offerings=["A-1"], prices=[make_price("A-1"), make_price("A-1", charge="one_time")])
CONTEXT = PricingContext(DAY, 12, start=DAY)
NO_FIGURES = ("NaN", "sNaN", "Infinity", "-Infinity", "1e1000000", "-1e1000000", "1e15", "1" * 30, "0.0000001")
SCOPES = ("", "*", "A-1", "@DEMO", "@NOBODY", "A-*")


def configure(quantity=3):
    return Configuration((ConfigurationLine("A-1", quantity),), "optimal")


def refuse(**changes):
    """Code and field of everything that is wrong; each can be said in both languages with its remedy."""
    with pytest.raises(PricingRefused) as refusal:
        price(CATALOG, configure(), replace(CONTEXT, **changes))
    for problem in refusal.value.problems:
        for language in LANGUAGES:
            sentence, hint = say_problem(language, problem)
            assert sentence and hint and "{" not in sentence + hint
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def accept(**changes):
    return price(CATALOG, configure(), replace(CONTEXT, **changes))


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("form", ["percent", "amount", "target"])
@pytest.mark.parametrize("value", NO_FIGURES)
def test_an_adjustment_is_a_plain_figure(value, form, scope):
    found = refuse(manual=(ManualAdjustment(scope, form, Decimal(value)),))
    assert found == [("request_figure_refused", "adjustments.0.value")]


@pytest.mark.parametrize("form", ["percent", "amount", "target"])
def test_an_adjustment_is_not_below_zero(form):
    fine = ManualAdjustment("", form, Decimal(0))
    found = refuse(manual=(fine, ManualAdjustment("", form, Decimal("-0.000001"))))
    assert found == [("request_figure_negative", "adjustments.1.value")]


def test_a_percentage_ends_at_a_hundred():
    assert accept(manual=(ManualAdjustment("", "percent", Decimal(100)),)).totals.tcv.minor == 0
    found = refuse(manual=(ManualAdjustment("A-1", "percent", Decimal("100.000001")),))
    assert found == [("request_percent_out_of_range", "adjustments.0.value")]


def test_an_amount_may_be_as_long_as_a_figure_can_be():
    assert accept(manual=(ManualAdjustment("", "amount", Decimal("999999999999999.999999")),)).totals.monthly.minor == 0
    assert accept(manual=(ManualAdjustment("", "target", Decimal(999)),)).totals.monthly.minor == 99_900


def test_an_adjustment_is_of_a_known_form_and_measure():
    found = refuse(manual=(ManualAdjustment("", "halve", Decimal(5), "weekly"),))
    assert found == [
        ("request_adjustment_form_unknown", "adjustments.0.form"),
        ("request_measure_unknown", "adjustments.0.measure"),
    ]


def test_what_is_said_of_words_is_cut_short():
    with pytest.raises(PricingRefused) as refusal:
        accept(manual=(ManualAdjustment("", "x" * 99, Decimal("-" + "1" * 60), "y" * 99),))
    said = [problem.params["value"] for problem in refusal.value.problems]
    assert said == ["x" * 40, "y" * 40, "-" + "1" * 39]
    assert [problem.params.get("known") for problem in refusal.value.problems] == [
        ("percent", "amount", "target"),
        ("one_time", "monthly", "annual", "usage"),
        None,
    ]
    assert refusal.value.problems[2].params["decimals"] == 6


@pytest.mark.parametrize(
    ("steps", "code", "field"),
    [
        ((RampStep(0, 5),), "request_ramp_unordered", "ramps.A-1.0.from_month"),
        ((RampStep(-3, 5),), "request_ramp_unordered", "ramps.A-1.0.from_month"),
        ((RampStep(5, 5), RampStep(5, 6)), "request_ramp_unordered", "ramps.A-1.1.from_month"),
        ((RampStep(5, 5), RampStep(3, 6)), "request_ramp_unordered", "ramps.A-1.1.from_month"),
        ((RampStep(5, 5), RampStep(7, -1)), "request_figure_negative", "ramps.A-1.1.quantity"),
    ],
)
def test_a_ramp_rises_from_month_one_and_has_no_negative_quantity(steps, code, field):
    assert refuse(ramps={"A-1": steps}) == [(code, field)]


def test_every_step_of_a_ramp_is_held_against_the_latest_before_it():
    with pytest.raises(PricingRefused) as refusal:
        accept(ramps={"A-1": (RampStep(5, 5), RampStep(3, 6), RampStep(4, -2))})
    assert [dict(problem.params) for problem in refusal.value.problems] == [
        {"month": 3, "before": 5},
        {"month": 4, "before": 5},
        {"value": -2},
    ]


def test_a_ramp_may_begin_at_once_and_fall_to_nothing():
    assert accept(ramps={"A-1": (RampStep(1, 2), RampStep(12, 0))}).totals.tcv.minor == 11 * 20_000 + 20_000


def test_a_contract_does_not_end_before_it_starts():
    assert refuse(end=date(2026, 11, 21)) == [("request_end_before_start", "end")]
    assert accept(end=DAY).totals.one_time.minor == 30_000


def test_the_dates_of_a_reversed_contract_are_said():
    with pytest.raises(PricingRefused) as refusal:
        accept(end=date(2026, 1, 2))
    assert dict(refusal.value.problems[0].params) == {"start": "2026-11-22", "end": "2026-01-02"}


def test_an_end_and_calendar_months_need_a_start():
    found = refuse(start=None, end=DAY, calendar_billing=True)
    assert found == [("request_start_missing", "end"), ("request_start_missing", "calendar_billing")]
    assert refuse(start=None, calendar_billing=True) == [("request_start_missing", "calendar_billing")]


@pytest.mark.parametrize("last", [date(2201, 1, 1), date.max])
def test_contracts_end_within_the_calendar(last):
    assert refuse(end=last) == [("request_date_too_far", "end")]
    assert refuse(start=last) == [("request_date_too_far", "start")]


@pytest.mark.parametrize("day", [date(2201, 1, 1), date.max])
def test_a_price_is_of_a_day_within_the_calendar(day):
    assert refuse(day=day, start=None) == [("request_date_too_far", "date")]
    assert accept(day=date(2200, 12, 31), start=None).totals.monthly.minor == 30_000


def test_the_latest_start_is_priced():
    assert accept(start=date(2200, 12, 31)).totals.monthly.minor == 30_000


def test_years_are_said():
    with pytest.raises(PricingRefused) as refusal:
        accept(end=date(2500, 3, 4))
    assert dict(refusal.value.problems[0].params) == {"value": "2500-03-04", "first": 1, "last": 2200}


@pytest.mark.parametrize("percent", ["NaN", "Infinity", "1e1000000", "-1", "100.01", "1" * 30])
def test_discounts_on_the_quote_and_on_lines_are_percentages(percent):
    assert refuse(discount_percent=Decimal(percent)) == [("pricing_discount_out_of_range", "discount_percent")]
    found = refuse(line_discounts={"A-1": Decimal(percent)})
    assert found == [("pricing_discount_out_of_range", "line_discounts.A-1")]


@pytest.mark.parametrize("quantity", [-1, -(10**30)])
def test_negative_quantities_are_refused(quantity):
    with pytest.raises(PricingRefused) as refusal:
        price(CATALOG, configure(quantity), CONTEXT)
    assert [(each.code, each.field) for each in refusal.value.problems] == [("pricing_quantity_negative", "lines.1")]


def test_amounts_beyond_thirty_digits_are_refused_and_not_computed_with():
    with pytest.raises(Refusal):
        price(CATALOG, configure(10**30), CONTEXT)
    with pytest.raises(Refusal):
        accept(ramps={"A-1": (RampStep(2, 10**30),)})


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e1000000", "１２", "1" * 30, "-", "1_000"])
def test_figures_that_people_write_are_read_strictly(text):
    with pytest.raises(FigureRefused):
        parse_figure(text)


def test_currencies_do_not_mix():
    with pytest.raises(CurrencyMismatch):
        Money(100, Currency("CNY", 2)) + Money(100, Currency("USD", 2))
