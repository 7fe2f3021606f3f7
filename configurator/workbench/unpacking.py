"""Uploads → the files of a catalog, in memory and within bounds. Nothing here ever becomes a file on disk under a name
that somebody else chose.

Of a ZIP every entry is looked at before any is read: names, kinds, sizes. What an entry claims to hold is not believed;
reading stops at the bound.
"""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from configurator.values.problem import Problem, SourceLocation
from configurator.workbench.refusals import UploadRefused

MOST_UPLOADED = 10 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_BYTES_OF_A_FILE = 5_000_000
MOST_BYTES = 40_000_000
MOST_DEPTH = 4
LONGEST_NAME = 200
MOST_TOLD = 50
SUFFIXES = (".yaml", ".yml", ".csv")

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_END = _END.size + 65_535
_MOST_BYTES_OF_DIRECTORY = 1_000_000
_ENCRYPTED, _UTF8 = 0x1, 0x800
_BACKSLASH = "\\"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files by path relative to the catalog's folder, and the entries left out because no catalog has such."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()


def unpack(content: bytes) -> Unpacked:
    """The files of a ZIP; a single folder around all of them is taken off. UploadRefused names every entry at fault."""
    if len(content) > MOST_UPLOADED:
        raise UploadRefused(Problem("upload_too_large", params={"most": _megabytes(MOST_UPLOADED)}))
    _check_directory(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise UploadRefused(Problem("upload_not_zip")) from None
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        problems = [*_check_names(archive.infolist()), *(problem for each in entries for problem in _check_entry(each))]
        if problems:
            raise UploadRefused(*problems[:MOST_TOLD])
        return _sort_out(_read_entries(archive, entries))


def check_path(path: str) -> Iterator[Problem]:
    """What keeps a path from being one inside a catalog's folder."""
    parts = path.split("/")
    if path.startswith("/") or _BACKSLASH in path or ":" in path or ".." in parts or "." in parts or "" in parts[:-1]:
        yield _about("upload_path_outside", path)
    elif len(parts) - path.endswith("/") > MOST_DEPTH:
        yield _about("upload_too_deep", path, most=MOST_DEPTH)
    elif len(path) > LONGEST_NAME or not path.isprintable():
        yield _about("upload_name_refused", path, most=LONGEST_NAME)


def is_catalog_file(path: str) -> bool:
    """Whether a catalog could read the file: of a known kind, and neither it nor a folder above it is hidden."""
    parts = path.split("/")
    return path.lower().endswith(SUFFIXES) and not any(part.startswith((".", "__")) for part in parts)


def _check_directory(content: bytes) -> None:
    """The archive's own word on how many entries it has; read before anything is made of them."""
    at = content.rfind(_END_MARK, max(0, len(content) - _LONGEST_END))
    if at < 0 or len(content) - at < _END.size:
        raise UploadRefused(Problem("upload_not_zip"))
    count, size = _END.unpack_from(content, at)[4:6]
    if count > MOST_ENTRIES or size > _MOST_BYTES_OF_DIRECTORY:
        raise UploadRefused(Problem("upload_too_many_entries", params={"most": MOST_ENTRIES}))


def _check_names(entries: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """Every path once; two that differ in case or in how signs are composed are the same on some disks."""
    if len(entries) > MOST_ENTRIES:
        yield Problem("upload_too_many_entries", params={"most": MOST_ENTRIES})
    seen: set[str] = set()
    for entry in entries:
        folded = unicodedata.normalize("NFC", entry.filename).casefold().rstrip("/")
        if folded in seen:
            yield _about("upload_name_twice", entry.filename)
        seen.add(folded)


def _check_entry(entry: zipfile.ZipInfo) -> Iterator[Problem]:
    name = entry.orig_filename
    yield from check_path(name)
    if not name.isascii() and not entry.flag_bits & _UTF8:
        yield _about("upload_name_not_utf8", name)
    if entry.flag_bits & _ENCRYPTED:
        yield _about("upload_encrypted", name)
    if entry.compress_type not in _METHODS:
        yield _about("upload_method_unknown", name)
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        yield _about("upload_not_regular", name)
    if is_catalog_file(name) and entry.file_size > MOST_BYTES_OF_A_FILE:
        yield _about("upload_file_too_large", name, most=_megabytes(MOST_BYTES_OF_A_FILE))


def _read_entries(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Unpacked:
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    total = 0
    for entry in entries:
        if not is_catalog_file(entry.filename):
            left_out.append(entry.filename)
            continue
        files[entry.filename] = content = _read_entry(archive, entry)
        total += len(content)
        if total > MOST_BYTES:
            raise UploadRefused(Problem("upload_unpacks_too_large", params={"most": _megabytes(MOST_BYTES)}))
    return Unpacked(files, tuple(left_out))


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as stream:
            content = stream.read(MOST_BYTES_OF_A_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise UploadRefused(_about("upload_entry_broken", entry.filename)) from None
    if len(content) > MOST_BYTES_OF_A_FILE:
        raise UploadRefused(_about("upload_file_too_large", entry.filename, most=_megabytes(MOST_BYTES_OF_A_FILE)))
    return content


def _sort_out(unpacked: Unpacked) -> Unpacked:
    """Without the one folder that lies around everything."""
    if not unpacked.files:
        raise UploadRefused(Problem("upload_empty"))
    tops = {path.partition("/")[0] if "/" in path else "" for path in unpacked.files}
    if len(tops) != 1 or "" in tops or "catalog.yaml" in unpacked.files:
        return unpacked
    top = f"{tops.pop()}/"
    if f"{top}catalog.yaml" not in unpacked.files:
        return unpacked
    return Unpacked({path.removeprefix(top): content for path, content in unpacked.files.items()}, unpacked.left_out)


def _about(code: str, entry: str, **params: object) -> Problem:
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in entry[:LONGEST_NAME])
    return Problem(code, location=SourceLocation(shown), params={"entry": shown, **params})


def _megabytes(count: int) -> int:
    return count // 1_000_000
