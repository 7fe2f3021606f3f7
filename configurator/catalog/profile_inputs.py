"""Profile, needs and industries: what is known about a customer and what it may want."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from configurator.catalog.classification import Industry
from configurator.catalog.model import AttributeValue, InputKind, Need, ProfileInput
from configurator.catalog.notebook import Notebook
from configurator.catalog.offerings import build_values
from configurator.catalog.profile_records import GIVEN_INPUTS, SIZES
from configurator.catalog.records import Entry
from configurator.catalog.sources import NOWHERE, Expression
from configurator.values.problem import Severity
from configurator.values.text import Text

_NAME = re.compile(r"(?<![A-Za-z0-9_.#@-])[a-z][a-z0-9_]*", re.ASCII)
_GIVEN = Expression("")


def find_names(expression: Expression) -> frozenset[str]:
    """The lower-case words of an expression: inputs, values of choices, functions."""
    return frozenset(_NAME.findall(expression.source))


def build_industries(file: Entry | None) -> dict[str, Industry]:
    """The industries by key, in the order of the file."""
    entries = file.get("industries", {}) if file else {}
    return {
        key: Industry(key, entry["name"], entry.get("classes", ()), entry.get("compliance", {}), entry.location)
        for key, entry in entries.items()
        if entry.complete
    }


def build_needs(file: Entry | None) -> dict[str, Need]:
    """The needs by code, in the order of the file."""
    entries = file.get("needs", {}) if file else {}
    return {
        code: Need(code, entry["name"], entry["sentence"], entry["require"], entry.get("description"), entry.location)
        for code, entry in entries.items()
        if entry.complete
    }


def build_inputs(file: Entry | None, industries: Mapping[str, Industry]) -> dict[str, ProfileInput]:
    """All inputs by key: industry and size first, then the file's inputs, then its compliance levels."""
    inputs = {given.key: given for given in _given_inputs(file, industries.values())}
    for key, entry in (file.get("inputs", {}) if file else {}).items():
        if entry.complete and (built := _build_input(key, entry)):
            inputs[key] = built
    for key, entry in (file.get("compliance", {}) if file else {}).items():
        if entry.complete:
            inputs[key] = _build_level(key, entry)
    return inputs


def _given_inputs(file: Entry | None, industries: Iterable[Industry]) -> tuple[ProfileInput, ProfileInput]:
    given: Entry | None = file.get("given") if file else None
    if file and given is None:
        file.report("profile_given_missing", severity=Severity.WARNING)
    kinds = tuple(AttributeValue(industry.key, industry.name) for industry in industries)
    sizes = tuple(AttributeValue(size, name) for size, name in name_sizes(file).items())
    names = {key: _given_name(given, key) for key in GIVEN_INPUTS}
    place = given.location if given else file.location if file else NOWHERE
    return (
        ProfileInput("industry", names["industry"], InputKind.CHOICE, _GIVEN, values=kinds, location=place),
        ProfileInput("size", names["size"], InputKind.CHOICE, _GIVEN, values=sizes, location=place),
    )


def _given_name(given: Entry | None, key: str) -> Text:
    name: Text = given.get(key, Text(key, key)) if given else Text(key, key)
    return name


def name_sizes(file: Entry | None) -> dict[str, Text]:
    """What the profile file calls the size classes, the smallest first; their keys where it says nothing."""
    given: Entry | None = file.get("given") if file else None
    names: Mapping[str, Text] = given.get("sizes", {}) if given else {}
    return {size: names.get(size, Text(size, size)) for size in SIZES}


def _build_input(key: str, entry: Entry) -> ProfileInput | None:
    kind = entry["kind"]
    if not _fits_kind(entry, kind):
        return None
    low, high = entry.get("minimum", 0), entry.get("maximum", 10_000_000)
    if low > high:
        entry.report("bounds_reversed", "minimum", minimum=low, maximum=high)
    return ProfileInput(
        key=key,
        name=entry["name"],
        kind=kind,
        default=entry["default"],
        minimum=low,
        maximum=high,
        values=build_values(entry.get("values", {})),
        derived=entry.get("derived", False),
        unit=entry.get("unit", ""),
        industries=frozenset(entry.get("industries", ())),
        group=entry.get("group", ""),
        location=entry.location,
    )


def _fits_kind(entry: Entry, kind: InputKind) -> bool:
    if kind is InputKind.CHOICE and "values" not in entry:
        entry.report("field_missing", field="values")
        return False
    wrong = () if kind is InputKind.INTEGER else ("minimum", "maximum")
    for name in (*wrong, *(() if kind is InputKind.CHOICE else ("values",))):
        if name in entry:
            entry.report("input_field_extra", name, kind=str(kind), field=name)
            return False
    return True


def _build_level(key: str, entry: Entry) -> ProfileInput:
    levels = _name_levels(entry["values"])
    return ProfileInput(
        key=key,
        name=entry["name"],
        kind=InputKind.INTEGER,
        default=entry["default"],
        minimum=min(levels),
        maximum=max(levels),
        values=tuple(AttributeValue(str(level), levels[level]) for level in sorted(levels)),
        compliance=True,
        industries=frozenset(entry.get("industries", ())),
        location=entry.location,
    )


def _name_levels(values: Mapping[int, Text] | Iterable[int]) -> Mapping[int, Text]:
    """The levels with their names; what is only listed is called by its number."""
    return values if isinstance(values, Mapping) else {level: Text(str(level), str(level)) for level in values}


def order_inputs(inputs: Mapping[str, ProfileInput]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The inputs in an order in which each default follows those it depends on, and the keys left in a cycle."""
    waiting = {key: frozenset(find_names(entry.default) & inputs.keys()) for key, entry in inputs.items()}
    ordered: list[str] = []
    while ready := [key for key, needed in waiting.items() if needed.isdisjoint(waiting)]:
        ordered += ready
        for key in ready:
            del waiting[key]
    return tuple(ordered), _find_cyclic(waiting)


def _find_cyclic(waiting: dict[str, frozenset[str]]) -> tuple[str, ...]:
    """Of keys that wait for one another, those that some key waits for in turn."""
    left = dict(waiting)
    while idle := [key for key in left if not any(key in needed for needed in left.values())]:
        for key in idle:
            del left[key]
    return tuple(left)


def check_defaults(inputs: Mapping[str, ProfileInput], notebook: Notebook) -> None:
    """Defaults that depend on themselves, and unknown names in them, are problems."""
    for key in order_inputs(inputs)[1]:
        place = inputs[key].default.location
        notebook.page(place.file).report("default_cyclic", place.line, place.column, name=key)
