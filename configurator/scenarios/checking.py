"""What no run can tell of a scenario: names that the catalog does not have, expectations that cannot go together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import nearest_name
from configurator.rules.translating import is_advice
from configurator.scenarios.model import (
    Advised,
    Conflicting,
    Expectation,
    Grounded,
    Priced,
    Proposed,
    Scenario,
    Validity,
    Valued,
    named_offering,
    named_rule,
)
from configurator.values.problem import Problem, Severity

_BY_PROGRAMME: Mapping[str, Callable[[Catalog], Collection[str]]] = {
    "saving": lambda catalog: (*catalog.programmes, *catalog.benefits.loyalty),
    "worth": lambda catalog: (*catalog.benefits.ladders, *catalog.benefits.partners),
}
"""The programmes that a measure can be stated of."""


def check_expectations(scenario: Scenario, catalog: Catalog) -> Iterator[Problem]:
    """The problems of a scenario's expectations, each at its place."""
    for expectation in scenario.expectations:
        yield from _check_names(expectation, catalog)
    yield from _check_together(scenario)


def _check_names(expectation: Expectation, catalog: Catalog) -> Iterator[Problem]:
    offering, rule = named_offering(expectation), named_rule(expectation)
    if offering and offering not in catalog.offerings:
        yield _unknown("unknown_offering", expectation, offering, catalog.offerings)
    elif isinstance(expectation, (Grounded, Valued)) and expectation.attribute:
        yield from _check_value(expectation, getattr(expectation, "value", ""), expectation.attribute, catalog)
    elif isinstance(expectation, Valued):
        yield _note("scenario_attribute_missing", expectation, offering=offering)
    elif isinstance(expectation, Proposed):
        for key, value in expectation.values.items():
            yield from _check_value(expectation, value, key, catalog)
    if isinstance(expectation, Priced) and expectation.measure in _BY_PROGRAMME:
        known = _BY_PROGRAMME[expectation.measure](catalog)
        if expectation.detail not in known:
            yield _unknown("unknown_programme", expectation, expectation.detail, known)
    if rule and rule not in catalog.rules:
        yield _unknown("unknown_rule", expectation, rule, catalog.rules)
    elif rule:
        yield from _check_kind(expectation, rule, catalog)


def _check_value(expectation: Expectation, value: str, key: str, catalog: Catalog) -> Iterator[Problem]:
    offering = catalog.offerings[named_offering(expectation)]
    attribute = next((known for known in offering.attributes if known.key == key), None)
    if attribute is None:
        known = tuple(known.key for known in offering.attributes)
        yield _note("scenario_attribute_unknown", expectation, offering=offering.code, attribute=key, known=known)
    elif value and value not in {known.key for known in attribute.values}:
        known = tuple(known.key for known in attribute.values)
        yield _note("scenario_value_unknown", expectation, attribute=key, value=value, known=known)


def _check_kind(expectation: Expectation, rule_id: str, catalog: Catalog) -> Iterator[Problem]:
    """Advice is given by warnings, information and preferences; conflicts and reasons come from errors."""
    rule = catalog.rules[rule_id]
    binds = rule.severity is Severity.ERROR
    if isinstance(expectation, Advised) and not (is_advice(rule) or rule.weight):
        yield _note("scenario_rule_does_not_advise", expectation, rule=rule_id)
    elif isinstance(expectation, (Conflicting, Grounded)) and not binds:
        yield _note("scenario_rule_does_not_bind", expectation, rule=rule_id)


def _check_together(scenario: Scenario) -> Iterator[Problem]:
    """Where the choices contradict the rules, nothing else can be looked at."""
    validity = next((one for one in scenario.expectations if isinstance(one, Validity)), None)
    conflicting = [one for one in scenario.expectations if isinstance(one, Conflicting)]
    if validity is not None and validity.wanted and conflicting:
        yield _note("scenario_conflict_of_valid", conflicting[0], scenario=scenario.id)
    if conflicting or (validity is not None and not validity.wanted):
        for one in scenario.expectations:
            if not isinstance(one, (Validity, Conflicting)):
                yield _note("scenario_invalid_expects_more", one, scenario=scenario.id)


def _unknown(code: str, expectation: Expectation, name: str, known: Collection[str]) -> Problem:
    return _note(code, expectation, name=name, nearest=nearest_name(name, known))


def _note(code: str, expectation: Expectation, /, **params: object) -> Problem:
    return Problem(code, location=expectation.location, params=params)
