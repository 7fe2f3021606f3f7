"""Mutants that nothing can tell from their rules: the solver shows that for no customer and in no configuration the
two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from configurator.rules.connecting import conjunction, disjunction, implication, negation
from configurator.rules.open_world import OpenTranslation
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.scenarios.mutating import Mutant
from configurator.solver import Formula, IsTrue, Reasoner, Truth, compile

QUESTION_SECONDS = 10
"""How long one question may take; what is not known by then counts as different."""


def find_equivalent(book: RuleBook, mutants: Sequence[Mutant], day: date) -> frozenset[Mutant]:
    """Those of the mutants that cannot differ from their rules on the day. Only rules that bind or advise are looked
    at, and only where both have a meaning without knowing the customer."""
    by_rule: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_rule.setdefault(mutant.rule, []).append(mutant)
    originals = [parsed for parsed in book.rules if parsed.rule.id in by_rule and not parsed.rule.kind.is_soft]
    return frozenset(
        mutant
        for original in originals
        if original.rule.valid.contains(day)
        for mutant in _list_equivalent(book, original, by_rule[original.rule.id], day)
    )


def _list_equivalent(book: RuleBook, original: ParsedRule, mutants: Sequence[Mutant], day: date) -> Iterator[Mutant]:
    """The mutants of one rule that, all other rules given, hold in the same configurations as it."""
    others = replace(book, rules=tuple(parsed for parsed in book.rules if parsed is not original))
    translation = OpenTranslation(others, day)
    probes = _list_probes(translation, original, mutants)
    if probes:
        reasoner = Reasoner(compile(translation.make_model(probes)), QUESTION_SECONDS)
        for number, mutant in enumerate(mutants):
            name = _name_probe(number)
            if name in probes and reasoner.consistent([IsTrue(name)]) is False:
                yield mutant


def _list_probes(
    translation: OpenTranslation, original: ParsedRule, mutants: Sequence[Mutant]
) -> Mapping[str, Formula]:
    """For each mutant that has a meaning: that it and its rule differ."""
    before = _read(translation, original)
    probes: dict[str, Formula] = {}
    for number, mutant in enumerate(mutants):
        after = Truth(True) if mutant.changed is None else _read(translation, mutant.changed)
        if before is not None and after is not None:
            apart = [conjunction([before, negation(after)]), conjunction([after, negation(before)])]
            probes[_name_probe(number)] = disjunction(apart)
    return probes


def _name_probe(number: int) -> str:
    return f"differs:{number}"


def _read(translation: OpenTranslation, parsed: ParsedRule) -> Formula | None:
    """The whole rule as a formula."""
    when = translation.read_when(parsed)
    require = None if when is None else translation.read(parsed.require)
    return None if when is None or require is None else implication(when, require)
