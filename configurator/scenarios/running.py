"""All scenarios of a catalog against its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from configurator.configuration.compiled import SituationShelf
from configurator.guidance.proposing import situation_of
from configurator.rules.rulebook import RuleBook
from configurator.scenarios.judging import judge
from configurator.scenarios.model import Advised, Result, Scenario, list_offerings, named_rule
from configurator.scenarios.trying import Trial

KEPT_SITUATIONS = 24
"""Scenarios of one file mostly share a few situations."""

Tell = Callable[[int, int], None]
"""Hears how many of how many are done."""


def run_scenarios(book: RuleBook, scenarios: Sequence[Scenario], tell: Tell | None = None) -> Iterator[Result]:
    """The result of each scenario, in their order."""
    shelf = SituationShelf(KEPT_SITUATIONS)
    for number, scenario in enumerate(scenarios):
        if tell is not None:
            tell(number, len(scenarios))
        yield run_scenario(shelf, book, scenario)


def run_scenario(shelf: SituationShelf, book: RuleBook, scenario: Scenario) -> Result:
    """What comes of one scenario."""
    trial = Trial(shelf.compiled(situation_of(book, scenario.request)), scenario.request)
    misses = tuple(judge(trial, scenario))
    missed = {problem.location for problem in misses}
    found = frozenset(
        named_rule(one)
        for one in scenario.expectations
        if named_rule(one) and one.location not in missed and not (isinstance(one, Advised) and not one.shown)
    )
    return Result(scenario, misses, found, list_offerings(scenario))
