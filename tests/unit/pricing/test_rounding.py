"""Rounding: halves, tax in both conventions, percentages."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.rounding import (
    added_tax,
    contained_tax,
    round_fraction,
    round_money,
    round_percent,
    round_ratio,
    split_tax,
)
from configurator.values.money import Currency, FigureRefused, Money

CNY = Currency("CNY", 2)
JPY = Currency("JPY", 0)
KWD = Currency("KWD", 3)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("0", CNY, 0),
        ("0.004999", CNY, 0),
        ("0.005", CNY, 1),
        ("1.005", CNY, 101),
        ("1.015", CNY, 102),
        ("2.675", CNY, 268),
        ("-0.005", CNY, -1),
        ("-0.0049", CNY, 0),
        ("0.5", JPY, 1),
        ("1.5", JPY, 2),
        ("2.5", JPY, 3),
        ("2.4999999999999999999999", JPY, 2),
        ("0.0005", KWD, 1),
        ("999999999999999.995", CNY, 100_000_000_000_000_000),
        ("1E+3", CNY, 100_000),
    ],
)
def test_half_a_minor_unit_goes_away_from_zero(amount, currency, minor):
    assert round_money(Decimal(amount), currency) == Money(minor, currency)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1e1000000", "-1e25"])
def test_refuses_what_is_not_an_amount(amount):
    with pytest.raises(FigureRefused):
        round_money(Decimal(amount), CNY)


def test_the_largest_amount_has_twenty_five_digits():
    assert round_money(Decimal("9.99e24"), CNY).minor == 999 * 10**24


@pytest.mark.parametrize(("currency", "decimals"), [(CNY, 2), (JPY, 0)])
def test_a_refused_amount_is_told_shortly_with_the_places_of_its_currency(currency, decimals):
    with pytest.raises(FigureRefused) as refused:
        round_money(Decimal("1" * 60), currency)
    assert refused.value.params == {"text": "1" * 40, "decimals": decimals}


def test_rounds_the_same_whatever_the_threads_decimal_context_says():
    with localcontext() as context:
        context.prec = 3
        assert round_money(Decimal("123456789.125"), CNY).minor == 12_345_678_913
        assert contained_tax(Money(11_147_000, CNY), Decimal("0.06")).ex_tax.minor == 10_516_038


@pytest.mark.parametrize(
    ("inclusive", "rate", "ex_tax", "tax"),
    [
        (3_840_000, "0.09", 3_522_936, 317_064),
        (1_128_000, "0.06", 1_064_151, 63_849),
        (432_000, "0.13", 382_301, 49_699),
        (47_000, "0.09", 43_119, 3_881),
        (1, "0.13", 1, 0),
        (5, "0.13", 4, 1),
        (100, "0", 100, 0),
        (0, "0.06", 0, 0),
        (-106, "0.06", -100, -6),
        (999_999_999_999_999, "0.09", 917_431_192_660_550, 82_568_807_339_449),
    ],
)
def test_contained_tax_is_what_remains_beside_the_rounded_amount_without_tax(inclusive, rate, ex_tax, tax):
    found = contained_tax(Money(inclusive, CNY), Decimal(rate))
    assert (found.inclusive.minor, found.ex_tax.minor, found.tax.minor) == (inclusive, ex_tax, tax)


@pytest.mark.parametrize(
    ("ex_tax", "rate", "tax"),
    [
        (3_333, "0.09", 300),
        (50, "0.13", 7),
        (50, "0.01", 1),
        (49, "0.01", 0),
        (100, "0", 0),
        (-50, "0.13", -7),
    ],
)
def test_added_tax_is_rounded_and_the_inclusive_amount_is_the_sum(ex_tax, rate, tax):
    found = added_tax(Money(ex_tax, CNY), Decimal(rate))
    assert (found.ex_tax.minor, found.tax.minor, found.inclusive.minor) == (ex_tax, tax, ex_tax + tax)


@pytest.mark.parametrize("minor", range(0, 500, 7))
@pytest.mark.parametrize("rate", ["0", "0.01", "0.06", "0.09", "0.13", "0.27"])
def test_parts_always_add_up(minor, rate):
    for inclusive in (True, False):
        found = split_tax(Money(minor, CNY), Decimal(rate), inclusive=inclusive)
        assert found.ex_tax + found.tax == found.inclusive
        assert (found.inclusive if inclusive else found.ex_tax).minor == minor


@pytest.mark.parametrize(
    ("share", "whole", "percent"),
    [
        ("1", "3", "33.33"),
        ("2", "3", "66.67"),
        ("1", "800", "0.13"),
        ("-1", "3", "-33.33"),
        ("5", "5", "100.00"),
    ],
)
def test_percentages_have_two_decimals_half_up(share, whole, percent):
    assert str(round_percent(Decimal(share), Decimal(whole))) == percent


@pytest.mark.parametrize(
    ("amount", "up", "even"),
    [
        ("0.005", 1, 0),
        ("0.015", 2, 2),
        ("0.025", 3, 2),
        ("-0.005", -1, 0),
        ("-0.025", -3, -2),
        ("0.0050001", 1, 1),
        ("0.0049", 0, 0),
    ],
)
def test_a_half_goes_where_the_mode_says_and_nothing_else_does(amount, up, even):
    assert round_money(Decimal(amount), CNY).minor == up
    assert round_money(Decimal(amount), CNY, "half_up").minor == up
    assert round_money(Decimal(amount), CNY, "half_even").minor == even
    assert round_fraction(Fraction(amount), CNY).minor == up
    assert round_fraction(Fraction(amount), CNY, "half_even").minor == even


@pytest.mark.parametrize(
    ("amount", "minor"), [(Fraction(1, 3), 33), (Fraction(2, 3), 67), (Fraction(-2, 3), -67), (Fraction(1, 200), 1)]
)
def test_parts_that_are_no_decimals_are_rounded_exactly(amount, minor):
    assert round_fraction(amount, CNY) == Money(minor, CNY)


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12), st.sampled_from(("half_up", "half_even")))
def test_a_ratio_goes_to_the_nearest_whole_number(numerator, denominator, mode):
    found = round_ratio(numerator, denominator, mode)
    distance = abs(Fraction(numerator, denominator) - found)
    assert distance <= Fraction(1, 2)
    if distance == Fraction(1, 2):
        assert found % 2 == 0 if mode == "half_even" else abs(found) > abs(Fraction(numerator, denominator))


def test_an_unknown_mode_is_a_bug():
    with pytest.raises(KeyError):
        round_money(Decimal(1), CNY, "down")


@pytest.mark.parametrize(("mode", "contained", "added"), [("half_up", 3, 3), ("half_even", 2, 2)])
def test_tax_is_rounded_by_the_mode(mode, contained, added):
    # 5 ÷ (1 + 1) is 2.5; 50 × 0.05 is 2.5
    assert split_tax(Money(5, JPY), Decimal(1), inclusive=True, mode=mode).ex_tax.minor == contained
    assert split_tax(Money(50, JPY), Decimal("0.05"), inclusive=False, mode=mode).tax.minor == added
