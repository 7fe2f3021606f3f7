"""How much of a catalog its scenarios cover, and how many mutants of its rules they notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from configurator.catalog.model import Offering, Rule
from configurator.rules.rulebook import RuleBook
from configurator.scenarios.equating import find_equivalent
from configurator.scenarios.model import Result
from configurator.scenarios.mutating import Mutant, Operator, list_mutants
from configurator.scenarios.noticing import Jury, Verdict
from configurator.scenarios.running import Tell

_BASIC = frozenset({Operator.DELETED, Operator.NEGATED})


@dataclass(frozen=True, slots=True)
class Coverage:
    """What no passing scenario covers, of so many rules and offerings."""

    rules: int
    offerings: int
    uncovered_rules: tuple[Rule, ...]
    uncovered_offerings: tuple[Offering, ...]


@dataclass(frozen=True, slots=True)
class MutationReport:
    """The verdicts on all mutants, in the order of the rules."""

    verdicts: tuple[Verdict, ...]

    @property
    def noticed(self) -> int:
        """How many mutants a scenario noticed."""
        return sum(verdict.noticed_by is not None for verdict in self.verdicts)

    @property
    def equivalent(self) -> int:
        """How many cannot be noticed, because nothing ever differs."""
        return sum(verdict.equivalent for verdict in self.verdicts)

    @property
    def survivors(self) -> tuple[Verdict, ...]:
        """Those that no scenario noticed."""
        return tuple(verdict for verdict in self.verdicts if verdict.survived)


def measure_coverage(book: RuleBook, results: Sequence[Result], tell: Tell | None = None) -> Coverage:
    """A rule is covered when a passing scenario names it and finds it, or notices that it is deleted or negated; an
    offering when one chooses it or expects something of it."""
    passing = [result for result in results if result.passed]
    found = frozenset[str]().union(*(result.found for result in passing))
    touched = frozenset[str]().union(*(result.offerings for result in passing))
    jury = Jury(book, (result.scenario for result in passing))
    open_rules = [parsed for parsed in book.rules if parsed.rule.id not in found]
    uncovered = []
    for number, parsed in enumerate(open_rules):
        if tell is not None:
            tell(number, len(open_rules))
        basic = (one for one in list_mutants(parsed, book.catalog) if one.operator in _BASIC)
        if all(jury.judge(mutant) is None for mutant in basic):
            uncovered.append(parsed.rule)
    offerings = book.catalog.offerings.values()
    missing = tuple(one for one in offerings if one.code not in touched)
    return Coverage(len(book.rules), len(offerings), tuple(uncovered), missing)


def try_mutants(
    book: RuleBook, results: Sequence[Result], mutants: Sequence[Mutant], tell: Tell | None = None
) -> MutationReport:
    """The verdict on each mutant by the passing scenarios; those that nothing notices are looked at by the solver."""
    jury = Jury(book, (result.scenario for result in results if result.passed))
    verdicts = []
    for number, mutant in enumerate(mutants):
        if tell is not None:
            tell(number, len(mutants))
        verdicts.append(Verdict(mutant, jury.judge(mutant)))
    days = {result.scenario.request.day for result in results}
    unnoticed = [verdict.mutant for verdict in verdicts if verdict.survived]
    equivalent = find_equivalent(book, unnoticed, max(days)) if unnoticed else frozenset()
    return MutationReport(tuple(Verdict(one.mutant, one.noticed_by, one.mutant in equivalent) for one in verdicts))


def list_all_mutants(book: RuleBook) -> Iterator[Mutant]:
    """Every mutant of every rule."""
    for parsed in book.rules:
        yield from list_mutants(parsed, book.catalog)
