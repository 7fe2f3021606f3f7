"""Candidates: uploaded catalogs that wait to be looked at, each one archive and one note in a folder of ours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from configurator.workbench.refusals import CandidateUnknown

MOST_CANDIDATES = 20
"""So many candidates stay; the oldest go first."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An uploaded catalog: who brought it and when (UTC, ISO 8601), the key of the workpiece whose files it changes
    (empty: a whole catalog was uploaded), which of the files are new and which entries were left out."""

    number: int
    author_id: int
    author: str
    at: str
    base: str
    digest: str
    uploaded: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    note: str = ""

    @property
    def moment(self) -> datetime:
        """When it was uploaded."""
        return datetime.fromisoformat(self.at)


class CandidateShelf:
    """The candidates of one installation; processes on one machine share them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, candidate: Candidate, files: Mapping[str, bytes]) -> None:
        """Keep a candidate with its files: the archive first, the note that makes it known last."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._archive(candidate.number), pack_files(files))
        _write(self._note(candidate.number), json.dumps(asdict(candidate), ensure_ascii=False).encode())
        for old in self.list()[MOST_CANDIDATES:]:
            self.discard(old.number)

    def get(self, number: int) -> Candidate:
        """The candidate of that number; CandidateUnknown when there is none."""
        with suppress(OSError, ValueError):
            return _read_note(self._note(number))
        raise CandidateUnknown(number=number)

    def load_files(self, number: int) -> dict[str, bytes]:
        """The candidate's files by path; CandidateUnknown when there is none."""
        with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(self._archive(number)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
        raise CandidateUnknown(number=number)

    def list(self) -> tuple[Candidate, ...]:
        """All candidates, the newest first."""
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError, ValueError):
                found.append(_read_note(path))
        return tuple(sorted(found, key=lambda each: -each.number))

    def discard(self, number: int) -> None:
        """Forget a candidate; one that is not there is no matter."""
        self._note(number).unlink(missing_ok=True)
        self._archive(number).unlink(missing_ok=True)

    def _archive(self, number: int) -> Path:
        return self._folder / f"{number:d}.zip"

    def _note(self, number: int) -> Path:
        return self._folder / f"{number:d}.json"


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP; equal files make equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[path])
    return buffer.getvalue()


def _read_note(path: Path) -> Candidate:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Candidate(**{**row, "uploaded": tuple(row["uploaded"]), "left_out": tuple(row["left_out"])})


def _write(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as scratch:
        scratch.write(content)
    Path(scratch.name).replace(path)
