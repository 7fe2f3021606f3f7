"""What is wrong with benefits: each finding with its place, none about files that are right."""

from __future__ import annotations

import pytest

from configurator.catalog.reading import read_catalog
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import read_rules
from configurator.values.problem import Severity
from tests.factories.benefit_files import LOYALTY, PARTNERS, TIERS, TRIALS, benefit_files


def find(text: str, *others: str) -> list[tuple[str, int, int]]:
    """Everything above information in the first of these files, with line and column."""
    return [
        (one.code, one.location.line, one.location.column)
        for one in read_catalog(benefit_files(text, *others)).problems
        if one.location and one.severity is not Severity.INFO
    ]


def changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def code_of(text: str, old: str, new: str, *others: str) -> str:
    """The one finding that the change brings, which lies in the first file."""
    ((code, line, _),) = find(changed(text, old, new), *others)
    assert line > 1
    return code


@pytest.mark.parametrize("texts", [(TIERS,), (PARTNERS, TIERS), (TRIALS,), (LOYALTY,)])
def test_files_that_are_right_bring_no_finding(texts):
    assert find(*texts) == []


class TestTiers:
    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("warn_after: 1", "warn_after: 4", "tier_months_reversed"),
            ("hint_at: 80", "hint_at: 101", "figure_out_of_bounds"),
            ("ways: [{monthly: 1000}, {term: 24}, {monthly: 500, term: 12}]", "ways: []", "list_too_short"),
            ("        ways: [{monthly: 1000}, {term: 24}, {monthly: 500, term: 12}]\n", "", "tier_without_way"),
            ("monthly: 1000", "monthly: 0.001", "figure_decimals"),
            ("monthly: 1000", "monthly: -1", "figure_negative"),
            ("monthly: 1000", "monthly: NaN", "figure_not_plain"),
            ("monthly: 1000", "monthly: 1e1000000", "figure_not_plain"),
            ("monthly: 1000", "monthly: １０００", "figure_full_width"),
            ("percent: 5,", "percent: 5, value: 3,", "benefit_value_unclear"),
            ("percent: 5,", "percent: 5, cost: 3,", "benefit_value_unclear"),
            ("cost: 203", "cost: 300", "benefit_costs_more"),
            ("quantity: 2", "quantity: 0", "figure_out_of_bounds"),
            ("expiry: contract", "expiry: never", "not_one_of"),
            ("offering: SBC-100", "offering: SBC-101", "unknown_offering"),
            ("unit: unit, percent", "unit: parsec, percent", "unknown_unit"),
            ('measured_on: ["#border"]', 'measured_on: ["SBX-*"]', "selects_nothing"),
            ("cap_percent: 6", "cap: 6", "unknown_key"),
            ("      plus:", "      basic:", "duplicate_key"),
        ],
    )
    def test_each_fault_has_its_finding(self, old, new, code):
        assert code in [each for each, *_ in find(changed(TIERS, old, new))]

    def test_whoever_reaches_a_tier_reaches_the_one_before_it(self):
        text = changed(TIERS, "basic: {name: {zh: 基础, en: Basic}}", _tier("basic", "{monthly: 600, term: 12}"))
        assert ("tier_levels_disordered", 15, 15) in find(text)
        lower = changed(TIERS, "basic: {name: {zh: 基础, en: Basic}}", _tier("basic", "{monthly: 500}, {term: 24}"))
        assert find(lower) == []

    def test_a_cost_without_worth_is_a_service(self):
        assert find(changed(TIERS, "value: 299.5, ", "")) == []

    def test_reports_the_place_of_the_fault(self):
        assert find(changed(TIERS, "warn_after: 1", "warn_after: 4")) == [("tier_months_reversed", 8, 17)]


class TestPartners:
    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("month: 2027-01", "month: 2027-13", "partner_month_malformed"),
            ("month: 2027-01", "month: 2027-01-01", "partner_month_malformed"),
            ("month: 2027-01", "month: 0000-01", "partner_month_malformed"),
            ("month: 2027-01", "month: [2027]", "not_a_scalar"),
            ("month: 2027-03", "month: 2027-01", "partner_month_twice"),
            ("month: 2027-03", "month: 2027-02", "partner_too_soon"),
            ("validity_days: 7", "validity_days: 6", "figure_out_of_bounds"),
            ("validity_days: 7", "validity_days: 31", "figure_out_of_bounds"),
            ("release_percent: 50", "release_percent: 24", "partner_release_slow"),
            ("factor: 2", "factor: 4", "partner_share_bounded"),
            ("partner_percent: 60", "partner_percent: 100.01", "figure_out_of_bounds"),
            ("quota: 400", "quota: 0", "figure_out_of_bounds"),
            ("least_tier: basic", "least_tier: golden", "unknown_tier"),
            ("month: 2027-03, partner: coffee", "month: 2027-03, partner: tea", "unknown_partner"),
        ],
    )  # fmt: skip
    def test_each_fault_has_its_finding(self, old, new, code):
        assert code_of(PARTNERS, old, new, TIERS) == code

    def test_another_partner_may_come_next_month(self):
        text = changed(PARTNERS, "month: 2027-03, partner: coffee", "month: 2027-02, partner: printing")
        assert find(text, TIERS) == []

    def test_the_finding_tells_from_when_on_the_partner_may_come_again(self):
        text = changed(changed(PARTNERS, "month: 2027-03", "month: 2028-01"), "rest_months: 2", "rest_months: 13")
        (problem,) = [
            one for one in read_catalog(benefit_files(text, TIERS)).problems if one.code == "partner_too_soon"
        ]
        assert problem.params["again"] == "2028-02"
        assert (problem.params["first"], problem.params["month"], problem.params["rest"]) == ("2027-01", "2028-01", 13)

    def test_the_calendar_is_read_by_month_and_not_by_line(self):
        text = changed(changed(PARTNERS, "month: 2027-01", "month: 2027-04"), "month: 2027-03", "month: 2027-03")
        assert [code for code, *_ in find(text, TIERS)] == ["partner_too_soon"]

    @pytest.mark.parametrize(
        ("old", "new"), [("staff >= 2", "staffs >= 2"), ("size in (micro, small)", "sla = bronze")]
    )
    def test_conditions_are_checked_by_the_rules(self, old, new):
        load = read_catalog(benefit_files(changed(PARTNERS, old, new), TIERS))
        assert load.catalog is not None
        rules = read_rules(load.catalog)
        assert rules.book is not None
        (problem,) = check_meaning(rules.book)
        assert problem.location is not None
        assert problem.location.file == "programmes/0.yaml"

    def test_a_condition_that_does_not_read_is_found(self):
        load = read_catalog(benefit_files(changed(PARTNERS, "staff >= 2", "staff >="), TIERS))
        assert load.catalog is not None
        assert [one.location.line for one in read_rules(load.catalog).problems if one.location] == [6]


class TestTrials:
    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("midpoint_day: 15", "midpoint_day: 21", "trial_days_disordered"),
            ("quote_day: 21", "quote_day: 30", "trial_days_disordered"),
            ("delete_after: 20", "delete_after: 2", "trial_deleted_early"),
            ("incentive: TRY-7D", "incentive: TRY-8D", "trial_code_unknown"),
            ("most_spent: 3000", "most_spent: 3000.001", "figure_decimals"),
            ("most_seats: 10", "most_seats: ten", "figure_not_plain"),
            ("excludes: [MIN-*]", "excludes: [MAX-*]", "selects_nothing"),
            ("{users: {zh: 用户, en: Users}, quality: {zh: 质量, en: Quality}}", "{}", "list_too_short"),
            ("    days: 30\n", "", "field_missing"),
        ],
    )  # fmt: skip
    def test_each_fault_has_its_finding(self, old, new, code):
        assert code in [each for each, *_ in find(changed(TRIALS, old, new))]

    def test_a_trial_needs_no_incentive(self):
        assert find(changed(TRIALS, "    incentive: TRY-7D\n", "")) == []


class TestLoyalty:
    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("{since_years: 0, per_hundred: 1}", "{since_years: 1, per_hundred: 1}", "loyalty_bands_disordered"),
            ("since_years: 3, per_hundred", "since_years: 0, per_hundred", "loyalty_bands_disordered"),
            ("least: 20000", "least: 5000", "loyalty_levels_disordered"),
            ("stage: points", "stage: loyalty", "loyalty_stage_kind"),
            ("stage: points", "stage: nowhere", "unknown_stage"),
            ("input: beds", "input: cards", "loyalty_input_kind"),
            ("balance: phones", "balance: sla", "loyalty_input_kind"),
            ("balance: phones", "balance: points", "unknown_input"),
            ("funding: {operator: 100}", "funding: {operator: 60, partner: 41}", "funding_above_hundred"),
            ("value: 0.5", "value: 0", "figure_out_of_bounds"),
            ('redeem_on: ["#border"]', "redeem_on: [NO-*]", "selects_nothing"),
            ('redeem_on: ["#border"]', "redeem_on: []", "list_too_short"),
        ],
    )
    def test_each_fault_has_its_finding(self, old, new, code):
        assert code_of(LOYALTY, old, new) == code


@pytest.mark.parametrize("kind", ["tiers", "partner_benefits", "trials", "loyalty"])
@pytest.mark.parametrize("content", ["3", "[]", "{A-1: 3}", "{A-1: {}}", "{a: {}}", "{A-1: {name: 3}}"])
def test_whatever_is_written_is_told_and_never_a_crash(kind, content):
    load = read_catalog(benefit_files(f"{kind}: {content}\n"))
    assert load.catalog is None
    assert all(one.location and one.location.line for one in load.problems if one.severity is Severity.ERROR)


def test_a_key_of_one_kind_cannot_be_that_of_another():
    text = changed(LOYALTY, "POINTS:", "PLANS:")
    assert [code for code, *_ in find(TIERS, text)] == ["duplicate_name"]


def _tier(key: str, ways: str) -> str:
    return f"{key}: {{name: {{zh: 基础, en: Basic}}, ways: [{ways}]}}"
