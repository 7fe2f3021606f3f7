"""How to follow a recommendation or preference that a configuration does not: the choices that make it hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Choice, Configuration, ConfigurationLine
from configurator.configuration.naming import facts_of
from configurator.rules.rulebook import ParsedRule
from configurator.rules.syntax import AttributeOf, walk
from configurator.rules.translating import advice_name, attribute_name, is_advice, quantity_name
from configurator.solver import BreachCost, DistanceCost, Formula, Is, Objective

FOLLOWING_SECONDS = 10


def follow_rule(
    compiled: CompiledSituation, choices: Sequence[Choice], aims: Aims, now: Configuration, rule_id: str
) -> tuple[Choice, ...]:
    """The choices to make beside those given so that the rule holds, as few changes of `now` as can be; none when
    nothing can be chosen for it. ConflictFound when the choices contradict the rules."""
    parsed = next(known for known in compiled.situation.book.rules if known.rule.id == rule_id)
    target = _nearest(compiled, choices, now, parsed)
    if target is None:
        return ()
    fewest = tuple(_differences(parsed, now, target))
    if _is_followed(compiled, (*choices, *fewest), aims, rule_id):
        return fewest
    chosen = {choice.offering for choice in choices}
    return tuple(choice for choice in _statement(parsed, target) if choice.offering not in chosen)


def _is_followed(compiled: CompiledSituation, choices: Sequence[Choice], aims: Aims, rule_id: str) -> bool:
    return all(advice.rule != rule_id for advice in complete(compiled, choices, aims).advice)


def _nearest(
    compiled: CompiledSituation, choices: Sequence[Choice], now: Configuration, parsed: ParsedRule
) -> Configuration | None:
    """The configuration nearest to the present one in which the rule holds."""
    from configurator.solver.optimising import optimise  # here, because its library takes a second to load

    formula = _find_formula(compiled, parsed)
    if formula is None:
        return None
    model, _ = compiled.advised
    breach = Objective(breaches=(BreachCost(formula, 1),))
    optimum = optimise(model, tuple(facts_of(choices)), (breach, _nearness(compiled, now)), FOLLOWING_SECONDS)
    if optimum.objective_values[0]:
        return None
    lines = []
    for offering in compiled.situation.catalog.offerings.values():
        quantity = int(optimum.values[quantity_name(offering.code)])
        attributes = {
            attribute.key: value.key
            for attribute in offering.attributes
            for value in attribute.values
            if optimum.values[attribute_name(offering.code, attribute.key, value.key)]
        }
        if quantity:
            lines.append(ConfigurationLine(offering.code, quantity, attributes))
    return Configuration(tuple(lines), optimum.proof)


def _find_formula(compiled: CompiledSituation, parsed: ParsedRule) -> Formula | None:
    """What must hold; None where the profile alone decides that it does not."""
    if is_advice(parsed.rule):
        name = advice_name(parsed.rule.id)
        return Is(name) if name in compiled.advised[1] else None
    wishes = compiled.constraints.soft.preferences
    return next((wish.formula for wish in wishes if wish.rule == parsed.rule.id), None)


def _nearness(compiled: CompiledSituation, now: Configuration) -> Objective:
    quantities = tuple(
        DistanceCost(quantity_name(code), now.quantity(code), 1) for code in compiled.situation.catalog.offerings
    )
    kept = tuple(
        (-1, attribute_name(line.offering, key, value)) for line in now.lines for key, value in line.attributes.items()
    )
    return Objective(terms=kept, deviations=quantities)


def _differences(parsed: ParsedRule, now: Configuration, target: Configuration) -> Iterable[Choice]:
    before = set(_statement(parsed, now))
    return (choice for choice in _statement(parsed, target) if choice not in before)


def _statement(parsed: ParsedRule, known: Configuration) -> Iterable[Choice]:
    """Everything that a configuration says of the offerings and attributes that a rule speaks of, as choices."""
    trees = (parsed.require,) if parsed.when is None else (parsed.require, parsed.when)
    keys = {node.attribute for tree in trees for node in walk(tree) if isinstance(node, AttributeOf)}
    lines = {line.offering: line for line in known.lines}
    for code in sorted(parsed.mentions):
        line = lines.get(code)
        yield Choice(code, line.quantity if line else 0)
        if line:
            said = ((key, value) for key, value in line.attributes.items() if key in keys)
            yield from (Choice(code, attribute=key, value=value) for key, value in said)
