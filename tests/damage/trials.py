"""What becomes of a damaged copy: it is read, checked and told about, and every fault of ours in that is noted."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

from configurator.catalog import sheets
from configurator.catalog.notebook import Notebook, Page
from configurator.catalog.reading import CatalogLoad, compute_digest, load_catalog, read_catalog
from configurator.catalog.sheets import find_kind
from configurator.cli.telling import problem_json, tell_problem
from configurator.linter.linting import lint
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import read_rules
from configurator.scenarios.reading import read_scenarios
from configurator.values.problem import Problem, has_errors
from tests.damage.copies import Copy

MOST_SECONDS = 5
WHOLE_FILE = frozenset({
    "file_missing", "file_empty", "file_not_read", "file_unreadable", "file_too_large", "file_not_regular",
    "file_outside", "file_name_refused", "too_many_files", "folder_missing", "more_problems",
})  # fmt: skip
"""Problems that are a whole file's, so that no line of it is to blame."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The codes of the problems found, the processor's seconds, whether the catalog was usable, our own faults."""

    number: int
    kind: str
    path: str
    codes: tuple[str, ...]
    seconds: float
    usable: bool
    faults: tuple[str, ...]


def read_files(folder: Path) -> dict[str, bytes]:
    """The contents of a catalog's files by path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def try_copy(copy: Copy, *, with_proofs: bool = False) -> Trial:
    """Read and check the copy; a traceback, a refusal without a place or a long wait is a fault."""
    return _try(copy.number, copy.kind, copy.path, lambda: read_catalog(copy.files), copy.files, with_proofs)


def try_folder(number: int, kind: str, folder: Path, path: str) -> Trial:
    """The same for a damaged folder on disk."""
    return _try(number, kind, path, lambda: load_catalog(folder), None, False)


def _try(number: int, kind: str, path: str, load: Any, files: Mapping[str, bytes] | None, with_proofs: bool) -> Trial:
    start = process_time()
    try:
        problems, usable = _inspect(load(), _find_scenarios(path, files), with_proofs)
        faults = [fault for problem in problems for fault in _find_faults(problem, files)]
    except Exception:
        problems, usable, faults = (), False, [traceback.format_exc(limit=-6)]
    seconds = process_time() - start
    if seconds > MOST_SECONDS and not with_proofs:
        faults.append(f"took {seconds:.1f} s")
    return Trial(number, kind, path, tuple(problem.code for problem in problems), seconds, usable, tuple(faults))


def _inspect(load: CatalogLoad, scenarios: Mapping[str, bytes], with_proofs: bool) -> tuple[tuple[Problem, ...], bool]:
    """As `catalog lint` does: the problems, and whether the catalog could be taken into force."""
    if load.catalog is None:
        return load.problems, False
    rules = read_rules(load.catalog)
    problems = (*load.problems, *rules.problems)
    if rules.book is None:
        return problems, False
    problems = (*problems, *check_meaning(rules.book))
    if has_errors(problems):
        return problems, False
    problems = (*problems, *read_scenarios(scenarios, rules.book).problems)
    return (*problems, *lint(load.catalog, rules.book, with_proofs=with_proofs)), True


def _find_scenarios(path: str, files: Mapping[str, bytes] | None) -> Mapping[str, bytes]:
    """The scenario file that was damaged; the others were read when they were written."""
    return {path: files[path]} if files and path in files and path.startswith("scenarios/") else {}


def _find_faults(problem: Problem, files: Mapping[str, bytes] | None) -> Iterator[str]:
    place = problem.location
    said = [tell_problem(problem, language) for language in ("zh", "en")]
    said += [str(problem_json(problem, "en"))]
    if any(f"problems.{problem.code}" in words for words in said):
        yield f"{problem.code} has no text"
    if place is None or not place.file:
        yield f"{problem.code} names no file"
    elif not place.line and problem.code not in WHOLE_FILE:
        yield f"{problem.code} names no line of {place.file}"
    elif place.line and files is not None and not _is_inside(place.file, place.line, files):
        yield f"{problem.code} names {place}, which is not there"


def _is_inside(file: str, line: int, files: Mapping[str, bytes]) -> bool:
    content = files.get(file)
    if content is None:
        return find_kind(file) is not None and line == 1
    breaks = content.count(b"\n") + content.count(b"\r") + content.count(b"\xc2\x85") + content.count(b"\xe2\x80")
    return line <= breaks + 2


@contextmanager
def remembered_trees(files: Mapping[str, bytes]) -> Iterator[None]:
    """Trees of the undamaged files are read once: only the damaged file is parsed for every copy."""
    parse_tree = sheets.parse_tree
    texts = {content.decode("utf-8") for content in files.values()}
    page = Page("remembered", Notebook())
    remembered = cache(lambda text: parse_tree(text, page))

    def parse(text: str, page: Page) -> Any:
        return remembered(text) if text in texts else parse_tree(text, page)

    sheets.parse_tree = parse  # type: ignore[assignment]
    try:
        yield
    finally:
        sheets.parse_tree = parse_tree


@contextmanager
def rare_collection(every: int = 100) -> Iterator[Callable[[int], None]]:
    """Memory is collected after so many trials only: the remembered trees are many objects that never go."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield lambda number: None if number % every else _collect()
    finally:
        gc.enable()
        gc.unfreeze()


def _collect() -> None:
    gc.collect()


__all__ = ["Trial", "compute_digest", "rare_collection", "read_files", "remembered_trees", "try_copy", "try_folder"]
