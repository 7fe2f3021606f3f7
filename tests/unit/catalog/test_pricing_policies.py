"""pricing.yaml as a policy: the order of stages, groups, floors, roundings, escalations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.catalog.commercial import PLAIN_POLICY, Keep
from configurator.catalog.reading import read_catalog
from configurator.values.periods import ChargeKind
from configurator.values.problem import Severity
from tests.factories.catalog_files import tiny_files

PRICING = """\
rounding: half_even
tax_on: total
stages:
  - {key: bundle, kind: programme, name: {zh: 融合, en: Bundle}}
  - {key: term, kind: term, name: {zh: 合同期, en: Term}}
  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}
  - {key: floor, kind: floor, name: {zh: 底价, en: Floor}}
  - {key: round, kind: round, name: {zh: 取整, en: Rounding}}
groups:
  bundles: {name: {zh: 融合, en: Bundles}, keep: best}
floors:
  - {families: [COM-VOICE], most_discount: 5, evidence: A, source: S:QC}
  - {margin_on_cost: 8, evidence: A}
roundings:
  - {applies_to: ["#border"], charge: one_time, step: 10}
escalations:
  cpi: {name: {zh: 物价指数, en: Price index}, percent: -1.5, index: CPI, evidence: A}
"""
STAGES = PRICING[: PRICING.index("groups:")]
MANUAL = "stages: [{key: manual, kind: manual, name: {zh: 手工, en: Manual}}]\n"


def load(text: str):
    return read_catalog({**tiny_files(), "pricing.yaml": text.encode()})


def find(text: str) -> list[tuple[str, int, int]]:
    """Everything above information, with line and column."""
    return [
        (one.code, one.location.line, one.location.column)
        for one in load(text).problems
        if one.location and one.severity is not Severity.INFO
    ]


def test_a_catalog_without_the_file_has_the_plain_policy():
    catalog = read_catalog(tiny_files()).catalog
    assert catalog is not None
    assert catalog.policy is PLAIN_POLICY
    assert catalog.programmes == {}


def test_the_file_becomes_a_policy():
    assert find(PRICING) == []
    catalog = load(PRICING).catalog
    assert catalog is not None
    policy = catalog.policy
    assert [(stage.key, stage.kind) for stage in policy.stages] == [
        ("bundle", "programme"),
        ("term", "term"),
        ("manual", "manual"),
        ("floor", "floor"),
        ("round", "round"),
    ]
    assert (policy.rounding, policy.tax_on) == ("half_even", "total")
    assert policy.groups["bundles"].keep is Keep.BEST
    assert [(floor.family, floor.margin_on_cost, floor.most_discount) for floor in policy.floors] == [
        ("COM-VOICE", None, Decimal(5)),
        ("", Decimal(8), None),
    ]
    assert [(each.applies_to, each.charge, each.step) for each in policy.roundings] == [
        (("#border",), ChargeKind.ONE_TIME, Decimal(10))
    ]
    cpi = policy.escalations["cpi"]
    assert (cpi.percent, cpi.every_months, cpi.index) == (Decimal("-1.5"), 12, "CPI")


def test_everything_keeps_its_place():
    catalog = load(PRICING).catalog
    assert catalog is not None
    policy = catalog.policy
    assert str(policy.stages[1].location) == "pricing.yaml:5:5"
    assert str(policy.groups["bundles"].location) == "pricing.yaml:10:3"
    assert str(policy.floors[0].location) == "pricing.yaml:12:5"
    assert str(policy.escalations["cpi"].location) == "pricing.yaml:17:3"


def test_a_floor_of_several_families_is_one_for_each():
    text = PRICING.replace("families: [COM-VOICE]", "families: [COM-VOICE, COM-VOICE]")
    assert find(text) == [("floor_twice", 12, 16)]


@pytest.mark.parametrize(
    ("written", "instead", "found"),
    [
        ("rounding: half_even", "rounding: up", [("not_one_of", 1, 11)]),
        ("tax_on: total", "tax_on: quote", [("not_one_of", 2, 9)]),
        ("kind: manual", "kind: programme", [("stage_count", 4, 3)]),
        ("kind: programme", "kind: manual", [("stage_count", 4, 3)]),
        ("kind: programme", "kind: term", [("stage_count", 4, 3)]),
        ("kind: programme", "kind: bundle", [("not_one_of", 4, 25)]),
        ("key: term", "key: bundle", [("duplicate_name", 5, 11)]),
        ("COM-VOICE", "COM-VOIC", [("unknown_family", 12, 17)]),
        ("most_discount: 5", "most_discount: 105", [("figure_out_of_bounds", 12, 44)]),
        ("most_discount: 5, ", "", [("floor_bounds_nothing", 12, 16)]),
        ("most_discount: 5", "most_discount: -5", [("figure_negative", 12, 44)]),
        ('"#border"', '"#none"', [("selects_nothing", 15, 18)]),
        ("step: 10", "step: 0", [("figure_out_of_bounds", 15, 55)]),
        ("step: 10", "step: 0.005", [("figure_decimals", 15, 55)]),
        ("percent: -1.5", "percent: 1e3", [("figure_not_plain", 17, 53)]),
        ("keep: best", "keep: most", [("not_one_of", 10, 48)]),
        ("index: CPI", "valid_from: 2027-01-01, valid_to: 2026-01-01", [("dates_reversed", 17, 93)]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(written, instead, found):
    assert written in PRICING
    assert find(PRICING.replace(written, instead, 1)) == found


def test_a_stage_without_anything_to_apply_is_refused():
    assert find(STAGES) == [("stage_without_data", 7, 5), ("stage_without_data", 8, 5)]


def test_a_floor_without_a_stage_is_refused():
    floors = "floors: [{margin_on_cost: 8, evidence: A}]\n"
    roundings = 'roundings: [{applies_to: ["SBC-100"], charge: one_time, step: 1}]\n'
    assert find(MANUAL + floors + roundings) == [("stage_missing", 2, 9), ("stage_missing", 3, 12)]


def test_a_reduction_behind_the_floor_is_a_warning():
    moved = "stages:\n  - {key: floor, kind: floor, name: {zh: 底价, en: Floor}}\n"
    moved += "  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}\n"
    text = moved + "floors: [{margin_on_cost: 8, evidence: A}]\n"
    assert find(text) == [("stage_after_floor", 3, 5)]
    assert load(text).catalog is not None


def test_a_group_that_no_programme_uses_is_mentioned():
    (problem,) = (one for one in load(PRICING).problems if one.code == "unused_stacking_group")
    assert problem.severity is Severity.INFO
    assert str(problem.location) == "pricing.yaml:10:3"


def test_a_file_without_stages_is_refused():
    assert find("rounding: half_up\n") == [("field_missing", 1, 1)]
