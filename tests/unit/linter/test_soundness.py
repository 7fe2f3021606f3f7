"""Rules against each other: conditions that never hold, contradictions, advice, rules that say nothing new."""

from __future__ import annotations

from datetime import date

from configurator.linter.proofs import Proofs
from configurator.linter.soundness import check_advice, check_conditions, check_limits, check_redundant
from configurator.rules.rulebook import read_rules
from tests.factories.catalog import make_catalog, make_rule, since, until
from tests.factories.linting import describe, find, find_in_book, prove

LIMITS = "the limits of the inputs and offerings themselves"
OFFERINGS = {"A-1": None, "B-1": None, "C-1": {"min": 2, "max": 9}}


def case(*rules, **more):
    return {"offerings": OFFERINGS, "rules": [dict(id=f"R-{n}", **rule) for n, rule in enumerate(rules, 1)], **more}


class TestConditions:
    def test_finds_a_condition_that_is_impossible_by_itself(self):
        found = find(check_conditions, case({"if": "C-1 = 1", "then": "A-1"}))
        assert found == [("rule_never_applies", "warning", LIMITS)]

    def test_finds_a_condition_that_another_rule_forbids(self):
        found = find(check_conditions, case({"then": "not A-1"}, {"if": "A-1 and B-1", "then": "C-1"}))
        assert found == [("rule_never_applies", "warning", "rule R-1")]

    def test_finds_two_rules_that_contradict_each_other(self):
        rules = ({"if": "A-1 and B-1", "then": "C-1"}, {"if": "A-1 and B-1", "then": "not C-1"})
        assert find(check_conditions, case(*rules)) == [
            ("rules_contradict", "warning", "rule R-2"),
            ("rules_contradict", "warning", "rule R-1"),
        ]

    def test_finds_contradicting_figures(self):
        rules = ({"if": "A-1", "then": "B-1 >= 2 * staff"}, {"if": "A-1", "then": "B-1 <= staff - 1"})
        found = find(check_conditions, case(*rules, inputs={"staff": 5}))
        assert [line[0] for line in found] == ["rules_contradict", "rules_contradict"]

    def test_finds_a_rule_that_contradicts_itself(self):
        assert find(check_conditions, case({"if": "A-1", "then": "not A-1"})) == [
            ("rule_contradicts_itself", "warning", "")
        ]

    def test_conditions_that_hold_for_some_customer_are_fine(self):
        rules = ({"if": "staff >= 9000", "then": "B-1"}, {"if": "A-1", "then": "B-1 >= staff"})
        assert find(check_conditions, case(*rules, inputs={"staff": 5})) == []

    def test_rules_of_different_times_do_not_contradict_each_other(self):
        old = make_rule("R-1", "B-1", "A-1", valid=until(date(2026, 12, 31)))
        new = make_rule("R-2", "not B-1", "A-1", valid=since(date(2027, 1, 1)))
        book = read_rules(make_catalog(rules=[old, new])).book
        assert find_in_book(check_conditions, book) == []


class TestAdvice:
    def test_finds_advice_that_rules_forbid_to_follow(self):
        rules = ({"if": "A-1", "then": "B-1", "severity": "warning"}, {"if": "A-1", "then": "not B-1"})
        assert find(check_advice, case(*rules)) == [("advice_impossible", "warning", "rule R-2")]

    def test_finds_advice_beyond_the_limits(self):
        rules = ({"then": "C-1 >= 10", "severity": "info"},)
        assert find(check_advice, case(*rules)) == [("advice_impossible", "warning", LIMITS)]

    def test_finds_advice_that_is_followed_anyway(self):
        rules = ({"if": "A-1", "then": "B-1", "severity": "info"}, {"then": "B-1 or not A-1"})
        assert find(check_advice, case(*rules)) == [("advice_always_followed", "info", "rule R-2")]

    def test_advice_against_its_own_condition_is_fine(self):
        assert find(check_advice, case({"if": "A-1 and B-1", "then": "not A-1", "severity": "warning"})) == []

    def test_advice_that_can_be_followed_and_left_is_fine(self):
        rules = ({"if": "A-1", "then": "B-1 >= staff", "severity": "warning"}, {"if": "C-1", "then": "not B-1"})
        assert find(check_advice, case(*rules, inputs={"staff": 5})) == []


class TestRedundant:
    def test_finds_what_follows_from_two_others(self):
        rules = ({"if": "A-1", "then": "B-1"}, {"if": "B-1", "then": "C-1"}, {"if": "A-1", "then": "C-1"})
        assert find(check_redundant, case(*rules)) == [("rule_redundant", "info", "rule R-1, rule R-2")]

    def test_of_two_equal_rules_the_first_is_told(self):
        rules = ({"if": "A-1", "then": "B-1"}, {"if": "A-1", "then": "B-1"})
        problems = list(check_redundant(prove(case(*rules))))
        assert [problem.params["rule"] for problem in problems] == ["R-1"]
        assert describe(problems) == [("rule_redundant", "info", "rule R-2")]

    def test_finds_what_the_quantities_say_already(self):
        assert find(check_redundant, case({"if": "C-1", "then": "C-1 >= 2"})) == [("rule_redundant", "info", LIMITS)]

    def test_finds_a_figure_that_another_exceeds(self):
        rules = ({"if": "A-1", "then": "A-1 >= ceil(staff / 10)"}, {"if": "A-1", "then": "A-1 >= ceil(staff / 5)"})
        found = find(check_redundant, case(*rules, inputs={"staff": 5}))
        assert found == [("rule_redundant", "info", "rule R-2")]

    def test_a_rule_that_never_applies_is_not_told_again(self):
        assert find(check_redundant, case({"if": "C-1 = 1", "then": "A-1"})) == []

    def test_advice_makes_nothing_redundant(self):
        rules = ({"if": "A-1", "then": "B-1"}, {"if": "A-1", "then": "B-1", "severity": "warning"})
        assert find(check_redundant, case(*rules)) == []

    def test_a_rule_that_a_later_one_replaces_is_needed_until_then(self):
        old = make_rule("R-1", "B-1", "A-1")
        new = make_rule("R-2", "B-1", "A-1", valid=since(date(2027, 1, 1)))
        book = read_rules(make_catalog(rules=[old, new])).book
        assert find_in_book(check_redundant, book) == []

    def test_a_need_may_be_what_a_rule_follows_from(self):
        found = find(check_redundant, case({"if": "need(voice)", "then": "A-1"}, needs={"voice": "A-1"}))
        assert found == [("rule_redundant", "info", "need voice")]


class TestLimits:
    def test_names_a_rule_that_multiplies_figures_of_the_customer(self):
        rules = ({"if": "A-1", "then": "A-1 >= staff * sites"},)
        found = find(check_limits, case(*rules, inputs={"staff": 5, "sites": 2}))
        assert found == [("rule_not_proven", "info", "")]

    def test_a_rule_that_is_left_out_proves_nothing(self):
        rules = ({"then": "0 - staff * sites >= 1"}, {"if": "A-1", "then": "B-1"})
        proofs = prove(case(*rules, inputs={"staff": 5, "sites": 2}))
        assert proofs.voids == []

    def test_without_time_nothing_is_claimed(self):
        book = prove(case({"then": "not A-1"}, {"if": "A-1", "then": "B-1"})).book
        proofs = Proofs(book, seconds=0)
        assert list(check_conditions(proofs)) == [] and list(check_redundant(proofs)) == []
        assert [line[0] for line in describe(check_limits(proofs))] == ["proofs_undecided"]

    def test_linear_rules_leave_nothing_to_tell(self):
        assert find(check_limits, case({"if": "A-1", "then": "B-1 >= ceil(staff / 28)"}, inputs={"staff": 5})) == []
