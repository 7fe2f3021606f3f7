"""A workpiece: the files of one catalog as they lie on the workbench, with what reading them found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import compute_digest, read_catalog
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.values.problem import Problem, has_errors


@dataclass(frozen=True, slots=True)
class Workpiece:
    """The files of one catalog; `book` is None while a problem keeps them from being used.

    `files` is empty for a catalog that was made in memory: then no excerpt can be shown.
    """

    digest: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    book: RuleBook | None

    @property
    def catalog(self) -> Catalog | None:
        """The catalog, None while it cannot be used."""
        return self.book.catalog if self.book else None


def read_workpiece(files: Mapping[str, bytes], notebook: Notebook | None = None) -> Workpiece:
    """Read the files with all their expressions; what opening them found already stands in the notebook."""
    load = read_catalog(files, notebook)
    if load.catalog is None:
        return Workpiece(compute_digest(files), files, load.problems, None)
    rules = read_rules(load.catalog)
    problems = (*load.problems, *rules.problems, *(check_meaning(rules.book) if rules.book else ()))
    return Workpiece(load.catalog.digest, files, problems, None if has_errors(problems) else rules.book)
