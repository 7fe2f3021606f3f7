"""Every way in which a text is no figure has its own name."""

from decimal import Decimal

import pytest

from configurator.catalog.figures import diagnose_figure


@pytest.mark.parametrize("text", ["0", "7", "007", "1.10", "0.0001", "999999999999999"])
def test_finds_nothing_wrong_with_a_plain_figure(text):
    assert diagnose_figure(text, decimals=4) is None
    assert Decimal(text) >= 0


@pytest.mark.parametrize(
    ("text", "decimals", "code"),
    [
        ("-1", 0, "figure_negative"),
        ("-0.5", 2, "figure_negative"),
        ("1.5", 0, "figure_not_whole"),
        ("1.0", 0, "figure_not_whole"),
        ("1.123", 2, "figure_decimals"),
        ("1234567890123456", 0, "figure_too_long"),
        ("１２", 0, "figure_full_width"),
        ("1．5", 2, "figure_full_width"),
        ("٣", 0, "figure_full_width"),
        ("NaN", 2, "figure_not_plain"),
        ("Infinity", 2, "figure_not_plain"),
        ("1e9", 2, "figure_not_plain"),
        ("1_000", 0, "figure_not_plain"),
        ("1,000", 0, "figure_not_plain"),
        ("+1", 0, "figure_not_plain"),
        (".5", 2, "figure_not_plain"),
        ("5.", 2, "figure_not_plain"),
        ("1 0", 0, "figure_not_plain"),
        ("¥5", 0, "figure_not_plain"),
        ("", 0, "figure_not_plain"),
    ],
)
def test_names_what_is_wrong(text, decimals, code):
    assert diagnose_figure(text, decimals=decimals) == code
