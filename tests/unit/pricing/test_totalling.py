"""Totals: what counts where, how many payments, margin, tax of the term."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.contract import read_contract
from configurator.pricing.model import PricingContext, Reduction
from configurator.pricing.totalling import Tally, make_totals, sum_charges
from configurator.values.money import Currency, Money
from tests.factories.catalog import make_catalog, make_offering, make_price

DAY = date(2026, 11, 22)
CNY = Currency("CNY", 2)
EVERYTHING = [
    make_price("A-1", "100", charge="one_time", cost="50"),
    make_price("A-1", "10", cost="5"),
    make_price("A-1", "60", period="year", cost="30"),
    make_price("A-1", "1", charge="usage"),
]


def total(prices, term=12, discount="0", tax_inclusive=True, offerings=("A-1",)):
    catalog = make_catalog(
        offerings=offerings, prices=prices, terms=(1, 6, 12, 13, 24, 36), tax_inclusive=tax_inclusive
    )
    codes = dict.fromkeys(each.offering for each in prices)
    configuration = Configuration(tuple(ConfigurationLine(code, 1) for code in codes), "optimal")
    return price(catalog, configuration, PricingContext(DAY, term, Decimal(discount))).totals


@pytest.mark.parametrize(
    ("months", "payments"), [(1, 1), (11, 1), (12, 1), (13, 2), (24, 2), (25, 3), (36, 3), (60, 5)]
)
def test_yearly_payments_in_advance_are_those_begun(months, payments):
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "60", period="year")], terms=(months,))
    configuration = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    (charge,) = price(catalog, configuration, PricingContext(DAY, months)).lines[0].charges
    assert [(each.first_month, each.count) for each in charge.payments] == [(1, payments)]


@pytest.mark.parametrize(
    ("term", "first_year", "tcv"),
    [(1, 170, 170), (6, 220, 220), (12, 280, 280), (13, 280, 350), (24, 280, 460), (36, 280, 640)],
)
def test_first_year_and_contract_value_follow_the_term(term, first_year, tcv):
    totals = total(EVERYTHING, term)
    assert (totals.first_year.minor, totals.tcv.minor) == (first_year * 100, tcv * 100)
    assert [each.minor for each in (totals.one_time, totals.monthly, totals.annual)] == [10000, 1000, 6000]


def test_usage_is_an_estimate_and_in_no_contract_figure():
    without = total(EVERYTHING[:3], 24)
    totals = total(EVERYTHING, 24)
    assert totals.usage_estimate.minor == 100
    assert (totals.first_year, totals.tcv, totals.list_tcv) == (
        without.first_year,
        without.tcv,
        without.list_tcv,
    )
    assert totals.tax_of_term == without.tax_of_term
    assert totals.margin_percent == without.margin_percent


def test_tax_by_rate_counts_every_charge_once_usage_included():
    totals = total([make_price("A-1", "106"), make_price("A-1", "53", charge="usage")], 36)
    assert {rate: tax.minor for rate, tax in totals.tax_by_rate.items()} == {Decimal("0.06"): 900}


def test_list_contract_value_is_before_discounts():
    totals = total(EVERYTHING, 24, discount="10")
    assert (totals.list_tcv.minor, totals.tcv.minor) == (46000, 41400)


@pytest.mark.parametrize(
    ("discount", "margin"),
    [("0", "50.00"), ("10", "44.44"), ("50", "0.00"), ("75", "-100.00"), ("100", None)],
)
def test_margin_is_of_the_contract_value(discount, margin):
    found = total(EVERYTHING, 12, discount).margin_percent
    assert (None if found is None else str(found)) == margin


def test_margin_is_unknown_when_a_contract_charge_has_no_cost():
    assert total([*EVERYTHING[:2], make_price("A-1", "60", period="year")]).margin_percent is None


def test_tax_of_the_term_is_sorted_and_summed_by_rate():
    offerings = [
        make_offering("A-1", tax="G13"),
        make_offering("B-1", tax="Z0"),
        make_offering("C-1", tax="W9"),
    ]
    offerings.append(make_offering("D-1", tax="B9"))
    prices = [make_price(each.code, "100") for each in offerings]
    lines = total(prices, 12, offerings=offerings).tax_of_term
    assert [(str(line.rate), line.inclusive.minor) for line in lines] == [
        ("0", 120000),
        ("0.09", 240000),
        ("0.13", 120000),
    ]


def test_contract_amount_is_taxed_once_and_not_month_by_month():
    # 0.10 a month holds 0.09 without tax; twelve of them are 1.20 and hold 1.13, not 12 × 0.09 = 1.08.
    totals = total([make_price("A-1", "0.10")], 12)
    assert [line.ex_tax.minor for line in totals.tax_of_term] == [113]
    assert totals.tax_by_rate == {Decimal("0.06"): totals.monthly - type(totals.monthly)(9, totals.monthly.currency)}


def test_nothing_taken_totals_nothing():
    catalog = make_catalog(offerings=["A-1"])
    totals = price(catalog, Configuration((), "optimal"), PricingContext(DAY, 12)).totals
    assert not any((totals.one_time, totals.monthly, totals.annual, totals.first_year, totals.tcv))
    assert (totals.tax_by_rate, totals.tax_of_term, totals.margin_percent) == ({}, (), None)


def sum_savings(*reductions):
    """The savings of a quote whose only charge has these reductions in its one payment."""
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", charge="one_time")])
    context = PricingContext(DAY, 12)
    (line,) = price(catalog, Configuration((ConfigurationLine("A-1", 1),), "optimal"), context).lines
    (charge,) = line.charges
    (payment,) = charge.payments
    tally = Tally()
    reduced = replace(charge, payments=(replace(payment, reductions=reductions),))
    tally.add(sum_charges([reduced], tax_inclusive=True))
    return make_totals(tally, read_contract(context), CNY).savings


def test_who_bears_two_savings_of_one_programme_is_summed():
    """Of 100 the partner bears 40 and the operator 60, of 10 the partner all: shares may change with the month."""
    shared = Reduction("ROTATE", Money(10000, CNY), {"partner": Decimal(40), "operator": Decimal(60)})
    alone = Reduction("ROTATE", Money(1000, CNY), {"partner": Decimal(100)})
    other = Reduction("POINTS", Money(500, CNY), {"operator": Decimal(100)})
    points, rotating = sum_savings(shared, other, alone)
    assert (rotating.programme, rotating.amount.minor) == ("ROTATE", 11000)
    assert {party: share.minor for party, share in rotating.funded.items()} == {"operator": 6000, "partner": 5000}
    assert (points.programme, points.amount.minor, points.funded["operator"].minor) == ("POINTS", 500, 500)
