"""Every scalar is a text with its place; what YAML can do beyond that is refused."""

import pytest

from configurator.catalog.nodes import Mapping, Scalar, Sequence
from configurator.catalog.notebook import Notebook
from configurator.catalog.yaml_trees import MOST_DEPTH, MOST_NODES, parse_tree


def read(text):
    notebook = Notebook()
    return parse_tree(text, notebook.page("f.yaml")), notebook.problems


def only_value(text):
    tree, problems = read(text)
    assert problems == []
    assert isinstance(tree, Mapping)
    return tree.entries[0].value


@pytest.mark.parametrize("text", ["NO", "no", "010", "1.10", "0x1F", "1_000", "2026-01-01", "null", "~", "1e3", "on"])
def test_keeps_scalars_as_they_are_written(text):
    assert only_value(f"key: {text}") == Scalar(text, 1, 6)


def test_places_a_plain_scalar_at_its_first_character():
    assert only_value("a:   size >= medium") == Scalar("size >= medium", 1, 6)


def test_places_a_quoted_scalar_behind_its_quotation_mark():
    assert only_value("a: 'b c'") == Scalar("b c", 1, 5)
    assert only_value('a: "b c"') == Scalar("b c", 1, 5)


def test_places_a_block_scalar_on_its_first_line_with_words():
    assert only_value("a: |\n\n   b\n   c\n") == Scalar("\nb\nc\n", 3, 4)
    assert only_value("a: >-\n  b\n  c\n") == Scalar("b c", 2, 3)


def test_counts_columns_in_characters_not_bytes():
    tree, _ = read("{语音: 值, 二: 三}")
    assert [entry.value.column for entry in tree.entries] == [6, 12]


def test_keeps_the_order_of_entries_and_items():
    tree, _ = read("b: [z, y, x]\na: 1\n")
    assert [entry.key.text for entry in tree.entries] == ["b", "a"]
    assert tree.entries[0].value == Sequence((Scalar("z", 1, 5), Scalar("y", 1, 8), Scalar("x", 1, 11)), 1, 4)


def test_keeps_the_first_of_two_equal_keys_and_names_its_line():
    tree, problems = read("a: 1\nb: 2\na: 3\n")
    assert [(entry.key.text, entry.value.text) for entry in tree.entries] == [("a", "1"), ("b", "2")]
    assert [(problem.code, problem.location.line, problem.params["line"]) for problem in problems] == [
        ("duplicate_key", 3, 1)
    ]


def test_stops_at_the_first_anchor_of_an_alias_bomb():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    tree, problems = read(bomb)
    assert tree is None
    assert [problem.code for problem in problems] == ["yaml_alias"]


def test_refuses_nesting_beyond_the_bound_without_recursion():
    tree, problems = read("a: " + "[" * 100_000)
    assert tree is None
    assert [problem.code for problem in problems] == ["yaml_depth"]


def test_allows_nesting_up_to_the_bound():
    depth = MOST_DEPTH - 1
    tree, problems = read("a: " + "[" * depth + "]" * depth)
    assert tree is not None
    assert problems == []


def test_names_every_line_with_a_tab():
    tree, problems = read("a:\tb\nc: d\n\te: f\n")
    assert tree is None
    assert [(problem.location.line, problem.location.column) for problem in problems] == [(1, 3), (3, 1)]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\ufeff", "\uffff"])
def test_names_a_control_character(sign):
    tree, problems = read(f"a: b{sign}c")
    assert tree is None
    assert [(problem.code, problem.location.column) for problem in problems] == [("yaml_control", 5)]
    assert problems[0].params["sign"] == f"U+{ord(sign):04X}"


def test_an_empty_text_has_no_tree_and_no_problem_of_its_own():
    assert read("") == (None, [])
    assert read("# nothing\n") == (None, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !x b", "yaml_tag"),
        ("a: *x", "yaml_alias"),
        ("a: 1\n---\nb: 2", "yaml_documents"),
        ("[a]: 1", "yaml_key_not_text"),
        ("{a: 1}: 1", "yaml_key_not_text"),
        ("a: [b", "yaml_bracket"),
        ("a: 'b", "yaml_unclosed"),
        ("a: @b", "yaml_sign"),
        ("a: b: c", "yaml_colon"),
        ("a: 1\n b: 2", "yaml_colon"),
        ("a:\n  - b\n c: d", "yaml_indent"),
        ("a: %b", "yaml_sign"),
        ("%YAML 9.9\n---\na: b", "yaml_syntax"),
    ],
)
def test_says_what_kind_of_syntax_is_wrong(text, code):
    tree, problems = read(text)
    assert tree is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].location.line >= 1
    assert problems[0].location.column >= 1


def test_a_file_of_too_many_keys_and_values_is_told_where_reading_stopped() -> None:
    notebook = Notebook()
    assert parse_tree("x:\n" + "- 1\n" * MOST_NODES, notebook.page("rules/a.yaml")) is None
    problem = notebook.problems[0]
    assert problem.code == "yaml_nodes_too_many"
    assert problem.location and MOST_NODES - 10 < problem.location.line <= MOST_NODES
