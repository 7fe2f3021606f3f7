from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.exchange.patching import open_patch, split_lines, write_cell

FILE = b'a,b,c\r\n1,"x, y",3\r\n\r\n4,"two\r\nlines",6\r\n7,8,9'


def test_an_untouched_file_stays_byte_for_byte():
    assert open_patch(FILE).write() == FILE


@given(st.text(st.sampled_from('a1,"\r\n x'), max_size=40))
def test_any_rows_are_written_as_they_were_read(text):
    try:
        lines = split_lines(text)
    except AssertionError:
        return
    if text.count('"') == 0:
        assert "".join(",".join(line.cells) + line.end for line in lines) == text


def test_a_cell_changes_and_its_neighbours_do_not():
    patch = open_patch(FILE)
    patch.set_cells(2, {"c": "30"})
    assert patch.write() == FILE.replace(b'"x, y",3', b'"x, y",30')


def test_rows_are_known_by_the_line_on_which_they_begin():
    patch = open_patch(FILE)
    patch.remove(4)
    patch.set_cells(6, {"a": "seven"})
    assert patch.write() == b'a,b,c\r\n1,"x, y",3\r\n\r\nseven,8,9'


def test_a_row_behind_a_last_line_without_end_gets_one():
    patch = open_patch(FILE)
    patch.add_after(6, {"a": "10", "c": 'say "hi"'})
    assert patch.write() == FILE + b'\r\n10,,"say ""hi"""\r\n'


def test_a_column_that_is_missing_comes_last():
    patch = open_patch(b"a,b\n1,2\n3,4\n")
    patch.add_after(2, {"a": "5", "b": "6"})
    patch.set_cells(3, {"note": "new"})
    assert patch.write() == b"a,b,note\n1,2,\n5,6,\n3,4,new\n"


def test_a_byte_order_mark_and_blank_lines_above_stay():
    content = b"\xef\xbb\xbf\n\na,b\n1,2\n"
    patch = open_patch(content)
    patch.set_cells(4, {"b": "3"})
    assert patch.write() == b"\xef\xbb\xbf\n\na,b\n1,3\n"


@pytest.mark.parametrize(
    ("value", "cell"), [("plain", "plain"), ("a,b", '"a,b"'), ('a"b', '"a""b"'), (" a", '" a"'), ("a\nb", '"a\nb"')]
)
def test_only_what_must_be_is_quoted(value, cell):
    assert write_cell(value) == cell
