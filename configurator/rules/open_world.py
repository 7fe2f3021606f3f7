"""The world of any customer: quantities, attributes, profile inputs and needs are all variables.

What no customer can reach in this world, no customer can reach at all. The converse does not hold: figures of a
profile are free here within their bounds, also derived ones, whose formulas only make searching hard.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.rules.affine import Affine
from configurator.rules.checking import sample_profile
from configurator.rules.connecting import disjunction, implication
from configurator.rules.meaning import read_condition
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.syntax import Node
from configurator.rules.translating import STRUCTURE, VariableWorld, wish_name
from configurator.rules.world import MeaningRefused, Value
from configurator.solver import (
    Bool,
    Constraint,
    Count,
    Exactly,
    Fact,
    Formula,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Model,
    Truth,
)
from configurator.solver.model import MOST
from configurator.values.problem import Severity

_GIVEN = ("industry", "size")
NO_PROBES: Mapping[str, Formula] = MappingProxyType({})
_TOO_WIDE = "expression_too_wide"


def input_name(key: str, value: str | None = None) -> str:
    """The solver's variable for a flag or figure, or its Boolean for a choice having the value."""
    return f"input:{key}" if value is None else f"input:{key}={value}"


class OpenWorld(VariableWorld):
    """The world in which the customer is not known. An expression that is not linear here is refused."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog, sample_profile(catalog), ())
        self._figures: dict[str, Affine] = {}
        for key in _GIVEN:
            self._open_choice(key, self.choice_order(key))
        for known in catalog.inputs.values():
            if known.key not in _GIVEN:
                self._open(known)
        for need in catalog.needs:
            self._declare_bool(wish_name(need))

    def choice_is(self, name: str, value: str) -> Formula:
        """The variable for the choice having the value."""
        return Is(input_name(name, value))

    def flag_holds(self, name: str) -> Formula:
        """The variable for the flag."""
        return Is(input_name(name))

    def input_figure(self, name: str) -> Affine:
        """The variable for the figure, moved by its least value; refused when its range is too wide to search."""
        if name not in self._figures:
            raise MeaningRefused(_TOO_WIDE, 0)
        return self._figures[name]

    def has_figure(self, name: str) -> bool:
        """Whether the figure is a variable here."""
        return name in self._figures

    def asks_for(self, need: str) -> Formula | None:
        """The variable for the need being asked for."""
        return Is(wish_name(need)) if need in self._catalog.needs else None

    def list_facts(self, profile: Mapping[str, Value]) -> list[Fact]:
        """What makes this world the world of one customer."""
        return [self._state_input(key, value) for key, value in profile.items() if self._knows(key, value)]

    def _knows(self, key: str, value: Value) -> bool:
        return isinstance(value, (bool, str)) or key in self._figures

    def _state_input(self, key: str, value: Value) -> Fact:
        if isinstance(value, bool):
            return IsTrue(input_name(key)) if value else IsFalse(input_name(key))
        if isinstance(value, str):
            return IsTrue(input_name(key, value))
        return Exactly(input_name(key), int(value - self._figures[key].constant))

    def _open(self, known: ProfileInput) -> None:
        if known.kind is InputKind.FLAG:
            self._declare_bool(input_name(known.key))
        elif known.kind is InputKind.CHOICE:
            self._open_choice(known.key, self.choice_order(known.key))
        else:
            self._open_figure(known)

    def _open_choice(self, key: str, values: tuple[str, ...]) -> None:
        names = [input_name(key, value) for value in values]
        for name in names:
            self._declare_bool(name)
        if names:
            self._state(Count(tuple(map(Is, names)), 1, 1))

    def _open_figure(self, known: ProfileInput) -> None:
        """An integer within its bounds, and 0 for industries that it is not asked of."""
        low = min(known.minimum, 0) if known.industries else known.minimum
        high = max(known.maximum, 0) if known.industries else known.maximum
        if high - low > MOST:
            return
        self._figures[known.key] = self._name_integer(input_name(known.key), low, high)
        if known.compliance:
            levels = {int(value.key) for value in known.values} | ({0} if known.industries else set())
            self._state(disjunction([self._reach(known.key, level) for level in sorted(levels)]))

    def _reach(self, key: str, level: int) -> Formula:
        return self._figures[key].plus(Affine(Fraction(-level))).compared_to_zero("=")

    def _integer(self, low: int, high: int) -> Affine:
        return self._name_integer(f"defined:{len(self.variables)}", low, high)

    def _name_integer(self, name: str, low: int, high: int) -> Affine:
        if high - low > MOST:
            raise MeaningRefused(_TOO_WIDE, 0)
        self.variables.append(Integer(name, 0, high - low))
        self._ranges[name] = high - low
        return Affine(Fraction(low), {name: Fraction(1)})


class OpenTranslation:
    """The constraints that hold for any customer on a day, ready to be probed with further formulas.

    `when` and `require` are the formulas of the binding rules in force by id, `needed` those of needs. Rules and needs
    that have no meaning without a customer stand in `refused` and constrain nothing.
    """

    def __init__(self, book: RuleBook, day: date) -> None:
        self.world = OpenWorld(book.catalog)
        self.when: dict[str, Formula] = {}
        self.require: dict[str, Formula] = {}
        self.needed: dict[str, Formula] = {}
        self.refused: list[str] = []
        for parsed in book.rules:
            if parsed.rule.severity is Severity.ERROR and parsed.rule.valid.contains(day):
                self._read_rule(parsed)
        for code, tree in book.needs.items():
            formula = self.read(tree)
            if formula is None:
                self.refused.append(code)
            else:
                self.needed[code] = formula

    def read(self, tree: Node) -> Formula | None:
        """The formula of a condition, None when it has no meaning without a customer."""
        known = len(self.world.variables), len(self.world.structure)
        try:
            return read_condition(tree, self.world)
        except MeaningRefused:
            del self.world.variables[known[0] :], self.world.structure[known[1] :]
            return None

    def read_when(self, parsed: ParsedRule) -> Formula | None:
        """The formula of a rule's condition."""
        return Truth(True) if parsed.when is None else self.read(parsed.when)

    def rule_formula(self, rule: str) -> Formula:
        """A whole binding rule: its requirement wherever its condition holds."""
        return implication(self.when[rule], self.require[rule])

    def make_model(self, probes: Mapping[str, Formula] = NO_PROBES, without: Container[str] = ()) -> Model:
        """The model of all rules (but those named) and needs, with a Boolean per probe, true only where it holds."""
        rules = [Constraint(f"rule:{rule}", self.rule_formula(rule)) for rule in self.when if rule not in without]
        needs = [
            Constraint(f"need:{code}", implication(Is(wish_name(code)), formula))
            for code, formula in self.needed.items()
        ]
        watching = [Constraint(STRUCTURE, Implies(Is(name), formula)) for name, formula in probes.items()]
        variables = (*self.world.variables, *map(Bool, probes))
        return Model(variables, (*self.world.structure, *watching, *rules, *needs))

    def _read_rule(self, parsed: ParsedRule) -> None:
        when = self.read_when(parsed)
        require = None if when is None else self.read(parsed.require)
        if when is None or require is None:
            self.refused.append(parsed.rule.id)
        else:
            self.when[parsed.rule.id], self.require[parsed.rule.id] = when, require
