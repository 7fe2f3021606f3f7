"""Checking a workpiece step by step, so that whoever waits sees how far it is."""

from __future__ import annotations

from collections.abc import Callable

from configurator.linter.linting import CHECKS, PROVEN_CHECKS
from configurator.linter.proofs import Proofs
from configurator.scenarios.reading import read_scenarios
from configurator.values.problem import Problem
from configurator.workbench.workpiece import Workpiece

Report = Callable[[int, int], None]
"""Called with how many steps are done, and of how many."""


def check_workpiece(piece: Workpiece, report: Report) -> tuple[Problem, ...]:
    """Everything that can be said against the files: what reading found and, when they can be used, what the linter
    checks and proves."""
    if piece.book is None:
        return piece.problems
    book, total = piece.book, len(CHECKS) + len(PROVEN_CHECKS)
    found = [*piece.problems, *read_scenarios(piece.files, book).problems]
    for number, check in enumerate(CHECKS):
        report(number, total)
        found += check(book.catalog, book)
    report(len(CHECKS), total)
    proofs = Proofs(book)
    for number, proven in enumerate(PROVEN_CHECKS, start=len(CHECKS)):
        report(number, total)
        found += proven(proofs)
    return tuple(found)
