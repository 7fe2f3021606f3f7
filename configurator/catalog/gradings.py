"""Service levels and price factors: what depends on a value of the customer's profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from configurator.catalog.model import Catalog, InputKind, PriceFactor, ProfileInput
from configurator.catalog.prices import read_validity
from configurator.catalog.promises import ServiceCredit, ServiceLevel, ServiceLevels
from configurator.catalog.records import Entry
from configurator.catalog.selectors import select
from configurator.catalog.sheets import Sheets
from configurator.values.text import Text

_MINUTES_OF_30_DAYS = Decimal(30 * 24 * 60)
_HUNDRED = Decimal(100)
_NEARLY = Decimal("0.1")
"""By how many minutes a figure may differ from the exact one, because of rounding."""


def build_factors(rows: Iterable[Entry]) -> tuple[PriceFactor, ...]:
    """Dated factors in the file's order."""
    return tuple(
        PriceFactor(
            id=row["id"],
            applies_to=row["applies_to"],
            input=row["input"],
            value=row["value"],
            factor=row["factor"],
            charge=row["charge"],
            valid=read_validity(row),
            evidence=row["evidence"],
            source=row.get("source", ""),
            location=row.location,
        )
        for row in rows
    )


def build_levels(file: Entry | None, inputs: Mapping[str, ProfileInput]) -> ServiceLevels | None:
    """The service levels; their names are those of the input's values."""
    if file is None or "input" not in file:
        return None
    known = inputs.get(file["input"])
    names = {value.key: value.name for value in known.values} if known else {}
    entries = {key: entry for key, entry in file.get("levels", {}).items() if entry.complete}
    levels = {key: _build_level(key, names.get(key, Text(key, key)), entry) for key, entry in entries.items()}
    return ServiceLevels(file["input"], levels, file.location)


def _build_level(key: str, name: Text, entry: Entry) -> ServiceLevel:
    return ServiceLevel(
        key=key,
        name=name,
        availability=entry["availability"],
        minutes_down=entry["minutes_down"],
        architecture=entry["architecture"],
        credits=tuple(ServiceCredit(each["below"], each["percent"]) for each in entry["credits"] if each.complete),
        evidence=entry["evidence"],
        source=entry.get("source", ""),
        location=entry.location,
    )


def list_values(known: ProfileInput) -> tuple[str, ...]:
    """The values of an input that prices can depend on; none for a free figure."""
    return ("yes", "no") if known.kind is InputKind.FLAG else tuple(value.key for value in known.values)


def check_gradings(catalog: Catalog, sheets: Sheets) -> None:
    """Factors and levels speak of values that their input has; no charge has two factors; levels add up."""
    rows = sheets.all_rows("price_factors")
    for row in rows:
        _check_value(catalog, row)
    _check_overlaps(catalog, catalog.price_factors, rows)
    file = sheets.single("service_levels")
    if file is not None:
        _check_levels(catalog, file)


def _check_value(catalog: Catalog, row: Entry) -> None:
    known = catalog.inputs.get(row["input"])
    if known is not None and row["value"] not in list_values(known):
        row.report("input_value_unknown", "value", name=known.key, value=row["value"], choices=list_values(known))


def _check_overlaps(catalog: Catalog, factors: Sequence[PriceFactor], rows: Sequence[Entry]) -> None:
    """Two factors of one charge are a problem of the later row, said once for each row."""
    selected = [frozenset(select(catalog, each.applies_to)) for each in factors]
    reported: set[int] = set()
    for (earlier, one), (later, other) in combinations(enumerate(factors), 2):
        shared = selected[earlier] & selected[later]
        if later not in reported and shared and _can_meet(one, other):
            reported.add(later)
            rows[later].report("price_factor_overlap", "applies_to", offering=min(shared), other=str(one.location))


def _can_meet(one: PriceFactor, other: PriceFactor) -> bool:
    """Whether both can hold for one customer on one day; one input has one value."""
    is_apart = one.input == other.input and one.value != other.value
    return one.charge is other.charge and one.valid.overlaps(other.valid) and not is_apart


def _check_levels(catalog: Catalog, file: Entry) -> None:
    known = catalog.inputs.get(file.get("input", ""))
    values = tuple(value.key for value in known.values) if known else ()
    for key, entry in file.get("levels", {}).items():
        if known is not None and key not in values:
            entry.report("input_value_unknown", name=known.key, value=key, choices=values)
        elif entry.complete:
            _check_level(entry)


def _check_level(entry: Entry) -> None:
    """The minutes follow from the availability; credits grow as availability falls, from the promise on."""
    exact = _MINUTES_OF_30_DAYS * (_HUNDRED - entry["availability"]) / _HUNDRED
    if abs(exact - entry["minutes_down"]) >= _NEARLY:
        figures = {"availability": str(entry["availability"]), "minutes": str(entry["minutes_down"])}
        entry.report("service_minutes_differ", "minutes_down", **figures, exact=f"{exact.normalize():f}")
    for credit in _list_steps_back(entry):
        credit.report("service_credits_disordered", "below", availability=str(entry["availability"]))


def _list_steps_back(entry: Entry) -> Iterator[Entry]:
    credits = [credit for credit in entry["credits"] if credit.complete]
    yield from (credit for credit in credits if credit["below"] > entry["availability"])
    for before, credit in pairwise(credits):
        if credit["below"] >= before["below"] or credit["percent"] <= before["percent"]:
            yield credit
