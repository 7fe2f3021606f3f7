"""Expressions without a meaning are found before a customer meets them, each at its character."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.catalog.sources import Expression
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import read_rules
from configurator.values.problem import SourceLocation
from configurator.values.text import Text
from tests.factories.catalog import make_catalog, make_input, make_rule

PLACE = SourceLocation("rules/voice.yaml", 7, 11)


@pytest.mark.parametrize(
    ("require", "code", "column"),
    [
        ("A-1 >= beds", "expression_unknown_name", 18),
        ("X-9", "expression_unknown_offering", 11),
        ("A-1 * B-1 > 3", "expression_not_linear", 11),
        ("A-1 >= if(staff > 5, beds, 2)", "expression_unknown_name", 32),
    ],
)
def test_a_rule_is_named_at_its_character(require: str, code: str, column: int) -> None:
    rule = replace(make_rule("R1", require), require=Expression(require, PLACE))
    book = read_rules(make_catalog(rules=[rule], inputs=[make_input("staff", "5")])).book
    assert book is not None
    assert [(problem.code, str(problem.location)) for problem in check_meaning(book)] == [
        (code, f"rules/voice.yaml:7:{column}")
    ]


def test_a_sentence_must_be_fillable() -> None:
    rule = replace(make_rule("R1", "A-1"), sentence=Text("{beds} 张", "{A-1 +} beds"))
    book = read_rules(make_catalog(rules=[rule])).book
    assert book is not None
    assert [problem.code for problem in check_meaning(book)] == ["expression_unknown_name", "expression_syntax"]


def test_a_default_must_be_a_formula_over_the_profile() -> None:
    book = read_rules(make_catalog(inputs=[make_input("beds", "A-1 + nothing"), make_input("rooms", "2 +")])).book
    assert book is not None
    assert {problem.code for problem in check_meaning(book)} == {"expression_unknown_name", "expression_syntax"}


def test_a_division_that_some_customer_makes_impossible_is_found() -> None:
    inputs = [make_input("staff", "50", minimum=1), make_input("beds", "0", minimum=0)]
    rules = [make_rule("R1", "A-1 >= beds / staff"), make_rule("R2", "A-1 >= staff / beds")]
    book = read_rules(make_catalog(rules=rules, inputs=inputs)).book
    assert book is not None
    (problem,) = check_meaning(book)
    assert (problem.code, str(problem.location)) == ("expression_division_may_be_zero", "rules/demo.yaml:1:16")


@pytest.mark.parametrize(
    "require",
    ["A-1 >= if(beds > 0, staff / beds, 0)", "beds > 0 implies A-1 >= staff / beds", "A-1 >= staff / (beds + 1)"],
)
def test_a_guarded_division_is_sound(require: str) -> None:
    inputs = [make_input("staff", "50", minimum=1), make_input("beds", "0", minimum=0)]
    book = read_rules(make_catalog(rules=[make_rule("R1", require)], inputs=inputs)).book
    assert book is not None
    assert check_meaning(book) == ()


def test_nothing_is_said_against_sound_expressions() -> None:
    rule = make_rule("R1", "A-1 >= ceil(staff / 28)", "B-1")
    book = read_rules(make_catalog(rules=[rule], inputs=[make_input("staff", "50")])).book
    assert book is not None
    assert check_meaning(book) == ()
