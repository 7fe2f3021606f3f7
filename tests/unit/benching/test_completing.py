"""Completions are measured as the product asks them, whole and within the optimiser."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from ortools.sat.python import cp_model

from configurator.benching.completing import (
    CompletionRow,
    list_requests,
    measure_completions,
    record_question,
    summarise,
    timing_solver,
)
from configurator.guidance.request import AMBITIONS
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from configurator.solver import optimising

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return open_catalog(catalog_dir())


def test_every_ambition_of_a_customer_is_measured(book: RuleBook) -> None:
    rows = list(measure_completions(book, islice(list_requests(book.catalog), 1), DAY))
    assert [row.ambition for row in rows] == list(AMBITIONS)
    for row in rows:
        assert row.proof == "optimal"
        assert 0 < row.bare_ms <= row.again_ms
        assert row.ratio >= 1
    report = summarise(rows)
    assert report is not None
    assert (report.completions, report.proven) == (3, 3)
    assert report.ratio >= 1


def test_there_is_a_customer_for_every_package(book: RuleBook) -> None:
    assert len(list(list_requests(book.catalog))) == len(book.catalog.packages)


def test_a_refused_request_has_no_row_and_leaves_the_optimiser_alone(book: RuleBook) -> None:
    plain = optimising.optimise
    assert record_question(Proposer(book), {"customer": {"industry": "nothing like it"}}, DAY) is None
    assert list(measure_completions(book, [("odd", {"customer": {}})], DAY)) == []
    assert optimising.optimise is plain


def test_the_clock_round_the_solver_is_taken_off_again() -> None:
    plain = cp_model.CpSolver.solve
    model = cp_model.CpModel()
    model.new_bool_var("a")
    with pytest.raises(KeyError), timing_solver() as times:
        assert cp_model.CpSolver().solve(model) == cp_model.OPTIMAL
        assert len(times) == 1 and times[0] > 0
        raise KeyError
    assert cp_model.CpSolver.solve is plain


def test_the_ratio_of_all_is_the_geometric_mean() -> None:
    rows = [CompletionRow("x", "plus", 1, 1, 9, again, 2, "optimal") for again in (4, 16)]
    report = summarise(rows)
    assert report is not None and report.ratio == pytest.approx(4)
    assert summarise([]) is None
