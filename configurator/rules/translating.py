"""From rules to constraints: the solver's model of a catalog for one customer on one day.

The profile is known before anything is solved, so every condition over it collapses here and most sizing formulas
become
plain bounds. Offerings become an integer (quantity) and a Boolean (taken), attributes one Boolean per value. Labels
name
what a constraint comes from: `rule:<id>` or `need:<code>`; structure has the empty label.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from fractions import Fraction
from math import ceil, floor, lcm

from configurator.catalog.model import Attribute, Catalog, Offering, Rule
from configurator.rules.affine import Affine
from configurator.rules.connecting import conjunction, disjunction, implication, negation
from configurator.rules.meaning import read_condition
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.wishing import Wishes, read_wishes
from configurator.rules.world import MeaningRefused, Value
from configurator.rules.worlds import CatalogWorld
from configurator.solver import (
    Bool,
    Constraint,
    Count,
    Formula,
    Iff,
    Implies,
    Integer,
    Is,
    Linear,
    Model,
    Truth,
    Variable,
)
from configurator.values.problem import Severity

STRUCTURE = ""


@dataclass(frozen=True, slots=True)
class ConstraintModel:
    """The solver's model, the recommendations (not constraints) as Boolean variables `advice:<rule>`, and the soft
    wishes as formulas over the model's variables."""

    model: Model
    advice: tuple[str, ...]
    soft: Wishes = dataclass_field(default_factory=Wishes)


def quantity_name(offering: str) -> str:
    """The solver's integer for an offering's quantity."""
    return f"quantity:{offering}"


def taken_name(offering: str) -> str:
    """The solver's Boolean for an offering being taken."""
    return f"taken:{offering}"


def attribute_name(offering: str, attribute: str, value: str) -> str:
    """The solver's Boolean for an attribute's value."""
    return f"attribute:{offering}.{attribute}={value}"


def advice_name(rule: str) -> str:
    """The solver's Boolean for a recommendation being followed."""
    return f"advice:{rule}"


def wish_name(need: str) -> str:
    """The solver's Boolean for a need that may be left out."""
    return f"need:{need}"


def translate(
    book: RuleBook,
    profile: Mapping[str, Value],
    needs: Collection[str],
    day: date,
    *,
    with_advice: bool = False,
    wishes: Collection[str] = (),
) -> ConstraintModel:
    """The constraints of all error rules in force on the day and of the needs asked for.

    `with_advice` adds a Boolean per recommendation, for completions that try to follow them; `wishes` are needs that
    may be left out: a Boolean each, which demands what the need does. MeaningRefused names the
    character of a condition that has no meaning; `lint` finds these before a release is published.
    """
    world = VariableWorld(book.catalog, profile, needs, wishes)
    constraints: list[Constraint] = []
    for parsed in book.rules:
        if parsed.rule.severity is Severity.ERROR and parsed.rule.valid.contains(day):
            _add(constraints, f"rule:{parsed.rule.id}", read_rule(parsed, world))
    for code in sorted(needs):
        _add(constraints, f"need:{code}", read_condition(book.needs[code], world))
    # before the advice, so that names made up for parts of sums are the same with and without it
    soft = read_wishes(book, world, day)
    for code in sorted(wishes):
        _add(constraints, f"need:{code}", Implies(Is(wish_name(code)), read_condition(book.needs[code], world)))
    advice = _translate_advice(book, world, day) if with_advice else []
    return ConstraintModel(Model(tuple(world.variables), (*world.structure, *constraints)), tuple(advice), soft)


def read_rule(parsed: ParsedRule, world: VariableWorld | CatalogWorld) -> Formula:
    """The formula of one rule: its requirement wherever its condition holds."""
    when: Formula = Truth(True)
    if parsed.when is not None:
        when = read_condition(parsed.when, world)  # type: ignore[arg-type]
    if when == Truth(False):
        return Truth(True)
    try:
        return implication(when, read_condition(parsed.require, world))  # type: ignore[arg-type]
    except MeaningRefused as refusal:
        refusal.params["in_requirement"] = True
        raise


def is_advice(rule: Rule) -> bool:
    """Whether a rule recommends: it does not constrain, and is no preference or default."""
    return rule.severity is not Severity.ERROR and not rule.kind.is_soft


def _add(constraints: list[Constraint], label: str, formula: Formula) -> None:
    if formula != Truth(True):
        constraints.append(Constraint(label, formula))


def _translate_advice(book: RuleBook, world: VariableWorld, day: date) -> list[str]:
    names = []
    for parsed in book.rules:
        if is_advice(parsed.rule) and parsed.rule.valid.contains(day):
            formula = read_rule(parsed, world)
            if not isinstance(formula, Truth):
                names.append(world.define_followed(parsed.rule.id, formula))
    return names


class VariableWorld(CatalogWorld):
    """The world in which quantities and attributes are the solver's variables."""

    def __init__(
        self, catalog: Catalog, profile: Mapping[str, Value], needs: Collection[str], wishes: Collection[str] = ()
    ) -> None:
        super().__init__(catalog, profile, needs)
        self._wishes = frozenset(wishes)
        self.variables: list[Variable] = []
        self.structure: list[Constraint] = []
        self._ranges: dict[str, int] = {}
        for offering in catalog.offerings.values():
            self._declare(offering)
        for code in sorted(self._wishes):
            self._declare_bool(wish_name(code))

    def asks_for(self, need: str) -> Formula | None:
        """Whether the customer asks for the need: the variable where it may be left out."""
        return Is(wish_name(need)) if need in self._wishes else super().asks_for(need)

    def taken(self, offering: str) -> Formula:
        """The variable for the offering being taken."""
        return Is(taken_name(offering))

    def quantity(self, offering: str) -> Affine:
        """The variable for the quantity."""
        return Affine(Fraction(0), {quantity_name(offering): Fraction(1)})

    def attribute_is(self, offering: str, attribute: str, value: str) -> Formula:
        """The variable for the attribute's value."""
        return Is(attribute_name(offering, attribute, value))

    def count_taken(self, offerings: Sequence[str]) -> Affine:
        """The number of different ones taken, as a sum of Booleans."""
        return Affine(Fraction(0), {taken_name(code): Fraction(1) for code in offerings})

    def define_rounded(self, exact: Affine, upwards: bool) -> Affine:
        """A new whole number z with e <= z < e + 1 (upwards) or e - 1 < z <= e."""
        low, high = self.reach(exact)
        rounded = self._integer(floor(low), ceil(high))
        difference = rounded.plus(exact, Fraction(-1))
        if upwards:
            self._state(difference.compared_to_zero(">="))
            self._state(difference.plus(Affine(Fraction(-1))).compared_to_zero("<"))
        else:
            self._state(difference.compared_to_zero("<="))
            self._state(difference.plus(Affine(Fraction(1))).compared_to_zero(">"))
        return rounded

    def define_extreme(self, parts: Sequence[Affine], largest: bool) -> Affine:
        """A new whole number, in units so small that all parts are whole, that bounds the parts and equals one."""
        scale = lcm(*(part.scale for part in parts))
        whole = [part.times(Fraction(scale)) for part in parts]
        bounds = [self.reach(part) for part in whole]
        pick = max if largest else min
        extreme = self._integer(int(pick(low for low, _ in bounds)), int(pick(high for _, high in bounds)))
        differences = [extreme.plus(part, Fraction(-1)) for part in whole]
        side = ">=" if largest else "<="
        self._state(conjunction([part.compared_to_zero(side) for part in differences]))
        self._state(disjunction([part.compared_to_zero("=") for part in differences]))
        return extreme.times(Fraction(1, scale))

    def define_chosen(self, condition: Formula, first: Affine, second: Affine) -> Affine:
        """The second constant plus the difference wherever the condition holds; a number of its own where a branch
        depends on quantities."""
        if not (first.is_constant and second.is_constant):
            return self._choose_number(condition, first, second)
        name = f"chosen:{len(self.variables)}"
        self._declare_bool(name)
        self._state(Iff(Is(name), condition))
        return second.plus(Affine(Fraction(0), {name: first.constant - second.constant}))

    def _choose_number(self, condition: Formula, first: Affine, second: Affine) -> Affine:
        scale = lcm(first.scale, second.scale)
        branches = [part.times(Fraction(scale)) for part in (first, second)]
        bounds = [self.reach(part) for part in branches]
        chosen = self._integer(int(min(low for low, _ in bounds)), int(max(high for _, high in bounds)))
        for case, branch in zip((condition, negation(condition)), branches, strict=True):
            self._state(implication(case, chosen.plus(branch, Fraction(-1)).compared_to_zero("=")))
        return chosen.times(Fraction(1, scale))

    def define_followed(self, rule: str, formula: Formula) -> str:
        """A new Boolean that holds exactly where the rule's formula does."""
        name = advice_name(rule)
        self._declare_bool(name)
        self._state(Iff(Is(name), formula))
        return name

    def _declare(self, offering: Offering) -> None:
        quantity, taken = quantity_name(offering.code), taken_name(offering.code)
        self.variables += [Integer(quantity, 0, offering.max_quantity), Bool(taken)]
        self._ranges |= {quantity: offering.max_quantity, taken: 1}
        self._state(Iff(Is(taken), Linear(((1, quantity),), ">=", 1)))
        if offering.min_quantity > 1:
            self._state(Implies(Is(taken), Linear(((1, quantity),), ">=", offering.min_quantity)))
        for attribute in offering.attributes:
            self._declare_attribute(offering.code, attribute)

    def _declare_attribute(self, offering: str, attribute: Attribute) -> None:
        names = [attribute_name(offering, attribute.key, value.key) for value in attribute.values]
        for name in names:
            self._declare_bool(name)
            self._state(Implies(Is(name), Is(taken_name(offering))))
        one = Count(tuple(Is(name) for name in names), 1, 1)
        self._state(Implies(Is(taken_name(offering)), one))

    def _declare_bool(self, name: str) -> None:
        self.variables.append(Bool(name))
        self._ranges[name] = 1

    def _integer(self, low: int, high: int) -> Affine:
        name = f"defined:{len(self.variables)}"
        self.variables.append(Integer(name, 0, max(high - low, 0)))
        self._ranges[name] = max(high - low, 0)
        return Affine(Fraction(low), {name: Fraction(1)})

    def _state(self, formula: Formula) -> None:
        if formula != Truth(True):
            self.structure.append(Constraint(STRUCTURE, formula))

    def reach(self, part: Affine) -> tuple[Fraction, Fraction]:
        """The least and the greatest over the ranges of the variables."""
        low = high = part.constant
        for name, factor in part.terms.items():
            if factor > 0:
                high += factor * self._ranges[name]
            else:
                low += factor * self._ranges[name]
        return low, high
