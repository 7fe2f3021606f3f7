"""The cheapest configuration of the choices: found from the least quantities, else by the optimiser, and the same."""

import pytest

from configurator.configuration.compiled import SituationShelf
from configurator.guidance.proposing import situation_of
from configurator.scenarios.trying import Trial
from tests.factories.scenario_files import read_one

CASES = [
    ("choices: {PHONE: 5}", {"PHONE": 5, "SWITCH-S": 1}, False),
    ("choices: {SWITCH-L: 1}", {"SWITCH-L": 1, "SPARE": 2}, True),
    ("choices: {PHONE: 5}\nexclude: [SWITCH-S]", {"PHONE": 5, "SWITCH-L": 1, "SPARE": 2}, True),
    ("choices: {VAULT: 1}", {"VAULT": 1}, False),
    ("", {}, True),
]


@pytest.mark.parametrize(("situation", "held", "is_least"), CASES)
def test_the_cheapest_configuration(situation, held, is_least):
    book, scenario = read_one(situation, "valid: yes")
    trial = Trial(SituationShelf().compiled(situation_of(book, scenario.request)), scenario.request)
    assert dict(trial.list_bare()) == held
    assert (trial._find_least() is not None) is is_least
    completed = trial._complete_cheaply()
    assert {code: completed.quantity(code).constant for code in held} == held


def test_a_default_attribute_is_part_of_it():
    book, scenario = read_one("choices: {VAULT: 1}", "valid: yes")
    trial = Trial(SituationShelf().compiled(situation_of(book, scenario.request)), scenario.request)
    assert trial.bare.attribute_is("VAULT", "lock", "plain").value is True
