"""Findings as the workbench shows them: filtered, with their words and the lines of the file that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from configurator.http.refusing import say_finding
from configurator.values.problem import Problem, Severity
from configurator.workbench.excerpts import ExcerptLine, cut_excerpt


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its sentence, its remedy and an excerpt of the file (none where it names no line)."""

    problem: Problem
    sentence: str
    hint: str
    excerpt: tuple[ExcerptLine, ...]

    @property
    def file(self) -> str:
        """The file that it is about, empty for none."""
        return file_of(self.problem)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are wanted; an empty word means all."""

    severity: str = ""
    code: str = ""
    file: str = ""

    def keeps(self, problem: Problem) -> bool:
        """Whether the finding is wanted."""
        return (
            self.severity in ("", problem.severity)
            and self.code in ("", problem.code)
            and self.file in ("", file_of(problem))
        )


def file_of(problem: Problem) -> str:
    """The file that a finding is about, empty for none."""
    return problem.location.file if problem.location else ""


def count_severities(problems: Iterable[Problem]) -> tuple[tuple[Severity, int], ...]:
    """How many findings weigh how much, the heaviest first."""
    counts = Counter(problem.severity for problem in problems)
    return tuple((severity, counts[severity]) for severity in Severity)


def list_words(problems: Iterable[Problem]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes and the files among which a reader may choose."""
    known = tuple(problems)
    codes = sorted({problem.code for problem in known})
    return tuple(codes), tuple(sorted({file_of(problem) for problem in known} - {""}))


def show_findings(problems: Iterable[Problem], files: Mapping[str, bytes]) -> tuple[FindingView, ...]:
    """The findings in words, with excerpts."""
    return tuple(
        FindingView(problem, *say_finding(problem), excerpt=cut_excerpt(files, problem.location))
        for problem in problems
    )


def sort_findings(problems: Iterable[Problem]) -> list[Problem]:
    """The heaviest first, else in the order in which they were found."""
    order = list(Severity)
    return sorted(problems, key=lambda problem: order.index(problem.severity))
