from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from configurator.workbench.candidates import MOST_CANDIDATES, Candidate, CandidateShelf, pack_files
from configurator.workbench.refusals import CandidateUnknown

ONE = Candidate(1, 7, "何为", "2026-11-22T09:30:00+00:00", "", "d" * 64, ("a.yaml",), ("x.md",), "试一试")
FILES = {"a.yaml": b"a", "b/c.csv": "价".encode()}


@pytest.fixture
def shelf(tmp_path):
    return CandidateShelf(tmp_path / "candidates")


def test_gives_back_what_was_put(shelf):
    shelf.put(ONE, FILES)
    assert shelf.get(1) == ONE
    assert shelf.load_files(1) == FILES
    assert shelf.get(1).moment == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_lists_the_newest_first(shelf):
    for number in (2, 10, 1):
        shelf.put(replace(ONE, number=number), FILES)
    assert [each.number for each in shelf.list()] == [10, 2, 1]


def test_an_empty_shelf_lists_nothing(shelf):
    assert shelf.list() == ()


@pytest.mark.parametrize("ask", ["get", "load_files"])
def test_says_what_is_not_there(shelf, ask):
    with pytest.raises(CandidateUnknown):
        getattr(shelf, ask)(3)


def test_forgets_what_is_discarded(shelf):
    shelf.put(ONE, FILES)
    shelf.discard(1)
    shelf.discard(1)
    assert shelf.list() == ()
    with pytest.raises(CandidateUnknown):
        shelf.load_files(1)


def test_keeps_so_many_and_no_more(shelf):
    for number in range(1, MOST_CANDIDATES + 4):
        shelf.put(replace(ONE, number=number), FILES)
    assert [each.number for each in shelf.list()] == list(range(MOST_CANDIDATES + 3, 3, -1))


def test_broken_notes_and_archives_are_as_if_they_were_not_there(shelf, tmp_path):
    shelf.put(ONE, FILES)
    (tmp_path / "candidates/1.json").write_text("{")
    (tmp_path / "candidates/1.zip").write_bytes(b"PK")
    assert shelf.list() == ()
    for ask in (shelf.get, shelf.load_files):
        with pytest.raises(CandidateUnknown):
            ask(1)


def test_leaves_nothing_but_archives_and_notes(shelf, tmp_path):
    shelf.put(ONE, FILES)
    assert {path.name for path in (tmp_path / "candidates").iterdir()} == {"1.json", "1.zip"}


def test_equal_files_pack_to_equal_bytes():
    assert pack_files(FILES) == pack_files(dict(reversed(FILES.items())))
