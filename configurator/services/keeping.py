"""The proposals made last, so that what follows a page about a quote does not make the quote again."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import date
from threading import Lock

from configurator.catalog.model import Catalog
from configurator.guidance.proposing import Proposal
from configurator.ledgers.ledger import make_ledger
from configurator.pricing.model import PricedConfiguration

MOST_LINES = 40_000
"""How many lines all proposals kept have together; the latest one is kept whatever its size."""


def name_request(request: object, today: date) -> str:
    """The same text for the same request on the same day."""
    return json.dumps([request, today.isoformat()], sort_keys=True, default=str)


class Kept:
    """A proposal with what follows from it, each made when somebody asks for it first."""

    def __init__(self, catalog: Catalog, proposal: Proposal) -> None:
        self.catalog, self.proposal = catalog, proposal
        self._quoted: PricedConfiguration | None = None
        self._ledger = ""

    @property
    def priced(self) -> PricedConfiguration:
        """The price in the catalog's currency."""
        return self.proposal.priced

    @property
    def quoted(self) -> PricedConfiguration:
        """The price as the quote states it."""
        if self._quoted is None:
            self._quoted = self.proposal.quoted
        return self._quoted

    @property
    def ledger(self) -> str:
        """The text of the price's ledger."""
        self._ledger = self._ledger or make_ledger(self.catalog, self.quoted)
        return self._ledger

    @property
    def has_ledger(self) -> bool:
        """Whether the ledger is written already."""
        return bool(self._ledger)


class ProposalShelf:
    """Keeps what was proposed last; safe under threads."""

    def __init__(self, most_lines: int = MOST_LINES) -> None:
        self._most_lines = most_lines
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, name: str) -> Kept | None:
        """What is kept for the request."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def keep(self, name: str, kept: Kept) -> Kept:
        """Keep it as the latest; what is kept is given back, also where another thread was first."""
        with self._lock:
            known = self._kept.setdefault(name, kept)
            self._kept.move_to_end(name)
            while len(self._kept) > 1 and self._count_lines() > self._most_lines:
                self._kept.popitem(last=False)
            return known

    def _count_lines(self) -> int:
        return sum(len(each.proposal.priced.lines) for each in self._kept.values())
