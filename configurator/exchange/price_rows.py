"""One row of a price book, and the rows that a catalog's price files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from configurator.catalog.model import PriceModel
from configurator.catalog.notebook import Notebook
from configurator.catalog.records import Entry
from configurator.catalog.sheets import parse_sheets
from configurator.catalog.sources import Evidence
from configurator.exchange.cells import write_figure
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import SourceLocation

COLUMNS = (
    "offering", "charge", "period", "model", "from", "amount", "cost",
    "valid_from", "valid_to", "evidence", "source", "note",
)  # fmt: skip
"""The columns of price files, in their order."""

READ_ONLY = ("family", "name_zh", "name_en", "unit", "tax")
"""Columns that a price book shows beside them and that an import passes over."""

COMPARED = ("model", "amount", "cost", "evidence", "source", "note")
"""What may differ between two rows of one key."""

FIGURES = ("model", "amount", "cost")
"""What a price is; a change of these needs evidence."""


class RowKey(NamedTuple):
    """Which tier of which price: dates and tier are part of the key, so that a moved one is another one."""

    offering: str
    charge: ChargeKind
    period: Period | None
    first: date | None
    last: date | None
    start: int

    @property
    def component(self) -> tuple[object, ...]:
        """The price that the tier belongs to."""
        return self[:5]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A typed row with its place; `source` and `note` are empty where nothing is written."""

    key: RowKey
    model: PriceModel
    amount: Decimal
    cost: Decimal | None
    evidence: Evidence
    source: str
    note: str
    place: SourceLocation

    def cells(self) -> dict[str, str]:
        """The row in the catalog's notation, by column."""
        key = self.key
        return {
            "offering": key.offering,
            "charge": str(key.charge),
            "period": str(key.period or ""),
            "model": str(self.model),
            "from": str(key.start),
            "amount": write_figure(self.amount),
            "cost": "" if self.cost is None else write_figure(self.cost),
            "valid_from": str(key.first or ""),
            "valid_to": str(key.last or ""),
            "evidence": str(self.evidence),
            "source": self.source,
            "note": self.note,
        }


def make_row(entry: Entry) -> PriceRow:
    """The row of an entry that was read completely."""
    return PriceRow(
        key=make_key(entry),
        model=entry["model"],
        amount=entry["amount"],
        cost=entry.get("cost"),
        evidence=entry["evidence"],
        source=entry.get("source", ""),
        note=entry.get("note", ""),
        place=entry.location,
    )


def make_key(entry: Entry) -> RowKey:
    """The key of an entry."""
    return RowKey(
        entry["offering"],
        entry["charge"],
        entry.get("period"),
        entry.get("valid_from"),
        entry.get("valid_to"),
        entry.get("from", 1),
    )


def list_rows(files: Mapping[str, bytes]) -> tuple[PriceRow, ...]:
    """All price rows of a catalog that reads, in the order of files and lines."""
    prices = {path: content for path, content in files.items() if path.startswith("prices/")}
    rows = parse_sheets(prices, Notebook()).all_rows("prices")
    return tuple(map(make_row, rows))
