"""Results of scenarios as the workbench shows them, from the JSON that the job left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from configurator.catalog.model import Offering, Rule
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import SourceLocation
from configurator.values.text import Text
from configurator.web.workbench.finding_views import FindingView, show_findings
from configurator.workbench.keeping import read_problems


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario with what did not come out as expected."""

    id: str
    name: Text
    place: SourceLocation
    misses: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """How many rules and offerings the scenarios cover, of how many, and which they do not."""

    rules: int
    offerings: int
    uncovered_rules: tuple[Rule, ...]
    uncovered_offerings: tuple[Offering, ...]

    @property
    def covered_rules(self) -> int:
        """How many rules some scenario covers."""
        return self.rules - len(self.uncovered_rules)

    @property
    def covered_offerings(self) -> int:
        """How many offerings some scenario covers."""
        return self.offerings - len(self.uncovered_offerings)


@dataclass(frozen=True, slots=True)
class ResultsView:
    """All scenarios, what keeps some from being read, and the coverage when it was measured."""

    problems: tuple[FindingView, ...]
    scenarios: tuple[ScenarioView, ...]
    coverage: CoverageView | None

    @property
    def failed(self) -> tuple[ScenarioView, ...]:
        """Those that did not come out as expected."""
        return tuple(each for each in self.scenarios if each.misses)


def show_results(result: Mapping[str, Any], book: RuleBook, files: Mapping[str, bytes]) -> ResultsView:
    """The results with their words and excerpts."""
    return ResultsView(
        show_findings(read_problems(result["problems"]), files),
        tuple(_show_scenario(row, files) for row in result["results"]),
        _show_coverage(result.get("coverage"), book),
    )


def _show_scenario(row: Mapping[str, Any], files: Mapping[str, bytes]) -> ScenarioView:
    place = SourceLocation(**row["place"])
    return ScenarioView(row["id"], Text(**row["name"]), place, show_findings(read_problems(row["misses"]), files))


def _show_coverage(row: Mapping[str, Any] | None, book: RuleBook) -> CoverageView | None:
    if row is None:
        return None
    rules, offerings = book.catalog.rules, book.catalog.offerings
    return CoverageView(
        row["rules"],
        row["offerings"],
        tuple(rules[name] for name in row["uncovered_rules"] if name in rules),
        tuple(offerings[code] for code in row["uncovered_offerings"] if code in offerings),
    )
