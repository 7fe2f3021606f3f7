"""Findings for tests: small catalogs linted, findings as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from configurator.linter.proofs import Proofs
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem
from configurator.wording import say_problem
from tests.factories.situations import make_book


def prove(case: Mapping[str, Any]) -> Proofs:
    """The proofs of a small catalog, as `make_book` takes it."""
    return Proofs(make_book(case))


def find(check: Callable[[Proofs], Iterable[Problem]], case: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What a proven check finds: (code, severity, grounds in English)."""
    return describe(check(prove(case)))


def find_in_book(check: Callable[[Proofs], Iterable[Problem]], book: RuleBook) -> list[tuple[str, str, str]]:
    """As `find`, for a book that is there."""
    return describe(check(Proofs(book)))


def describe(problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """(code, severity, grounds in English) of findings, each of which must have its texts in both languages."""
    found = []
    for problem in problems:
        assert all(say_problem("zh", problem)) and all(say_problem("en", problem))
        grounds = ", ".join(text.in_language("en") for text in problem.params.get("grounds", ()))
        found.append((problem.code, str(problem.severity), grounds))
    return found
