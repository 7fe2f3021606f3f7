"""Where a page stands in its list."""

from __future__ import annotations

import pytest
from flask import Flask

from configurator.http.paging import Paging, paging_of, read_page_number
from configurator.storage.paging import Page, PageOf


@pytest.mark.parametrize(
    ("number", "total", "count", "previous", "following"),
    [(1, 0, 1, None, None), (1, 25, 1, None, None), (1, 26, 2, None, 2), (2, 26, 2, 1, None), (2, 60, 3, 1, 3)],
)
def test_knows_what_lies_before_and_after(
    number: int, total: int, count: int, previous: int | None, following: int | None
) -> None:
    paging = Paging(number, total, 25)
    assert (paging.count, paging.previous, paging.next) == (count, previous, following)


def test_is_made_from_a_page_of_rows() -> None:
    assert paging_of(PageOf((), 60, Page(2, 20))) == Paging(2, 60, 20)


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=3", 3), ("page=0", 1), ("page=-1", 1), ("page=x", 1), ("page=٣", 1), ("page=999999", 1)],
)
def test_nonsense_means_the_first_page(query: str, number: int) -> None:
    with Flask("x").test_request_context(f"/?{query}"):
        assert read_page_number() == number
