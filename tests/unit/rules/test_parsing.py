"""The language's grammar: precedence, places, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.rules.parsing import DEEPEST_NESTING, LONGEST_SOURCE, SyntaxRefused, parse
from configurator.rules.syntax import (
    Arithmetic,
    AttributeOf,
    Call,
    Compare,
    Junction,
    Member,
    Name,
    Not,
    Number,
    Selector,
    spine,
    walk,
)


def test_and_binds_tighter_than_or_and_or_tighter_than_implies() -> None:
    tree = parse("A-1 or B-1 and C-1 implies D-1")
    assert isinstance(tree, Junction)
    assert tree.word == "implies"
    assert isinstance(tree.left, Junction)
    assert tree.left.word == "or"
    assert isinstance(tree.left.right, Junction)
    assert tree.left.right.word == "and"


def test_not_binds_tighter_than_and_and_looser_than_a_comparison() -> None:
    tree = parse("not staff > 5 and A-1")
    assert isinstance(tree, Junction)
    assert isinstance(tree.left, Not)
    assert isinstance(tree.left.part, Compare)


def test_product_binds_tighter_than_sum_and_both_go_from_left_to_right() -> None:
    tree = parse("10 - 4 - 3 * 2")
    assert isinstance(tree, Arithmetic)
    assert tree.operator == "-"
    assert isinstance(tree.left, Arithmetic)
    assert isinstance(tree.right, Arithmetic)
    assert tree.right.operator == "*"


def test_a_code_with_hyphens_is_one_selector_and_a_spaced_minus_an_operator() -> None:
    assert parse("RDS-4C8G-HA") == Selector("RDS-4C8G-HA", 0)
    tree = parse("SIPT-30 - 5")
    assert isinstance(tree, Arithmetic)
    assert tree.left == Selector("SIPT-30", 0)


@pytest.mark.parametrize(
    "source", ["SOLO", "SOLO*", "DIA-*", "SDW-CPE-*", "#internet", "@COM-VOICE", "V5-SUB", "IOTP-S*"]
)
def test_reads_every_kind_of_selector(source: str) -> None:
    assert parse(source) == Selector(source, 0)


def test_decimals_are_exact() -> None:
    assert parse("0.1") == Number(Fraction(1, 10), 0)


def test_an_attribute_of_a_selector() -> None:
    assert parse("#database.tls = on") == Compare(
        "=", AttributeOf(Selector("#database", 0), "tls", 0), Name("on", 16), 0
    )


def test_a_member_test_and_a_call_know_their_places() -> None:
    assert parse("industry in (finance, government)") == Member(Name("industry", 0), ("finance", "government"), 0)
    call = parse("1 + ceil(staff / 28)")
    assert isinstance(call, Arithmetic)
    assert isinstance(call.right, Call)
    assert call.right.at == 4


@pytest.mark.parametrize(
    ("source", "at"),
    [("staff >=", 8), ("a $ b", 2), ("(A-1 or B-1", 11), ("", 0), ("A-1 B-1", 4), ("1 = = 2", 4), ("ceil()", 5)],
)
def test_refuses_with_the_character_where_reading_stopped(source: str, at: int) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        parse(source)
    assert refused.value.params["at"] == at


@pytest.mark.parametrize(
    "source", ["staff １２", "1e5", "1_000", "__import__('os')", "a.b.c", "'x'", "a; b", "lambda: 1"]
)
def test_refuses_what_is_not_of_the_language(source: str) -> None:
    with pytest.raises(SyntaxRefused):
        parse(source)


def test_refuses_what_is_too_long() -> None:
    with pytest.raises(SyntaxRefused) as refused:
        parse("1" + " + 1" * LONGEST_SOURCE)
    assert (refused.value.why, refused.value.at) == ("expression_too_long", LONGEST_SOURCE)


@pytest.mark.parametrize(
    "source",
    [
        "(" * (DEEPEST_NESTING + 1) + "1" + ")" * (DEEPEST_NESTING + 1),
        "(" * 2000 + "A-1" + ")" * 2000,
        "not " * 2000 + "A-1",
        "-" * 3000 + "1 > 0",
        "A-1 implies " * 900 + "B-1",
        "ceil(" * 900 + "1" + ")" * 900 + " > 0",
        "(not " * 100 + "A-1" + ")" * 100,
    ],
)
def test_refuses_what_is_nested_too_deeply_at_a_character(source: str) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        parse(source)
    assert refused.value.why == "expression_too_deep"
    assert 0 <= refused.value.at < len(source)


def test_reads_what_is_nested_as_deeply_as_allowed() -> None:
    assert parse("(" * DEEPEST_NESTING + "A-1" + ")" * DEEPEST_NESTING) == Selector("A-1", DEEPEST_NESTING)
    assert isinstance(parse("not " * (DEEPEST_NESTING - 1) + "A-1"), Not)


def test_a_star_before_an_operand_is_a_product_and_behind_a_code_a_pattern() -> None:
    for source in ("A-1*2", "A-1*(1 + 1)", "A-1 * 2", "A-1*B-1", "A-1*beds"):
        tree = parse(source)
        assert isinstance(tree, Arithmetic)
        assert (tree.operator, tree.left) == ("*", Selector("A-1", 0))
    assert parse("A-1* >= 2") == Compare(">=", Selector("A-1*", 0), Number(Fraction(2), 8), 0)
    assert parse("A-* * 2") == Arithmetic("*", Selector("A-*", 0), Number(Fraction(2), 6), 0)


def test_implies_goes_from_right_to_left() -> None:
    tree = parse("A-1 implies B-1 implies C-1")
    assert isinstance(tree, Junction)
    assert tree.left == Selector("A-1", 0)
    assert isinstance(tree.right, Junction)
    assert tree.right.left == Selector("B-1", 12)


def test_a_spine_is_what_binds_equally() -> None:
    assert [node.at for node in spine(parse("A-1 and B-1 and C-1 or D-1"))] == [0, 23]
    assert [node.at for node in spine(parse("1 - 2 + 3 * 4"))] == [0, 4, 8]
    assert [node.at for node in spine(parse("1 / 2 * 3"))] == [0, 4, 8]
    implied, named = parse("A-1 implies B-1"), parse("A-1")
    assert spine(implied) == (implied,)
    assert spine(named) == (named,)


def test_walks_from_left_to_right() -> None:
    assert [node.at for node in walk(parse("A-1 + 2 > 3"))] == [0, 0, 0, 6, 10]


def test_reads_the_longest_flat_condition_without_running_out_of_stack() -> None:
    source = " or ".join(["A-1"] * (LONGEST_SOURCE // 8))
    assert sum(isinstance(node, Selector) for node in walk(parse(source))) == LONGEST_SOURCE // 8


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        parse(source)
    except SyntaxRefused as refused:
        assert 0 <= int(str(refused.params["at"])) <= len(source)
