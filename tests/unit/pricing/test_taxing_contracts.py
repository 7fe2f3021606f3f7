"""The contract's tax row by row: bundles are divided, sums are kept, and the order of lines makes no difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.commercial import PLAIN_POLICY
from configurator.catalog.taxation import Rounding, TaxBundle, TaxOn, TaxRegime
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricingContext
from configurator.pricing.pipeline import quote_price
from configurator.pricing.taxing_contracts import list_contract_rows, settle_taxes, tax_contract
from configurator.values.money import Money
from tests.factories.catalog import CNY, make_catalog, make_offering, make_price, make_text

DAY = date(2026, 11, 22)
BUNDLE = TaxBundle("line_with_cpe", make_text("bundle"), ("LINE", "CPE-*"))
TAXES = {"LINE": "B9", "CPE-1": "G13", "CPE-2": "G13", "VM": "V6", "USED": "V6"}


def make(tax_on: str = "line", bundles=(BUNDLE,), **changes: str):
    amounts = {"LINE": "3200", "CPE-1": "360", "CPE-2": "99.99", "VM": "106.01", "USED": "7"} | changes
    return make_catalog(
        offerings=[make_offering(code, tax=tax) for code, tax in TAXES.items()],
        prices=[
            make_price(code, amount, charge="usage" if code == "USED" else "recurring")
            for code, amount in amounts.items()
        ],
        tax_bundles=tuple(bundles),
        policy=replace(PLAIN_POLICY, tax_on=tax_on),
    )


def quote(catalog, quantities, **discounts: str):
    lines = tuple(ConfigurationLine(code, quantity) for code, quantity in quantities.items())
    off = {code.replace("_", "-"): Decimal(percent) for code, percent in discounts.items()}
    return price(catalog, Configuration(lines, "optimal"), PricingContext(DAY, 12, line_discounts=off))


def test_without_bundles_on_lines_the_totals_stay_as_they_were_summed() -> None:
    catalog = make(bundles=())
    priced = quote(catalog, {"LINE": 1, "VM": 2})
    assert settle_taxes(catalog, priced) is priced
    rows = tax_contract(catalog, priced)
    assert [(row.offering, row.bundle) for row, _ in rows] == [("LINE", ""), ("VM", "")]
    assert sum(taxed.tax.minor for _, taxed in rows) == sum(line.tax.minor for line in priced.totals.tax_of_term)


@pytest.mark.parametrize("quantities", [{"LINE": 1}, {"VM": 1}, {"LINE": 1, "VM": 3}, {"CPE-1": 2, "CPE-2": 0}])
def test_a_bundle_of_which_one_offering_is_taken_is_none(quantities) -> None:
    catalog = make()
    priced = quote(catalog, quantities)
    assert settle_taxes(catalog, priced) is priced
    assert all(not row.bundle for row in list_contract_rows(catalog, priced))


@pytest.mark.parametrize("tax_on", ["line", "total"])
@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
def test_a_price_whose_taxes_are_settled_stays_as_it_is(tax_on: str, rounding: str) -> None:
    catalog = make(tax_on)
    catalog = replace(catalog, policy=replace(catalog.policy, rounding=rounding))
    priced = quote(catalog, {"LINE": 1, "CPE-1": 1, "VM": 3}, LINE="12.5")
    assert settle_taxes(catalog, priced).totals == priced.totals
    assert quote_price(catalog, priced, priced.context).totals == priced.totals
    stored = replace(priced, workings=None)
    assert settle_taxes(catalog, stored).totals == priced.totals
    rows = [(row.rate, taxed) for row, taxed in tax_contract(catalog, priced)]
    for line in priced.totals.tax_of_term:
        assert line.tax.minor == sum(taxed.tax.minor for rate, taxed in rows if rate == line.rate)


@pytest.mark.parametrize(("rounding", "tax"), [("half_up", 5), ("half_even", 4)])
def test_halves_of_a_stored_price_are_settled_as_the_catalog_rounds(rounding: str, tax: int) -> None:
    """6 % on top of 0.75 are four and a half cents; the bundle beside it is what there is to settle."""
    catalog = make_catalog(
        offerings=[make_offering(code, tax=tax) for code, tax in TAXES.items()],
        prices=[make_price("LINE", "3200"), make_price("CPE-1", "360"), make_price("VM", "0.75", charge="one_time")],
        tax_bundles=(BUNDLE,),
        tax_inclusive=False,
        policy=replace(PLAIN_POLICY, rounding=rounding),
    )
    priced = quote(catalog, {"LINE": 1, "CPE-1": 1, "VM": 1})
    for each in (priced, replace(priced, workings=None)):
        taxes = {str(line.rate): line.tax.minor for line in settle_taxes(catalog, each).totals.tax_of_term}
        assert taxes["0.06"] == tax


def test_usage_is_in_no_row() -> None:
    catalog = make()
    rows = list_contract_rows(catalog, quote(catalog, {"USED": 5, "LINE": 1, "CPE-1": 1}))
    assert [row.offering for row in rows] == ["CPE-1", "LINE"]


def test_what_is_given_away_bears_its_part() -> None:
    catalog = make()
    priced = quote(catalog, {"LINE": 1, "CPE-1": 1}, CPE_1="100")
    rows = {row.offering: row for row in list_contract_rows(catalog, priced)}
    assert {code: (str(row.net), row.bundle) for code, row in rows.items()} == {
        "LINE": ("34516.85", "line_with_cpe"),
        "CPE-1": ("3883.15", "line_with_cpe"),
    }


def test_a_bundle_without_any_list_price_is_left_as_it_is() -> None:
    catalog = make(LINE="0", **{"CPE-1": "0"})
    rows = list_contract_rows(catalog, quote(catalog, {"LINE": 1, "CPE-1": 1}))
    assert [(row.net.minor, row.bundle) for row in rows] == [(0, ""), (0, "")]


def test_on_totals_the_taxes_of_regular_payments_are_those_of_their_sums() -> None:
    catalog = make("total", bundles=(), VM="0.10", LINE="0.10")
    totals = quote(catalog, {"VM": 1, "LINE": 1, "USED": 1}).totals
    # 0.10 + 7.00 at 6 % hold 6.70 and 0.40; 0.10 at 9 % holds 0.01
    assert {str(rate): tax.minor for rate, tax in totals.tax_by_rate.items()} == {"0.06": 40, "0.09": 1}
    assert {str(line.rate): line.tax.minor for line in totals.tax_of_term} == {"0.06": 7, "0.09": 10}


def sum_by_rate(rows):
    """What rows with their tax come to at each rate, as the contract's tax block says it."""
    sums = {}
    for row, taxed in rows:
        parts = (taxed.inclusive, taxed.ex_tax, taxed.tax)
        sums[row.rate] = tuple(map(add, sums[row.rate], parts)) if row.rate in sums else parts
    return sums


@pytest.mark.parametrize(("rounding", "tax"), [(Rounding.HALF_EVEN, 4), (Rounding.HALF_UP, 5)])
def test_on_totals_taxes_are_rounded_as_the_regime_does_and_in_the_quotes_currency(rounding, tax) -> None:
    regime = TaxRegime("HOME", make_text("home"), is_home=True, tax_on=TaxOn.TOTAL, rounding=rounding)
    changes = {"tax_regimes": {"HOME": regime}, "tax_inclusive": False}
    catalog = replace(make(bundles=(), VM="0.75"), **changes)
    priced = price(catalog, Configuration((ConfigurationLine("VM", 1),), "optimal"), PricingContext(DAY, 1))
    ((row, taxed),) = tax_contract(catalog, priced)
    # 0.75 at 6 % is 0.045
    assert priced.totals.tax_by_rate == {Decimal("0.06"): Money(tax, CNY)}
    assert (row.list, row.net, taxed.tax) == (Money(75, CNY), Money(75, CNY), Money(tax, CNY))


@pytest.mark.parametrize("rounding", Rounding)
def test_on_lines_the_tax_of_a_divided_row_takes_the_place_of_its_own(rounding) -> None:
    """0.50 for the line, its box given away: 0.25 for each, at 9 % and at 13 %; 0.50 at 9 % is half a cent."""
    regime = TaxRegime("HOME", make_text("home"), is_home=True, rounding=rounding)
    catalog = replace(make(LINE="0.50", **{"CPE-1": "0.50"}), tax_regimes={"HOME": regime}, tax_inclusive=False)
    lines = tuple(ConfigurationLine(code, 1) for code in ("LINE", "CPE-1"))
    context = PricingContext(DAY, 1, line_discounts={"CPE-1": Decimal(100)})
    block = price(catalog, Configuration(lines, "optimal"), context).totals.tax_of_term
    assert {str(line.rate): (line.ex_tax.minor, line.tax.minor) for line in block} == {"0.09": (25, 2), "0.13": (25, 3)}


QUANTITIES = st.fixed_dictionaries({code: st.integers(0, 9) for code in ("LINE", "CPE-1", "CPE-2", "VM")})
PERCENTS = st.fixed_dictionaries({code: st.integers(0, 100).map(str) for code in ("LINE", "CPE_1", "VM")})


@given(QUANTITIES, PERCENTS, st.sampled_from(list(TaxOn)), st.randoms(use_true_random=False))
def test_rows_keep_the_sum_whatever_is_divided_and_in_whatever_order_lines_stand(
    quantities, percents, tax_on, random
) -> None:
    catalog = make(tax_on.value)
    priced = quote(catalog, quantities, **percents)
    rows = tax_contract(catalog, priced)
    assert sum(row.net.minor for row, _ in rows) == priced.totals.tcv.minor
    assert sum(taxed.inclusive.minor for _, taxed in rows) == priced.totals.tcv.minor
    assert all(taxed.inclusive == taxed.ex_tax + taxed.tax and taxed.tax.minor >= 0 for _, taxed in rows)
    block = {line.rate: (line.inclusive, line.ex_tax, line.tax) for line in priced.totals.tax_of_term}
    assert block == sum_by_rate(rows)
    shuffled = list(quantities.items())
    random.shuffle(shuffled)
    again = quote(catalog, dict(shuffled), **percents)
    assert again.totals == priced.totals

    def by_offering(found):
        return [(row.offering, row.net, taxed) for row, taxed in found]

    assert by_offering(tax_contract(catalog, again)) == by_offering(rows)
