"""The limits of the telecom catalog hold, and what its proofs found is what pricing says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.proving.customers import is_valid
from configurator.proving.descending import read_percent
from configurator.proving.margins import LeastMargin
from configurator.proving.proving import ProofReport, prove
from configurator.proving.repricing import reprice as reprice_example
from tests.integration.telecom.test_packages import BOOK, TODAY


@pytest.fixture(scope="module")
def report() -> ProofReport:
    return prove(BOOK, TODAY, Decimal(600))


def test_every_limit_of_the_catalog_holds(report: ProofReport) -> None:
    assert report.problems == ()


def test_the_margin_of_every_family_is_proven_and_bounds_that_of_the_whole(report: ProofReport) -> None:
    whole, *families = report.margins
    assert [found.scope.family for found in families if found.proof != "optimal"] == []
    assert whole.margin is not None
    assert whole.bound is not None
    assert whole.margin >= whole.bound >= min(found.bound for found in families if found.bound is not None)
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


def test_floors_hold_what_programmes_and_the_seller_take_together(report: ProofReport) -> None:
    """Only the term discount goes below the floors: cloud servers and lines are the only ones sold below their cost."""
    margins = {found.scope.family: found.margin for found in report.margins if found.margin is not None}
    assert {family for family, margin in margins.items() if margin < 0} == {"", "CLD-IAAS", "NET"}
    taken = [part for found in report.margins for part in found.parts]
    assert taken
    assert all(part.location.line for part in taken)


def reprice(found: LeastMargin) -> Decimal | None:
    assert found.example is not None
    assert found.stack is not None
    priced = reprice_example(BOOK.catalog, TODAY, found.stack, found.example, found.scope.codes, {})
    assert priced is not None
    return None if priced.hundredths is None else read_percent(priced.hundredths)
