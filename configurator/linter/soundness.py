"""Checks of rules, proven for all customers: conditions that never hold, contradictions, rules that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from configurator.linter.checks import tell, warn, word_labels
from configurator.linter.probing import applies_name, followed_name, ignored_name
from configurator.linter.proofs import Labels, Proofs
from configurator.values.problem import Problem, SourceLocation

_HEAD = SourceLocation("catalog.yaml", 1, 1)


def check_conditions(proofs: Proofs) -> Iterator[Problem]:
    """Every rule's condition can hold; when rules forbid it, the rule may be one of them."""
    for rule in proofs.book.catalog.rules.values():
        name = applies_name(rule.id)
        if not proofs.is_impossible(name):
            continue
        labels = proofs.explain(name, True)
        others = tuple(label for label in labels or () if label != f"rule:{rule.id}")
        if labels is None or len(others) == len(labels):
            yield warn("rule_never_applies", rule.location, rule=rule.id, grounds=word_labels(labels))
        elif others:
            yield warn("rules_contradict", rule.location, rule=rule.id, grounds=word_labels(others))
        else:
            yield warn("rule_contradicts_itself", rule.location, rule=rule.id)


def check_advice(proofs: Proofs) -> Iterator[Problem]:
    """Rules leave a recommendation the freedom to be followed where it applies, and the freedom to be left.

    One that contradicts its own condition advises against the condition, which is fine.
    """
    for parsed in proofs.book.rules:
        rule = parsed.rule
        if proofs.is_impossible(applies_name(rule.id)):
            continue
        if proofs.is_impossible(followed_name(rule.id)):
            labels = proofs.explain(followed_name(rule.id), True)
            if labels != () or parsed.when is None:
                yield warn("advice_impossible", rule.location, rule=rule.id, grounds=word_labels(labels))
        elif proofs.is_impossible(ignored_name(rule.id)):
            grounds = word_labels(proofs.explain(ignored_name(rule.id), True))
            yield tell("advice_always_followed", rule.location, rule=rule.id, grounds=grounds)


def check_redundant(proofs: Proofs) -> Iterator[Problem]:
    """No rule follows from the others, one after another left out."""
    grounds: dict[str, Labels | None] = {}
    needed: set[str] = set()
    for regime in proofs.regimes:
        found = regime.list_redundant(proofs.deadline)
        proofs.undecided |= found.undecided
        rules = [label.removeprefix("rule:") for label in found.labels]
        needed.update(regime.translation.when.keys() - set(rules))
        grounds |= regime.explain_redundant(rules, proofs.deadline)
    for rule, labels in grounds.items():
        if rule not in needed and not proofs.is_impossible(applies_name(rule)):
            yield tell("rule_redundant", _place_of(proofs, rule), rule=rule, grounds=word_labels(labels))


def _place_of(proofs: Proofs, rule: str) -> SourceLocation:
    return proofs.book.catalog.rules[rule].location


def check_limits(proofs: Proofs) -> Iterator[Problem]:
    """What the proofs leave out: rules that have no linear meaning without a customer, questions that took too long."""
    refused = dict.fromkeys(name for regime in proofs.regimes for name in regime.translation.refused)
    for name in refused:
        catalog = proofs.book.catalog
        place = catalog.rules[name].location if name in catalog.rules else catalog.needs[name].location
        yield tell("rule_not_proven", place, rule=name)
    if proofs.undecided:
        yield tell("proofs_undecided", _HEAD, count=len(proofs.undecided))
