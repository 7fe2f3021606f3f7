"""Customers of a proof: all of them at once, with their profile as variables, or a single known one.

All customers together are a little more than there are: a rule or formula that is not linear in the profile's figures
is left out. What is found is therefore checked with every rule once more, for the customer that it was found with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.customers.profile import Profile, Value, read_profile
from configurator.guidance.chances import Chance
from configurator.guidance.confining import Ground, KnownGround
from configurator.programmes.reaching import reach_programmes
from configurator.rules.affine import Affine
from configurator.rules.connecting import disjunction, implication
from configurator.rules.formulas import evaluate_formula
from configurator.rules.meaning import read_condition
from configurator.rules.open_world import OpenTranslation, input_name
from configurator.rules.parsing import parse
from configurator.rules.rulebook import RuleBook
from configurator.rules.syntax import Compare, Name, Number
from configurator.rules.translating import STRUCTURE, attribute_name, quantity_name, wish_name
from configurator.rules.worlds import KnownWorld
from configurator.solver import CompiledModel, Constraint, Exactly, Fact, Formula, Is, Truth, compile
from configurator.values.problem import Severity

Assignment = Mapping[str, int | bool]
"""A value for every variable of the solver's model."""

_INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Example:
    """One customer with a configuration; `stated` is what the customer would have to say to have this profile.

    `profile` is None when no customer has such a profile.
    """

    profile: Profile | None
    stated: Mapping[str, Value]
    needs: tuple[str, ...]
    quantities: Mapping[str, int]
    attributes: Mapping[tuple[str, str], str]

    @property
    def configuration(self) -> Configuration:
        """The lines, without reasons."""
        return Configuration(tuple(self._lines()), "feasible")

    def _lines(self) -> Iterator[ConfigurationLine]:
        for code, quantity in self.quantities.items():
            own = {key: value for (offering, key), value in self.attributes.items() if offering == code}
            yield ConfigurationLine(code, quantity, own)


class Customers(Protocol):
    """Of whom something is to be proven."""

    model: CompiledModel
    ground: Ground
    """What the conditions of programmes are in the model."""

    def state(self, inputs: Mapping[str, Value]) -> list[Fact] | None:
        """The facts of a customer whose profile has these values; None when none of them has."""

    def read(self, values: Assignment) -> Example:
        """The customer and the configuration of an assignment."""


class OpenGround:
    """What conditions and figures are where the customer is not known; they must be read before the model is made."""

    def __init__(self, translation: OpenTranslation, catalog: Catalog) -> None:
        self._world = translation.world
        self._conditions = {
            reach.reduction.key: Truth(True) if reach.condition is None else translation.read(reach.condition)
            for reach in reach_programmes(catalog)
        }

    def read_condition(self, chance: Chance) -> Formula | None:
        """The programme's own condition; None when it is not linear."""
        return self._conditions[chance.key]

    def read_figure(self, key: str) -> Affine | None:
        """The variable of a figure; None when its range is too wide."""
        return self._world.input_figure(key) if self._world.has_figure(key) else None

    def lacks(self, key: str) -> bool:
        """Never known: some customer may have it."""
        return False


class EveryCustomer:
    """Every customer of a catalog on a day. `loose` are rules, needs and inputs that the model leaves out."""

    def __init__(self, book: RuleBook, day: date) -> None:
        self.book, self.day = book, day
        self.translation = OpenTranslation(book, day)
        self.loose = [*self.translation.refused]
        for known in book.catalog.inputs.values():
            if known.derived:
                self._bind(known)
            elif known.industries and known.minimum > 0 and known.kind is InputKind.INTEGER:
                self._ask_for(known)
        self.ground: Ground = OpenGround(self.translation, book.catalog)
        self.model = compile(self.translation.make_model())

    def state(self, inputs: Mapping[str, Value]) -> list[Fact] | None:
        """The facts of a customer whose profile has these values."""
        return self.translation.world.list_facts(inputs)

    def read(self, values: Assignment) -> Example:
        """The customer and the configuration of an assignment."""
        catalog = self.book.catalog
        stated = dict(self._list_stated(values))
        profile, _ = read_profile(catalog, stated, evaluate_formula(catalog))
        needs = tuple(need for need in catalog.needs if values[wish_name(need)])
        return Example(profile, stated, needs, *read_lines(catalog, values))

    def _bind(self, known: ProfileInput) -> None:
        """A derived figure follows from the others."""
        formula = self.translation.read(Compare("=", Name(known.key, 0), parse(known.default.source), 0))
        self._state(known, formula)

    def _ask_for(self, known: ProfileInput) -> None:
        """Industries that are asked for a figure have at least its minimum."""
        asked = disjunction([Is(input_name(_INDUSTRY, key)) for key in sorted(known.industries)])
        reached = self.translation.read(Compare(">=", Name(known.key, 0), Number(known.minimum, 0), 0))  # type: ignore[arg-type]
        self._state(known, None if reached is None else implication(asked, reached))

    def _state(self, known: ProfileInput, formula: Formula | None) -> None:
        if formula is None:
            self.loose.append(known.key)
        else:
            self.translation.world.structure.append(Constraint(STRUCTURE, formula))

    def _list_stated(self, values: Assignment) -> Iterator[tuple[str, Value]]:
        industry = self._read_choice(_INDUSTRY, values)
        for known in self.book.catalog.inputs.values():
            value = None if known.derived else self._read_input(known, values)
            if value is not None and (value or not known.industries or industry in known.industries):
                yield known.key, value

    def _read_input(self, known: ProfileInput, values: Assignment) -> Value | None:
        """The input's value; None for figures that are too wide to be variables."""
        if known.kind is InputKind.FLAG:
            return bool(values[input_name(known.key)])
        if known.kind is InputKind.CHOICE:
            return self._read_choice(known.key, values)
        name = input_name(known.key)
        return (
            None if name not in values else int(self.translation.world.input_figure(known.key).constant) + values[name]
        )

    def _read_choice(self, key: str, values: Assignment) -> str | None:
        order = self.translation.world.choice_order(key)
        return next((value for value in order if values.get(input_name(key, value))), None)


class OneCustomer:
    """A single customer, all of whose rules have a meaning; nothing is left out."""

    def __init__(self, book: RuleBook, day: date, example: Example, profile: Profile) -> None:
        self.book, self._example, self._profile = book, example, profile
        self.ground: Ground = KnownGround(book.catalog, profile.values, example.needs)
        self.model = CompiledSituation(Situation(book, profile.values, example.needs, day)).model

    def state(self, inputs: Mapping[str, Value]) -> list[Fact] | None:
        """No facts for the customer's own values; None for others."""
        return [] if all(self._profile.values.get(key) == value for key, value in inputs.items()) else None

    def read(self, values: Assignment) -> Example:
        """The customer with the configuration of an assignment."""
        lines = read_lines(self.book.catalog, values)
        return Example(self._profile, self._example.stated, self._example.needs, *lines)


def read_lines(catalog: Catalog, values: Assignment) -> tuple[dict[str, int], dict[tuple[str, str], str]]:
    """Quantities and attributes of what is taken."""
    quantities = {code: int(values[quantity_name(code)]) for code in catalog.offerings}
    taken = {code: quantity for code, quantity in quantities.items() if quantity}
    attributes = {
        (code, attribute.key): value.key
        for code in taken
        for attribute in catalog.offerings[code].attributes
        for value in attribute.values
        if values[attribute_name(code, attribute.key, value.key)]
    }
    return taken, attributes


def is_valid(book: RuleBook, day: date, example: Example) -> bool:
    """Whether an example keeps every rule and meets its needs, checked without the solver."""
    if example.profile is None:
        return False
    profile = example.profile.values
    world = KnownWorld(book.catalog, profile, example.needs, example.quantities, example.attributes)
    rules = rules_in_force(Situation(book, profile, example.needs, day))
    binding = [parsed for parsed in rules if parsed.rule.severity is Severity.ERROR]
    met = (read_condition(book.needs[need], world) == Truth(True) for need in example.needs)
    return all(holds(parsed, world) for parsed in binding) and all(met)


def exclude(codes: Sequence[str]) -> list[Fact]:
    """The facts that none of these is taken."""
    return [Exactly(quantity_name(code), 0) for code in codes]
