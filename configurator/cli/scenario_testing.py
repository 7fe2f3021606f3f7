"""`configurator catalog test`: a catalog's scenarios, and what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from configurator.catalog.notebook import nearest_name
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import FAILED, fail, print_json, problem_json, tell_problem
from configurator.rules.rulebook import RuleBook
from configurator.scenarios.model import Result, Scenario
from configurator.scenarios.reading import load_scenarios
from configurator.scenarios.running import run_scenarios
from configurator.services.releases import open_catalog
from configurator.values.problem import has_errors
from configurator.values.text import Language
from configurator.wording import say

_QUIET_SECONDS = 2


def test_command() -> click.Command:
    """catalog test [DIR] [--only ID]… [--json]"""

    @click.command("test", help=help_of("catalog.test"))
    @click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
    @click.option("--only", multiple=True, metavar="ID", help=help_of("catalog.test_only"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def test(folder: Path | None, only: tuple[str, ...], as_json: bool) -> None:
        language = message_language()
        place = folder or read_settings().catalog
        book = open_catalog(place)
        load = load_scenarios(place, book)
        if has_errors(load.problems):
            fail(load.problems, language, as_json=as_json)
        scenarios = pick_scenarios(load.scenarios, only, place, language)
        start = perf_counter()
        results = _run(book, scenarios, language)
        seconds = round(perf_counter() - start, 3)
        if as_json:
            print_json(results_json(results, seconds, language))
        else:
            tell_results(results, seconds, language)
        if not all(result.passed for result in results):
            raise click.exceptions.Exit(FAILED)

    return test


def pick_scenarios(
    scenarios: Sequence[Scenario], only: Sequence[str], folder: Path, language: Language
) -> tuple[Scenario, ...]:
    """Those asked for, all when none is; UsageError for one that is not there."""
    if not scenarios:
        raise click.UsageError(say(language, "cli.test.none", folder=folder))
    known = {scenario.id: scenario for scenario in scenarios}
    for name in only:
        if name not in known:
            nearest = nearest_name(name, known)
            raise click.UsageError(say(language, "cli.test.unknown", name=name, nearest=nearest))
    return tuple(scenario for scenario in scenarios if not only or scenario.id in only)


def _run(book: RuleBook, scenarios: Sequence[Scenario], language: Language) -> tuple[Result, ...]:
    return tuple(run_scenarios(book, scenarios, Progress(language, "cli.test.progress").tell))


class Progress:
    """Says on stderr how far something is, every two seconds; nothing about what is over before."""

    def __init__(self, language: Language, key: str) -> None:
        self._language, self._key = language, key
        self._said = perf_counter()

    def tell(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if perf_counter() - self._said >= _QUIET_SECONDS:
            self._said = perf_counter()
            click.echo(say(self._language, self._key, done=done, total=total), err=True)


def tell_results(results: Sequence[Result], seconds: object, language: Language) -> None:
    """Every miss on stderr, the sum on stdout."""
    for result in results:
        for problem in result.misses:
            click.echo(tell_problem(problem, language), err=True)
    click.echo(say(language, "cli.test.summary", **count_results(results), seconds=seconds))


def count_results(results: Sequence[Result]) -> dict[str, int]:
    """How many scenarios ran, passed and failed."""
    passed = sum(result.passed for result in results)
    return {"scenarios": len(results), "passed": passed, "failed": len(results) - passed}


def results_json(results: Sequence[Result], seconds: object, language: Language) -> dict[str, Any]:
    """The answer of `catalog test --json`."""
    return {
        **count_results(results),
        "seconds": seconds,
        "problems": [problem_json(problem, language) for result in results for problem in result.misses],
        "results": [_result_json(result, language) for result in results],
    }


def _result_json(result: Result, language: Language) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "id": scenario.id,
        "name": scenario.name.in_language(language),
        "file": scenario.location.file,
        "line": scenario.location.line,
        "passed": result.passed,
        "misses": [problem_json(problem, language) for problem in result.misses],
    }
