"""How `configurator catalog test` says what came: misses and what is not covered on stderr, sums on stdout; or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from configurator.catalog.model import Offering, Rule
from configurator.cli.telling import problem_json, tell_problem
from configurator.scenarios.covering import Coverage, MutationReport
from configurator.scenarios.model import Result
from configurator.scenarios.noticing import Verdict
from configurator.values.problem import SourceLocation
from configurator.values.text import Language
from configurator.wording import say


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the command found; seconds of the scenarios and of the mutants."""

    results: tuple[Result, ...]
    seconds: object
    coverage: Coverage | None
    mutants: MutationReport | None
    mutant_seconds: object


def tell_run(run: Run, language: Language) -> None:
    """Everything for people."""
    for result in run.results:
        for problem in result.misses:
            click.echo(tell_problem(problem, language), err=True)
    if run.coverage is not None:
        _tell_uncovered(run.coverage, language)
    if run.mutants is not None:
        _tell_verdicts(run.mutants, language)
    click.echo(say(language, "cli.test.summary", **count_results(run.results), seconds=run.seconds))
    if run.coverage is not None:
        click.echo(say(language, "cli.test.coverage", **_count_covered(run.coverage)))
    if run.mutants is not None:
        click.echo(say(language, "cli.test.mutants", **count_mutants(run.mutants), seconds=run.mutant_seconds))


def run_json(run: Run, language: Language) -> dict[str, Any]:
    """The answer of `catalog test --json`."""
    answer: dict[str, Any] = {
        **count_results(run.results),
        "seconds": run.seconds,
        "problems": [problem_json(problem, language) for result in run.results for problem in result.misses],
        "results": [_result_json(result, language) for result in run.results],
    }
    if run.coverage is not None:
        answer["coverage"] = _coverage_json(run.coverage)
    if run.mutants is not None:
        answer["mutants"] = {
            **count_mutants(run.mutants),
            "seconds": run.mutant_seconds,
            "verdicts": [_verdict_json(verdict) for verdict in run.mutants.verdicts],
        }
    return answer


def count_results(results: Sequence[Result]) -> dict[str, int]:
    """How many scenarios ran, passed and failed."""
    passed = sum(result.passed for result in results)
    return {"scenarios": len(results), "passed": passed, "failed": len(results) - passed}


def count_mutants(report: MutationReport) -> dict[str, object]:
    """How many mutants there are, were noticed, are equivalent and went unnoticed; the share of those that could be
    noticed."""
    total, equivalent = len(report.verdicts), report.equivalent
    return {
        "mutants": total,
        "noticed": report.noticed,
        "equivalent": equivalent,
        "survivors": len(report.survivors),
        "percent": _share(report.noticed, total - equivalent),
    }


def _share(part: int, whole: int) -> str:
    """Percent with one decimal, rounded down, so that 100 means all."""
    tenths = part * 1000 // whole if whole else 1000
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _count_covered(coverage: Coverage) -> dict[str, object]:
    rules = coverage.rules - len(coverage.uncovered_rules)
    offerings = coverage.offerings - len(coverage.uncovered_offerings)
    return {
        "rules": coverage.rules,
        "rules_covered": rules,
        "rules_percent": _share(rules, coverage.rules),
        "offerings": coverage.offerings,
        "offerings_covered": offerings,
        "offerings_percent": _share(offerings, coverage.offerings),
    }


def _tell_uncovered(coverage: Coverage, language: Language) -> None:
    for rule in coverage.uncovered_rules:
        click.echo(say(language, "cli.test.rule_uncovered", place=rule.location, name=rule.id), err=True)
    for offering in coverage.uncovered_offerings:
        click.echo(say(language, "cli.test.offering_uncovered", place=offering.location, name=offering.code), err=True)


def _tell_verdicts(report: MutationReport, language: Language) -> None:
    for key, verdicts in (
        ("equivalent", [verdict for verdict in report.verdicts if verdict.equivalent]),
        ("survivor", report.survivors),
    ):
        for verdict in verdicts:
            mutant = verdict.mutant
            change = say(language, f"cli.test.operator.{mutant.operator}", part=mutant.part)
            told = {"place": mutant.location, "rule": mutant.rule, "change": change}
            click.echo(say(language, f"cli.test.{key}", **told), err=True)


def _result_json(result: Result, language: Language) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "id": scenario.id,
        "name": scenario.name.in_language(language),
        **_place_json(scenario.location),
        "passed": result.passed,
        "misses": [problem_json(problem, language) for problem in result.misses],
    }


def _coverage_json(coverage: Coverage) -> dict[str, Any]:
    return {
        **_count_covered(coverage),
        "uncovered_rules": [_named_json(rule.id, rule) for rule in coverage.uncovered_rules],
        "uncovered_offerings": [_named_json(one.code, one) for one in coverage.uncovered_offerings],
    }


def _named_json(name: str, defined: Rule | Offering) -> dict[str, Any]:
    return {"name": name, **_place_json(defined.location)}


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    mutant = verdict.mutant
    return {
        "rule": mutant.rule,
        "operator": str(mutant.operator),
        "part": mutant.part,
        **_place_json(mutant.location),
        "noticed_by": verdict.noticed_by,
        "equivalent": verdict.equivalent,
    }


def _place_json(place: SourceLocation) -> dict[str, Any]:
    return {"file": place.file, "line": place.line}
