"""DIMACS clauses become constraints between named features."""

from __future__ import annotations

import pytest

from configurator.models.reading import read_model
from configurator.solver import Is, Not, Or
from tests.unit.models.worlds import read

CLAUSES = "c 1 router\nc 3$ part of a choice\nc a remark\np cnf 3 3\n1 -2 0\n-3\n2 0 3 0\n"


def problems(source: str) -> list[tuple[str, str]]:
    load = read_model(source, "m", ".cnf")
    assert load.model is None
    return [(problem.code, str(problem.location)) for problem in load.problems]


def test_keeps_names_and_numbers_the_rest() -> None:
    model = read(CLAUSES)
    assert [feature.name for feature in model.features] == ["router", "2", "part of a choice"]
    assert model.root is None


def test_reads_clauses_over_several_lines() -> None:
    router, two, part = Is("router"), Is("2"), Is("part of a choice")
    assert [(one.formula, one.line, one.column) for one in read(CLAUSES).constraints] == [
        (Or((router, Not(two))), 5, 1),
        (Or((Not(part), two)), 6, 1),
        (part, 7, 5),
    ]
    assert read(CLAUSES).constraints[0].text == "router | !2"


def test_lines_may_begin_with_blanks() -> None:
    model = read(" c 1 router\n p cnf 2 1\n  1 -2 0\n c 2 late\n", ".cnf")
    assert [feature.name for feature in model.features] == ["router", "late"]
    assert model.constraints[0].column == 3


def test_an_empty_clause_never_holds() -> None:
    assert read("p cnf 1 1\n0\n").constraints[0].formula == Or(())


def test_a_percent_sign_ends_the_clauses() -> None:
    assert len(read("p cnf 1 1\n1 0\n%\n0\n").constraints) == 1


def test_a_wrong_count_is_only_a_warning() -> None:
    load = read_model("p cnf 1 5\n1 0\n", "m")
    assert load.model is not None
    assert [(problem.code, str(problem.severity)) for problem in load.problems] == [("dimacs_clause_count", "warning")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", [("dimacs_header_expected", "m:1:1")]),
        ("c only a remark\n", [("dimacs_header_expected", "m:2:1")]),
        ("1 2 0\n", [("dimacs_header_expected", "m:1:1")]),
        ("p cnf many 2\n", [("dimacs_header_expected", "m:1:1")]),
        ("p cnf 2 1\n1 x 0\n", [("dimacs_literal_expected", "m:2:3")]),
        ("p cnf 2 1\n1 -3 0\n", [("dimacs_literal_too_large", "m:2:3")]),
        ("p cnf 2 0\n1 2\n", [("dimacs_clause_not_ended", "m:2:1")]),
        ("c 1 a\nc 2 a\np cnf 2 0\n", [("uvl_name_twice", "m:2:1")]),
        ("p cnf 999999999 0\n", [("model_too_many_features", "m:1:1")]),
    ],
)
def test_names_line_and_column(source: str, found: list[tuple[str, str]]) -> None:
    assert problems(source) == found
