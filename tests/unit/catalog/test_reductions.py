"""Files of programmes as the catalog's programmes, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.catalog.commercial import Band, Bundle, Discount, Measure, Span, reduction_of
from configurator.catalog.reading import read_catalog
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import read_rules
from configurator.values.periods import ChargeKind
from configurator.values.problem import Severity
from tests.factories.catalog_files import tiny_files

PRICING = """\
stages:
  - {key: bundle, kind: programme, name: {zh: 融合, en: Bundle}}
  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}
groups:
  bundles: {name: {zh: 融合, en: Bundles}, keep: best}
"""
DISCOUNT = """\
discounts:
  VOLUME:
    name: {zh: 用量, en: Volume}
    sentence: {zh: 满 {since}, en: From {since}}
    stage: bundle
    group: bundles
    applies_to: ["#border"]
    excludes: [MIN-*]
    charges: [one_time, recurring]
    measure: group_monthly
    measured_on: ["@COM-VOICE"]
    input: sites
    when: SBC-100 >= 2
    code: HELLO-1
    on_request: yes
    funding: {partner: 40, maker: 60}
    hint_from: 85
    bands:
      - {from: 100, percent: 3}
      - {from: 500, amount: 12.5, cap: 20}
    valid_from: 2026-01-01
    evidence: A
    source: S:QC
""".replace("{zh: 满 {since}, en: From {since}}", '{zh: "满 {since}", en: "From {since}"}')
BUNDLE = """\
bundles:
  TOGETHER:
    name: {zh: 融合, en: Together}
    sentence: {zh: 优惠, en: Off}
    stage: bundle
    group: bundles
    applies_to: ["#border"]
    anchor: {applies_to: [SIP-30], least_monthly: 1000, most: 2, lines_each: 10}
    spans:
      - {from_month: 1, to_month: 24, bands: [{from: 1000, percent: 5}]}
      - {from_month: 25, bands: [{from: 1000, percent: 4}]}
    untouched_below: 75
    most_arrears_days: 30
    evidence: A
"""


def load(text: str, pricing: str = PRICING):
    files = {**tiny_files(), "pricing.yaml": pricing.encode(), "programmes/a.yaml": text.encode()}
    return read_catalog(files)


def find(text: str, pricing: str = PRICING) -> list[tuple[str, int, int]]:
    """Everything above information, with line and column."""
    return [
        (one.code, one.location.line, one.location.column)
        for one in load(text, pricing).problems
        if one.location and one.severity is not Severity.INFO
    ]


def programme_of(text: str, key: str):
    load_ = load(text)
    assert load_.catalog is not None, load_.problems
    return load_.catalog.programmes[key]


def test_an_entry_becomes_a_discount():
    assert find(DISCOUNT) == []
    volume = programme_of(DISCOUNT, "VOLUME")
    assert isinstance(volume, Discount)
    assert (volume.stage, volume.group, volume.applies_to, volume.excludes) == (
        "bundle",
        "bundles",
        ("#border",),
        ("MIN-*",),
    )
    assert volume.charges == {ChargeKind.ONE_TIME, ChargeKind.RECURRING}
    assert (volume.measure, volume.measured_on, volume.input) == (Measure.GROUP_MONTHLY, ("@COM-VOICE",), "sites")
    assert volume.when is not None
    assert volume.when.source == "SBC-100 >= 2"
    assert (volume.code, volume.on_request, volume.hint_from) == ("HELLO-1", True, Decimal(85))
    assert volume.funding == {"partner": Decimal(40), "maker": Decimal(60)}
    assert str(volume.location) == "programmes/a.yaml:2:3"


def test_bands_that_stand_alone_hold_in_the_whole_contract():
    (span,) = programme_of(DISCOUNT, "VOLUME").spans
    assert (span.first_month, span.last_month) == (1, None)
    assert [(band.since, band.percent, band.amount, band.cap) for band in span.bands] == [
        (Decimal(100), Decimal(3), None, None),
        (Decimal(500), Decimal(0), Decimal("12.5"), Decimal(20)),
    ]
    assert str(span.bands[1].location) == "programmes/a.yaml:20:9"


def test_an_entry_becomes_a_bundle():
    assert find(BUNDLE) == []
    together = programme_of(BUNDLE, "TOGETHER")
    assert isinstance(together, Bundle)
    assert (together.anchor.applies_to, together.anchor.least_monthly) == (("SIP-30",), Decimal(1000))
    assert (together.anchor.most, together.anchor.lines_each) == (2, 10)
    assert (together.untouched_below, together.most_arrears_days) == (Decimal(75), 30)
    assert reduction_of(together).measure is Measure.LINE_MONTHLY
    first, second = reduction_of(together).spans
    assert (first.first_month, first.last_month, first.bands[0].percent) == (1, 24, Decimal(5))
    assert (second.first_month, second.last_month, second.bands[0].percent) == (25, None, Decimal(4))


def test_what_an_entry_leaves_out_has_its_default():
    plain = "discounts:\n  A:\n    name: {zh: 甲, en: A}\n    sentence: {zh: 减, en: Off}\n    stage: bundle\n"
    plain += "    applies_to: [SBC-100]\n    bands: [{percent: 5}]\n    evidence: A\n"
    found = programme_of(plain, "A")
    assert found.charges == {ChargeKind.RECURRING}
    assert found.measure is Measure.NONE
    assert found.spans == (Span(1, None, (Band(Decimal(0), Decimal(5), location=found.spans[0].bands[0].location),)),)
    assert (found.code, found.on_request, found.when, found.hint_from) == ("", False, None, Decimal(0))


def test_the_order_is_that_of_files_and_lines_whatever_the_kind():
    files = tiny_files() | {"pricing.yaml": PRICING.encode()}
    files["programmes/b.yaml"] = DISCOUNT.replace("VOLUME", "LATER").replace("HELLO-1", "HELLO-2").encode()
    files["programmes/a.yaml"] = (BUNDLE + DISCOUNT).encode()
    catalog = read_catalog(files).catalog
    assert catalog is not None
    assert list(catalog.programmes) == ["TOGETHER", "VOLUME", "LATER"]


def test_a_key_stands_for_one_programme():
    files = tiny_files() | {"pricing.yaml": PRICING.encode()}
    files["programmes/a.yaml"] = DISCOUNT.encode()
    files["programmes/b.yaml"] = BUNDLE.replace("TOGETHER", "VOLUME").encode()
    found = [(one.code, str(one.location)) for one in read_catalog(files).problems if one.severity is Severity.ERROR]
    assert found == [("duplicate_name", "programmes/b.yaml:2:3")]


@pytest.mark.parametrize(
    ("written", "instead", "found"),
    [
        ("stage: bundle", "stage: bundel", [("unknown_stage", 5, 12)]),
        ("stage: bundle", "stage: manual", [("programme_stage", 5, 12)]),
        ("group: bundles", "group: bundle", [("unknown_stacking_group", 6, 12)]),
        ("input: sites", "input: site", [("unknown_input", 12, 12)]),
        ('["#border"]', '["#bordr"]', [("selects_nothing", 7, 17)]),
        ("[MIN-*]", "[MAX-*]", [("selects_nothing", 8, 15)]),
        ("[one_time, recurring]", "[monthly]", [("not_one_of", 9, 15)]),
        ("measure: group_monthly", "measure: turnover", [("not_one_of", 10, 14)]),
        ("measure: group_monthly", "measure: quote_monthly", [("measure_takes_no_input", 12, 12)]),
        ("    input: sites\n", "", [("measure_lacks_input", 10, 14)]),
        ("measure: group_monthly", "measure: input", [("measured_on_unused", 11, 18)]),
        ("from: 500", "from: 100", [("band_not_ascending", 20, 16)]),
        ("percent: 3", "percent: 103", [("figure_out_of_bounds", 19, 30)]),
        ("percent: 3", "percent: 3, amount: 5", [("band_percent_or_amount", 19, 41)]),
        ("{from: 100, percent: 3}", "{from: 100}", [("band_percent_or_amount", 19, 9)]),
        ("cap: 20", "cap: -20", [("figure_negative", 20, 40)]),
        ("cap: 20", "cap: 20.005", [("figure_decimals", 20, 40)]),
        ("amount: 12.5", "amount: NaN", [("figure_not_plain", 20, 29)]),
        ("maker: 60", "maker: 60.01", [("funding_above_hundred", 16, 14)]),
        ("{since}", "{sum}", [("programme_sentence_place", 4, 15)]),
        ("{since}", "{percent}", [("programme_sentence_place", 4, 15)]),
        ("{since}", "{cap}", [("programme_sentence_place", 4, 15)]),
        ("{since}", "{measured}", [("programme_sentence_place", 4, 15)]),
        ("{since}", "{since} {from}", []),
        ("code: HELLO-1", "code: hello", [("name_malformed", 14, 11)]),
        ("valid_from: 2026-01-01", "valid_from: 2026-01-01\n    valid_to: 2025-01-01", [("dates_reversed", 22, 15)]),
        ("    bands:", "    bonds:", [("unknown_key", 18, 5)]),
        ("VOLUME:", "volume:", [("name_malformed", 2, 3)]),
    ],
)
def test_what_is_wrong_with_a_discount_is_told_at_its_place(written, instead, found):
    assert written in DISCOUNT
    assert find(DISCOUNT.replace(written, instead, 1)) == found


@pytest.mark.parametrize(
    ("written", "instead", "found"),
    [
        ("from_month: 25", "from_month: 24", [("spans_overlap", 11, 22)]),
        ("from_month: 25", "from_month: 26", [("spans_gap", 11, 22)]),
        ("from_month: 1, to_month: 24", "from_month: 24, to_month: 1", [("months_reversed", 10, 36)]),
        ("to_month: 24, ", "", [("spans_overlap", 11, 22)]),
        ("from_month: 25", "from_month: 0", [("figure_out_of_bounds", 11, 22)]),
        ("    spans:", "    bands: [{percent: 5}]\n    spans:", [("bands_or_spans", 9, 12)]),
        ("[SIP-30]", "[SUP-30]", [("selects_nothing", 8, 26)]),
        ("least_monthly: 1000", "least_monthly: 1000.001", [("figure_decimals", 8, 51)]),
        ("most: 2", "most: 0", [("figure_out_of_bounds", 8, 63)]),
        ("untouched_below: 75", "untouched_below: 101", [("figure_out_of_bounds", 12, 22)]),
        ("    evidence: A", "    evidence: A\n    measure: line_monthly", [("unknown_key", 15, 5)]),
        ("anchor:", "anchors:", [("unknown_key", 8, 5), ("field_missing", 3, 5)]),
    ],
)
def test_what_is_wrong_with_a_bundle_is_told_at_its_place(written, instead, found):
    assert written in BUNDLE
    assert sorted(find(BUNDLE.replace(written, instead, 1))) == sorted(found)


def test_a_reduction_needs_bands_or_spans():
    assert find(DISCOUNT[: DISCOUNT.index("    bands")] + "    evidence: A\n") == [("bands_or_spans", 2, 3)]


def test_bands_without_a_measure_begin_with_nothing():
    text = DISCOUNT.replace("    measure: group_monthly\n", "").replace("    input: sites\n", "")
    text = text.replace('    measured_on: ["@COM-VOICE"]\n', "")
    assert find(text) == [("band_unmeasured", 16, 7)]


def test_an_input_has_to_be_a_figure():
    choice = "input: sla\n"
    assert find(DISCOUNT.replace("input: sites\n", choice)) == [("measure_input_kind", 12, 12)]


@pytest.mark.parametrize(
    ("validity", "found"),
    [
        ("2026-01-01", [("promotion_code_twice", 36, 11)]),
        ("2027-01-01", []),
    ],
)
def test_a_code_stands_for_one_programme_at_a_time(validity, found):
    second = DISCOUNT.replace("discounts:\n", "").replace("VOLUME", "OTHER").replace("2026-01-01", validity)
    first = DISCOUNT.replace("valid_from: 2026-01-01", "valid_to: 2026-12-31")
    assert find(first + second) == found


@pytest.mark.parametrize(("said", "found"), [("quota: 5", True), ("once: yes", True), ("once: no", False)])
def test_uses_are_only_counted_of_a_code(said, found):
    bounded = DISCOUNT.replace("    code: HELLO-1\n", f"    code: HELLO-1\n    {said}\n")
    assert find(bounded) == []
    column = 5 + len(said.split()[0]) + 1
    assert find(bounded.replace("    code: HELLO-1\n", "")) == [("uses_without_code", 14, column)] * found


def test_without_pricing_yaml_there_is_no_stage_for_programmes():
    files = {**tiny_files(), "programmes/a.yaml": BUNDLE.replace("    group: bundles\n", "").encode()}
    found = [(one.code, str(one.location)) for one in read_catalog(files).problems if one.severity is Severity.ERROR]
    assert found == [("unknown_stage", "programmes/a.yaml:5:12")]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("SBC-100 >=", ("expression_syntax", 21)),
        ("sitez > 3", ("expression_unknown_name", 11)),
        ("SBC-999 > 3", ("expression_unknown_offering", 11)),
    ],
)
def test_a_condition_without_meaning_is_told_at_its_character(condition, found):
    catalog = load(DISCOUNT.replace("SBC-100 >= 2", condition)).catalog
    assert catalog is not None
    rules = read_rules(catalog)
    problems = [*rules.problems, *(check_meaning(rules.book) if rules.book else ())]
    assert [(one.code, str(one.location)) for one in problems] == [(found[0], f"programmes/a.yaml:13:{found[1]}")]
