"""What the source articles say, as the scenarios beside the consumer catalogs restate it."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.resources import catalog_dir
from configurator.scenarios.covering import list_all_mutants, measure_coverage, try_mutants
from configurator.scenarios.reading import load_scenarios
from configurator.scenarios.running import run_scenarios
from configurator.services.releases import open_catalog

CASES = catalog_dir("operator_cases")
FOLDERS = (catalog_dir("tutorial"), *sorted(path for path in CASES.iterdir() if path.is_dir()))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_scenario_comes_out_as_written(folder: Path) -> None:
    book = open_catalog(folder)
    load = load_scenarios(folder, book)
    assert load.problems == ()
    results = run_scenarios(book, load.scenarios)
    assert [result.scenario.id for result in results if not result.passed] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_rule_and_offering_is_covered(folder: Path) -> None:
    book = open_catalog(folder)
    coverage = measure_coverage(book, tuple(run_scenarios(book, load_scenarios(folder, book).scenarios)))
    assert (coverage.uncovered_rules, coverage.uncovered_offerings) == ((), ())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_at_least_nine_of_ten_changed_rules_are_noticed(folder: Path) -> None:
    book = open_catalog(folder)
    results = tuple(run_scenarios(book, load_scenarios(folder, book).scenarios))
    report = try_mutants(book, results, tuple(list_all_mutants(book)))
    assert 10 * report.noticed >= 9 * (report.noticed + len(report.survivors))


@pytest.mark.parametrize(
    "figure",
    ["88000", "110000", "data_gb: 20", "data_gb: 35", "ROAM-DAY: 13", "device_months: 18", "100000", "3000000", "180"],
)
def test_the_two_tiers_are_restated_to_the_figure(figure: str) -> None:
    assert figure in (CASES / "sk_telecom/scenarios/article.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("figure", ["8000", "8001", "2000", "934", "935", "5640", "month_of_discount: 25"])
def test_the_converged_discount_is_restated_to_the_yen(figure: str) -> None:
    assert figure in (CASES / "kddi/scenarios/article.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("figure", ["age: 25", "age: 26", "FRI-GYUDON: ..4", "FRI-GYUDON: ..8", "3040"])
def test_the_double_share_is_restated_to_the_year_of_age(figure: str) -> None:
    assert figure in (CASES / "softbank/scenarios/article.yaml").read_text(encoding="utf-8")


def test_the_four_lines_of_individual_services_are_there() -> None:
    catalog = open_catalog(CASES / "value_added").catalog
    assert list(catalog.lines) == ["content", "home", "communication", "finance"]
    sold = {catalog.families[offering.family].line for offering in catalog.offerings.values()}
    assert sold == set(catalog.lines)
