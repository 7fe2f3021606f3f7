"""The best completion of the choices: a valid configuration, optimal for its aims, checked against every rule, with
reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Literal

from configurator.catalog.model import Package, RuleKind
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.justifying import justify
from configurator.configuration.model import Advice, Choice, Configuration
from configurator.configuration.naming import facts_of
from configurator.configuration.preferring import with_wishes
from configurator.rules.rulebook import ParsedRule
from configurator.rules.sentences import fill
from configurator.rules.translating import attribute_name, quantity_name, read_rule, taken_name
from configurator.rules.worlds import KnownWorld
from configurator.solver import (
    DistanceCost,
    Objective,
    PiecewiseCost,
    Truth,
)
from configurator.values.problem import Severity

if TYPE_CHECKING:
    from configurator.solver.optimising import Optimum

COMPLETION_SECONDS = 20
_MISSING = 20_000
_WHOLE = 10_000

Points = tuple[tuple[int, int, int], ...]
"""A piecewise linear cost: (from quantity, cost at it, cost per further unit), whole numbers."""


@dataclass(frozen=True, slots=True)
class Aims:
    """What makes one valid completion better than another.

    `targets` are the package's quantities, to be kept as far as rules and choices allow (first a component that is
    missing,
    then relative distance); among what is left, the lowest of `costs` wins. `follow_advice` puts recommendations
    before both. `package` is where targets come from. Defaults and preferences come between targets and costs; for the
    `thrifty` they only choose among the cheapest.
    """

    costs: Mapping[str, Points]
    targets: Mapping[str, int] = dataclass_field(default_factory=dict)
    follow_advice: bool = False
    package: Package | None = None
    thrifty: bool = False


def complete(compiled: CompiledSituation, choices: Sequence[Choice], aims: Aims) -> Configuration:
    """The best valid configuration that keeps every choice. ConflictFound when the choices contradict the rules,
    Undecided when the time limit came first; `proof` says whether it is proven optimal."""
    from configurator.solver.optimising import optimise  # here, because its library takes a second to load

    model, advice = compiled.advised if aims.follow_advice else (compiled.model, ())
    objectives = with_wishes(_objectives(advice, aims), compiled, thrifty=aims.thrifty)
    optimum = optimise(model, tuple(facts_of(choices)), objectives, COMPLETION_SECONDS)
    quantities, attributes = read_optimum(optimum, compiled.situation)
    return finished(compiled.situation, quantities, attributes, choices, aims, optimum.proof)


def finished(
    situation: Situation,
    quantities: Mapping[str, int],
    attributes: Mapping[tuple[str, str], str],
    choices: Sequence[Choice],
    aims: Aims,
    proof: Literal["optimal", "feasible"],
) -> Configuration:
    """The configuration with reasons and advice, after every rule and need was checked once more without the solver."""
    world = KnownWorld(situation.catalog, situation.profile, situation.needs, quantities, attributes)
    broken = [parsed.rule.id for parsed in rules_in_force(situation) if not holds(parsed, world)]
    errors = [rule for rule in broken if situation.catalog.rules[rule].severity is Severity.ERROR]
    if errors:
        raise AssertionError(f"the solver's answer breaks {errors}")
    lines = justify(situation, quantities, attributes, choices, aims.package)
    shown = [rule for rule in broken if situation.catalog.rules[rule].kind is not RuleKind.DEFAULT]
    return Configuration(lines, proof, tuple(_advise(rule, situation, world) for rule in shown))


def rules_in_force(situation: Situation) -> list[ParsedRule]:
    """The rules of the book that are valid on the situation's day."""
    return [parsed for parsed in situation.book.rules if parsed.rule.valid.contains(situation.day)]


def holds(parsed: ParsedRule, world: KnownWorld) -> bool:
    """Whether the rule holds in a known world."""
    return read_rule(parsed, world) == Truth(True)


def _advise(rule_id: str, situation: Situation, world: KnownWorld) -> Advice:
    rule = situation.catalog.rules[rule_id]
    return Advice(rule.id, rule.severity, fill(rule.sentence, world), rule.owner)


def _objectives(advice: Sequence[str], aims: Aims) -> tuple[Objective, ...]:
    objectives = [_price(aims)]
    if aims.targets:
        objectives.insert(0, closeness_to(aims.targets))
    if advice:
        objectives.insert(0, Objective(terms=tuple((1, name) for name in advice), sense="max"))
    return tuple(objectives)


def closeness_to(targets: Mapping[str, int]) -> Objective:
    """How far a configuration is from these quantities: first what is missing of them, then relative distance."""
    wanted = {code: quantity for code, quantity in targets.items() if quantity > 0}
    return Objective(
        terms=tuple((-_MISSING, taken_name(code)) for code in wanted),
        deviations=tuple(
            DistanceCost(quantity_name(code), quantity, max(1, _WHOLE // quantity)) for code, quantity in wanted.items()
        ),
        sense="min",
    )


def _price(aims: Aims) -> Objective:
    pieces = tuple(PiecewiseCost(quantity_name(code), points) for code, points in aims.costs.items() if points)
    return Objective(steps=pieces, sense="min")


def read_optimum(optimum: Optimum, situation: Situation) -> tuple[dict[str, int], dict[tuple[str, str], str]]:
    """What is taken, and the attributes of what is taken, by offering and by (offering, attribute)."""
    quantities: dict[str, int] = {}
    attributes: dict[tuple[str, str], str] = {}
    for offering in situation.catalog.offerings.values():
        quantity = int(optimum.values[quantity_name(offering.code)])
        if not quantity:
            continue
        quantities[offering.code] = quantity
        for attribute in offering.attributes:
            for value in attribute.values:
                if optimum.values[attribute_name(offering.code, attribute.key, value.key)]:
                    attributes[offering.code, attribute.key] = value.key
    return quantities, attributes
