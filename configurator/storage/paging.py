"""Pages of lists that may be long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is wanted: number from 1, and rows on each."""

    number: int = 1
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """The rows before it."""
        return (max(self.number, 1) - 1) * self.size


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Row]):
    """One page's rows and the number of rows of the whole list."""

    rows: tuple[Row, ...]
    total: int
    page: Page
