"""The mutants of each kind of rule, and which of them the scenarios of a shop notice."""

import pytest

from configurator.scenarios.covering import list_all_mutants, measure_coverage, try_mutants
from configurator.scenarios.mutating import Operator, list_mutants, mutate_book
from configurator.scenarios.noticing import Jury
from configurator.scenarios.reading import read_scenarios
from configurator.scenarios.running import run_scenarios
from tests.factories.scenario_files import shop_book, shop_files, write_scenario

EXPECTED = {
    "NEEDS-SWITCH": ["deleted", "negated", "unconditional"],
    "ENOUGH": ["deleted", "negated", "unconditional"],
    "ONE-CARE": ["deleted", "negated", "raised", "lowered"],
    "CARE-TIER": ["deleted", "negated", "raised", "raised", "lowered", "lowered", "part", "part"],
    "SPARES": ["deleted", "negated", "unconditional", "raised", "lowered"],
    "NO-MIX": ["deleted", "negated"],
    "LOCKED": ["deleted", "negated", "unconditional"],
    "SITES": ["deleted", "negated", "row", "row"],
    "SPARE-HINT": ["deleted", "negated", "unconditional"],
    "DEF-CARE": ["deleted", "unconditional"],
}

SCENARIOS = {
    "switch": ("choices: {PHONE: 5}\nexclude: [SWITCH-S, SWITCH-L]", "conflict: [NEEDS-SWITCH]"),
    "ports": ("choices: {PHONE: any, SWITCH-S: 1}\nexclude: [SBC-100, SWITCH-L]", "quantity: {PHONE: 0..10}"),
    "care": ("choices: {CARE-S: 1}", "state: {CARE-L: forbidden}"),
    "tier": ("choices: {CARE-S: 1}", "quantity: {PHONE: ..20}"),
    "tier-large": ("choices: {CARE-L: 1}", "quantity: {PHONE: ..60}"),
    "spares": ("choices: {SWITCH-L: 1}", "quantity: {SPARE: 2..}"),
    "mix": ("choices: {VAULT: 1}", "state: {SWITCH-S: forbidden}"),
    "locked": ("choices: {VAULT: 1}\ncompliance: {mlps: 3}", "values: {VAULT.lock: forced double}"),
    "sites": ("", "quantity: {SWITCH-L: 0..1}"),
    "many-sites": ("customer: {sites: 9}", "quantity: {SWITCH-L: 2..10}"),
    "hint": ("choices: {PHONE: 5}", "advice: [SPARE-HINT]"),
    "default": ("choices: {PHONE: 5}", "lines: {CARE-S: 1}"),
    "old": ("choices: {PHONE: 5}\ndate: 2025-12-31", "state: {VAULT: forced}"),
    "plain": ("", "state: {SWITCH-S: open, VAULT: open, SPARE: open, CARE-L: open}"),
    "unlocked": ("choices: {VAULT: 1}", "values: {VAULT.lock: open}"),
    "few": ("choices: {PHONE: 4}", "no_advice: [SPARE-HINT]"),
    "nothing": ("", "without: [CARE-S]"),
}


def read_cases(*names):
    text = "".join(write_scenario(*SCENARIOS[name], name) for name in names)
    files = shop_files(scenarios=text)
    book = shop_book(files)
    load = read_scenarios(files, book)
    assert load.problems == ()
    return book, load.scenarios


def find_rule(book, rule):
    return next(parsed for parsed in book.rules if parsed.rule.id == rule)


@pytest.mark.parametrize(("rule", "operators"), EXPECTED.items())
def test_operators_of_each_kind(rule, operators):
    book = shop_book()
    assert [str(mutant.operator) for mutant in list_mutants(find_rule(book, rule), book.catalog)] == operators


def test_a_quantity_that_is_taken_is_no_condition_to_drop():
    rules = """\
owner: voice
rules:
  - {id: MOST, kind: limit, quantity: SPARE, at_most: 5, sentence: {zh: 至多五件。, en: Five at most.}}
"""
    book = shop_book(shop_files(rules))
    operators = [str(mutant.operator) for mutant in list_mutants(find_rule(book, "MOST"), book.catalog)]
    assert operators == ["deleted", "negated", "raised", "lowered"]


def test_a_deleted_rule_is_gone_and_others_stay():
    book = shop_book()
    mutant = next(list_mutants(find_rule(book, "SPARES"), book.catalog))
    left = [parsed.rule.id for parsed in mutate_book(book, mutant).rules]
    assert left == [parsed.rule.id for parsed in book.rules if parsed.rule.id != "SPARES"]


NOTICED = [
    ("switch", "NEEDS-SWITCH", "deleted"),
    ("switch", "NEEDS-SWITCH", "negated"),
    ("ports", "ENOUGH", "deleted"),
    ("care", "ONE-CARE", "deleted"),
    ("care", "ONE-CARE", "negated"),
    ("care", "ONE-CARE", "raised"),
    ("tier", "CARE-TIER", "raised"),
    ("tier", "CARE-TIER", "lowered"),
    ("spares", "SPARES", "raised"),
    ("spares", "SPARES", "lowered"),
    ("mix", "NO-MIX", "deleted"),
    ("locked", "LOCKED", "negated"),
    ("unlocked", "LOCKED", "unconditional"),
    ("sites", "SITES", "row"),
    ("hint", "SPARE-HINT", "deleted"),
    ("hint", "SPARE-HINT", "negated"),
    ("few", "SPARE-HINT", "unconditional"),
    ("default", "DEF-CARE", "deleted"),
    ("nothing", "DEF-CARE", "unconditional"),
    ("old", "OLD", "deleted"),
]


def judge_mutants(scenario, rule, operator):
    """Which scenario notices each mutant that the operator makes of the rule; None where none does."""
    book, scenarios = read_cases(scenario)
    mutants = [one for one in list_mutants(find_rule(book, rule), book.catalog) if one.operator == operator]
    jury = Jury(book, scenarios)
    return {jury.judge(mutant) for mutant in mutants}


@pytest.mark.parametrize(("scenario", "rule", "operator"), NOTICED)
def test_a_scenario_notices_a_mutant(scenario, rule, operator):
    assert scenario in judge_mutants(scenario, rule, operator)


UNNOTICED = [
    ("spares", "NO-MIX", "deleted"),
    ("spares", "OLD", "deleted"),
    ("locked", "LOCKED", "unconditional"),
    ("tier", "CARE-TIER", "part"),
    ("hint", "SPARE-HINT", "unconditional"),
    ("default", "DEF-CARE", "unconditional"),
    ("few", "SPARE-HINT", "deleted"),
]


@pytest.mark.parametrize(("scenario", "rule", "operator"), UNNOTICED)
def test_a_scenario_does_not_notice_what_it_does_not_bear_on(scenario, rule, operator):
    assert None in judge_mutants(scenario, rule, operator)


def test_the_unmentioned_link_of_a_chain_is_noticed():
    """The switch forces spares; the scenario speaks of phones and spares only."""
    book, scenarios = read_cases("default")
    mutant = next(list_mutants(find_rule(book, "DEF-CARE"), book.catalog))
    assert Jury(book, scenarios).judge(mutant) == "default"


def run_all(*names):
    book, scenarios = read_cases(*names)
    return book, tuple(run_scenarios(book, scenarios))


def test_all_scenarios_cover_every_rule_of_the_shop():
    book, results = run_all(*SCENARIOS)
    assert all(result.passed for result in results), [result.misses for result in results]
    coverage = measure_coverage(book, results)
    assert (coverage.rules, [rule.id for rule in coverage.uncovered_rules]) == (len(book.rules), [])
    assert {one.code for one in coverage.uncovered_offerings} == {"SIP-30", "MIN-OUT"}


def test_a_rule_is_covered_by_its_name_or_by_its_mutants():
    book, results = run_all("hint", "mix")
    uncovered = {rule.id for rule in measure_coverage(book, results).uncovered_rules}
    assert {"SPARE-HINT", "NO-MIX"} & uncovered == set()
    assert {"SPARES", "ONE-CARE", "DEF-CARE", "OLD"} <= uncovered


def test_a_failing_scenario_covers_nothing():
    text = write_scenario("choices: {VAULT: 1}", "state: {SWITCH-S: forbidden, PHONE: forced}")
    files = shop_files(scenarios=text)
    book = shop_book(files)
    results = tuple(run_scenarios(book, read_scenarios(files, book).scenarios))
    coverage = measure_coverage(book, results)
    assert len(coverage.uncovered_rules) == len(book.rules)
    assert len(coverage.uncovered_offerings) == len(book.catalog.offerings)


def test_the_report_tells_noticed_equivalent_and_surviving_mutants():
    book, results = run_all(*SCENARIOS)
    report = try_mutants(book, results, tuple(list_all_mutants(book)))
    assert report.noticed + report.equivalent + len(report.survivors) == len(report.verdicts)
    assert report.noticed * 10 >= (len(report.verdicts) - report.equivalent) * 8
    survivors = {(one.mutant.rule, str(one.mutant.operator)) for one in report.survivors}
    assert ("CARE-TIER", "deleted") not in survivors


def test_a_mutant_that_changes_no_configuration_is_equivalent():
    """At most one of two that are sold once each cannot be told from at most one of them plus nothing."""
    rules = """\
owner: voice
rules:
  - {id: TWICE, kind: limit, quantity: CARE-S, at_most: 1, sentence: {zh: 至多一份。, en: One at most.}}
"""
    files = shop_files(rules, write_scenario("", "state: {CARE-S: open}"))
    book = shop_book(files)
    results = tuple(run_scenarios(book, read_scenarios(files, book).scenarios))
    mutants = tuple(list_mutants(find_rule(book, "TWICE"), book.catalog))
    verdicts = {str(one.mutant.operator): one for one in try_mutants(book, results, mutants).verdicts}
    assert verdicts["deleted"].equivalent
    assert verdicts["raised"].equivalent
    assert verdicts["negated"].noticed_by == "case"
    assert verdicts["lowered"].noticed_by == "case"


def test_operators_are_the_documented_ones():
    assert {str(operator) for operator in Operator} == {
        "deleted", "negated", "unconditional", "raised", "lowered", "part", "row",
    }  # fmt: skip
