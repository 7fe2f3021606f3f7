"""Constraints are read by precedence, at any depth, and what does not fit is named with its place."""

from __future__ import annotations

import pytest

from configurator.models.expressions import Misread, parse_expression
from configurator.solver import And, Formula, Iff, Implies, Is, Not, Or

A, B, C, D = (Is(name) for name in "abcd")


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a", A),
        ("!a", Not(A)),
        ("!!a", A),
        ("a & b | c", Or((And((A, B)), C))),
        ("a | b & c", Or((A, And((B, C))))),
        ("a & (b | c)", And((A, Or((B, C))))),
        ("!a & b", And((Not(A), B))),
        ("!(a & b)", Not(And((A, B)))),
        ("a | b => c & d", Implies(Or((A, B)), And((C, D)))),
        ("a => b <=> c => d", Iff(Implies(A, B), Implies(C, D))),
        ("a => b => c", Implies(Implies(A, B), C)),
        ("a <=> b <=> c", Iff(Iff(A, B), C)),
        ("a & b & c & d", And((A, B, C, D))),
        ("a|b|c", Or((A, B, C))),
        ("((a))", A),
        ('"two words" & net.card', And((Is("two words"), Is("net.card")))),
        ('net."big card"', Is("net.big card")),
        ("größe;x & v'1", And((Is("größe;x"), Is("v'1")))),
    ],
)
def test_reads_by_precedence(text: str, formula: Formula) -> None:
    assert parse_expression(text).formula == formula


def test_says_where_each_name_stands_first() -> None:
    assert parse_expression("a & (bb | a) => bb").names == {"a": 0, "bb": 5}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a &", "uvl_operand_expected_at_end", 3),
        ("& a", "uvl_operand_expected", 0),
        ("a => => b", "uvl_operand_expected", 5),
        ("a b", "uvl_operator_expected", 2),
        ("a ! b", "uvl_operator_expected", 2),
        ("a (b)", "uvl_operator_expected", 2),
        ("()", "uvl_operand_expected", 1),
        ("a & (b | c", "uvl_not_closed", 4),
        ("a & b)", "uvl_unexpected_bracket", 5),
        ("a ; b", "uvl_strange_character", 2),
        ('a & "b', "uvl_strange_character", 4),
        ("price + 3 > 4", "uvl_not_boolean", 6),
        ("a == b", "uvl_not_boolean", 2),
        ("3 < a", "uvl_not_boolean", 0),
        ("a & sum(cost) > 3", "uvl_not_boolean", 4),
        ("a == 'text'", "uvl_not_boolean", 2),
        ("", "uvl_operand_expected_at_end", 0),
    ],
)
def test_names_the_place_of_what_does_not_fit(text: str, code: str, place: int) -> None:
    with pytest.raises(Misread) as caught:
        parse_expression(text)
    assert (caught.value.code, caught.value.place) == (code, place)


def test_a_feature_may_be_called_like_a_function() -> None:
    assert parse_expression("sum & a").formula == And((Is("sum"), A))


@pytest.mark.parametrize("text", ["(" * 50_000 + "a" + ")" * 50_000, "!" * 50_000 + "a"])
def test_no_nesting_is_too_deep(text: str) -> None:
    assert parse_expression(text).formula == A


def test_a_long_chain_is_one_formula() -> None:
    formula = parse_expression(" | ".join(["a"] * 50_000)).formula
    assert isinstance(formula, Or)
    assert len(formula.parts) == 50_000
