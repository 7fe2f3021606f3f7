"""An entry of a catalog as flat texts by path, so that any two entries can be compared field by field.

Works on every frozen dataclass of the catalog, so that a new kind of data is compared without a word here. Places in
files are no part of what an entry says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Any, NamedTuple

from configurator.catalog.benefits import Perk, Tier
from configurator.catalog.commercial import Stage
from configurator.catalog.sources import Expression
from configurator.values.dates import DateRange
from configurator.values.problem import SourceLocation

_PLACES = frozenset({"location", "places", "row_locations"})
_NAMES = (
    ("id",),
    ("key",),
    ("code",),
    ("category", "regime", "valid"),
    ("currency", "day"),
    ("offering",),
    ("from_quantity",),
    ("months",),
    ("indicator",),
    ("role",),
)
"""By which fields an entry in a sequence is told from the others: the first of these that it has."""


_ORDERED = (Stage,)
"""What counts by its position: the order of these entries is what they say."""

_RANKED = (Tier, Perk)
"""What has names but also an order that says something: which tier is higher, which benefit is kept first."""

_THERE = "yes"
"""The text of a row, which its path already tells."""


class Leaf(NamedTuple):
    """One text with the place of the nearest entry that has one."""

    text: str
    location: SourceLocation | None


def flatten(entry: Any, location: SourceLocation | None = None) -> dict[str, Leaf]:
    """The entry's texts by path; the path of an entry that is a single value is empty."""
    return {".".join(path): leaf for path, leaf in _walk(entry, (), location)}


def name_entries(entries: Iterable[Any]) -> dict[str, Any]:
    """Entries of a sequence by name; a name that occurs again is numbered."""
    seen: Counter[str] = Counter()
    named: dict[str, Any] = {}
    for position, entry in enumerate(entries, start=1):
        name = name_entry(entry, str(position))
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name}#{seen[name]}"] = entry
    return named


def name_entry(entry: Any, otherwise: str) -> str:
    """What an entry is called among its like."""
    if isinstance(entry, _ORDERED):
        return otherwise
    for names in _NAMES:
        if all(hasattr(entry, name) for name in names):
            return " ".join(filter(None, (say_value(getattr(entry, name)) for name in names)))
    return otherwise


def name_key(key: object) -> str:
    """A key of a mapping as text: the parts of a pair with a stroke between them."""
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)


@singledispatch
def say_value(value: Any) -> str:
    """A single value as text."""
    return str(value)


@say_value.register
def _(value: None) -> str:
    return ""


@say_value.register
def _(value: bool) -> str:
    return "yes" if value else "no"


@say_value.register
def _(value: Decimal) -> str:
    return f"{value:f}"


@say_value.register
def _(value: Expression) -> str:
    return value.source


@say_value.register
def _(value: DateRange) -> str:
    return f"{value.first or ''}…{value.last or ''}" if value.first or value.last else ""


Path = tuple[str, ...]


def _walk(value: Any, path: Path, location: SourceLocation | None) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _walk(part, (*path, name_key(key)), location)
    elif isinstance(value, (tuple, frozenset)):
        yield from _walk_sequence(value, path, location)
    elif is_dataclass(value) and not isinstance(value, (Expression, DateRange)):
        place = getattr(value, "location", None) or location
        for field in fields(value):
            if field.name not in _PLACES:
                yield from _walk(getattr(value, field.name), (*path, field.name), place)
    else:
        yield path, Leaf(say_value(value), location)


def _walk_sequence(values: Iterable[Any], path: Path, location: SourceLocation | None) -> Iterator[tuple[Path, Leaf]]:
    """Entries by their names, rows by what they say, and single values together as one text."""
    known = sorted(values) if isinstance(values, frozenset) else list(values)
    if all(isinstance(one, tuple) for one in known) and known:
        for row in known:
            yield (*path, " | ".join(map(say_value, row))), Leaf(_THERE, location)
    elif any(is_dataclass(one) and not isinstance(one, Expression) for one in known):
        named = name_entries(known)
        for name, entry in named.items():
            yield from _walk(entry, (*path, name), location)
        if isinstance(known[0], _RANKED):
            yield (*path, "order"), Leaf(", ".join(named), location)
    else:
        yield path, Leaf(", ".join(map(say_value, known)), location)
