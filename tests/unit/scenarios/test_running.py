"""What a scenario may expect of the shop: met, and missed with what came instead."""

import pytest

from configurator.scenarios.running import run_scenarios
from tests.factories.scenario_files import read_one, run_one

MET = [
    ("choices: {PHONE: 5}", "valid: yes"),
    ("choices: {PHONE: 5, SWITCH-S: 0, SWITCH-L: 0}", "valid: no, conflict: [NEEDS-SWITCH]"),
    ("choices: {SWITCH-S: 1, VAULT: 1}", "conflict: [NO-MIX]"),
    ("choices: {SWITCH-S: 1}", "state: {VAULT: forbidden, SWITCH-S: chosen, SPARE: open}, because: {VAULT: [NO-MIX]}"),
    ("choices: {SWITCH-L: 1}", "state: {SPARE: forced}, because: {SPARE: [SPARES]}"),
    ("choices: {SWITCH-L: 1}", "quantity: {SPARE: 2.., SWITCH-L: 0..1, PHONE: ..100}"),
    ("choices: {SWITCH-L: 1}", "quantity: {SPARE: 2..50}"),
    (
        "choices: {SWITCH-S: 1, SBC-100: 0, SWITCH-L: 0, PHONE: any}",
        "quantity: {PHONE: ..10}, because: {PHONE: [ENOUGH]}",
    ),
    ("choices: {PHONE: 21, SWITCH-L: 1}", "state: {CARE-S: forbidden}, because: {CARE-S: [CARE-TIER]}"),
    ("choices: {VAULT: 1}", "values: {VAULT.lock: open}"),
    ("choices: {VAULT: 1}\ncompliance: {mlps: 3}", "values: {VAULT.lock: forced double}"),
    ("choices: {VAULT: 1}\ncompliance: {mlps: 3}", "because: {VAULT.lock: [LOCKED]}"),
    ("choices: {VAULT: {lock: double}}\ncompliance: {mlps: 3}", "values: {VAULT.lock: forbidden plain}"),
    ("choices: {VAULT: 1}", "values: {VAULT.lock: default plain}, lines: {VAULT: {lock: plain}}"),
    ("choices: {PHONE: 5}", "lines: {PHONE: 5, SWITCH-S: any, CARE-S: 1}, state: {CARE-S: default}"),
    ("choices: {PHONE: 5}", "without: [CARE-L]"),
    ("choices: {PHONE: 5}", "advice: [SPARE-HINT]"),
    ("choices: {PHONE: 5, SPARE: 1}", "no_advice: [SPARE-HINT]"),
    ("choices: {PHONE: 4}", "no_advice: [SPARE-HINT]"),
    ("choices: {PHONE: 5}\nambition: essential", "price: {monthly: 80.00, one_time: 0, tcv: 80}"),
    (
        "choices: {PHONE: 5}\nprogrammes: [TALK]\nambition: essential",
        "price: {monthly: 75, saving: {TALK: 5, HELLO: 0}}",
    ),
    ("choices: {PHONE: 5}\ncodes: [HELLO-2026]\nambition: essential", "price: {monthly: 70, saving: {HELLO: 10}}"),
    (
        "choices: {PHONE: 5}\nprogrammes: [TALK]\nambition: essential\nterm_months: 36",
        "price: {monthly_from: {1: 75, 24: 75, 25: 80, 36: 80, 37: 0}, tcv: 2760, quarterly: 0, saving: {TALK: 120}}",
    ),
    ("choices: {PHONE: 5}\ncustomer: {sites: 1}", "quantity: {SWITCH-L: ..1}, because: {SWITCH-L: [SITES]}"),
    ("choices: {PHONE: 5}\ndate: 2025-01-01", "state: {VAULT: forced}"),
    ("choices: {PHONE: 5}\nprogrammes: [CLUB]", "price: {worth: {CLUB: 61}}"),
    ("choices: {PHONE: 5}", "price: {worth: {CLUB: 0}}"),
]

MISSED = [
    ("choices: {PHONE: 5}", "valid: no", "contradiction"),
    ("choices: {PHONE: 5}", "conflict: [ENOUGH]", "conflict"),
    ("exclude: [SWITCH-S, SWITCH-L]\nchoices: {PHONE: 5}", "valid: yes", "validity"),
    ("exclude: [SWITCH-S, SWITCH-L]\nchoices: {PHONE: 5}", "conflict: [SPARES]", "conflict"),
    ("exclude: [SWITCH-S, SWITCH-L]\nchoices: {PHONE: 5}", "state: {SPARE: open}", "validity"),
    ("choices: {SWITCH-L: 1}", "state: {SPARE: open}", "state"),
    ("choices: {SWITCH-L: 1}", "state: {CARE-S: default}", "state"),
    ("choices: {SWITCH-L: 1}", "because: {SPARE: [ENOUGH]}", "reason"),
    ("choices: {SWITCH-L: 1}", "because: {PHONE: [ENOUGH]}", "reason"),
    ("choices: {SWITCH-L: 1}", "quantity: {SPARE: 1..}", "quantity"),
    ("choices: {SWITCH-L: 1}", "quantity: {SPARE: 3..}", "quantity"),
    ("choices: {SWITCH-L: 1}", "quantity: {SPARE: ..49}", "quantity"),
    ("choices: {VAULT: 1}", "values: {VAULT.lock: forced double}", "value"),
    ("choices: {VAULT: 1}\ncompliance: {mlps: 3}", "values: {VAULT.lock: open}", "value"),
    ("choices: {VAULT: 1}", "values: {VAULT.lock: default triple}", "value"),
    ("choices: {PHONE: 5}", "lines: {PHONE: 4}", "line"),
    ("choices: {PHONE: 5}", "lines: {CARE-L: any}", "line"),
    ("choices: {VAULT: 1}", "lines: {VAULT: {quantity: 1, lock: triple}}", "line"),
    ("choices: {PHONE: 5}", "without: [CARE-S]", "absence"),
    ("choices: {PHONE: 5, SPARE: 1}", "advice: [SPARE-HINT]", "advice"),
    ("choices: {PHONE: 5}", "no_advice: [SPARE-HINT]", "silence"),
    ("choices: {PHONE: 5}\nambition: essential", "price: {monthly: 80.01}", "price"),
    ("choices: {PHONE: 5}", "state: {VAULT: forced}", "state"),
    ("choices: {PHONE: 5}\nambition: essential", "price: {saving: {TALK: 1}}", "price"),
    ("choices: {PHONE: 5}\nambition: essential", "price: {monthly_from: {1: 79}}", "price"),
    ("choices: {PHONE: 5}\nprogrammes: [CLUB]", "price: {worth: {CLUB: 60}}", "price"),
]


@pytest.mark.parametrize(("situation", "expect"), MET)
def test_expectation_is_met(situation, expect):
    assert run_one(situation, expect).misses == ()


@pytest.mark.parametrize(("situation", "expect", "missed"), MISSED)
def test_expectation_is_missed(situation, expect, missed):
    result = run_one(situation, expect)
    assert [problem.code for problem in result.misses] == [f"scenario_missed_{missed}"]
    assert not result.passed


def test_a_missed_price_names_month_or_programme():
    (month,) = run_one("choices: {PHONE: 5}\nambition: essential", "price: {monthly_from: {1: 79}}").misses
    (saving,) = run_one("choices: {PHONE: 5}\nambition: essential", "price: {saving: {TALK: 1}}").misses
    assert (month.params["measure"].en, month.params["found"]) == ("monthly charges in month 1", "80.00")
    assert (saving.params["measure"].en, saving.params["found"]) == ("what TALK takes off over the contract", "0.00")


def test_a_miss_names_place_and_rules():
    (miss,) = run_one("choices: {SWITCH-L: 1}", "state: {SPARE: open}").misses
    assert str(miss.location) == "scenarios/shop.yaml:9:29"
    assert miss.params["scenario"] == "case"
    assert miss.params["found"].en == "forced"
    assert "[SPARES] Two spares for each large switch." in miss.params["because"].en


def test_a_range_that_is_too_narrow_is_explained():
    (miss,) = run_one("choices: {SWITCH-L: 1}", "quantity: {SPARE: 1..}").misses
    assert (miss.params["expected"], miss.params["found"]) == ("1..", "2..50")
    assert "[SPARES]" in miss.params["because"].zh


def test_a_range_that_is_too_wide_has_no_rule():
    (miss,) = run_one("choices: {SWITCH-L: 1}", "quantity: {SPARE: 3..}").misses
    assert miss.params["because"].en == "No rule asks for it."


def test_rules_named_and_found_are_told():
    assert run_one("choices: {SWITCH-L: 1}", "because: {SPARE: [SPARES]}").found == {"SPARES"}
    assert run_one("choices: {PHONE: 5}", "advice: [SPARE-HINT]").found == {"SPARE-HINT"}


def test_rules_named_but_not_found_are_not_told():
    assert run_one("choices: {SWITCH-L: 1}", "because: {SPARE: [ENOUGH]}").found == frozenset()
    assert run_one("choices: {PHONE: 4}", "no_advice: [SPARE-HINT]").found == frozenset()


@pytest.mark.parametrize("rule", ["NEEDS-SWITCH", "ENOUGH", "NO-MIX"])
def test_every_reason_counts_though_the_solver_finds_one(rule):
    """Phones need a switch, and enough ports; the only switch left goes with no vault."""
    result = run_one("choices: {PHONE: 30, VAULT: 1}\nexclude: [SWITCH-L, SBC-100]", f"conflict: [{rule}]")
    assert result.misses == ()


def test_progress_is_told():
    book, scenario = read_one("choices: {PHONE: 5}", "valid: yes")
    heard = []
    list(run_scenarios(book, [scenario, scenario], lambda done, total: heard.append((done, total))))
    assert heard == [(0, 2), (1, 2)]


def test_offerings_that_a_scenario_touches():
    result = run_one("choices: {PHONE: 5}\nexclude: [CARE-L]", "state: {SPARE: open}, lines: {SWITCH-S: any}")
    assert result.offerings == {"PHONE", "CARE-L", "SPARE", "SWITCH-S"}


def test_a_price_that_is_missing_is_a_miss():
    (miss,) = run_one("choices: {SIP-30: 1}\ndate: 2026-07-01", "price: {monthly: 99}").misses
    assert miss.code == "scenario_missed_price"
