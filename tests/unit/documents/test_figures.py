from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.documents.figures import (
    NONE,
    add_amounts,
    find_density,
    format_amount,
    format_count,
    format_discount,
    format_rate,
)
from configurator.values.money import FigureRefused


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("0.00", "0.00"),
        ("999.90", "999.90"),
        ("1000.00", "1,000.00"),
        ("1234567.80", "1,234,567.80"),
        ("-68999.90", "-68,999.90"),
        ("12000", "12,000"),
        ("123456789012345.67", "123,456,789,012,345.67"),
    ],
)
def test_separates_thousands_and_keeps_decimals(amount, printed):
    assert format_amount(amount) == printed


@given(st.integers(min_value=1 - 10**17, max_value=10**17 - 1))
def test_prints_every_fen_of_an_amount(minor):
    sign = "-" if minor < 0 else ""
    amount = f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"
    assert format_amount(amount).replace(",", "") == amount


@pytest.mark.parametrize("text", ["NaN", "1e9", "1_000", "", "１２", "12,00"])
def test_refuses_what_is_no_plain_figure(text):
    with pytest.raises(FigureRefused):
        format_amount(text)


def test_separates_thousands_of_a_quantity():
    assert format_count(12000) == "12,000"


@pytest.mark.parametrize(
    ("rate", "printed"),
    [("0.09", "9%"), ("0.13", "13%"), ("0.1", "10%"), ("0", "0%"), ("0.085", "8.5%"), ("1", "100%")],
)
def test_prints_a_rate_without_idle_zeros(rate, printed):
    assert format_rate(rate) == printed


@pytest.mark.parametrize(
    ("full", "net", "printed"),
    [
        ("100.00", "95.00", "5%"),
        ("100.00", "87.65", "12.35%"),
        ("3.00", "2.00", "33.33%"),
        ("100.00", "100.00", NONE),
        ("0.00", "0.00", NONE),
        ("100.00", "110.00", "-10%"),
    ],
)
def test_tells_a_discount_in_percent_of_list(full, net, printed):
    assert format_discount(full, net) == printed


def test_adds_amounts_exactly():
    assert add_amounts("0.10", "0.20", "1234567890.07") == "1234567890.37"
    assert add_amounts() == "0"


@pytest.mark.parametrize(
    ("figures", "density"),
    [
        (["1.00", "12,345,678.00"], ""),
        (["1.00", "123,456,789.00"], "crowded"),
        (["9,123,456,789.00"], "packed"),
        ([], ""),
    ],
)
def test_asks_for_smaller_type_when_an_amount_is_long(figures, density):
    assert find_density(figures) == density
