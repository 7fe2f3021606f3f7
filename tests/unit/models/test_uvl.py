"""UVL becomes a feature model; what cannot be read is named with line and column, all of it at once."""

from __future__ import annotations

import pytest

from configurator.models.model import Feature, Group, GroupKind
from configurator.models.reading import read_model
from configurator.solver import Implies, Is, Not
from tests.unit.models.worlds import read

PHONE = """namespace shop.phones
include
\tBoolean.group-cardinality
imports
\tparts.screens as screens

features
\tphone {abstract true, price 3, note "a {b"}
\t\tmandatory
\t\t\tscreen
\t\t\t\talternative
\t\t\t\t\tplain // the cheap one
\t\t\t\t\t"sharp one"
\t\t\tcalls
\t\toptional
\t\t\tBoolean camera {
\t\t\t\tpixels 12
\t\t\t}
\t\t[1..*]
\t\t\tgps
\t\t\tnfc
\t\t[1]
\t\t\tblack
constraints
\tcamera => "sharp one"
\t!gps
"""


def problems(source: str) -> list[tuple[str, str]]:
    load = read_model(source, "m", ".uvl")
    assert load.model is None
    return [(problem.code, str(problem.location)) for problem in load.problems]


def test_reads_tree_groups_and_constraints() -> None:
    model = read(PHONE)
    assert model.root == "phone"
    assert model.features[:3] == (Feature("phone", 8, 2), Feature("screen", 10, 4), Feature("plain", 12, 6))
    assert model.groups == (
        Group(GroupKind.MANDATORY, "phone", ("screen", "calls"), 9, 0, None),
        Group(GroupKind.ALTERNATIVE, "screen", ("plain", "sharp one"), 11, 1, 1),
        Group(GroupKind.OPTIONAL, "phone", ("camera",), 15, 0, None),
        Group(GroupKind.CARDINALITY, "phone", ("gps", "nfc"), 19, 1, None),
        Group(GroupKind.CARDINALITY, "phone", ("black",), 22, 1, 1),
    )
    assert [(one.formula, one.line) for one in model.constraints] == [
        (Implies(Is("camera"), Is("sharp one")), 25),
        (Not(Is("gps")), 26),
    ]
    assert model.constraints[0].text == 'camera => "sharp one"'


def test_says_what_reading_as_boolean_loses() -> None:
    source = "imports\n\ta\nfeatures\n\tr {constraint x => y}\n\t\toptional\n\t\t\tInteger n cardinality [1..3]\n"
    load = read_model(source, "m")
    assert load.model is not None
    assert [(problem.code, str(problem.severity), str(problem.location)) for problem in load.problems] == [
        ("uvl_imports_unread", "warning", "m:1:1"),
        ("uvl_attribute_constraint_ignored", "warning", "m:4:5"),
        ("uvl_type_ignored", "warning", "m:6:4"),
        ("uvl_feature_cardinality_ignored", "warning", "m:6:14"),
    ]


def test_an_attribute_that_only_mentions_constraints_is_no_loss() -> None:
    assert read_model('features\n\tr {note ", constraint"}\n', "m").problems == ()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", [("uvl_no_features", "m:1:1")]),
        ("features\n", [("uvl_no_features", "m:1:1")]),
        ("constraints\n", [("uvl_no_features", "m:1:1")]),
        ("car\n\twheel\n", [("uvl_section_expected", "m:1:1")]),
        ("features here\n\tr\n", [("uvl_line_end_expected", "m:1:10")]),
        ("features\n\tr\nfeatures\n", [("uvl_section_twice", "m:3:1")]),
        ("features\n\tr\n\t\ta\n", [("uvl_group_expected", "m:3:3")]),
        ("features\n\toptional\n", [("uvl_feature_expected", "m:2:2")]),
        ("features\n\tr\n\t\tor\n\t\t\toptional\n", [("uvl_feature_expected", "m:4:4")]),
        ("features\n\tr\n\ts\n", [("uvl_second_root", "m:3:2")]),
        ("features\n\tr\n\t\tor\n\t\t\ta\n\t  b\n", [("uvl_indentation", "m:5:4")]),
        ("features\n\tr\n\t\tor\n", [("uvl_empty_group", "m:3:3")]),
        ("features\n\tr\n\t\t[3..2]\n\t\t\ta\n", [("uvl_empty_range", "m:3:3")]),
        ("features\n\tr\n\t\t[１..２]\n\t\t\ta\n", [("uvl_name_expected", "m:3:3")]),
        ("features\n\tr\n\t\tor\n\t\t\ta\n\t\t\ta\n", [("uvl_name_twice", "m:5:4")]),
        ("features\n\tr\n\t\tor\n\t\t\t=x\n", [("uvl_name_expected", "m:4:4")]),
        ("features\n\tr x\n", [("uvl_line_end_expected", "m:2:4")]),
        ("features\n\tr {a\n", [("uvl_not_closed", "m:2:4"), ("uvl_line_end_expected", "m:2:4")]),
        ("features\n\tr\nconstraints\n\tr => s\n", [("uvl_unknown_feature", "m:4:7")]),
        ("features\n\tr\nconstraints\n\tr + 1 > 2\n", [("uvl_not_boolean", "m:4:4")]),
        ("features\n\tr\nconstraints\n\t(r &\n\t  + r)\n", [("uvl_not_boolean", "m:5:4")]),
        (
            "features\n\tr\n\t\tor\n\t\t\ta b\n\t\t\ta\nconstraints\n\ta =>\n\t& a\n\tzz\n",
            [
                ("uvl_line_end_expected", "m:4:6"),
                ("uvl_operand_expected_at_end", "m:7:6"),
                ("uvl_operand_expected", "m:8:2"),
                ("uvl_unknown_feature", "m:9:2"),
            ],
        ),
    ],
)
def test_names_line_and_column(source: str, found: list[tuple[str, str]]) -> None:
    assert problems(source) == found


def test_an_unknown_feature_comes_with_the_nearest() -> None:
    load = read_model("features\n\trouter\nconstraints\n\truoter\n", "m")
    assert load.problems[0].params == {"name": "ruoter", "nearest": "router"}


def test_what_stands_below_a_faulty_line_is_passed_over() -> None:
    source = "features\n\tr\n\t\tor\n\t\t\ta b\n\t\t\t\toptional\n\t\t\t\t\tc\n\t\t\td\n"
    assert problems(source) == [("uvl_line_end_expected", "m:4:6")]


def test_lists_no_more_problems_than_anybody_reads() -> None:
    found = problems("features\n\tr\nconstraints\n" + "\t&\n" * 500)
    assert len(found) == 200
    assert found[-1][0] == "more_problems"


def test_reads_a_deep_tree() -> None:
    lines = [f"{' ' * (2 * depth + 1)}f{depth}\n{' ' * (2 * depth + 2)}optional" for depth in range(1_000)]
    model = read("features\n" + "\n".join(lines) + "\n" + " " * 2_001 + "end\n")
    assert len(model.features) == 1_001
    assert model.groups[-1].children == ("end",)


def test_refuses_more_features_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator.models.uvl.MOST_FEATURES", 2)
    source = "features\n\tr\n\t\tor\n\t\t\ta\n\t\t\tb\n"
    assert problems(source) == [("model_too_many_features", "m:5:4")]


def test_spaces_indent_as_well_as_tabs() -> None:
    assert read("features\n  r\n    or\n      a\n      b\n").groups[0].children == ("a", "b")


def test_names_may_hold_every_character_of_the_language() -> None:
    model = read('features\n\tr\n\t\tor\n\t\t\tsize;x_1#§%?\'ä\n\t\t\t"or"\nconstraints\n\tsize;x_1#§%?\'ä => "or"\n')
    assert model.groups[0].children == ("size;x_1#§%?'ä", "or")
    assert model.constraints[0].formula == Implies(Is("size;x_1#§%?'ä"), Is("or"))


def test_groups_of_every_kind_may_stand_below_each_other() -> None:
    kinds = ("or", "alternative", "mandatory", "[2]", "[0..1]", "[1..*]", "optional")
    lines = [f"{'  ' * place}  f{place}\n{'  ' * place}   {kind}" for place, kind in enumerate(kinds)]
    model = read("features\n" + "\n".join(lines) + f"\n{'  ' * len(kinds)}  end\n")
    assert [(group.low, group.high) for group in model.groups] == [
        (1, None),
        (1, 1),
        (0, None),
        (2, 2),
        (0, 1),
        (1, None),
        (0, None),
    ]
