"""One row of a price book, and the rows that a catalog's price files hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from configurator.catalog.model import PriceModel
from configurator.catalog.notebook import Notebook
from configurator.catalog.price_records import TERM_FIELDS
from configurator.catalog.records import Entry
from configurator.catalog.sheets import parse_sheets
from configurator.catalog.sources import Evidence
from configurator.values.digits import show_digits
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import SourceLocation

TERMS = tuple(field.name for field in TERM_FIELDS)
"""The columns that say more of a charge than its rates; most prices have none of them."""

SPECIAL = ("from_month", *TERMS)
"""Columns that a price book only has where some price says something in them."""

WHOLE_COLUMNS = (
    "from_month", "block", "included", "least_quantity", "waived_from", "free_months", "free_from",
)  # fmt: skip
"""Those of them that hold whole figures."""

COLUMNS = (
    "offering", "charge", "period", "model", "from", "amount", "cost",
    "valid_from", "valid_to", "evidence", "source", "note",
)  # fmt: skip
"""The columns of plain price files, in their order."""

ALL_COLUMNS = (*COLUMNS, *SPECIAL)
"""Every column that a price file can have."""

READ_ONLY = ("family", "name_zh", "name_en", "unit", "tax")
"""Columns that a price book shows beside them and that an import passes over."""

COMPARED = ("model", "amount", "cost", *TERMS, "evidence", "source", "note")
"""What may differ between two rows of one key."""

FIGURES = ("model", "amount", "cost", *TERMS)
"""What a price is; a change of these needs evidence."""


class RowKey(NamedTuple):
    """Which tier of which price: dates and tier are part of the key, so that a moved one is another one."""

    offering: str
    charge: ChargeKind
    period: Period | None
    first: date | None
    last: date | None
    start: int
    month: int = 1

    @property
    def component(self) -> tuple[object, ...]:
        """The price that the tier belongs to."""
        return self[:5]

    @property
    def rank(self) -> tuple[int, int]:
        """Where the tier stands among those of its price."""
        return self.month, self.start


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A typed row with its place; `source` and `note` are empty where nothing is written.

    `amount` is none for a price by matrix; `terms` is what more is said of the charge, by column.
    """

    key: RowKey
    model: PriceModel
    amount: Decimal | None
    cost: Decimal | None
    evidence: Evidence
    source: str
    note: str
    place: SourceLocation
    terms: Mapping[str, Any] = field(default_factory=dict)

    def says(self, column: str) -> object:
        """What is said in a column that may be compared."""
        return self.terms.get(column) if column in TERMS else getattr(self, column)

    def keeping(self, before: PriceRow, columns: Iterable[str]) -> PriceRow:
        """The row with what another one says in these columns."""
        kept = frozenset(columns)
        plain: dict[str, Any] = {name: getattr(before, name) for name in kept if name not in TERMS}
        terms = {name: value for name, value in self.terms.items() if name not in kept}
        terms |= {name: value for name, value in before.terms.items() if name in kept}
        return replace(self, **plain, terms=terms)

    def cells(self) -> dict[str, str]:
        """The row in the catalog's notation, by column."""
        key = self.key
        return {
            "offering": key.offering,
            "charge": str(key.charge),
            "period": str(key.period or ""),
            "model": str(self.model),
            "from": str(key.start),
            "amount": "" if self.amount is None else show_digits(self.amount),
            "cost": "" if self.cost is None else show_digits(self.cost),
            "valid_from": str(key.first or ""),
            "valid_to": str(key.last or ""),
            "evidence": str(self.evidence),
            "source": self.source,
            "note": self.note,
            "from_month": str(key.month) if key.month > 1 else "",
            **dict.fromkeys(TERMS, ""),
            **{name: _write_cell(value) for name, value in self.terms.items()},
        }


def make_row(entry: Entry) -> PriceRow:
    """The row of an entry that was read completely."""
    return PriceRow(
        key=make_key(entry),
        model=entry["model"],
        amount=entry.get("amount"),
        cost=entry.get("cost"),
        evidence=entry["evidence"],
        source=entry.get("source", ""),
        note=entry.get("note", ""),
        place=entry.location,
        terms={name: entry[name] for name in TERMS if name in entry},
    )


def _write_cell(value: object) -> str:
    return show_digits(value) if isinstance(value, Decimal) else str(value)


def make_key(entry: Entry) -> RowKey:
    """The key of an entry."""
    return RowKey(
        entry["offering"],
        entry["charge"],
        entry.get("period"),
        entry.get("valid_from"),
        entry.get("valid_to"),
        entry.get("from", 1),
        entry.get("from_month", 1),
    )


def list_rows(files: Mapping[str, bytes]) -> tuple[PriceRow, ...]:
    """All price rows of a catalog that reads, in the order of files and lines."""
    prices = {path: content for path, content in files.items() if path.startswith("prices/")}
    rows = parse_sheets(prices, Notebook()).all_rows("prices")
    return tuple(map(make_row, rows))
