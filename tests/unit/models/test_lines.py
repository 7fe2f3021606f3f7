"""Lines lose their comments, keep their places, and are joined inside brackets."""

from __future__ import annotations

from configurator.models.findings import Findings
from configurator.models.lines import Line, measure_indent, read_lines


def lines(source: str) -> list[Line]:
    return list(read_lines(source, Findings("m")))


def codes(source: str) -> list[tuple[str, str]]:
    findings = Findings("m")
    list(read_lines(source, findings))
    return [(problem.code, str(problem.location)) for problem in findings.list_problems()]


def test_measures_tabs_and_spaces() -> None:
    assert [measure_indent(margin) for margin in ("", "\t", "  ", "  \t", "\t\t")] == [0, 8, 2, 8, 16]


def test_keeps_number_column_and_indentation() -> None:
    assert lines("features\n\n\tcar  \n") == [Line(1, 1, 0, "features"), Line(3, 2, 8, "car")]


def test_comments_leave_no_trace() -> None:
    assert [line.text for line in lines("a // b\n// c\n/* d\ne */ f\n")] == ["a", "f"]


def test_columns_stay_behind_a_comment() -> None:
    assert lines("/* x */ a") == [Line(1, 9, 8, "a")]


def test_quotes_protect_what_looks_like_a_comment_or_bracket() -> None:
    assert [line.text for line in lines('"a // {"\nb {c "}"}\nd {e \'}\'}')] == ['"a // {"', 'b {c "}"}', "d {e '}'}"]


def test_an_apostrophe_outside_braces_is_part_of_a_name() -> None:
    assert [line.text for line in lines("it's // x\nb")] == ["it's", "b"]


def test_brackets_join_lines_and_places_lead_back() -> None:
    (line,) = lines("  a {b,\n\n    c}\n")
    assert line.text == "a {b, c}"
    assert [line.locate(place) for place in (0, 2, 6)] == [(1, 3), (1, 5), (3, 5)]


def test_what_is_never_closed_is_noted_where_it_opens() -> None:
    assert codes("a\n b {c\nd") == [("uvl_not_closed", "m:2:4")]
    assert codes("a\n b /* c\nd") == [("uvl_not_closed", "m:2:4")]


def test_the_wrong_bracket_is_noted() -> None:
    assert codes("a {b ]\nc") == [("uvl_wrong_bracket", "m:1:6")]
