"""What sheets and files are called, outgoing and incoming."""

from __future__ import annotations

from configurator.catalog.model import Catalog

PRICES = "prices"
EXPLANATION = "README"
_TABLE = "table "
_MOST_LETTERS = 31
"""Spreadsheet programs allow no longer name of a sheet."""


def table_titles(catalog: Catalog) -> dict[str, str]:
    """The title of each table's sheet, by table; long ones are cut and told apart by a number."""
    titles: dict[str, str] = {}
    for name in catalog.tables:
        title = f"{_TABLE}{name}"[:_MOST_LETTERS]
        number = 2
        while title in titles.values():
            title = f"{f'{_TABLE}{name}'[: _MOST_LETTERS - len(str(number)) - 1]}~{number}"
            number += 1
        titles[name] = title
    return titles


def find_table(catalog: Catalog, title: str) -> str | None:
    """The table that a sheet is called after, or a file: `table sla.csv`, `sla.csv`, `tables/sla.csv`."""
    plain = title.replace("\\", "/").rpartition("/")[2]
    stem = plain.rpartition(".")[0] if plain.lower().endswith((".csv", ".tsv", ".txt")) else plain
    for name, known in table_titles(catalog).items():
        if stem in (name, known, f"{_TABLE}{name}"):
            return name
    return None
