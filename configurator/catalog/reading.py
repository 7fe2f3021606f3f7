"""Folder → catalog. The only file of the core that opens the files of a catalog."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from configurator.catalog.assembling import assemble_catalog
from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.sheets import parse_sheets
from configurator.values.problem import Problem, has_errors

MOST_BYTES = 5_000_000
MOST_FILES = 2_000
HEAD = "catalog.yaml"
"""The file that names the catalog."""

_SUFFIXES = frozenset({".yaml", ".yml", ".csv"})


@dataclass(frozen=True, slots=True)
class CatalogLoad:
    """A loaded catalog, None when a problem is an error, and all problems in the order of files and lines."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]


def load_catalog(folder: Path) -> CatalogLoad:
    """Read, type, assemble and check the folder; every problem has its file, most have line and column."""
    notebook = Notebook()
    return read_catalog(open_files(folder, notebook), notebook)


def read_catalog(files: Mapping[str, bytes], notebook: Notebook | None = None) -> CatalogLoad:
    """The same for contents that are already in memory, by path relative to the folder."""
    notebook = notebook or Notebook()
    sheets = parse_sheets(files, notebook)
    catalog = assemble_catalog(sheets, notebook, compute_digest(files))
    problems = tuple(sorted(notebook.problems, key=_order))
    return CatalogLoad(None if has_errors(problems) else catalog, problems)


def find_key(folder: Path) -> str | None:
    """The catalog's key in the folder's catalog.yaml, whatever the other files are like; None when it does not read."""
    notebook = Notebook()
    content = _open_file(folder / HEAD, folder, notebook)
    head = None if content is None else parse_sheets({HEAD: content}, notebook).single("catalog")
    return head.get("key") if head else None


def compute_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over path, length and content of every file in the order of the paths."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{len(files[path])}\0".encode())
        digest.update(files[path])
    return digest.hexdigest()


def open_files(folder: Path, notebook: Notebook) -> dict[str, bytes]:
    """The contents of a catalog folder's files by path relative to it; what cannot be opened goes to the notebook."""
    if not folder.is_dir():
        notebook.page(folder.name).report("folder_missing", folder=folder.name)
        return {}
    files: dict[str, bytes] = {}
    for number, path in enumerate(_walk(folder, folder, notebook)):
        if number == MOST_FILES:
            notebook.page(folder.name).report("too_many_files", most=MOST_FILES)
            break
        content = _open_file(path, folder, notebook)
        if content is not None:
            files[path.relative_to(folder).as_posix()] = content
    return files


def _order(problem: Problem) -> tuple[str, int, int, str]:
    place = problem.location
    return (place.file, place.line, place.column, problem.code) if place else ("", 0, 0, problem.code)


def _walk(folder: Path, top: Path, notebook: Notebook) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        notebook.page(folder.relative_to(top).as_posix()).report("file_unreadable", reason=error.strerror or "")
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        if not path.name.isprintable():
            _refuse_name(path, top, notebook)
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, top, notebook)
        elif path.suffix in _SUFFIXES or path.is_dir():
            yield path


def _refuse_name(path: Path, top: Path, notebook: Notebook) -> None:
    """A name that cannot be printed is not read and told with its signs as numbers."""
    shown = ascii(path.relative_to(top).as_posix())[1:-1]
    notebook.page(shown).report("file_name_refused", name=shown)


def _open_file(path: Path, folder: Path, notebook: Notebook) -> bytes | None:
    page = notebook.page(path.relative_to(folder).as_posix())
    try:
        if path.is_symlink() and not _leads_inside(path, folder):
            page.report("file_outside")
            return None
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            page.report("file_not_regular")
        elif status.st_size > MOST_BYTES:
            page.report("file_too_large", size=status.st_size, most=MOST_BYTES)
        else:
            return path.read_bytes()
    except OSError as error:
        page.report("file_unreadable", reason=error.strerror or "")
    return None


def _leads_inside(link: Path, folder: Path) -> bool:
    """Whether a link leads to a file of the folder; a folder would be walked twice, some links lead to themselves."""
    try:
        return not link.is_dir() and link.resolve().is_relative_to(folder.resolve())
    except RuntimeError:
        return False
