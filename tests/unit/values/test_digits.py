"""Figures are shown as they are, in the fewest plain digits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.values.digits import show_digits


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("1.10", "1.1"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.00", "0"),
        ("0.0450", "0.045"),
        ("10.0", "10"),
        ("-0.10", "-0.1"),
        ("0.0000001", "0.0000001"),
    ],
)
def test_zeros_and_exponents_are_left_out(figure, shown):
    assert show_digits(Decimal(figure)) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_what_is_shown_is_the_figure(figure):
    shown = show_digits(figure)
    assert Decimal(shown) == figure
    assert "E" not in shown and not (("." in shown) and shown.endswith(("0", ".")))
