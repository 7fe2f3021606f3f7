"""Size files → company-size standards with their tables."""

from __future__ import annotations

from collections.abc import Mapping

from configurator.catalog.classification import SizeIndicator, SizeStandard, SizeTable
from configurator.catalog.records import Entry
from configurator.values.text import Text


def build_standards(
    files: tuple[Entry, ...], rows_by_file: Mapping[str, tuple[Entry, ...]]
) -> tuple[SizeStandard, ...]:
    """The standards in the order of their files."""
    standards: list[SizeStandard] = []
    for file in files:
        if not file.complete:
            continue
        rows = rows_by_file.get(f"sizes/{file['table']}")
        if rows is None:
            file.report("size_table_missing", "table", table=file["table"])
        else:
            standards.append(_build_standard(file, rows))
    return tuple(standards)


def _build_standard(file: Entry, rows: tuple[Entry, ...]) -> SizeStandard:
    groups: dict[str, list[Entry]] = {}
    for row in rows:
        if row.complete:
            _check_thresholds(row)
            groups.setdefault(row["key"], []).append(row)
    classes: Mapping[str, str] = file.get("classes", {})
    fallbacks: Mapping[str, str] = file.get("fallbacks", {})
    for name, targets in (("classes", classes), ("fallbacks", fallbacks)):
        for key in sorted(set(targets.values()) - groups.keys()):
            file.report("size_table_unknown", name, key_name=key, known=tuple(groups))
    return SizeStandard(
        key=file["key"],
        name=file["name"],
        rule=file["rule"],
        tables=tuple(_build_table(key, group, classes, file["key"]) for key, group in groups.items()),
        fallbacks=fallbacks,
        indicator_names=file.get("indicators", {}),
    )


def _build_table(key: str, rows: list[Entry], classes: Mapping[str, str], standard: str) -> SizeTable:
    own = [code for row in rows for code in row.get("classes", "").split()]
    added = [code for code, target in classes.items() if target == key]
    return SizeTable(
        key=key,
        name=Text(rows[0]["name_zh"], rows[0]["name_en"]),
        classes=tuple(dict.fromkeys([*own, *added])),
        indicators=tuple(_build_indicator(row) for row in rows),
        standard=standard,
    )


def _build_indicator(row: Entry) -> SizeIndicator:
    return SizeIndicator(
        row["indicator"],
        row["unit_cny"],
        row["large"],
        row["medium"],
        row["small"],
        row["evidence"],
        row.location,
    )


def _check_thresholds(row: Entry) -> None:
    if not row["large"] > row["medium"] > row["small"]:
        row.report("size_thresholds", "large", large=row["large"], medium=row["medium"], small=row["small"])
