"""Between choices and the solver's facts, and from the solver's labels to reasons that people understand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from configurator.configuration.compiled import Situation
from configurator.configuration.model import Choice, Explanation, Mark, Reason
from configurator.rules.sentences import fill, places
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.rules.worlds import KnownWorld
from configurator.solver import Exactly, Fact, IsFalse, IsTrue
from configurator.solver import Explanation as Core
from configurator.wording import say_everywhere


def fact_of(choice: Choice) -> Fact:
    """What a choice states to the solver."""
    if choice.attribute is not None and choice.value is not None:
        return IsTrue(attribute_name(choice.offering, choice.attribute, choice.value))
    if choice.quantity is None:
        return IsTrue(taken_name(choice.offering))
    if choice.excludes:
        return IsFalse(taken_name(choice.offering))
    return Exactly(quantity_name(choice.offering), choice.quantity)


def facts_of(choices: Iterable[Choice]) -> dict[Fact, Choice]:
    """The facts of the choices, in their order."""
    return {fact_of(choice): choice for choice in choices}


def explanation_of(
    core: Core, chosen: Mapping[Fact, Choice], situation: Situation, quantities: Mapping[str, int] | None = None
) -> Explanation:
    """The solver's minimal core as reasons: choices first, then needs and rules, their sentences speaking of these
    quantities."""
    choices = [choice_reason(chosen[fact], situation) for fact in core.facts if fact in chosen]
    attributes = {
        (choice.offering, choice.attribute): choice.value
        for choice in chosen.values()
        if choice.attribute is not None and choice.value is not None
    }
    world = KnownWorld(situation.catalog, situation.profile, situation.needs, quantities, attributes)
    return Explanation((*choices, *(label_reason(label, situation, world) for label in core.labels if label)))


def word_mark(offering: str, value: int, labels: Iterable[str], situation: Situation) -> Mark:
    """A mark with the sentences of its rules, which speak of that many of the offering."""
    world = KnownWorld(situation.catalog, situation.profile, situation.needs, {offering: value})
    return Mark(value, tuple(label_reason(label, situation, world) for label in labels))


def label_reason(label: str, situation: Situation, world: KnownWorld | None = None) -> Reason:
    """The reason behind a constraint's label (`rule:<id>` or `need:<code>`)."""
    kind, _, key = label.partition(":")
    return sized_need_reason(key, situation) if kind == "need" else rule_reason(key, situation, world)


def sized_need_reason(code: str, situation: Situation) -> Reason:
    """A need as a reason, with its own sentence where that tells how much is needed."""
    need = situation.catalog.needs[code]
    if not places(need.sentence):
        return need_reason(code, situation)
    sentence = fill(need.sentence, KnownWorld(situation.catalog, situation.profile, situation.needs))
    return Reason("need", code, say_everywhere("configuration.because_sized_need", need=need.name, sentence=sentence))


def rule_reason(rule_id: str, situation: Situation, world: KnownWorld | None = None) -> Reason:
    """A rule as a reason, with its numbers filled in."""
    rule = situation.catalog.rules[rule_id]
    known = world or KnownWorld(situation.catalog, situation.profile, situation.needs)
    return Reason("rule", rule_id, fill(rule.sentence, known), rule.owner, rule.location)


def need_reason(code: str, situation: Situation) -> Reason:
    """A need as a reason."""
    need = situation.catalog.needs[code]
    return Reason("need", code, say_everywhere("configuration.because_need", need=need.name))


def choice_reason(choice: Choice, situation: Situation) -> Reason:
    """The seller's own choice as a reason."""
    offering = situation.catalog.offerings[choice.offering]
    if choice.attribute is not None:
        attribute = next(known for known in offering.attributes if known.key == choice.attribute)
        value = next((known.name for known in attribute.values if known.key == choice.value), choice.value)
        sentence = say_everywhere(
            "configuration.chose_value", offering=offering.name, attribute=attribute.name, value=value
        )
    elif choice.quantity is None:
        sentence = say_everywhere("configuration.chose_taken", offering=offering.name)
    elif choice.excludes:
        sentence = say_everywhere("configuration.chose_excluded", offering=offering.name)
    else:
        sentence = say_everywhere("configuration.chose_quantity", offering=offering.name, quantity=choice.quantity)
    return Reason("choice", choice.offering, sentence, choice=choice)
