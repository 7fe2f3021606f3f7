"""Reach: each check finds its fault in a small catalog with the rules that prove it, and leaves a good one alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from configurator.catalog.model import AttributeValue, InputKind
from configurator.linter.proofs import Proofs
from configurator.linter.reachability import (
    check_dead_customers,
    check_dead_offerings,
    check_dead_values,
    check_forced_offerings,
    check_needs,
    check_price_tiers,
    check_rule_tiers,
    check_table_rows,
    check_void,
)
from configurator.rules.rulebook import read_rules
from tests.factories.catalog import make_catalog, make_input, make_offering, make_price, make_rule, make_text, since
from tests.factories.catalog_files import FILES, read_catalog, tiny_files
from tests.factories.linting import describe, find, find_in_book

LIMITS = "the limits of the inputs and offerings themselves"
A_AND_B = {"A-1": None, "B-1": None}


def read_book(catalog):
    load = read_rules(catalog)
    assert load.book is not None, load.problems
    return load.book


def read_tiny(changes):
    load = read_catalog(tiny_files() | {path: text.encode() for path, text in changes.items()})
    assert load.catalog is not None, load.problems
    return read_book(load.catalog)


class TestVoid:
    def test_names_the_rules_that_contradict_each_other_and_no_other(self):
        rules = [
            {"id": "R-1", "then": "A-1"},
            {"id": "R-2", "then": "not A-1"},
            {"id": "R-3", "then": "B-1"},
        ]
        assert find(check_void, {"offerings": A_AND_B, "rules": rules}) == [
            ("catalog_void", "error", "rule R-1, rule R-2")
        ]

    def test_says_from_which_day(self):
        late = make_rule("R-2", "not A-1", valid=since(date(2027, 1, 1)))
        book = read_book(make_catalog(rules=[make_rule("R-1", "A-1"), late]))
        (problem,) = check_void(Proofs(book))
        assert (problem.code, problem.params["day"]) == ("catalog_void_from", "2027-01-01")
        assert describe([problem]) == [("catalog_void_from", "error", "rule R-1, rule R-2")]

    def test_of_a_void_catalog_nothing_else_is_said(self):
        case = {"offerings": A_AND_B, "rules": [{"id": "R-1", "then": "A-1 and not A-1"}]}
        assert find(check_void, case) != []
        for check in (check_dead_offerings, check_forced_offerings, check_needs):
            assert find(check, case) == []

    def test_rules_that_leave_something_are_no_contradiction(self):
        rules = [{"id": "R-1", "then": "A-1 or B-1"}, {"id": "R-2", "then": "not A-1"}]
        assert find(check_void, {"offerings": A_AND_B, "rules": rules}) == []


class TestDeadOfferings:
    def test_finds_an_offering_that_two_rules_forbid_together(self):
        rules = [{"id": "R-1", "if": "A-1", "then": "B-1"}, {"id": "R-2", "if": "A-1", "then": "not B-1"}]
        found = find(check_dead_offerings, {"offerings": A_AND_B, "rules": rules})
        assert found == [("offering_dead", "warning", "rule R-1, rule R-2")]

    def test_a_customer_who_can_take_it_is_enough(self):
        rules = [{"id": "R-1", "if": "A-1", "then": "staff >= 5000"}]
        assert find(check_dead_offerings, {"offerings": A_AND_B, "rules": rules, "inputs": {"staff": 10}}) == []

    def test_no_customer_has_a_figure_beyond_the_bounds(self):
        case = {"offerings": A_AND_B, "rules": [{"id": "R-1", "if": "A-1", "then": "staff >= 10000001"}]}
        assert find(check_dead_offerings, case | {"inputs": {"staff": 10}}) == [
            ("offering_dead", "warning", "rule R-1")
        ]

    def test_a_quantity_that_cannot_be_reached_is_dead(self):
        case = {
            "offerings": {"A-1": None, "B-1": {"max": 5}},
            "rules": [{"id": "R-1", "if": "A-1", "then": "B-1 >= 6"}],
        }
        assert find(check_dead_offerings, case) == [("offering_dead", "warning", "rule R-1")]

    def test_an_offering_that_is_sold_again_later_is_alive(self):
        gone = make_rule("R-1", "not A-1", valid=since(date(2027, 1, 1)))
        assert find_in_book(check_dead_offerings, read_book(make_catalog(rules=[gone]))) == []

    def test_an_offering_forbidden_in_turn_by_one_rule_and_the_next_is_dead(self):
        day = date(2027, 1, 1)
        old = make_rule("R-1", "not A-1", valid=replace(since(day), first=None, last=date(2026, 12, 31)))
        book = read_book(make_catalog(rules=[old, make_rule("R-2", "not A-1", valid=since(day))]))
        assert find_in_book(check_dead_offerings, book) == [("offering_dead", "warning", "rule R-2")]

    def test_advice_forbids_nothing(self):
        rules = [{"id": "R-1", "then": "not A-1", "severity": "warning"}]
        assert find(check_dead_offerings, {"offerings": A_AND_B, "rules": rules}) == []


MODES = {"offerings": {"A-1": {"attributes": {"mode": ["on", "off"]}}, "B-1": None}}


class TestDeadValues:
    def test_finds_a_value_that_a_rule_forbids(self):
        rules = [{"id": "R-1", "if": "A-1", "then": "A-1.mode = on"}]
        found = find(check_dead_values, MODES | {"rules": rules})
        assert found == [("attribute_value_dead", "warning", "rule R-1")]

    def test_values_of_a_dead_offering_are_not_told_again(self):
        assert find(check_dead_values, MODES | {"rules": [{"id": "R-1", "then": "not A-1"}]}) == []

    def test_a_value_with_a_condition_is_alive(self):
        rules = [{"id": "R-1", "if": "B-1", "then": "A-1.mode = on"}]
        assert find(check_dead_values, MODES | {"rules": rules}) == []


class TestForcedOfferings:
    def test_finds_what_nobody_can_do_without(self):
        case = {"offerings": A_AND_B, "rules": [{"id": "R-1", "then": "A-1 or B-1"}, {"id": "R-2", "then": "not B-1"}]}
        assert find(check_forced_offerings, case) == [("offering_forced", "info", "rule R-1, rule R-2")]

    def test_what_one_customer_can_do_without_is_an_option(self):
        case = {
            "offerings": A_AND_B,
            "rules": [{"id": "R-1", "if": "staff >= 1", "then": "A-1"}],
            "inputs": {"staff": 5},
        }
        assert find(check_forced_offerings, case) == []


class TestCustomers:
    def catalog(self, when):
        values = tuple(AttributeValue(key, make_text(key)) for key in ("silver", "gold"))
        sla = make_input("sla", "silver", kind=InputKind.CHOICE, values=values)
        rules = [make_rule("R-1", "A-1", when), make_rule("R-2", "not A-1")]
        return read_book(make_catalog(inputs=[sla], rules=rules))

    def test_finds_a_value_for_which_nothing_can_be_configured(self):
        found = find_in_book(check_dead_customers, self.catalog("sla >= gold"))
        assert found == [("customer_unservable", "warning", "rule R-1, rule R-2")]

    def test_values_for_which_something_can_be_configured_are_fine(self):
        assert find_in_book(check_dead_customers, self.catalog("B-1 and sla = gold")) == []


class TestNeeds:
    def test_finds_a_need_that_rules_stand_against(self):
        case = {"offerings": A_AND_B, "rules": [{"id": "R-1", "then": "not A-1"}], "needs": {"voice": "A-1"}}
        assert find(check_needs, case) == [("need_impossible", "error", "rule R-1, need voice")]

    def test_finds_a_need_that_is_always_met(self):
        case = {"offerings": A_AND_B, "rules": [{"id": "R-1", "then": "A-1"}], "needs": {"voice": "A-1"}}
        assert find(check_needs, case) == [("need_always_met", "info", "rule R-1")]

    def test_a_need_that_asks_for_something_possible_is_fine(self):
        assert find(check_needs, {"offerings": A_AND_B, "needs": {"voice": "A-1"}}) == []

    def test_a_rule_may_hang_on_a_need(self):
        rules = [{"id": "R-1", "if": "need(voice)", "then": "B-1"}, {"id": "R-2", "if": "A-1", "then": "not B-1"}]
        case = {"offerings": A_AND_B, "rules": rules, "needs": {"voice": "A-1"}}
        assert find(check_needs, case) == [("need_impossible", "error", "rule R-1, rule R-2, need voice")]


class TestPriceTiers:
    def book(self, start, rules=()):
        offering = make_offering("A-1", max_quantity=100)
        price = make_price("A-1", model="graduated", tiers={1: "5", start: "4"})
        return read_book(make_catalog(offerings=[offering], prices=[price], rules=rules))

    @pytest.mark.parametrize("start", [101, 5000])
    def test_finds_a_tier_beyond_the_offering_s_quantities(self, start):
        assert find_in_book(check_price_tiers, self.book(start)) == [("price_tier_dead", "warning", LIMITS)]

    def test_the_last_quantity_reaches_its_tier(self):
        assert find_in_book(check_price_tiers, self.book(100)) == []

    def test_finds_a_tier_beyond_what_rules_allow(self):
        found = find_in_book(check_price_tiers, self.book(21, [make_rule("R-1", "A-1 <= 20")]))
        assert found == [("price_tier_dead", "warning", "rule R-1")]

    def test_tiers_of_a_dead_offering_are_not_told_again(self):
        assert find_in_book(check_price_tiers, self.book(21, [make_rule("R-1", "not A-1")])) == []


RULE_TIERS = """\
owner: voice
rules:
  - id: VOICE-08
    kind: tier
    by: {by}
    tiers: {{SIP-30: {low}, SBC-100: {high}}}
    evidence: A
    sentence: {{zh: 按档。, en: By tier.}}
"""


class TestRuleTiers:
    def found(self, by, low, high):
        book = read_tiny({"rules/voice.yaml": RULE_TIERS.format(by=by, low=low, high=high)})
        return find_in_book(check_rule_tiers, book)

    def test_finds_a_tier_that_no_customer_needs(self):
        assert self.found("sites", 5000, 9000) == [("rule_tier_dead", "warning", LIMITS)]

    def test_tiers_may_stand_in_any_order(self):
        assert self.found("sites", 9000, 5000) == [("rule_tier_dead", "warning", LIMITS)]

    def test_a_tier_that_the_largest_customer_needs_is_fine(self):
        assert self.found("sites", 4999, 5000) == []

    def test_tiers_may_go_by_quantities(self):
        assert self.found("MIN-OUT", 1_000_000, 1_000_001) == [("rule_tier_dead", "warning", LIMITS)]
        assert self.found("MIN-OUT", 999_999, 1_000_001) == []


class TestTableRows:
    def found(self, rows, rules=None):
        changes = {"tables/sbc_sites.csv": f"SBC-100,sites\n{rows}"} | ({"rules/voice.yaml": rules} if rules else {})
        problems = list(check_table_rows(Proofs(read_tiny(changes))))
        return [(problem.location.file, problem.location.line) for problem in problems], describe(problems)

    def test_finds_a_row_beyond_the_quantities(self):
        places, found = self.found("1,1..5\n21,*\n")
        assert places == [("tables/sbc_sites.csv", 3)]
        assert found == [("table_row_dead", "warning", LIMITS)]

    def test_finds_a_row_for_no_customer(self):
        assert self.found("1,1..5\n2,5001..6000\n")[0] == [("tables/sbc_sites.csv", 3)]

    def test_finds_a_row_that_the_rule_s_own_condition_excludes(self):
        assert self.found("1,1..5\nno,*\n")[0] == [("tables/sbc_sites.csv", 3)]

    def test_names_the_rule_that_forbids_a_row(self):
        rule = "  - {id: VOICE-09, kind: requires, if: SBC-100, then: SBC-100 <= 2, sentence: {zh: 二, en: Two}}\n"
        _, found = self.found("1,1..5\n3,*\n", FILES["rules/voice.yaml"] + rule)
        assert found == [("table_row_dead", "warning", "rule VOICE-09")]

    def test_rows_that_fit_somebody_are_fine(self):
        assert self.found("1,1..5\n2|3,*\n20,5000\n") == ([], [])
