"""The telecom catalog's own scenarios: all pass, every rule is covered, and a sample of spoilt rules is noticed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from configurator.rules.rulebook import RuleBook
from configurator.scenarios.covering import list_all_mutants, measure_coverage, try_mutants
from configurator.scenarios.model import Result, ScenarioLoad
from configurator.scenarios.reading import load_scenarios
from configurator.scenarios.running import run_scenarios
from configurator.services.releases import open_catalog

TELECOM = Path(__file__).parents[3] / "catalog_data" / "telecom"
SEED = 20261122
SAMPLE = 40


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return open_catalog(TELECOM)


@pytest.fixture(scope="module")
def load(book: RuleBook) -> ScenarioLoad:
    return load_scenarios(TELECOM, book)


@pytest.fixture(scope="module")
def results(book: RuleBook, load: ScenarioLoad) -> tuple[Result, ...]:
    return tuple(run_scenarios(book, load.scenarios))


def test_every_scenario_reads(load: ScenarioLoad) -> None:
    assert load.problems == ()
    assert load.scenarios


def test_every_scenario_passes(results: tuple[Result, ...]) -> None:
    assert [(str(miss.location), miss.code, dict(miss.params)) for result in results for miss in result.misses] == []


def test_every_rule_is_covered(book: RuleBook, results: tuple[Result, ...]) -> None:
    assert [rule.id for rule in measure_coverage(book, results).uncovered_rules] == []


def test_nine_of_ten_spoilt_rules_are_noticed(book: RuleBook, results: tuple[Result, ...]) -> None:
    """A seeded sample; `catalog test --mutants` tries them all."""
    mutants = random.Random(SEED).sample(list(list_all_mutants(book)), SAMPLE)
    report = try_mutants(book, results, mutants)
    assert report.noticed * 10 >= (SAMPLE - report.equivalent) * 9, report.survivors
