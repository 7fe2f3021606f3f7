"""Random small catalogs in the rule language, and every configuration of them judged without the solver.

A configuration is judged by `KnownWorld`, in which every expression is plain arithmetic; what a catalog means beyond
its rules (least and greatest quantities, one value for each attribute of what is taken) is said here once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from random import Random
from typing import Any

from configurator.configuration.compiled import Situation
from configurator.configuration.model import Choice
from configurator.rules.meaning import read_condition
from configurator.rules.rulebook import ParsedRule
from configurator.rules.translating import read_rule
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.problem import Severity

CODES = ("A-1", "A-2", "B-1", "C-1")
SELECTORS = (*CODES, "A-*", "#voice", "@DEMO")
COMPARATORS = (">=", "<=", "=", "!=", "<", ">")
State = tuple[Mapping[str, int], Mapping[tuple[str, str], str]]


class Writer:
    """Writes catalogs as cases for `tests.factories.situations`."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def write_case(self) -> dict[str, Any]:
        """A catalog of four offerings with up to five rules, a table, a need and a profile."""
        chance = self.chance
        return {
            "offerings": {
                "A-1": {"max": chance.randint(1, 5), "provides": {"sessions": 25}, "tags": ["voice"]},
                "A-2": {"max": chance.randint(1, 4), "min": chance.randint(1, 2), "provides": {"sessions": 10}},
                "B-1": {"max": 2, "attributes": {"tls": ["on", "off"]}, "tags": ["voice"]},
                "C-1": {"max": 1, "attributes": {"size": ["small", "wide", "huge"]}},
            },
            "inputs": {"staff": chance.choice((0, 7, 28, 90)), "cloud": chance.random() < 0.5},
            "tables": {"T": self._write_table()},
            "needs": {"safe": self.write_condition(1), "quick": self.write_condition(1)},
            "asks": chance.sample(["safe", "quick"], chance.choice((0, 0, 1, 2))),
            "rules": [self._write_rule(number) for number in range(chance.randint(1, 5))],
        }

    def write_condition(self, depth: int) -> str:
        """A condition of at most that depth."""
        chance = self.chance
        kind = chance.randrange(16 if depth else 9)
        if kind < 4:
            return f"{self.write_figure(depth)} {chance.choice(COMPARATORS)} {self.write_figure(depth)}"
        if kind == 4:
            return chance.choice(SELECTORS)
        if kind == 5:
            return chance.choice(("B-1.tls = on", "B-1.tls != off", "C-1.size = wide", "C-1.size in (small, huge)"))
        if kind == 6:
            return chance.choice(("cloud", "staff > 20", "size >= medium", "need(safe)", "size in (micro, large)"))
        if kind in (7, 8):
            return f"{chance.choice(('any', 'all', 'none'))}({self._write_list(SELECTORS)})"
        one, other = self.write_condition(depth - 1), self.write_condition(depth - 1)
        if kind == 9:
            return f"not ({one})"
        if kind < 14:
            return f"({one}) {chance.choice(('and', 'or', 'implies'))} ({other})"
        function = chance.choice(("exactly", "at_least", "at_most"))
        return f"{function}({chance.randint(0, 3)}, {one}, {chance.choice(SELECTORS)}, {other})"

    def write_figure(self, depth: int) -> str:
        """A figure of at most that depth."""
        chance = self.chance
        kind = chance.randrange(14 if depth else 7)
        if kind < 2:
            return chance.choice(SELECTORS)
        if kind == 2:
            return str(chance.randint(0, 6))
        if kind == 3:
            return chance.choice(("0.5", "1.25", "staff", "staff / 28", "ceil(staff / 28)", "staff * 0.1"))
        if kind == 4:
            return chance.choice(("total(sessions) / 25", "total(sessions, A-1)", "0.1 * total(sessions)"))
        if kind == 5:
            return f"count({self._write_list(SELECTORS)})"
        if kind == 6:
            return f"sum({self._write_list(CODES)})"
        one, other = self.write_figure(depth - 1), self.write_figure(depth - 1)
        if kind in (7, 8):
            return f"({one} {chance.choice('+-')} {other})"
        if kind == 9:
            return f"{chance.choice(('2', '0.5', '-3', '1 / 3'))} * ({one})"
        if kind in (10, 11):
            return f"{chance.choice(('ceil', 'floor'))}({one} / {chance.choice((2, 3, 28))})"
        if kind == 12:
            return f"{chance.choice(('min', 'max'))}({one}, {other})"
        return f"if({self.write_condition(0)}, {chance.randint(0, 4)}, {chance.choice(('0', '2', '1.5'))})"

    def write_choice(self, case: Mapping[str, Any], near: State | None) -> Choice:
        """A decision of a seller, mostly one that the configuration `near` agrees with."""
        chance, code = self.chance, self.chance.choice(CODES)
        facts = case["offerings"][code]
        agreeable = near if near and chance.randrange(5) else None
        quantity = agreeable[0][code] if agreeable else chance.randint(0, facts["max"])
        named = [(key, value) for key, values in facts.get("attributes", {}).items() for value in values]
        if named and (quantity or not agreeable) and chance.random() < 0.5:
            key, value = chance.choice(named)
            return Choice(code, attribute=key, value=agreeable[1][code, key] if agreeable else value)
        return Choice(code, None if quantity and chance.random() < 0.4 else quantity)

    def _write_rule(self, number: int) -> dict[str, Any]:
        rule: dict[str, Any] = {"id": f"R{number}"}
        if self.chance.random() < 0.5:
            rule["if"] = self.write_condition(1)
        if self.chance.randrange(6) == 0:
            return rule | {"table": "T"}
        severity = "warning" if self.chance.randrange(8) == 0 else "error"
        return rule | {"then": self.write_condition(2), "severity": severity}

    def _write_table(self) -> list[list[Any]]:
        cells = (("*", "0..2", "1", "3|4", "2..9"), ("on", "off", "*", "on|off"), ("yes", "no", "*"))
        rows = [[self.chance.choice(options) for options in cells] for _ in range(self.chance.randint(1, 4))]
        return [["A-1", "B-1.tls", "C-1"], *rows]

    def _write_list(self, words: Iterable[str]) -> str:
        return ", ".join(self.chance.sample(list(words), self.chance.randint(1, 3)))


class Configurations:
    """Every configuration of a small catalog; sets of them are bit masks over their places."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.states = list(list_states(situation))
        worlds = [KnownWorld(situation.catalog, situation.profile, situation.needs, *state) for state in self.states]
        rules = [one for one in situation.book.rules if one.rule.severity is Severity.ERROR]
        self.masks = {("rule", one.rule.id): self._mask(_holds(one, world) for world in worlds) for one in rules}
        for code in situation.needs:
            tree = situation.book.needs[code]
            self.masks["need", code] = self._mask(read_condition(tree, world) == Truth(True) for world in worlds)

    def find(self, choices: Iterable[Choice], causes: Iterable[tuple[str, str]] | None = None) -> int:
        """The configurations that agree with the choices and with rules and needs (all, or those named)."""
        mask = (1 << len(self.states)) - 1
        for cause in self.masks if causes is None else causes:
            mask &= self.masks[cause]
        for choice in choices:
            mask &= self._mask(_agrees(choice, state) for state in self.states)
        return mask

    def list(self, choices: Iterable[Choice]) -> list[State]:
        """The configurations left by the choices."""
        mask = self.find(choices)
        return [state for place, state in enumerate(self.states) if mask >> place & 1]

    def _mask(self, verdicts: Iterable[bool]) -> int:
        return sum(1 << place for place, verdict in enumerate(verdicts) if verdict)


def list_states(situation: Situation) -> Iterable[State]:
    """Every way to take offerings in allowed quantities with one value for each attribute of what is taken."""
    offerings = situation.catalog.offerings.values()
    ranges = [(0, *range(max(1, one.min_quantity), one.max_quantity + 1)) for one in offerings]
    for quantities in product(*ranges):
        taken = {one.code: quantity for one, quantity in zip(offerings, quantities, strict=True)}
        attributes = [(one.code, kind) for one in offerings if taken[one.code] for kind in one.attributes]
        for values in product(*([value.key for value in kind.values] for _, kind in attributes)):
            named = {(code, kind.key): value for (code, kind), value in zip(attributes, values, strict=True)}
            yield taken, named


def _holds(parsed: ParsedRule, world: KnownWorld) -> bool:
    return read_rule(parsed, world) == Truth(True)


def _agrees(choice: Choice, state: State) -> bool:
    quantity = state[0][choice.offering]
    if choice.attribute is not None:
        return state[1].get((choice.offering, choice.attribute)) == choice.value
    return quantity > 0 if choice.quantity is None else quantity == choice.quantity
