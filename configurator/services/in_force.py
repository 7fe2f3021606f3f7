"""The catalog in force: the published release that counts today, or a folder's files until the first is published.

Every process asks the database again after a few seconds, so that a release published elsewhere, or one whose day has
come, is taken up without a restart; the compiled models of the latest catalogs are kept.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Lock
from time import monotonic

from configurator.catalog.model import Catalog
from configurator.catalog.reading import find_key
from configurator.catalog.taxation import ExchangeRate
from configurator.quoting.content import Content
from configurator.releasing.model import CatalogRelease
from configurator.releasing.refusals import ArchiveBroken
from configurator.services.proposing import Proposer
from configurator.services.publishing import ReleaseService
from configurator.services.releases import CatalogRefused, open_catalog

ASK_AGAIN_SECONDS = 3
KEPT_CATALOGS = 3
_log = logging.getLogger(__name__)


class CatalogInForce:
    """Gives the proposer of the catalog in force. Safe under threads: one of them opens a new release while the others
    go on with the old one. `folder` names the catalog, by the key in its catalog.yaml."""

    def __init__(self, releases: ReleaseService, folder: Path, timer: Callable[[], float] = monotonic) -> None:
        self._releases = releases
        self._folder = folder
        self._timer = timer
        self._ask_at = timer()
        self._kept: OrderedDict[int, Proposer] = OrderedDict()
        self._turn = Lock()
        self._current = self._open(self._find())

    @property
    def release(self) -> CatalogRelease | None:
        """The release in force as far as this process knows; None for the folder."""
        return self._current[0]

    def proposer(self) -> Proposer:
        """The proposer of the catalog in force, opened when it is another one than before."""
        if self._timer() >= self._ask_at and self._turn.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._turn.release()
        return self._current[1]

    def forget(self) -> None:
        """Ask the database at the next occasion, because something was published here."""
        self._ask_at = self._timer()

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self.proposer().catalog

    def content_of(self, request: Mapping[str, object], today: date) -> Content:
        """What the request comes to on that day in the catalog in force."""
        return self.proposer().content_of(request, today)

    def discount_limits(self) -> Mapping[str, Decimal]:
        """The largest discount in percent that each role grants on its own, in the catalog in force."""
        return self.proposer().discount_limits()

    def find_exchange(self, currency: str, day: date) -> ExchangeRate | None:
        """The latest rate into a currency up to the day, in the catalog in force; None when it has none."""
        return self.proposer().find_exchange(currency, day)

    def _refresh(self) -> None:
        """A release that cannot be opened any more leaves the one before it in force, and a line in the log."""
        self._ask_at = self._timer() + ASK_AGAIN_SECONDS
        found = self._find()
        if found == self._current[0]:
            return
        try:
            self._current = self._open(found)
        except (CatalogRefused, ArchiveBroken) as refusal:
            _log.error("catalog release not taken up: %s", refusal)

    def _find(self) -> CatalogRelease | None:
        key = find_key(self._folder)
        return self._releases.get_in_force(key) if key else self._releases.get_newest_in_force()

    def _open(self, release: CatalogRelease | None) -> tuple[CatalogRelease | None, Proposer]:
        """Releases with the same files share what is compiled only when they share the number too: quotes name it."""
        name = release.id if release else 0
        proposer = self._kept.get(name) or self._compile(release)
        self._kept[name] = proposer
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT_CATALOGS:
            self._kept.popitem(last=False)
        return release, proposer

    def _compile(self, release: CatalogRelease | None) -> Proposer:
        if release is None:
            return Proposer(open_catalog(self._folder))
        return Proposer(self._releases.open_book(release.catalog, release.number))
