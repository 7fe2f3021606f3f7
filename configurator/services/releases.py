"""Catalogs opened and checked: from a folder or from files in memory, refused whole when anything is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import CatalogLoad, load_catalog, open_files, read_catalog
from configurator.linter.linting import lint
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import RuleBook, RuleBookLoad, read_rules
from configurator.scenarios.reading import load_scenarios, read_scenarios
from configurator.scenarios.running import Tell, run_scenarios
from configurator.values.problem import Problem, has_errors
from configurator.values.refusal import Refusal


class CatalogRefused(Refusal):
    """A catalog that cannot be used; carries every problem."""

    code = "catalog_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class CatalogFiles:
    """The files of a catalog by path relative to its folder, with what kept some of them from being opened."""

    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedCatalog:
    """Files with everything that was found against them; `book` is None when they cannot be used."""

    files: CatalogFiles
    book: RuleBook | None
    problems: tuple[Problem, ...]

    def require(self) -> RuleBook:
        """The rule book; CatalogRefused with all problems when one of them is an error."""
        if self.book is None or has_errors(self.problems):
            raise CatalogRefused(self.problems)
        return self.book


ReleaseCheck = Callable[[CatalogFiles, RuleBook, Tell], tuple[Problem, ...]]
"""A check of a release; it tells how many of its steps are done, if it counts them."""


def _tell_nobody(done: int, total: int) -> None:
    """For those who do not wait."""


def _lint_release(files: CatalogFiles, book: RuleBook, tell: Tell) -> tuple[Problem, ...]:
    return lint(book.catalog, book)


def _try_scenarios(files: CatalogFiles, book: RuleBook, tell: Tell) -> tuple[Problem, ...]:
    load = read_scenarios(files.contents, book)
    missed = chain.from_iterable(result.misses for result in run_scenarios(book, load.scenarios, tell))
    return (*load.problems, *missed)


RELEASE_CHECKS: tuple[ReleaseCheck, ...] = (_lint_release, _try_scenarios)
"""What a catalog that can be opened must pass before it is published: a problem that is an error refuses."""


def open_catalog(folder: Path) -> RuleBook:
    """The catalog of a folder with its rules read; CatalogRefused with all problems when one is an error."""
    return _require_book(load_catalog(folder))


def open_folder(folder: Path) -> CatalogFiles:
    """The files of a catalog's folder, not read yet."""
    notebook = Notebook()
    return CatalogFiles(open_files(folder, notebook), tuple(notebook.problems))


def open_release(files: Mapping[str, bytes], number: int) -> RuleBook:
    """The catalog of a published release; CatalogRefused when this version of the product cannot use it any more."""
    return _require_book(read_catalog(files), number)


def check_release(files: CatalogFiles, tell: Tell = _tell_nobody) -> CheckedCatalog:
    """Everything that must be known before the files are published; takes seconds, a minute with many scenarios, of
    which `tell` hears how many are done."""
    notebook = Notebook(problems=list(files.problems))
    load = read_catalog(files.contents, notebook)
    try:
        book = _require_book(load)
    except CatalogRefused as refusal:
        return CheckedCatalog(files, None, refusal.problems)
    found = [problem for check in RELEASE_CHECKS for problem in check(files, book, tell)]
    return CheckedCatalog(files, book, (*load.problems, *found))


def lint_catalog(folder: Path, *, with_proofs: bool = True) -> tuple[Problem, ...]:
    """Everything that can be said against a catalog folder: files, references, expressions, scenarios as they are
    written, what the linter checks and what it proves."""
    load = load_catalog(folder)
    if load.catalog is None:
        return load.problems
    rules = _read_rules(load.catalog)
    if rules.book is None or has_errors(load.problems):
        return (*load.problems, *rules.problems)
    written = load_scenarios(folder, rules.book).problems
    return (*load.problems, *written, *lint(load.catalog, rules.book, with_proofs=with_proofs))


def _read_rules(catalog: Catalog) -> RuleBookLoad:
    """The rule book, none when an expression does not read or has no meaning."""
    load = read_rules(catalog)
    if load.book is None:
        return load
    problems = check_meaning(load.book)
    return RuleBookLoad(None if problems else load.book, problems)


def _require_book(load: CatalogLoad, number: int | None = None) -> RuleBook:
    if load.catalog is None:
        raise CatalogRefused(load.problems)
    rules = _read_rules(replace(load.catalog, number=number))
    if rules.book is None:
        raise CatalogRefused((*load.problems, *rules.problems))
    return rules.book
