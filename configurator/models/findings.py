"""What is noted down while a model is read: problems with their places, up to a limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from configurator.values.problem import Problem, Severity, SourceLocation, has_errors

MOST_PROBLEMS = 200
MOST_COMPARED = 50_000
"""How many names may be compared in search of those that were meant."""

NOTHING_NEAR = "–"


class Findings:
    """Collects the problems of one file; beyond MOST_PROBLEMS only says that there are more."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[Problem] = []
        self._compared = 0

    def note(self, code: str, line: int, column: int = 1, **params: object) -> None:
        """Note an error at a place, counted from 1."""
        self._add(code, Severity.ERROR, SourceLocation(self.file, line, column), params)

    def advise(self, code: str, line: int, column: int = 1, **params: object) -> None:
        """Note a warning at a place, counted from 1."""
        self._add(code, Severity.WARNING, SourceLocation(self.file, line, column), params)

    def _add(self, code: str, severity: Severity, place: SourceLocation, params: dict[str, object]) -> None:
        if len(self._problems) < MOST_PROBLEMS - 1:
            self._problems.append(Problem(code, severity, place, params=params))
        elif len(self._problems) == MOST_PROBLEMS - 1:
            self._problems.append(Problem("more_problems", location=place, params={"count": MOST_PROBLEMS}))

    def nearest(self, name: str, known: Collection[str]) -> str:
        """The known name that was probably meant; a dash when none is near or too many were compared."""
        self._compared += len(known)
        return nearest_name(name, known) if self._compared <= MOST_COMPARED else NOTHING_NEAR

    def has_errors(self) -> bool:
        """Whether anything noted forbids going on."""
        return has_errors(self._problems)

    def list_problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the file."""
        return tuple(sorted(self._problems, key=lambda problem: problem.location or SourceLocation(self.file)))


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or a dash."""
    found = get_close_matches(name[:80], list(known), n=1)
    return found[0] if found else NOTHING_NEAR
