"""Entries of offerings files → families and offerings."""

from __future__ import annotations

from collections.abc import Mapping

from configurator.catalog.model import Attribute, AttributeValue, Family, Offering
from configurator.catalog.records import Entry
from configurator.values.text import Text

_QUANTITIES = (1, 100_000)


def build_families(files: tuple[Entry, ...]) -> dict[str, Family]:
    """One family of each file, by code."""
    return {
        file["family"]: Family(file["family"], file["name"], file["line"], file.at("family"))
        for file in files
        if file.complete
    }


def build_offerings(files: tuple[Entry, ...]) -> dict[str, Offering]:
    """All offerings by code, in the order of files and lines."""
    return {
        code: _build_offering(code, entry, file)
        for file in files
        for code, entry in file.get("offerings", {}).items()
        if _is_usable(entry, file)
    }


def _is_usable(entry: Entry, file: Entry) -> bool:
    if "tax" not in entry.nodes and "tax" not in file.nodes:
        entry.report("field_missing", field="tax")
        return False
    return entry.complete and "family" in file


def _build_offering(code: str, entry: Entry, file: Entry) -> Offering:
    low, high = entry.get("quantity", _QUANTITIES)
    attributes = entry.get("attributes", {}).items()
    return Offering(
        code=code,
        family=file["family"],
        name=entry["name"],
        unit=entry["unit"],
        tax=entry.get("tax", file.get("tax", "")),
        min_quantity=low,
        max_quantity=high,
        description=entry.get("description"),
        attributes=tuple(build for key, value in attributes if (build := _build_attribute(key, value))),
        provides=entry.get("provides", {}),
        tags=frozenset(entry.get("tags", ())),
        pass_through=entry.get("pass_through", False),
        spec_source=entry.get("spec_source", ""),
        location=entry.location,
    )


def _build_attribute(key: str, entry: Entry) -> Attribute | None:
    if not entry.complete:
        return None
    default = entry.get("default")
    if default is not None and default not in entry["values"]:
        entry.report("default_not_a_value", "default", value=default, choices=tuple(entry["values"]))
    return Attribute(key, entry["name"], build_values(entry["values"]), default, entry.location)


def build_values(texts: Mapping[str, Text]) -> tuple[AttributeValue, ...]:
    """Keys with texts as values in the order of the file."""
    return tuple(AttributeValue(key, text) for key, text in texts.items())
