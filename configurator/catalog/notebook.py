"""What is noted down while a catalog is read: problems, names that files define, names that files refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from configurator.values.problem import Problem, Severity, SourceLocation

MOST_PROBLEMS_OF_A_FILE = 200
_NOTHING_NEAR = "–"


class Reference(NamedTuple):
    """A name that some file uses and some file must define."""

    kind: str
    name: str
    location: SourceLocation


@dataclass(slots=True)
class Notebook:
    """Collects over all files of one catalog. `used` holds kinds and names that count as used without a reference."""

    problems: list[Problem] = field(default_factory=list)
    definitions: dict[str, dict[str, SourceLocation]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def page(self, file: str) -> Page:
        """The notebook as seen from one file."""
        return Page(file, self)

    def add(self, problem: Problem) -> None:
        """Note a problem; of one file at most MOST_PROBLEMS_OF_A_FILE, then one that says so."""
        file = problem.location.file if problem.location else ""
        count = self.counts[file] = self.counts.get(file, 0) + 1
        if count < MOST_PROBLEMS_OF_A_FILE:
            self.problems.append(problem)
        elif count == MOST_PROBLEMS_OF_A_FILE:
            self.problems.append(Problem("more_problems", location=problem.location, params={"count": count}))

    def names(self, kind: str) -> Mapping[str, SourceLocation]:
        """The defined names of a kind with the places of their definitions."""
        return self.definitions.get(kind, {})

    def is_full(self, file: str) -> bool:
        """Whether further problems of the file will not be listed, so that nothing need be found out about them."""
        return self.counts.get(file, 0) >= MOST_PROBLEMS_OF_A_FILE

    def referred(self, kind: str) -> frozenset[str]:
        """The names of a kind that something refers to."""
        return frozenset(reference.name for reference in self.references if reference.kind == kind)


@dataclass(frozen=True, slots=True)
class Page:
    """The notebook while one file is read: places are lines and columns of this file."""

    file: str
    notebook: Notebook

    def at(self, line: int = 0, column: int = 0) -> SourceLocation:
        """The place in this file."""
        return SourceLocation(self.file, line, column)

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """The known name that was probably meant; not searched for when it will not be shown."""
        return _NOTHING_NEAR if self.notebook.is_full(self.file) else nearest_name(name, known)

    def report(
        self,
        code: str,
        line: int = 0,
        column: int = 0,
        /,
        *,
        severity: Severity = Severity.ERROR,
        **params: Any,
    ) -> None:
        """Note a problem at a place of this file (line 0: the whole file)."""
        self.notebook.add(Problem(code, severity, self.at(line, column), params=params))

    def define(self, kind: str, name: str, line: int, column: int) -> None:
        """Note that the name is defined here; a second definition is a problem that names the first."""
        known = self.notebook.definitions.setdefault(kind, {})
        if name in known:
            self.report("duplicate_name", line, column, name=name, first=str(known[name]))
        else:
            known[name] = self.at(line, column)

    def refer(self, kind: str, name: str, line: int, column: int) -> None:
        """Note that the name is used here; it is looked up when all files are read."""
        self.notebook.references.append(Reference(kind, name, self.at(line, column)))


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or a dash."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else _NOTHING_NEAR
