"""Whether the prices of stored versions can still be computed from their ledgers, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from configurator.ledgers.ledger_text import LedgerBroken
from configurator.ledgers.replaying import LedgerDifference, check_ledger
from configurator.quoting.refusals import SnapshotBroken
from configurator.quoting.snapshot import Snapshot, thaw
from configurator.storage.unit_of_work import UnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class Replayed:
    """A version or file with its ledger computed again: `verdict` is same, differs, none (no ledger) or broken."""

    name: str
    verdict: str
    amounts: int = 0
    differences: tuple[LedgerDifference, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it."""
        return self.verdict in ("same", "none")


def replay_text(name: str, text: str) -> Replayed:
    """A ledger computed again."""
    if not text:
        return Replayed(name, "none")
    try:
        check = check_ledger(text)
    except LedgerBroken:
        return Replayed(name, "broken")
    return Replayed(name, "same" if check.is_same else "differs", check.amounts, check.differences)


def replay_stored(uow_factory: UnitOfWorkFactory) -> Iterator[Replayed]:
    """Every submitted version of the database, by number."""
    with uow_factory.reading() as work:
        for quote, number, snapshot in work.quotes.list_frozen():
            yield _replay_version(f"{quote} v{number}", snapshot)


def _replay_version(name: str, snapshot: Snapshot) -> Replayed:
    try:
        return replay_text(name, thaw(snapshot).ledger)
    except SnapshotBroken:
        return Replayed(name, "broken")
