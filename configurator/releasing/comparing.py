"""Two catalogs → every entry that was added, removed or changed, field by field. Order and places do not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from configurator.catalog.benefits import BenefitBook
from configurator.catalog.model import Catalog
from configurator.catalog.sources import NOWHERE
from configurator.releasing.differences import Act, Change, Edition, FieldChange
from configurator.releasing.flattening import Leaf, flatten, name_entries, name_key
from configurator.values.problem import SourceLocation

HEAD = "catalog"
"""The section of what catalog.yaml says about the whole."""

_IDENTITY = frozenset({"digest", "number", "places"})
_HEAD_PLACE = SourceLocation("catalog.yaml")


def compare_catalogs(before: Catalog, after: Catalog) -> tuple[Change, ...]:
    """All changes, section by section in the order of the catalog's fields, by name within a section."""
    old, new = _list_sections(before), _list_sections(after)
    names = dict.fromkeys((*old, *new))
    return tuple(change for name in names for change in _compare_section(name, old.get(name, {}), new.get(name, {})))


def describe_edition(catalog: Catalog) -> Edition:
    """Which catalog it is."""
    return Edition(catalog.key, catalog.release, catalog.digest, catalog.number)


def _list_sections(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Section to entries by name. Single values of the catalog are entries of its head."""
    sections: dict[str, dict[str, Any]] = {HEAD: {}}
    for name, value in _list_values(catalog):
        if isinstance(value, Mapping):
            sections[name] = dict(_list_entries(value))
        elif isinstance(value, tuple):
            sections[name] = name_entries(value)
        else:
            sections[HEAD][name] = value
    return sections


def _list_values(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """The fields that are compared; each kind of benefit is a section of its own."""
    for field in fields(catalog):
        value = getattr(catalog, field.name)
        if isinstance(value, BenefitBook):
            yield from ((part.name, getattr(value, part.name)) for part in fields(value))
        elif field.name not in _IDENTITY:
            yield field.name, value


def _list_entries(mapping: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """The entries of a mapping; where a key has several, as an offering has prices, each by its own name."""
    for key, value in mapping.items():
        if isinstance(value, tuple):
            yield from name_entries(value).items()
        else:
            yield name_key(key), value


def _compare_section(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield _record(section, name, Act.REMOVED, old[name], flatten(old[name]), {})
        elif name not in old:
            yield _record(section, name, Act.ADDED, new[name], {}, flatten(new[name]))
        elif old[name] != new[name]:
            change = _record(section, name, Act.CHANGED, new[name], flatten(old[name]), flatten(new[name]))
            if change.fields:
                yield change


def _record(section: str, name: str, act: Act, entry: Any, old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> Change:
    place = getattr(entry, "location", None)
    if place is None or place == NOWHERE:
        place = _HEAD_PLACE if section == HEAD else None
    return Change(section, name, act, tuple(_compare_leaves(old, new)), place)


def _compare_leaves(old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> Iterator[FieldChange]:
    """What says nothing counts as not there."""
    for path in dict.fromkeys((*old, *new)):
        leaves = old.get(path), new.get(path)
        before, after = (leaf.text or None if leaf else None for leaf in leaves)
        if before != after:
            known = leaves[1] or leaves[0]
            yield FieldChange(path, before, after, known.location if known else None)
