"""Whole numbers as figures with decimals, for tests that compute with integers only."""

from decimal import Decimal


def show_scaled(units: int, decimals: int) -> str:
    """`units` ten-thousandths (decimals 4), hundredths (2) … in digits: show_scaled(1234, 2) is "12.34"."""
    digits = f"{units:0{decimals + 1}}"
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def to_decimal(units: int, decimals: int) -> Decimal:
    """The same as a Decimal."""
    return Decimal(show_scaled(units, decimals))
