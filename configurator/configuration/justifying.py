"""Why each line of a finished configuration is there: the seller's choice, the package, and every rule that would
break without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from configurator.catalog.model import Package
from configurator.configuration.compiled import Situation
from configurator.configuration.model import Choice, ConfigurationLine, Reason
from configurator.configuration.naming import choice_reason, need_reason, rule_reason
from configurator.configuration.preferring import presence_reasons, value_reasons
from configurator.rules.meaning import read_condition
from configurator.rules.rulebook import ParsedRule
from configurator.rules.syntax import Selector, walk
from configurator.rules.translating import read_rule
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.problem import Severity
from configurator.wording import say_everywhere


def justify(
    situation: Situation,
    quantities: Mapping[str, int],
    attributes: Mapping[tuple[str, str], str],
    choices: Sequence[Choice],
    package: Package | None,
) -> tuple[ConfigurationLine, ...]:
    """The lines in the catalog's order, each with its reasons: choice, needs, rules, package, wishes."""
    judge = _Judge(situation, quantities, attributes)
    taking = presence_reasons(situation, quantities, attributes)
    setting = value_reasons(situation, quantities, attributes)
    own: dict[str, list[Choice]] = {}
    for choice in choices:
        own.setdefault(choice.offering, []).append(choice)
    return tuple(
        ConfigurationLine(
            code,
            quantity,
            {key: value for (offering, key), value in attributes.items() if offering == code},
            (
                *_or_completion(
                    code,
                    *(choice_reason(choice, situation) for choice in own.get(code, ())),
                    *judge.reasons(code),
                    *_package_reason(code, package),
                    *taking.get(code, ()),
                ),
                *setting.get(code, ()),
            ),
        )
        for code, quantity in quantities.items()
    )


def _or_completion(code: str, *reasons: Reason) -> tuple[Reason, ...]:
    """The reasons why a line is there; without any it came with the best completion."""
    return reasons or (Reason("default", code, say_everywhere("configuration.because_default")),)


def _package_reason(code: str, package: Package | None) -> tuple[Reason, ...]:
    line = next((line for line in package.lines if line.offering == code), None) if package else None
    if package is None or line is None:
        return ()
    sentence = line.reason or say_everywhere("configuration.because_package", package=package.name)
    return (Reason("package", package.key, sentence),)


class _Judge:
    """Finds what would break if a line were missing or one unit smaller, looking only at rules that mention it."""

    def __init__(
        self, situation: Situation, quantities: Mapping[str, int], attributes: Mapping[tuple[str, str], str]
    ) -> None:
        self._situation, self._quantities, self._attributes = situation, quantities, attributes
        self._world = self._world_with({})
        self._by_offering: dict[str, list[ParsedRule]] = {}
        for parsed in situation.book.rules:
            if parsed.rule.severity is Severity.ERROR and parsed.rule.valid.contains(situation.day):
                for code in parsed.mentions & quantities.keys():
                    self._by_offering.setdefault(code, []).append(parsed)
        self._needs = {code: _mentioned(situation, code) for code in situation.needs}

    def reasons(self, code: str) -> list[Reason]:
        """Needs and rules that break without the line, then rules that break with one unit less."""
        found = [need_reason(need, self._situation) for need in self._broken_needs(code, self._world_with({code: 0}))]
        for parsed in self._by_offering.get(code, ()):
            for quantity in dict.fromkeys((0, self._quantities[code] - 1)):
                if not self._holds(parsed, {code: quantity}):
                    reason = rule_reason(parsed.rule.id, self._situation, self._world)
                    found.append(replace(reason, because=self._find_triggers(parsed, code, quantity)))
                    break
        return found

    def _find_triggers(self, parsed: ParsedRule, code: str, quantity: int) -> tuple[str, ...]:
        """The taken offerings without which the rule would be content with less: each alone, or else all together."""
        others = sorted(parsed.mentions & self._quantities.keys() - {code})
        alone = tuple(other for other in others if self._holds(parsed, {code: quantity, other: 0}))
        if alone or not self._holds(parsed, {code: quantity, **dict.fromkeys(others, 0)}):
            return alone
        return tuple(others)

    def _holds(self, parsed: ParsedRule, changes: Mapping[str, int]) -> bool:
        return read_rule(parsed, self._world_with(changes)) == Truth(True)

    def _broken_needs(self, code: str, without: KnownWorld) -> list[str]:
        trees = self._situation.book.needs
        return [
            need
            for need, mentioned in self._needs.items()
            if code in mentioned and read_condition(trees[need], without) != Truth(True)
        ]

    def _world_with(self, changes: Mapping[str, int]) -> KnownWorld:
        """The finished configuration with some quantities changed."""
        given, quantities = self._situation, {**self._quantities, **changes}
        return KnownWorld(given.catalog, given.profile, given.needs, quantities, self._attributes)


def _mentioned(situation: Situation, need: str) -> frozenset[str]:
    world = KnownWorld(situation.catalog, situation.profile)
    return frozenset(
        code
        for node in walk(situation.book.needs[need])
        if isinstance(node, Selector)
        for code in world.members(node.text)
    )
