"""The catalog in force: opened from its folder once per process, refused whole when anything is wrong."""

from __future__ import annotations

from pathlib import Path

from configurator.catalog.model import Catalog
from configurator.catalog.reading import load_catalog
from configurator.linter.linting import lint
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import RuleBook, RuleBookLoad, read_rules
from configurator.scenarios.reading import load_scenarios
from configurator.values.problem import Problem, has_errors
from configurator.values.refusal import Refusal


class CatalogRefused(Refusal):
    """A catalog that cannot be used; carries every problem."""

    code = "catalog_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


def open_catalog(folder: Path) -> RuleBook:
    """The catalog of a folder with its rules read; CatalogRefused with all problems when one is an error."""
    load = load_catalog(folder)
    if load.catalog is None:
        raise CatalogRefused(load.problems)
    rules = _read_rules(load.catalog)
    if rules.book is None:
        raise CatalogRefused((*load.problems, *rules.problems))
    return rules.book


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
