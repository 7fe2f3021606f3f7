"""What a price sheet would change: per price and tier added, removed, or changed from and to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from configurator.catalog.records import Entry
from configurator.catalog.sources import Evidence
from configurator.exchange.price_rows import COMPARED, FIGURES, PriceRow, RowKey, make_row
from configurator.exchange.price_sheets import PriceSheet
from configurator.values.problem import Problem, SourceLocation


class ChangeKind(StrEnum):
    """What happens to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One tier of one price: `before` is None when added, `after` when removed; `place` is the sheet's cell or the
    file's line."""

    kind: ChangeKind
    key: RowKey
    before: PriceRow | None
    after: PriceRow | None
    place: SourceLocation

    def list_fields(self) -> tuple[tuple[str, str, str], ...]:
        """Column, before and after of what differs; of an added or removed row what it says."""
        before = self.before.cells() if self.before else {}
        after = self.after.cells() if self.after else {}
        names = [name for name in COMPARED if before.get(name, "") != after.get(name, "")]
        return tuple((name, before.get(name, ""), after.get(name, "")) for name in names)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where imported prices come from: rows whose figures change carry this evidence, and this source unless the
    sheet names one."""

    evidence: Evidence = Evidence.SEEN
    source: str = ""


def compare_prices(
    current: Sequence[PriceRow], sheet: PriceSheet, entries: Sequence[Entry], origin: Origin, problems: list[Problem]
) -> tuple[PriceChange, ...]:
    """The changes, offerings in the sheet's order. Offerings that the sheet does not name keep their prices."""
    known = {row.key: row for row in current}
    changes = list(_find_taken(known, entries, sheet, origin, problems))
    wanted = {make_row(entry).key for entry in entries}
    for key, row in known.items():
        if key.offering in sheet.seen and key not in wanted:
            changes.append(PriceChange(ChangeKind.REMOVED, key, row, None, row.place))
    order = {code: number for number, code in enumerate(dict.fromkeys(change.key.offering for change in changes))}
    return tuple(sorted(changes, key=lambda change: order[change.key.offering]))


def _find_taken(
    known: Mapping[RowKey, PriceRow],
    entries: Sequence[Entry],
    sheet: PriceSheet,
    origin: Origin,
    problems: list[Problem],
) -> Iterator[PriceChange]:
    for entry in entries:
        row = make_row(entry)
        before = known.get(row.key)
        stated = sheet.columns if "evidence" in entry.nodes else sheet.columns - {"evidence"}
        after = _settle(row, before, stated, origin)
        if before is None or _differs(before, after, COMPARED):
            if after.evidence is Evidence.SEEN and not after.source:
                params = {"offering": after.key.offering}
                problems.append(Problem("sheet_source_missing", location=entry.at("amount"), params=params))
            yield PriceChange(ChangeKind.CHANGED if before else ChangeKind.ADDED, row.key, before, after, row.place)


def _settle(row: PriceRow, before: PriceRow | None, stated: Set[str], origin: Origin) -> PriceRow:
    """The row as it will stand: what the sheet does not state stays, changed figures carry the import's origin."""
    if before is not None:
        row = row.keeping(before, (name for name in COMPARED if name not in stated))
        if not _differs(before, row, FIGURES):
            return row
    is_said = "evidence" in stated and (before is None or row.evidence is not before.evidence)
    own_source = row.source if before is None or row.source != before.source else ""
    evidence = row.evidence if is_said else origin.evidence
    return replace(row, evidence=evidence, source=own_source or origin.source or row.source)


def _differs(before: PriceRow, after: PriceRow, names: Sequence[str]) -> bool:
    return any(before.says(name) != after.says(name) for name in names)
