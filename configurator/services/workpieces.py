"""Workpieces by key, each read once and kept with its compiled models while it is among the last ones used."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import compute_digest, open_files
from configurator.services.proposing import Proposer
from configurator.services.publishing import ReleaseService
from configurator.workbench.candidates import CandidateShelf
from configurator.workbench.refusals import CandidateUnknown
from configurator.workbench.workpiece import Workpiece, read_workpiece

CURRENT, FOLDER, RELEASE = "current", "folder", "r"
"""The keys: the catalog in force, the folder as it is now, and what stands before a release's number."""

KEPT = 4
Opened = tuple[Workpiece, Proposer | None]


class Workpieces:
    """Opens workpieces. Safe under threads."""

    def __init__(
        self, in_force: Callable[[], Proposer], releases: ReleaseService, shelf: CandidateShelf, folder: Path
    ) -> None:
        self._in_force, self._releases, self._shelf, self._folder = in_force, releases, shelf, folder
        self._kept: OrderedDict[str, Opened] = OrderedDict()
        self._lock = Lock()

    def open(self, key: str) -> Opened:
        """The workpiece of that key; CandidateUnknown or ReleaseUnknown when there is none."""
        if key == CURRENT:
            return self._open_current()
        notebook = Notebook()
        if key == FOLDER:
            return self._keep(open_files(self._folder, notebook), notebook)
        if key.startswith(RELEASE):
            catalog, number = self._in_force().catalog.key, _read_number(key.removeprefix(RELEASE))
            return self._keep(self._releases.load_files(catalog, number), notebook)
        return self._keep(self._shelf.load_files(_read_number(key)), notebook)

    def _open_current(self) -> tuple[Workpiece, Proposer]:
        """The catalog in force with the files that it was read from, as far as they are still known."""
        proposer = self._in_force()
        catalog = proposer.catalog
        known = self._kept_or_none(f"{CURRENT}-{catalog.number}-{catalog.digest}")
        if known is not None and known[0].book is proposer.book:
            return known[0], proposer
        files = self._load_files(catalog)
        piece = Workpiece(catalog.digest, files, (), proposer.book)
        if files:
            self._put(f"{CURRENT}-{catalog.number}-{catalog.digest}", piece, proposer)
        return piece, proposer

    def _load_files(self, catalog: Catalog) -> Mapping[str, bytes]:
        """A release's own files; the folder's when these are what is in force and have not changed since, else none."""
        if catalog.number is not None:
            return self._releases.load_files(catalog.key, catalog.number)
        files = open_files(self._folder, Notebook())
        return files if compute_digest(files) == catalog.digest else {}

    def _keep(self, files: Mapping[str, bytes], notebook: Notebook) -> Opened:
        known = None if notebook.problems else self._kept_or_none(compute_digest(files))
        if known is not None:
            return known
        with_problems = bool(notebook.problems)
        piece = read_workpiece(files, notebook)
        proposer = Proposer(piece.book) if piece.book else None
        if not with_problems:
            self._put(piece.digest, piece, proposer)
        return piece, proposer

    def _kept_or_none(self, name: str) -> Opened | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def _put(self, name: str, piece: Workpiece, proposer: Proposer | None) -> None:
        with self._lock:
            self._kept[name] = (piece, proposer)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _read_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CandidateUnknown(number=text[:20])
    return int(text)
