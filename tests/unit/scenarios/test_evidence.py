"""What a passing scenario rests on, and which changes of rules it can therefore not notice."""

import pytest

from configurator.configuration.compiled import SituationShelf
from configurator.guidance.proposing import situation_of
from configurator.scenarios.evidence import gather_evidence
from configurator.scenarios.mutating import list_mutants
from configurator.scenarios.trying import Trial
from tests.factories.scenario_files import read_one


def gather(situation, expect):
    book, scenario = read_one(situation, expect)
    trial = Trial(SituationShelf().compiled(situation_of(book, scenario.request)), scenario.request)
    return book, gather_evidence(trial, scenario.expectations)


def pick(book, rule, operator):
    parsed = next(parsed for parsed in book.rules if parsed.rule.id == rule)
    return next(mutant for mutant in list_mutants(parsed, book.catalog) if mutant.operator == operator)


def test_what_is_forbidden_rests_on_its_rules():
    _, evidence = gather("choices: {SWITCH-S: 1}", "state: {VAULT: forbidden}")
    assert frozenset({"rule:NO-MIX"}) in evidence.labels
    assert evidence.worlds


def test_what_is_open_rests_on_two_configurations():
    _, evidence = gather("", "state: {VAULT: open}")
    assert evidence.labels == []
    assert {world.quantity("VAULT").constant > 0 for world in evidence.worlds} == {True, False}


def test_exact_bounds_rest_on_both():
    _, evidence = gather("choices: {SWITCH-L: 1}", "quantity: {SPARE: 2..}")
    assert [world.quantity("SPARE").constant for world in evidence.worlds] == [2]
    assert evidence.labels == [frozenset({"rule:SPARES"})]


@pytest.mark.parametrize(
    ("rule", "operator", "notices"),
    [
        ("SPARES", "deleted", True),
        ("SPARES", "raised", True),
        ("SPARES", "negated", True),
        ("NO-MIX", "deleted", False),
        ("ONE-CARE", "deleted", False),
        ("ONE-CARE", "raised", False),
        ("SPARE-HINT", "deleted", False),
    ],
)
def test_only_changes_that_spoil_what_it_rests_on_may_be_noticed(rule, operator, notices):
    book, evidence = gather("choices: {SWITCH-L: 1}", "quantity: {SPARE: 2..}")
    mutant = pick(book, rule, operator)
    assert evidence.may_notice(rule, mutant.changed) is notices


@pytest.mark.parametrize("expect", ["lines: {CARE-S: 1}", "without: [CARE-L]", "state: {CARE-S: default}"])
def test_of_a_best_completion_no_more_is_known(expect):
    _, evidence = gather("choices: {PHONE: 5}", expect)
    assert evidence.is_opaque
    assert evidence.may_notice("NO-MIX", None)


def test_a_scenario_of_advice_only_rests_on_its_choices_being_possible():
    book, evidence = gather("choices: {PHONE: 5}", "advice: [SPARE-HINT]")
    assert not evidence.is_opaque
    assert evidence.may_notice("NEEDS-SWITCH", pick(book, "NEEDS-SWITCH", "negated").changed)
    assert not evidence.may_notice("NEEDS-SWITCH", None)


def test_a_contradiction_rests_on_its_explanation():
    _, evidence = gather("choices: {SWITCH-S: 1, VAULT: 1}", "valid: no")
    assert evidence.labels == [frozenset({"rule:NO-MIX"})]


def test_an_attribute_rests_on_what_it_can_and_cannot_be():
    _, evidence = gather("choices: {VAULT: 1}\ncompliance: {mlps: 3}", "values: {VAULT.lock: forced double}")
    assert evidence.labels == [frozenset({"rule:LOCKED"})] * 2
    assert len(evidence.worlds) == 1
