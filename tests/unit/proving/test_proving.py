"""Limits against what is proven: broken ones with their example, unproven ones with what is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.limits import ProofLimit, ProofLimits
from configurator.proving.proving import ProofReport, prove
from configurator.values.problem import Severity, SourceLocation
from configurator.values.text import LANGUAGES
from configurator.wording import say_problem
from tests.factories.catalog import make_offering, make_price
from tests.factories.situations import TODAY
from tests.unit.proving.oracle import make_proven_book
from tests.unit.proving.test_packages import make_book


def limit(figure: str, line: int = 3) -> ProofLimit:
    return ProofLimit(Decimal(figure), SourceLocation("proofs.yaml", line, 5))


def report_of(limits: ProofLimits, seconds: int = 60, **options: Any) -> ProofReport:
    """A-1 (family ONE) loses 10 %, C-1 (family TWO) earns 80 %, nobody may grant a discount."""
    book = make_proven_book(
        (),
        offerings=[make_offering("A-1", family="ONE"), make_offering("C-1", family="TWO")],
        prices=[make_price("A-1", "100", cost="110"), make_price("C-1", "100", cost="20")],
        discount_limits={},
        proof_limits=limits,
    )
    return prove(book, TODAY, Decimal(seconds), **options)


def codes(report: ProofReport) -> list[tuple[str, int]]:
    return [(problem.code, problem.location.line) for problem in report.problems if problem.location]


def test_without_limits_nothing_is_wrong() -> None:
    report = report_of(ProofLimits())
    assert report.problems == ()
    assert [(found.scope.family, found.margin) for found in report.margins] == [
        ("", Decimal(-10)),
        ("ONE", Decimal(-10)),
        ("TWO", Decimal(80)),
    ]


def test_a_limit_that_is_kept_to_the_digit_is_kept() -> None:
    assert report_of(ProofLimits(margin=limit("-10"), family_margin=limit("-10"))).problems == ()


def test_a_broken_limit_is_an_error_at_its_place_with_the_configuration() -> None:
    (problem,) = report_of(ProofLimits(margin=limit("-9.99", line=7))).problems
    assert (problem.code, problem.severity, problem.location) == (
        "margin_below_limit",
        Severity.ERROR,
        SourceLocation("proofs.yaml", 7, 5),
    )
    assert problem.params["margin"] == "-10"
    assert "A-1 × 1" in problem.params["example"].en


def test_a_family_has_its_own_limit_before_that_of_all_others() -> None:
    limits = ProofLimits(family_margin=limit("81", 2), family_margins={"ONE": limit("-20", 4)})
    assert codes(report_of(limits)) == [("margin_below_limit", 2)]
    limits = ProofLimits(family_margin=limit("0", 2), family_margins={"ONE": limit("-5", 4)})
    assert codes(report_of(limits)) == [("margin_below_limit", 4)]


def test_what_is_not_proven_in_time_is_a_warning_unless_lines_alone_prove_it() -> None:
    report = report_of(ProofLimits(margin=limit("-10"), family_margin=limit("0", 2)), seconds=0)
    assert codes(report) == [("margin_limit_unproven", 2)]
    assert [problem.severity for problem in report.problems] == [Severity.WARNING]
    assert report.problems[0].params["bound"] == "-10"


def test_families_that_are_named_are_the_only_ones() -> None:
    report = report_of(ProofLimits(margin=limit("99")), families=["TWO"])
    assert [found.scope.family for found in report.margins] == ["TWO"]
    assert report.problems == ()


def test_every_finding_is_told_when_it_is_there_families_first() -> None:
    told: list[object] = []
    report = report_of(ProofLimits(), tell=told.append)
    whole, *families = report.margins
    assert told == [*families, whole]


@pytest.mark.parametrize(("most", "found"), [("290", []), ("289.99", [("package_above_limit", 3)])])
def test_packages_are_held_against_the_limits_of_their_size(most: str, found: list[tuple[str, int]]) -> None:
    limits = ProofLimits(package_limits={("monthly", "small"): limit(most), ("tcv", "large"): limit("1")})
    book = make_book(("A-1", "ceil(staff / 3)", ""), proof_limits=limits)
    report = prove(book, TODAY, Decimal(60))
    assert [(cost.package.key, cost.measure) for cost in report.packages] == [("demo/small", "monthly")]
    assert codes(report) == found


def test_a_package_that_cannot_be_bounded_is_a_warning() -> None:
    limits = ProofLimits(package_limits={("monthly", "small"): limit("100000")})
    report = prove(make_book(("B-1", "staff / (sites - 2)", ""), proof_limits=limits), TODAY, Decimal(60))
    assert codes(report) == [("package_limit_unproven", 3)]


def test_every_problem_can_be_said_in_both_languages() -> None:
    limits = ProofLimits(
        margin=limit("50"), package_limits={("monthly", "small"): limit("1"), ("tcv", "small"): limit("99999999")}
    )
    book = make_book(("B-1", "staff / (sites - 2)", ""), proof_limits=limits)
    problems = prove(book, TODAY, Decimal(60)).problems
    unproven = report_of(ProofLimits(margin=limit("0")), seconds=0).problems
    assert {problem.code for problem in (*problems, *unproven)} >= {"package_above_limit", "margin_limit_unproven"}
    for problem in (*problems, *unproven):
        for language in LANGUAGES:
            assert all(text and "{" not in text for text in say_problem(language, problem))
