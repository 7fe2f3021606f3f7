"""Figures in plain digits, as people and files write them."""

from __future__ import annotations

from decimal import Decimal


def show_digits(figure: Decimal) -> str:
    """The finite figure without exponent and without zeros at the end of its decimals: 0.09, 5, 12.5."""
    digits = f"{figure:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
