"""What was uploaded → the files of a candidate: a whole catalog as one ZIP, or single files over those of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from configurator.values.problem import Problem, SourceLocation
from configurator.workbench.refusals import UploadRefused
from configurator.workbench.unpacking import (
    MOST_BYTES_OF_A_FILE,
    MOST_UPLOADED,
    Unpacked,
    check_path,
    is_catalog_file,
    unpack,
)

MOST_SINGLE_FILES = 200
ANYWHERE = ""
"""The place of a single file is where the catalog has one of its name."""

TOP = "."
"""The place of a single file is the catalog's own folder."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file as the browser names it."""

    name: str
    content: bytes


def take_files(uploads: Sequence[Upload], below: Mapping[str, bytes], place: str) -> tuple[Unpacked, tuple[str, ...]]:
    """The candidate's files, and the paths that the upload brought. UploadRefused names what cannot be taken."""
    if not uploads:
        raise UploadRefused(Problem("upload_missing"))
    if sum(len(upload.content) for upload in uploads) > MOST_UPLOADED:
        raise UploadRefused(Problem("upload_too_large", params={"most": MOST_UPLOADED // 1_000_000}))
    if len(uploads) == 1 and _is_zip(uploads[0]):
        unpacked = unpack(uploads[0].content)
        return unpacked, tuple(unpacked.files)
    if not below:
        raise UploadRefused(Problem("upload_base_without_files"))
    return _lay_over(uploads, below, place)


def list_places(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The folders in which a catalog has files."""
    return tuple(sorted({path.rpartition("/")[0] for path in files if "/" in path}))


def _is_zip(upload: Upload) -> bool:
    return upload.name.lower().endswith(".zip") or upload.content.startswith(b"PK\x03\x04")


def _lay_over(uploads: Sequence[Upload], below: Mapping[str, bytes], place: str) -> tuple[Unpacked, tuple[str, ...]]:
    problems: list[Problem] = []
    if len(uploads) > MOST_SINGLE_FILES:
        problems.append(Problem("upload_too_many_entries", params={"most": MOST_SINGLE_FILES}))
    changed: dict[str, bytes] = {}
    for upload in uploads[:MOST_SINGLE_FILES]:
        path = _find_path(upload, below, place, problems)
        if path in changed:
            problems.append(_about("upload_name_twice", path))
        changed[path] = upload.content
    if problems:
        raise UploadRefused(*problems)
    return Unpacked({**below, **changed}), tuple(changed)


def _find_path(upload: Upload, below: Mapping[str, bytes], place: str, problems: list[Problem]) -> str:
    """Where the file goes; what stands against it is noted."""
    name = upload.name.replace("\\", "/").rpartition("/")[2]
    problems += check_path(name) if name else (_about("upload_name_refused", upload.name, most=0),)
    if not is_catalog_file(name):
        problems.append(_about("upload_kind_unknown", name))
    if len(upload.content) > MOST_BYTES_OF_A_FILE:
        problems.append(_about("upload_file_too_large", name, most=MOST_BYTES_OF_A_FILE // 1_000_000))
    if place != ANYWHERE:
        problems += () if place == TOP or place in list_places(below) else (_about("upload_place_unknown", place),)
        return name if place == TOP else f"{place}/{name}"
    found = [path for path in below if path.rpartition("/")[2] == name]
    if len(found) != 1:
        code = "upload_place_open" if not found else "upload_place_ambiguous"
        problems.append(_about(code, name, found=tuple(found)))
    return found[0] if found else name


def _about(code: str, entry: str, **params: object) -> Problem:
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in entry[:200])
    return Problem(code, location=SourceLocation(shown), params={"entry": shown, **params})
