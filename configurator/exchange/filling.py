"""Rows of short price books: what a missing column would say is taken from the one price that the row can mean."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from configurator.catalog.records import Entry
from configurator.exchange.price_rows import TERMS, PriceRow

_KEY = {
    "charge": "charge",
    "period": "period",
    "from": "start",
    "from_month": "month",
    "valid_from": "first",
    "valid_to": "last",
}
"""Columns by which a row is known, with the names in its key."""

_DEFAULTS = {"from": 1, "from_month": 1}
_NEEDED_FOR_NEW = ("charge", "model")


class Filling:
    """Fills entries of a sheet that has these columns from the catalog's present rows."""

    def __init__(self, current: Sequence[PriceRow], columns: Set[str]) -> None:
        self._columns = columns
        self._missing = tuple(name for name in (*_KEY, "model", *TERMS) if name not in columns)
        self._rows: dict[str, list[PriceRow]] = {}
        for row in current:
            self._rows.setdefault(row.key.offering, []).append(row)

    def complete(self, entry: Entry) -> bool:
        """Whether the entry is now whole; if several prices fit or a new one lacks a column, that is noted."""
        if not self._missing:
            return True
        rows = self._find(entry, [name for name in _KEY if name in self._columns])
        if len(rows) > 1:
            missing = self._find_differing(rows)
            entry.report("sheet_price_ambiguous", "amount", offering=entry["offering"], missing=missing)
            return False
        if rows:
            self._fill(entry, rows[0])
            return True
        return self._complete_new(entry)

    def _find_differing(self, rows: Sequence[PriceRow]) -> tuple[str, ...]:
        """The missing columns that would tell the rows apart."""
        missing = [name for name in _KEY if name in self._missing]
        return tuple(name for name in missing if len({_says(row, name) for row in rows}) > 1)

    def _find(self, entry: Entry, names: Sequence[str]) -> list[PriceRow]:
        rows = self._rows.get(entry["offering"], [])
        return [row for row in rows if all(_says(row, name) == _say(entry, name) for name in names)]

    def _fill(self, entry: Entry, row: PriceRow) -> None:
        for name in self._missing:
            value = _says(row, name) if name in _KEY else row.says(name)
            if value is not None and value != _DEFAULTS.get(name):
                entry.values[name] = value

    def _complete_new(self, entry: Entry) -> bool:
        """A new tier has the dates of the others, when these have but one pair."""
        lacking = [name for name in _NEEDED_FOR_NEW if name in self._missing]
        for name in lacking:
            entry.report("sheet_price_new", "amount", offering=entry["offering"], column=name)
        beside = self._find(entry, [name for name in ("charge", "period") if name in self._columns])
        dates = {(row.key.first, row.key.last) for row in beside}
        if len(dates) == 1:
            for name, day in zip(("valid_from", "valid_to"), next(iter(dates)), strict=True):
                if name in self._missing and day is not None:
                    entry.values[name] = day
        return not lacking


def _says(row: PriceRow, name: str) -> Any:
    return getattr(row.key, _KEY[name])


def _say(entry: Entry, name: str) -> Any:
    return entry.get(name, _DEFAULTS.get(name))
