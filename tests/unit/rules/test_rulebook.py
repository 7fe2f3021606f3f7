"""Reading a catalog's expressions: all problems at their characters, tables as conditions, who is mentioned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.catalog.model import CombinationTable
from configurator.catalog.sources import Expression
from configurator.rules.meaning import read_condition
from configurator.rules.parsing import parse
from configurator.rules.rulebook import read_cell, read_rules
from configurator.rules.sentences import fill, places
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.problem import SourceLocation
from configurator.values.text import Text
from tests.factories.catalog import make_catalog, make_rule
from tests.factories.situations import make_ruled_catalog

PLACE = SourceLocation("rules/voice.yaml", 12, 9)


def test_collects_every_expression_that_does_not_read_with_line_and_column() -> None:
    broken = [
        make_rule("R1", "SBC-* and"),
        make_rule("R2", "A-1", "staff >> 3"),
        make_rule("R3", "A-1"),
    ]
    rules = [replace(rule, require=replace(rule.require, location=PLACE)) if rule.require else rule for rule in broken]
    load = read_rules(make_catalog(rules=rules))
    assert load.book is None
    assert [(problem.code, str(problem.location)) for problem in load.problems] == [
        ("expression_syntax", "rules/voice.yaml:12:18"),
        ("expression_syntax", "rules/demo.yaml:1:8"),
    ]


@pytest.mark.parametrize("cell", ["5..", "..5", "1..x", "a b", "A-1 + 1", "(1", "2|3.."])
def test_a_cell_that_is_none_is_noted_at_its_row(cell: str) -> None:
    table = CombinationTable(
        "t", (Expression("A-1"), Expression("staff")), (("1", "2"), (cell, "*")), (PLACE, SourceLocation("t.csv", 3, 1))
    )
    rule = replace(make_rule("R1", "A-1"), table="t", require=None)
    load = read_rules(make_catalog(rules=[rule], tables={"t": table}))
    assert load.book is None
    assert [(problem.code, str(problem.location)) for problem in load.problems] == [
        ("table_cell_malformed", "t.csv:3:1")
    ]


def test_a_rule_mentions_what_its_selectors_stand_for() -> None:
    catalog = make_ruled_catalog(
        {
            "offerings": {"A-1": {"provides": {"x": 1}}, "A-2": {}, "B-1": {}},
            "rules": [{"id": "R1", "if": "B-1", "then": "A-*"}, {"id": "R2", "then": "total(x) >= 0"}],
        }
    )
    book = read_rules(catalog).book
    assert book is not None
    assert book.rules[0].mentions == {"A-1", "A-2", "B-1"}
    assert book.rules[1].mentions == {"A-1"}


@pytest.mark.parametrize(
    ("cell", "quantity", "holds"),
    [
        ("*", 7, True),
        ("", 7, True),
        ("3", 3, True),
        ("3", 4, False),
        ("2..4", 4, True),
        ("2..4", 5, False),
        ("1|5..6", 5, True),
        ("1|5..6", 2, False),
        ("yes", 1, True),
        ("no", 1, False),
        ("no", 0, True),
    ],
)
def test_a_cell_is_a_condition_on_its_column(cell: str, quantity: int, holds: bool) -> None:
    world = KnownWorld(make_catalog(), {}, (), {"A-1": quantity})
    condition = read_cell(parse("A-1"), cell)
    assert (condition is None or read_condition(condition, world) == Truth(True)) is holds


def test_a_long_table_does_not_nest_deeply() -> None:
    rows = [["A-1"], *[[str(number)] for number in range(600)]]
    case = {"offerings": {"A-1": {}}, "tables": {"t": rows}, "rules": [{"id": "R1", "table": "t"}]}
    book = read_rules(make_ruled_catalog(case)).book
    assert book is not None
    world = KnownWorld(book.catalog, {}, (), {"A-1": 599})
    assert read_condition(book.rules[0].require, world) == Truth(True)


def test_a_sentence_is_filled_with_the_actual_numbers() -> None:
    world = KnownWorld(make_catalog(), {"staff": 860}, (), {"A-1": 3})
    text = Text("{staff} 人,至少 {ceil(staff / 28)} 个", "{staff / 3} each, {A-1} taken, {unknown_thing}")
    filled = fill(text, world)
    assert filled.zh == "860 人,至少 31 个"
    assert filled.en == "286.67 each, 3 taken, {unknown_thing}"
    assert places(text) == ("staff", "ceil(staff / 28)", "staff / 3", "A-1", "unknown_thing")


def test_package_formulas_are_read_too() -> None:
    catalog = make_catalog(needs={})
    assert read_rules(catalog).problems == ()
    rule = make_rule("R1", "A-1")
    wrong = replace(rule, when=Expression("(", PLACE))
    assert [problem.code for problem in read_rules(make_catalog(rules=[wrong])).problems] == ["expression_syntax"]
