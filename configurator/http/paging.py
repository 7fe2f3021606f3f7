"""Pages of long lists: which one was asked for, and what lies before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from configurator.storage.paging import PageOf

_LAST = 10_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list stands: its number from 1, rows per page and the number of rows of the whole list."""

    number: int
    total: int
    size: int

    @property
    def count(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """The number of the page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if any."""
        return self.number + 1 if self.number < self.count else None


def paging_of(found: PageOf[Any]) -> Paging:
    """Where this page of the list stands."""
    return Paging(found.page.number, found.total, found.page.size)


def read_page_number() -> int:
    """The page that the address asks for; nonsense means the first."""
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), _LAST)
