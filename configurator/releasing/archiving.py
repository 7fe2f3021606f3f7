"""The files of a release as one archive: a ZIP whose bytes follow from the files alone, and back.

The same files give the same archive on every machine and day: entries in the order of their paths, without dates,
owners or other traces of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from configurator.catalog.reading import compute_digest
from configurator.releasing.refusals import ArchiveBroken, CatalogTooLarge, FilePathRefused

MOST_BYTES = 50_000_000
"""All files of a release together."""

MOST_FILES = 2_000
_BEGINNING = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """The archive of the files by path; CatalogTooLarge or FilePathRefused when they cannot be a release."""
    _check_size(sum(map(len, files.values())), len(files))
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            archive.writestr(_describe(path), files[path])
    return target.getvalue()


def unpack_files(packed: bytes, digest: str) -> dict[str, bytes]:
    """The files of an archive that `pack_files` made; ArchiveBroken when they do not have the digest."""
    try:
        with ZipFile(BytesIO(packed)) as archive:
            entries = archive.infolist()
            _check_size(sum(entry.file_size for entry in entries), len(entries))
            files = {check_path(entry.filename): archive.read(entry) for entry in entries}
    except (BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ArchiveBroken(expected=digest, found="") from error
    found = compute_digest(files)
    if found != digest:
        raise ArchiveBroken(expected=digest, found=found)
    return files


def check_path(path: str) -> str:
    """The path, when it stays within its folder on every machine; FilePathRefused otherwise."""
    parts = PurePosixPath(path).parts
    is_strange = not parts or "\\" in path or ":" in path or any(ord(sign) < 32 for sign in path)
    if is_strange or path != "/".join(parts) or ".." in parts or path.startswith("/"):
        raise FilePathRefused(path=path[:200])
    return path


def _describe(path: str) -> ZipInfo:
    entry = ZipInfo(check_path(path), _BEGINNING)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = _PLAIN_FILE
    return entry


def _check_size(size: int, count: int) -> None:
    if size > MOST_BYTES or count > MOST_FILES:
        raise CatalogTooLarge(size=size, most=MOST_BYTES, files=count)
