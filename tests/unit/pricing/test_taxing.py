"""Tax under a regime: which rate holds when, and the contract's tax on lines and on totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.model import TaxRate
from configurator.catalog.sources import Evidence
from configurator.catalog.taxation import Rounding, TaxOn, TaxRegime, Treatment
from configurator.pricing.taxing import (
    find_changes,
    find_rate,
    find_regime,
    open_desk,
    rate_runs,
    tax_rows,
)
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.money import Currency, Money
from configurator.values.problem import SourceLocation
from tests.factories.catalog import make_catalog, make_offering, make_price, make_tax_rate, make_text, since, until

CNY = Currency("CNY", 2)
SIX, NINE, NIL = Decimal("0.06"), Decimal("0.09"), Decimal(0)
NEW_YEAR, EVE = date(2026, 1, 1), date(2025, 12, 31)
RATES = (make_tax_rate("B9D", "0.06", until(EVE)), make_tax_rate("B9D", "0.09", since(NEW_YEAR)))


def regime(key: str, **fields: object) -> TaxRegime:
    return TaxRegime(key, make_text(key), **fields)  # type: ignore[arg-type]


REGIMES = (
    regime("cn", is_home=True, rounding=Rounding.HALF_EVEN),
    regime("uk", category="GB20", tax_on=TaxOn.TOTAL),
    regime("eu", category="RC", treatment=Treatment.REVERSE_CHARGE),
    regime("mixed", categories={"B9D": "GB20"}),
)


@pytest.fixture
def catalog():
    foreign = [replace(make_tax_rate("GB20", "0.2"), regime="uk"), replace(make_tax_rate("I6", "0.05"), regime="mixed")]
    plain = make_catalog(
        offerings=[make_offering("LINE", tax="B9D"), make_offering("VM", tax="I6")],
        prices=[make_price("LINE"), make_price("VM")],
        tax_rates=[*RATES, make_tax_rate("I6", "0.06"), *foreign],
    )
    return replace(plain, tax_regimes={each.key: each for each in REGIMES})


def desk_of(catalog, key: str):
    found = find_regime(catalog, key)
    assert found
    return open_desk(catalog, found)


@pytest.mark.parametrize(("day", "rate"), [(EVE, "0.06"), (NEW_YEAR, "0.09")])
def test_the_rate_of_the_day_counts(day, rate) -> None:
    found = find_rate(RATES, day)
    assert found and found.rate == Decimal(rate)


def test_a_day_without_a_rate_has_none() -> None:
    assert find_rate(RATES[:1], NEW_YEAR) is None
    assert find_rate((), NEW_YEAR) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2025, 7, 1), date(2026, 6, 30), (NEW_YEAR,)),
        (EVE, NEW_YEAR, (NEW_YEAR,)),
        (NEW_YEAR, date(2027, 1, 1), ()),
        (date(2025, 1, 1), EVE, ()),
    ],
)
def test_changes_are_the_days_from_which_another_rate_holds(first, last, days) -> None:
    assert find_changes(RATES, first, last) == days


def test_the_day_after_a_last_rate_is_a_change_too() -> None:
    assert find_changes(RATES[:1], date(2025, 1, 1), date(2027, 1, 1)) == (NEW_YEAR,)
    endless = (make_tax_rate("X", "0.1", DateRange(None, date.max)),)
    assert find_changes(endless, date(2025, 1, 1), date.max) == ()


def test_payments_fall_into_runs_of_one_rate() -> None:
    due = [date(2025, month, 15) for month in (10, 11, 12)] + [date(2026, month, 15) for month in (1, 2)]
    assert [(count, str(rate.rate)) for count, rate in rate_runs(RATES, due) if rate] == [(3, "0.06"), (2, "0.09")]
    assert rate_runs((), due) == ((5, None),)
    assert rate_runs(RATES, ()) == ()


def test_the_home_regime_is_what_no_name_means(catalog) -> None:
    home = find_regime(catalog, "")
    assert home and (home.key, home.rounding) == ("cn", "half_even")
    assert find_regime(catalog, "mars") is None


def test_what_the_catalog_has_no_rate_for_has_none_and_does_not_change(catalog) -> None:
    found = find_regime(catalog, "")
    assert found
    desk = open_desk(catalog, found)
    assert desk.find_rate("nothing", NEW_YEAR) is None
    assert not desk.is_dated("nothing") and desk.find_changes("nothing", EVE, NEW_YEAR) == ()


def test_a_catalog_without_regimes_is_taxed_as_its_policy_says() -> None:
    catalog = make_catalog()
    home = find_regime(catalog, "")
    assert home and (home.is_home, home.rounding, home.tax_on, home.treatment) == (True, "half_up", "line", "taxed")
    assert find_regime(catalog, "cn") is None


def test_the_home_desk_taxes_by_the_offerings_own_categories(catalog) -> None:
    desk = desk_of(catalog, "")
    before, after = desk.find_rate("B9D", EVE), desk.find_rate("B9D", NEW_YEAR)
    assert before and after and (before.rate, after.rate) == (SIX, NINE)
    assert desk.find_changes("B9D", EVE, NEW_YEAR) == (NEW_YEAR,)
    assert desk.inclusive
    assert desk_of(catalog, "") is desk


def test_what_was_looked_up_is_kept_within_bounds(catalog, monkeypatch) -> None:
    monkeypatch.setattr("configurator.pricing.taxing._KEPT_DAYS", 2)
    desk = desk_of(catalog, "mixed")
    days = [date(2026, 1, day) for day in (1, 2, 3, 1, 3)]
    assert [rate and str(rate.rate) for rate in (desk.find_rate("I6", day) for day in days)] == ["0.05"] * 5
    assert len(desk._known) <= 2


def test_a_foreign_desk_maps_categories_and_puts_tax_on_top(catalog) -> None:
    desk = desk_of(catalog, "uk")
    found = {category: desk.find_rate(category, NEW_YEAR) for category in ("B9D", "I6")}
    assert {category: rate and (rate.category, str(rate.rate)) for category, rate in found.items()} == {
        "B9D": ("GB20", "0.2"),
        "I6": ("GB20", "0.2"),
    }
    assert not desk.inclusive
    assert desk.tax(Money(1000, CNY), Decimal("0.2")).inclusive.minor == 1200
    assert desk.find_changes("B9D", EVE, NEW_YEAR) == ()


def test_a_regime_never_borrows_the_home_rates(catalog) -> None:
    desk = desk_of(catalog, "mixed")
    own = desk.find_rate("I6", NEW_YEAR)
    assert own and str(own.rate) == "0.05"
    assert desk.find_rate("B9D", NEW_YEAR) is None


def test_reverse_charge_has_no_rate_but_a_category(catalog) -> None:
    rate = desk_of(catalog, "eu").find_rate("B9D", NEW_YEAR)
    assert rate and (rate.category, rate.rate) == ("RC", NIL)


def test_the_rate_of_reverse_charge_names_the_place_and_the_source_of_its_regime(catalog) -> None:
    place = SourceLocation("tax.yaml", 8, 3)
    reverse = regime(
        "eu",
        category="RC",
        treatment=Treatment.REVERSE_CHARGE,
        evidence=Evidence.SEEN,
        source="EU 2006/112",
        location=place,
    )
    rate = desk_of(replace(catalog, tax_regimes={"eu": reverse}), "eu").find_rate("B9D", NEW_YEAR)
    assert rate == TaxRate("RC", NIL, ALWAYS, Evidence.SEEN, "EU 2006/112", place)


def test_the_regimes_rounding_counts(catalog) -> None:
    # 0.50 at 1 % is half a fen on top; 0.05 holds 0.025 at 100 %
    assert desk_of(catalog, "uk").tax(Money(50, CNY), Decimal("0.01")).tax.minor == 1
    assert desk_of(catalog, "").tax(Money(5, CNY), Decimal(1)).ex_tax.minor == 2


def money(*minors: int) -> list[Money]:
    return [Money(minor, CNY) for minor in minors]


def test_on_lines_each_row_is_taxed_by_itself() -> None:
    rows = [(SIX, amount) for amount in money(10, 10, 10)]
    assert [row.tax.minor for row in tax_rows(rows, inclusive=True)] == [1, 1, 1]


def test_on_totals_the_sum_of_a_rate_is_taxed_once_and_rows_take_their_parts() -> None:
    rows = [(SIX, amount) for amount in money(10, 10, 10)]
    found = tax_rows(rows, inclusive=True, tax_on=TaxOn.TOTAL)
    assert [row.tax.minor for row in found] == [1, 1, 0]
    assert [row.ex_tax.minor for row in found] == [9, 9, 10]
    on_top = tax_rows([(NINE, amount) for amount in money(33, 33)], inclusive=False, tax_on=TaxOn.TOTAL)
    assert [(row.tax.minor, row.inclusive.minor) for row in on_top] == [(3, 36), (3, 36)]


def test_rates_are_summed_apart_from_each_other() -> None:
    rows = list(zip((SIX, NINE, SIX, NIL), money(10, 1000, 10, 500), strict=True))
    found = tax_rows(rows, inclusive=False, tax_on=TaxOn.TOTAL)
    assert [row.tax.minor for row in found] == [1, 90, 0, 0]
    assert sum_by_rate(rows, found) == {NIL: (500, 500, 0), SIX: (21, 20, 1), NINE: (1090, 1000, 90)}


@pytest.mark.parametrize("tax_on", TaxOn)
@pytest.mark.parametrize(("mode", "tax"), [("half_up", 3), ("half_even", 2)])
def test_halves_are_rounded_as_the_regime_does(tax_on, mode, tax) -> None:
    """A tenth of 0.25."""
    (row,) = tax_rows([(Decimal("0.1"), Money(25, CNY))], inclusive=False, tax_on=tax_on, mode=mode)
    assert row.tax == Money(tax, CNY)


def test_no_rows_have_no_tax() -> None:
    assert tax_rows((), inclusive=True, tax_on=TaxOn.TOTAL) == ()


def sum_by_rate(rows, taxed) -> dict[Decimal, tuple[int, int, int]]:
    """What taxed rows come to at each rate: with tax, without, and the tax."""
    sums: dict[Decimal, tuple[int, int, int]] = {}
    for (rate, _), row in zip(rows, taxed, strict=True):
        before = sums.get(rate, (0, 0, 0))
        sums[rate] = (before[0] + row.inclusive.minor, before[1] + row.ex_tax.minor, before[2] + row.tax.minor)
    return sums


AMOUNTS = st.lists(st.tuples(st.sampled_from((SIX, NINE, NIL)), st.integers(0, 10**9)), min_size=1, max_size=20)


@given(AMOUNTS, st.booleans(), st.sampled_from(("half_up", "half_even")))
def test_on_totals_the_block_is_the_exact_tax_of_each_sum_rounded_once(said, inclusive, mode) -> None:
    rows = [(rate, Money(minor, CNY)) for rate, minor in said]
    found = tax_rows(rows, inclusive=inclusive, tax_on=TaxOn.TOTAL, mode=mode)
    for rate, (with_tax, ex_tax, tax) in sum_by_rate(rows, found).items():
        whole = sum(minor for its, minor in said if its == rate)
        exact = Fraction(whole) / (1 + Fraction(rate)) if inclusive else whole * Fraction(rate)
        assert abs((ex_tax if inclusive else tax) - exact) <= Fraction(1, 2)
        assert (with_tax if inclusive else ex_tax) == whole


@given(AMOUNTS, st.booleans(), st.sampled_from(tuple(TaxOn)))
def test_every_row_adds_up_and_no_tax_is_negative(said, inclusive, tax_on) -> None:
    rows = [(rate, Money(minor, CNY)) for rate, minor in said]
    for (rate, amount), row in zip(rows, tax_rows(rows, inclusive=inclusive, tax_on=tax_on), strict=True):
        assert row.inclusive == row.ex_tax + row.tax
        assert (row.inclusive if inclusive else row.ex_tax) == amount
        assert 0 <= row.tax.minor <= amount.minor
        assert row.tax.minor == 0 or rate > 0


def test_an_unknown_category_never_changes(catalog) -> None:
    assert desk_of(catalog, "").find_changes("NOPE", date(2020, 1, 1), date(2030, 1, 1)) == ()
    assert desk_of(catalog, "").is_dated("NOPE") is False
