"""Sheets → XLSX bytes: frozen header, filter, widths, number formats, lists to choose from, a sheet of explanations.

Texts are written as texts, so none becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from configurator.catalog.model import Catalog
from configurator.exchange.exporting import CHOICES, OutgoingSheet
from configurator.exchange.price_rows import ALL_COLUMNS, READ_ONLY, WHOLE_COLUMNS
from configurator.exchange.sheet_names import EXPLANATION
from configurator.values.text import Text
from configurator.wording import say_everywhere

_HEAD = PatternFill("solid", fgColor="1F3A5F")
_GREY = PatternFill("solid", fgColor="E7E6E6")
_WIDTHS = {"name_zh": 30, "name_en": 38, "source": 26, "note": 30, "offering": 18, "valid_from": 14, "valid_to": 14}
_COMMON_WIDTH, _TABLE_WIDTH, _EXPLANATION_WIDTHS = 12, 18, (22, 70, 80)
_WHOLE = frozenset({"from", *WHOLE_COLUMNS})
_FIGURES = _WHOLE | {"amount", "cost", "least_amount"}
_DAYS = frozenset({"valid_from", "valid_to"})
_SPARE_ROWS = 500
"""How far below the last row the lists of words still apply."""

_EXPLAINED = ("how", "tiers", "origin", "tables")


def write_workbook(catalog: Catalog, sheets: Sequence[OutgoingSheet], at: datetime) -> bytes:
    """The workbook, dated `at`."""
    book = Workbook()
    assert book.active is not None, "a new workbook has a sheet"
    book.remove(book.active)
    for sheet in sheets:
        _Writer(book.create_sheet(sheet.title), sheet, catalog).write()
    _write_explanation(book.create_sheet(EXPLANATION), catalog, at)
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    book.properties.creator = catalog.key
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class _Writer:
    """Fills one sheet."""

    def __init__(self, target: Any, sheet: OutgoingSheet, catalog: Catalog) -> None:
        self._target, self._sheet = target, sheet
        self._exponent = catalog.currency.exponent

    def write(self) -> None:
        """Heads and cells; on a sheet of prices also a filter and the choices of its columns."""
        for position, name in enumerate(self._sheet.header, start=1):
            self._write_head(position, name)
        for line, row in enumerate(self._sheet.rows, start=2):
            for position, (name, value) in enumerate(zip(self._sheet.header, row, strict=True), start=1):
                self._write_cell(line, position, name, value)
        self._target.freeze_panes = "B2"
        if self._sheet.is_prices:
            last = get_column_letter(len(self._sheet.header))
            self._target.auto_filter.ref = f"A1:{last}{len(self._sheet.rows) + 1}"
            self._offer_choices()

    def _write_head(self, position: int, name: str) -> None:
        head = f"{name} {say_everywhere(f'exchange.column.{name}').zh}" if self._sheet.is_prices else name
        cell = write_text(self._target, 1, position, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        width = _WIDTHS.get(name, _COMMON_WIDTH) if self._sheet.is_prices else max(_TABLE_WIDTH, len(name) + 2)
        self._target.column_dimensions[get_column_letter(position)].width = width

    def _write_cell(self, line: int, position: int, name: str, value: str) -> None:
        if not value:
            cell = self._target.cell(line, position)
        elif self._sheet.is_prices and name in _FIGURES:
            cell = self._target.cell(line, position, Decimal(value))
            cell.number_format = self._find_format(name)
        elif self._sheet.is_prices and name in _DAYS:
            cell = self._target.cell(line, position, date.fromisoformat(value))
            cell.number_format = "yyyy-mm-dd"
        else:
            cell = write_text(self._target, line, position, value)
        if self._sheet.is_prices and name in READ_ONLY:
            cell.fill = _GREY

    def _find_format(self, name: str) -> str:
        if name in _WHOLE:
            return "#,##0"
        fixed = "0" * self._exponent
        return f"#,##0.{fixed}####"

    def _offer_choices(self) -> None:
        last = len(self._sheet.rows) + 1 + _SPARE_ROWS
        for position, name in enumerate(self._sheet.header, start=1):
            letter = get_column_letter(position)
            if name in CHOICES:
                listed = DataValidation("list", formula1=f'"{",".join(CHOICES[name])}"', allow_blank=True)
            elif name in READ_ONLY:
                listed = DataValidation("custom", formula1="FALSE", allow_blank=True)
            else:
                continue
            listed.error = _join(say_everywhere("exchange.validation"), "\n")[:250]
            listed.add(f"{letter}2:{letter}{last}")
            self._target.add_data_validation(listed)


def write_text(target: Any, line: int, position: int, text: str) -> Any:
    """A text as a text, whatever it begins with."""
    cell = target.cell(line, position, text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell


def _write_explanation(target: Any, catalog: Catalog, at: datetime) -> None:
    rows: list[tuple[str, str, str]] = [
        (catalog.key, catalog.name.zh, catalog.name.en),
        (catalog.release, catalog.digest[:16], f"{at:%Y-%m-%d} · {catalog.currency.code}"),
    ]
    convention = "gross" if catalog.tax_inclusive else "net"
    for key in (convention, *_EXPLAINED):
        text = say_everywhere(f"exchange.explained.{key}")
        rows.append(("", text.zh, text.en))
    for name in (*ALL_COLUMNS, *READ_ONLY):
        text = say_everywhere(f"exchange.meaning.{name}")
        rows.append((name, text.zh, text.en))
    for line, row in enumerate(rows, start=1):
        for position, words in enumerate(row, start=1):
            write_text(target, line, position, words).alignment = Alignment(vertical="top", wrap_text=True)
    for position, width in enumerate(_EXPLANATION_WIDTHS, start=1):
        target.column_dimensions[get_column_letter(position)].width = width


def _join(text: Text, joint: str) -> str:
    return f"{text.zh}{joint}{text.en}"
