"""Computations in figures, as traces show them."""

from fractions import Fraction

import pytest

from configurator.ledgers.formulas import LONGEST_FORMULA, FormulaRefused, compute_formula


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("3 × 500", "1500"),
        ("9 × 100 + 3 × 80.25", "1140.75"),
        ("ceil(7 ÷ 5) × 12.5", "25"),
        ("ceil(10 ÷ 5) × 12.5", "25"),
        ("ceil((50 − 20) ÷ 8) × 2", "8"),
        ("(50 − 20) × 0.05", "1.5"),
        ("max(3, 10) × 4", "40"),
        ("max(50 − 20, 40) × 2", "80"),
        ("max(max(1, 2) × 3, 80)", "80"),
        ("15 % × 12000", "1800"),
        ("150 % × 1/3", "1/2"),
        ("2 − 5", "-3"),
        ("8 ÷ 2 × 3", "12"),
        ("10 − 3 − 2", "5"),
        (" 1+2 ", "3"),
    ],
)
def test_computes_exactly(text, value):
    assert compute_formula(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "×", "3 ×", "3 500", "(3", "3)", "ceil(3", "ceil 3", "max", "max 3", "max(3", "max(3, ", "3,4",
        "(3, 4)", "-3", "3 - 2", "1e5", "NaN", "１２", "1/0", "3 ÷ 0", "3 ÷ (2 − 2)", "% 3", "import os", "3..5", "_",
    ],
)  # fmt: skip
def test_refuses_what_is_no_computation(text):
    with pytest.raises(FormulaRefused):
        compute_formula(text)


def test_refuses_what_is_nested_too_deep_or_too_long():
    assert compute_formula("(" * 20 + "1" + ")" * 20) == 1
    for text in ("(" * 22 + "1" + ")" * 22, "(" * 5000, "1" * (LONGEST_FORMULA + 1)):
        with pytest.raises(FormulaRefused):
            compute_formula(text)


@pytest.mark.parametrize("text", ["3 +", "x" * 90])
def test_a_refused_formula_is_said_up_to_forty_signs(text: str) -> None:
    with pytest.raises(FormulaRefused) as refusal:
        compute_formula(text)
    assert refusal.value.params == {"text": text[:40]}


def test_the_longest_formula_is_still_read_and_a_longer_one_is_said_cut_short() -> None:
    longest = "1 + " * ((LONGEST_FORMULA - 1) // 4) + "1"
    assert compute_formula(longest.ljust(LONGEST_FORMULA)) > 0
    for text in ("1" * (LONGEST_FORMULA + 1), "1 + 网" + " 1" * 30):
        with pytest.raises(FormulaRefused) as refusal:
            compute_formula(text)
        assert refusal.value.params == {"text": text[:40]}


def test_a_long_text_that_is_no_formula_is_said_cut_short() -> None:
    text = "1" + " 1" * 30
    with pytest.raises(FormulaRefused) as refusal:
        compute_formula(text)
    assert refusal.value.params == {"text": text[:40]}


def test_what_is_deepest_is_as_deep_in_every_place() -> None:
    for opened in ("(", "ceil(", "max(1, "):
        assert compute_formula(opened * 20 + "1" + ")" * 20) == 1
        with pytest.raises(FormulaRefused):
            compute_formula(opened * 21 + "1" + ")" * 21)
