"""Amounts: decimals of currencies, prices below cost without anybody's discount, prices and rates that end."""

from __future__ import annotations

from datetime import date

import pytest

from configurator.catalog.model import Catalog, PriceFactor
from configurator.catalog.reading import read_catalog
from configurator.linter.amounts import check_currency, check_reduced_prices
from configurator.linter.coverage import check_price_ends, check_tax_ends
from configurator.rules.rulebook import read_rules
from configurator.values.dates import DateRange
from configurator.values.money import Currency
from tests.factories.catalog import (
    make_catalog,
    make_offering,
    make_price,
    make_price_factor,
    make_tax_rate,
    make_term_discount,
    since,
    until,
)
from tests.factories.catalog_files import changed

NEW_YEAR, EVE = date(2027, 1, 1), date(2026, 12, 31)


def find(check, catalog: Catalog):
    load = read_rules(catalog)
    assert load.book is not None
    return list(check(catalog, load.book))


@pytest.mark.parametrize(("code", "exponent"), [("CNY", 2), ("KRW", 0), ("JPY", 0), ("KWD", 3), ("EUR", 2)])
def test_usual_decimals_are_fine(code: str, exponent: int) -> None:
    assert find(check_currency, make_catalog(currency=Currency(code, exponent))) == []


@pytest.mark.parametrize(("code", "exponent", "usual"), [("CNY", 0, 2), ("KRW", 2, 0), ("KWD", 2, 3)])
def test_unusual_decimals_are_told(code: str, exponent: int, usual: int) -> None:
    (problem,) = find(check_currency, make_catalog(currency=Currency(code, exponent)))
    assert (problem.code, problem.params) == (
        "currency_decimals",
        {"currency": code, "decimals": exponent, "usual": usual},
    )


def test_unusual_decimals_are_told_at_the_currency() -> None:
    catalog = read_catalog(changed("catalog.yaml", "currency: CNY", "currency: KRW\ncurrency_exponent: 2")).catalog
    assert catalog
    (problem,) = find(check_currency, catalog)
    assert str(problem.location).startswith("catalog.yaml:")
    assert problem.location and problem.location.line > 1


def test_a_currency_that_the_standard_does_not_list_is_told() -> None:
    (problem,) = find(check_currency, make_catalog(offerings=["A-1"], currency=Currency("BTC", 8)))
    assert (problem.code, problem.params) == ("currency_unlisted", {"currency": "BTC"})


def reduced(*factors: PriceFactor, cost: str = "60", percent: str = "30", **offering: object):
    catalog = make_catalog(
        offerings=[make_offering("A-1", **offering)],
        prices=[make_price("A-1", model="volume", tiers={1: "100", 10: "90"}, cost=cost)],
        term_discounts=[make_term_discount("A-*", 36, percent)],
        price_factors=factors,
    )
    return find(check_reduced_prices, catalog)


def test_a_term_discount_below_cost_is_told_at_the_lowest_tier() -> None:
    (problem,) = reduced(cost="65")
    assert (problem.code, str(problem.location)) == ("price_below_cost_reduced", "prices/demo.csv:3:1")
    assert problem.params == {"offering": "A-1", "share": "70", "left": "63", "cost": "65"}


def test_a_price_that_still_pays_its_cost_is_fine() -> None:
    assert reduced(cost="63") == []


def test_factor_and_term_discount_meet() -> None:
    (problem,) = reduced(make_price_factor("A-1", "low", "0.9"), cost="60")
    assert problem.params["left"] == "56.7"


def test_a_factor_above_one_saves_nothing_for_other_customers() -> None:
    (problem,) = reduced(make_price_factor("A-1", "high", "3"), cost="65")
    assert problem.params["share"] == "70"


def test_what_is_passed_through_earns_no_term_discount() -> None:
    assert reduced(cost="65", pass_through=True) == []


def test_a_price_below_cost_at_list_is_said_once_and_elsewhere() -> None:
    assert reduced(cost="95") == []


def test_a_commitment_that_is_not_offered_earns_nothing() -> None:
    assert reduced(cost="60", percent="0") == []


def test_discounts_count_only_while_they_and_the_price_are_in_force() -> None:
    catalog = make_catalog(
        offerings=["A-1"],
        prices=[make_price("A-1", "100", cost="90", valid=since(NEW_YEAR))],
        term_discounts=[make_term_discount("A-1", 12, "50", valid=until(EVE))],
    )
    assert find(check_reduced_prices, catalog) == []


def test_an_offering_whose_prices_all_end_is_told_with_the_last_day() -> None:
    prices = [make_price("A-1", valid=until(EVE)), make_price("A-1", charge="one_time", valid=until(NEW_YEAR))]
    prices += [make_price("B-1", valid=until(EVE)), make_price("B-1", valid=since(NEW_YEAR))]
    (problem,) = find(check_price_ends, make_catalog(prices=prices))
    assert (problem.code, problem.params) == ("price_ends", {"offering": "A-1", "last": "2027-01-01"})


def test_a_tax_category_whose_rates_all_end_is_told() -> None:
    rates = [
        make_tax_rate("I6", "0.06", until(EVE)),
        make_tax_rate("B9", "0.06", until(EVE)),
        make_tax_rate("B9", "0.09", DateRange(NEW_YEAR)),
    ]
    (problem,) = find(check_tax_ends, make_catalog(tax_rates=rates))
    assert (problem.code, problem.params) == ("tax_ends", {"category": "I6", "last": "2026-12-31"})


def test_a_cost_of_nothing_is_paid_by_any_price() -> None:
    assert reduced(cost="0") == []


def test_a_package_has_to_pay_its_units_and_a_percentage_pays_no_unit() -> None:
    rows = [
        make_price("A-1", "100", model="package", cost="8", block=10),
        make_price("A-1", "15", model="percent_of", period="quarter", cost="20", base=["B-1"]),
    ]
    catalog = make_catalog(offerings=["A-1"], prices=rows, term_discounts=[make_term_discount("A-*", 36, "25")])
    (problem,) = find(check_reduced_prices, catalog)
    assert problem.params == {"offering": "A-1", "share": "75", "left": "75", "cost": "80"}
