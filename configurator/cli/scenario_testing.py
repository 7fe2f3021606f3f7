"""`configurator catalog test`: a catalog's scenarios, what they cover, and which slips in its rules they notice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import click

from configurator.catalog.notebook import nearest_name
from configurator.cli.scenario_telling import Run, run_json, tell_run
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import FAILED, fail, print_json
from configurator.rules.rulebook import RuleBook
from configurator.scenarios.covering import list_all_mutants, measure_coverage, try_mutants
from configurator.scenarios.model import Scenario
from configurator.scenarios.reading import load_scenarios
from configurator.scenarios.running import run_scenarios
from configurator.services.releases import open_catalog
from configurator.values.problem import has_errors
from configurator.values.text import Language
from configurator.wording import say

_QUIET_SECONDS = 2


def test_command() -> click.Command:
    """catalog test [DIR] [--only ID]… [--mutants] [--json]"""

    @click.command("test", help=help_of("catalog.test"))
    @click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
    @click.option("--only", multiple=True, metavar="ID", help=help_of("catalog.test_only"))
    @click.option("--mutants", is_flag=True, help=help_of("catalog.test_mutants"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def test(folder: Path | None, only: tuple[str, ...], mutants: bool, as_json: bool) -> None:
        """Run the scenarios of a catalog folder; exit code 1 where one fails."""
        language = message_language()
        place = folder or read_settings().catalog
        book = open_catalog(place)
        load = load_scenarios(place, book)
        if has_errors(load.problems):
            fail(load.problems, language, as_json=as_json)
        scenarios = pick_scenarios(load.scenarios, only, place, language)
        run = make_run(book, scenarios, language, whole=not only, mutants=mutants)
        if as_json:
            print_json(run_json(run, language))
        else:
            tell_run(run, language)
        if not all(result.passed for result in run.results):
            raise click.exceptions.Exit(FAILED)

    return test


def make_run(book: RuleBook, scenarios: Sequence[Scenario], language: Language, *, whole: bool, mutants: bool) -> Run:
    """The scenarios run; coverage of the whole set, and the verdict on mutants if asked for."""
    start = perf_counter()
    results = tuple(run_scenarios(book, scenarios, Progress(language, "cli.test.progress").tell))
    seconds = perf_counter() - start
    coverage = measure_coverage(book, results, Progress(language, "cli.test.covering").tell) if whole else None
    start = perf_counter()
    tell = Progress(language, "cli.test.mutating").tell
    report = try_mutants(book, results, tuple(list_all_mutants(book)), tell) if mutants else None
    return Run(results, round(seconds, 1), coverage, report, round(perf_counter() - start, 1))


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
