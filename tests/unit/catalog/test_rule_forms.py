"""Every kind of rule becomes a condition and a requirement, and both remember where they were written."""

import pytest

from configurator.catalog.model import RuleKind
from configurator.catalog.rule_forms import FORMS, compose
from configurator.catalog.sources import Evidence, Expression
from configurator.values.problem import Severity, SourceLocation
from tests.factories.catalog_files import FILES, load_tiny, read_catalog, tiny_files

HEAD = "owner: voice\nrules:\n  - id: R-1\n"
TAIL = "    sentence: {zh: 一句话, en: One sentence}\n"


def read_rule(body):
    rules = HEAD + "".join(f"    {line}\n" for line in body.strip().split("\n")) + TAIL
    files = tiny_files() | {"rules/voice.yaml": rules.encode()}
    del files["tables/sbc_sites.csv"]
    if "table:" in body:
        files["tables/sbc_sites.csv"] = FILES["tables/sbc_sites.csv"].encode()
    load = read_catalog(files)
    assert load.catalog is not None, load.problems
    return load.catalog.rules["R-1"]


@pytest.mark.parametrize(
    ("body", "when", "require"),
    [
        ("kind: requires\nif: SIP-*\nthen: SBC-* or MIN-OUT", "SIP-*", "SBC-* or MIN-OUT"),
        ("kind: compliance\nif: mlps >= 3\nthen: SBC-*", "mlps >= 3", "SBC-*"),
        ("kind: excludes\nnever_together: [A-1 or B-1, '#border']", None, "at_most(1, any(A-1 or B-1), any(#border))"),
        ("kind: conflict\nif: staff > 9\nnever_together: [A-1, B-1]", "staff > 9", "at_most(1, any(A-1), any(B-1))"),
        ("kind: group\nexactly: 1\nof: [A-1, B-*]", None, "exactly(1, A-1, B-*)"),
        (
            "kind: group\nif: sites > 1\nat_least: 1\nat_most: 2\nof: [A-1, B-1]",
            "sites > 1",
            "at_least(1, A-1, B-1) and at_most(2, A-1, B-1)",
        ),
        ("kind: sizing\nquantity: SIP-30\nat_least: ceil(staff / 30)", "SIP-30", "(SIP-30) >= (ceil(staff / 30))"),
        ("kind: sizing\nif: need(voice)\nquantity: SIP-30\nexactly: 2", "need(voice)", "(SIP-30) = (2)"),
        (
            "kind: limit\nquantity: A-1 + B-1\nat_least: 3\nat_most: 9",
            "(A-1 + B-1) >= 1",
            "(A-1 + B-1) >= (3) and (A-1 + B-1) <= (9)",
        ),
        ("kind: limit\nquantity: '#border'\nat_most: 5", "#border", "(#border) <= (5)"),
        (
            "kind: capacity\nprovided: total(sessions)\nrequired: SIP-30 * 30",
            None,
            "(total(sessions)) >= (SIP-30 * 30)",
        ),
        (
            "kind: tier\nby: staff + 1\ntiers: {SIP-30: 30, SBC-100: 100}",
            None,
            "(SIP-30 implies (staff + 1) <= 30) and (SBC-100 implies (staff + 1) <= 100)",
        ),
    ],
)
def test_composes_what_the_kind_means(body, when, require):
    rule = read_rule(body)
    assert (rule.when.source if rule.when else None) == when
    assert rule.require.source == require


@pytest.mark.parametrize(
    ("body", "when", "require", "weight"),
    [
        ("kind: preference\nprefer: SBC-* or SIP-30\nweight: 7", None, "SBC-* or SIP-30", 7),
        ("kind: preference\nif: staff > 9\nprefer: SBC-100\nweight: 100", "staff > 9", "SBC-100", 100),
        ("kind: default\ntake: SIP-30", None, "SIP-30", 0),
        ("kind: default\nif: SBC-*\ntake: SIP-30\nquantity: staff / 9", "SBC-*", "SIP-30 = ceil(staff / 9)", 0),
        ("kind: default\nset: '#border.tls'\nvalue: on", None, "every(#border.tls = on)", 0),
    ],
)
def test_a_soft_kind_is_information_with_a_condition(body, when, require, weight):
    rule = read_rule(body)
    assert (rule.when.source if rule.when else None, rule.require.source, rule.weight) == (when, require, weight)
    assert rule.severity is Severity.INFO
    assert rule.kind.is_soft


def test_a_combination_names_its_table_and_requires_no_expression():
    rule = read_rule("kind: combination\nif: SBC-*\ntable: sbc_sites")
    assert (rule.table, rule.require, rule.when.source) == ("sbc_sites", None, "SBC-*")


def test_every_kind_has_a_form():
    assert set(FORMS) == set(RuleKind)


def test_a_requirement_stands_where_its_author_wrote_it():
    rule = read_rule("kind: requires\nif: SIP-*\nthen: SBC-*")
    assert rule.when == Expression("SIP-*", SourceLocation("rules/voice.yaml", 5, 9))
    assert rule.require == Expression("SBC-*", SourceLocation("rules/voice.yaml", 6, 11))


def test_a_composed_expression_leads_back_to_every_part():
    require = read_rule("kind: capacity\nprovided: total(sessions)\nrequired: SIP-30 * 30").require
    assert require.location == SourceLocation("rules/voice.yaml", 5, 15)
    assert require.place_of(require.source.index("sessions")) == SourceLocation("rules/voice.yaml", 5, 21)
    assert require.place_of(require.source.index("SIP-30")) == SourceLocation("rules/voice.yaml", 6, 15)
    assert require.place_of(require.source.index("* 30")) == SourceLocation("rules/voice.yaml", 6, 22)


def test_compose_of_fixed_words_has_no_place():
    assert compose("a", " and ", "b") == Expression("a and b", SourceLocation(""))
    assert compose("a").place_of(0) == SourceLocation("")


def test_severity_owner_and_evidence_have_defaults():
    rule = read_rule("kind: requires\nif: SIP-*\nthen: SBC-*")
    assert (rule.severity, rule.owner, rule.evidence, rule.source) == (Severity.ERROR, "voice", Evidence.ASSUMED, "")


def test_a_rule_states_its_own_severity_evidence_source_and_dates():
    rule = read_rule(
        "kind: requires\nif: SIP-*\nthen: SBC-*\nseverity: info\nevidence: S\nsource: S:X\nvalid_from: 2026-01-01"
    )
    assert (rule.severity, rule.evidence, rule.source) == (Severity.INFO, Evidence.SEEN, "S:X")
    assert str(rule.valid.first) == "2026-01-01"


def test_tables_keep_headers_cells_and_places():
    table = load_tiny().catalog.tables["sbc_sites"]
    assert [column.source for column in table.columns] == ["SBC-100", "sites"]
    assert table.columns[1].location == SourceLocation("tables/sbc_sites.csv", 1, 9)
    assert table.rows == (("1", "1..5"), ("2|3", "*"))
    assert table.row_locations[1] == SourceLocation("tables/sbc_sites.csv", 3, 1)
