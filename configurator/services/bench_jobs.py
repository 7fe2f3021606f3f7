"""The kinds of jobs that run beside the workbench's pages: what each does, and the name under which its result is kept.

A result is a JSON value, made by `workbench.keeping`, so that every process can show it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from configurator.catalog.model import Catalog
from configurator.linter.linting import CHECKS, PROVEN_CHECKS
from configurator.proving.margins import LeastMargin, list_scopes
from configurator.proving.packages import PackageCost
from configurator.proving.phrases import say_example, say_scope
from configurator.proving.proving import prove
from configurator.releasing.diffing import diff_books
from configurator.releasing.impact import QuoteImpact
from configurator.rules.rulebook import RuleBook
from configurator.scenarios.covering import measure_coverage
from configurator.scenarios.reading import read_scenarios
from configurator.scenarios.running import run_scenarios
from configurator.services.impacting import find_impact
from configurator.services.releases import RELEASE_CHECKS, CatalogFiles, check_release
from configurator.storage.unit_of_work import UnitOfWorkFactory
from configurator.values.problem import has_errors
from configurator.workbench.checking import check_workpiece
from configurator.workbench.jobs import Report
from configurator.workbench.keeping import write_plain, write_problems
from configurator.workbench.refusals import JobUnknown
from configurator.workbench.workpiece import Workpiece

PROVE_SECONDS = 120
"""For all proofs of the page together; `catalog prove` may take longer."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is about: a workpiece, and for comparisons the one before it and the day on which both are asked."""

    piece: Workpiece
    before: Workpiece | None = None
    day: date = date.min


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a job does with its subject, and the name of the result: equal names, equal results."""

    run: Callable[[Subject, UnitOfWorkFactory, Report], Any]
    name_subject: Callable[[Subject], str]


def find_kind(kind: str) -> JobKind:
    """The kind of that name; JobUnknown when there is none."""
    if kind not in KINDS:
        raise JobUnknown(kind=kind[:40])
    return KINDS[kind]


def _lint(subject: Subject, uow: UnitOfWorkFactory, report: Report) -> Any:
    return write_problems(check_workpiece(subject.piece, report))


def _check_release(subject: Subject, uow: UnitOfWorkFactory, report: Report) -> Any:
    return write_problems(check_release(CatalogFiles(subject.piece.files), report).problems)


def _test_scenarios(subject: Subject, uow: UnitOfWorkFactory, report: Report) -> Any:
    """The scenarios with what came of each; none is run while one of them does not read."""
    book = _require_book(subject.piece)
    load = read_scenarios(subject.piece.files, book)
    runnable = () if has_errors(load.problems) else load.scenarios
    steps = len(runnable) + len(book.rules)
    results = tuple(run_scenarios(book, runnable, lambda done, total: report(done, steps)))
    coverage = measure_coverage(book, results, lambda done, total: report(steps - total + done, steps))
    return {
        "problems": write_problems(load.problems),
        "results": [
            {
                "id": result.scenario.id,
                "name": write_plain(result.scenario.name),
                "place": write_plain(result.scenario.location),
                "misses": write_problems(result.misses),
            }
            for result in results
        ],
        "coverage": {
            "rules": coverage.rules,
            "offerings": coverage.offerings,
            "uncovered_rules": [rule.id for rule in coverage.uncovered_rules],
            "uncovered_offerings": [offering.code for offering in coverage.uncovered_offerings],
        },
    }


def _compare(subject: Subject, uow: UnitOfWorkFactory, report: Report) -> Any:
    """What is written differently, and what customers may choose in one of the two only."""
    return write_plain(diff_books(*_require_books(subject), subject.day, progress=report))


def _find_impact(subject: Subject, uow: UnitOfWorkFactory, report: Report) -> Any:
    """What becomes of every open quote, without the requests that they were made from."""
    books = _require_books(subject)
    found = find_impact(uow, books, subject.day, progress=lambda stage, done, total: report(done, total))
    return {
        "unfinished": found.unfinished,
        "counts": {outcome.value: count for outcome, count in found.count().items()},
        "quotes": [_write_quote(one) for one in found.quotes],
    }


def _write_quote(one: QuoteImpact) -> dict[str, Any]:
    plain = {field.name: write_plain(getattr(one, field.name)) for field in fields(one) if field.name != "quote"}
    known = ("quote_id", "number", "version", "state", "customer", "owner")
    return {
        **{name: write_plain(getattr(one.quote, name)) for name in known},
        **plain,
        "turns_to_loss": one.turns_to_loss,
    }


def _prove(subject: Subject, uow: UnitOfWorkFactory, report: Report) -> Any:
    """The least margins and the dearest packages, with the configurations that show them in words."""
    book, found = _require_book(subject.piece), []
    catalog, total = book.catalog, len(list_scopes(book.catalog))

    def tell(one: object) -> None:
        found.append(one)
        report(len(found), max(total, len(found)))

    proven = prove(book, subject.day, Decimal(PROVE_SECONDS), (), tell)
    return {
        "problems": write_problems(proven.problems),
        "loose": list(proven.loose),
        "margins": [_write_margin(catalog, each) for each in proven.margins],
        "packages": [_write_package(each) for each in proven.packages],
    }


def _write_margin(catalog: Catalog, found: LeastMargin) -> dict[str, Any]:
    return {
        "family": found.scope.family,
        "scope": write_plain(say_scope(catalog, found.scope)),
        "margin": write_plain(found.margin),
        "proof": found.proof,
        "bound": write_plain(found.bound),
        "example": write_plain(say_example(catalog, found)),
        "without_cost": list(found.without_cost),
        "dependent": list(found.dependent),
    }


def _write_package(found: PackageCost) -> dict[str, Any]:
    amounts = {name: getattr(found, name) for name in ("lines", "proposed", "bound")}
    return {
        "package": write_plain(found.package.name),
        "place": write_plain(found.package.location),
        "measure": str(found.measure),
        "staff": found.staff,
        "proof": found.proof,
        **{name: str(amount) if amount is not None else "" for name, amount in amounts.items()},
    }


def _require_book(piece: Workpiece) -> RuleBook:
    if piece.book is None:
        raise ValueError("a workpiece that cannot be used was given to a job")
    return piece.book


def _require_books(subject: Subject) -> tuple[RuleBook, RuleBook]:
    if subject.before is None:
        raise ValueError("a comparison was started without what to compare with")
    return _require_book(subject.before), _require_book(subject.piece)


def _name_checked(subject: Subject) -> str:
    """The digest, and what else decides what a check finds: the checks themselves."""
    names = " ".join(check.__name__ for check in (*CHECKS, *PROVEN_CHECKS, *RELEASE_CHECKS))
    checks = hashlib.sha256(names.encode()).hexdigest()[:8]
    return f"{subject.piece.digest}-{checks}-{len(subject.piece.problems)}"


def _name_digest(subject: Subject) -> str:
    return subject.piece.digest


def _name_day(subject: Subject) -> str:
    return f"{subject.piece.digest}-{subject.day.isoformat()}"


def _name_pair(subject: Subject) -> str:
    before = subject.before.digest if subject.before else ""
    return f"{before}-{subject.piece.digest}-{subject.day.isoformat()}"


KINDS: Mapping[str, JobKind] = {
    "lint": JobKind(_lint, _name_checked),
    "release": JobKind(_check_release, _name_checked),
    "scenarios": JobKind(_test_scenarios, _name_digest),
    "proofs": JobKind(_prove, _name_day),
    "diff": JobKind(_compare, _name_pair),
    "impact": JobKind(_find_impact, _name_pair),
}
