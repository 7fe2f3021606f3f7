"""The limits of the telecom catalog hold, and what its proofs found is what pricing says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration
from configurator.pricing.pipeline import price
from configurator.proving.customers import is_valid
from configurator.proving.margins import LeastMargin
from configurator.proving.proving import ProofReport, prove
from tests.integration.telecom.test_packages import BOOK, TODAY


@pytest.fixture(scope="module")
def report() -> ProofReport:
    return prove(BOOK, TODAY, Decimal(600))


def test_every_limit_of_the_catalog_holds(report: ProofReport) -> None:
    assert report.problems == ()


def test_every_margin_is_proven(report: ProofReport) -> None:
    assert [found.scope.family for found in report.margins if found.proof != "optimal"] == []
    assert {found.scope.family for found in report.margins} == {"", *BOOK.catalog.families}


def test_what_packages_cost_is_proven(report: ProofReport) -> None:
    assert len(report.packages) == len(BOOK.catalog.packages)
    assert [found.package.key for found in report.packages if found.proof != "optimal"] == []
    assert [found.package.key for found in report.packages if found.proposed is None] == []


def test_every_example_is_valid_and_has_its_margin(report: ProofReport) -> None:
    for found in report.margins:
        assert found.example is not None
        assert is_valid(BOOK, TODAY, found.example)
        assert reprice(found) == found.margin


def test_no_family_is_worse_than_everything_unless_others_must_be_taken_with_it(report: ProofReport) -> None:
    whole, *families = report.margins
    assert whole.margin is not None
    assert min(found.margin for found in families if found.margin is not None) <= whole.margin


def reprice(found: LeastMargin) -> Decimal | None:
    assert found.example is not None
    assert found.stack is not None
    assert found.example.profile is not None
    lines = tuple(line for line in found.example.configuration.lines if line.offering in found.scope.codes)
    context = replace(found.stack.context_on(TODAY), inputs=found.example.profile.values)
    return price(BOOK.catalog, Configuration(lines, "feasible"), context).totals.margin_percent
