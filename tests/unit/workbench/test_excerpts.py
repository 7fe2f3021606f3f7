from __future__ import annotations

import pytest

from configurator.values.problem import SourceLocation
from configurator.workbench.excerpts import LONGEST_LINE, cut_excerpt, split_lines

FILES = {"a.yaml": b"one\ntwo\nthree: 3\nfour\nfive\nsix\n"}


def test_shows_two_lines_around_the_place_and_marks_it():
    lines = cut_excerpt(FILES, SourceLocation("a.yaml", 3, 8))
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert [line.is_marked for line in lines] == [False, False, True, False, False]
    assert (lines[2].before, lines[2].at, lines[2].after) == ("three: ", "3", "")


def test_stops_at_the_ends_of_the_file():
    assert [line.number for line in cut_excerpt(FILES, SourceLocation("a.yaml", 1, 1))] == [1, 2, 3]
    assert [line.number for line in cut_excerpt(FILES, SourceLocation("a.yaml", 7, 1))] == [5, 6, 7]


@pytest.mark.parametrize(
    "place", [None, SourceLocation("a.yaml"), SourceLocation("b.yaml", 1, 1), SourceLocation("../a.yaml", 1, 1)]
)
def test_shows_nothing_without_a_line_of_a_known_file(place):
    assert cut_excerpt(FILES, place) == ()


def test_a_line_beyond_the_end_shows_the_last_ones_at_most():
    assert all(line.number <= 7 for line in cut_excerpt(FILES, SourceLocation("a.yaml", 900, 1)))


def test_a_column_beyond_the_line_marks_its_end():
    (line,) = cut_excerpt(FILES, SourceLocation("a.yaml", 2, 90), around=0)
    assert (line.before, line.at, line.after) == ("", "", "") or line.before == "two"


def test_a_long_line_is_cut_around_the_place():
    files = {"long.csv": b"x" * 5_000 + b"!" + b"y" * 5_000}
    (line,) = cut_excerpt(files, SourceLocation("long.csv", 1, 5_001))
    assert line.at == "!"
    assert len(line.before) + len(line.after) < LONGEST_LINE


def test_other_encodings_and_zero_bytes_show_as_signs_of_replacement():
    assert split_lines("名".encode("gbk") + b"\0") == ["\N{REPLACEMENT CHARACTER}" * 3]
    assert split_lines(b"\xef\xbb\xbfa\r\nb\r\n") == ["a", "b", ""]
