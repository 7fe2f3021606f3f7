from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.catalog.reading import read_catalog
from configurator.releasing.comparing import compare_catalogs, describe_edition
from configurator.releasing.differences import Act
from tests.factories.catalog_files import changed, load_tiny, tiny_files


def compare(after, before=None):
    old, new = (read_catalog(files) for files in (before or tiny_files(), after))
    assert old.catalog and new.catalog, new.problems
    return compare_catalogs(old.catalog, new.catalog)


def tell(changes):
    return [
        (change.section, change.name, str(change.act), [(one.path, one.before, one.after) for one in change.fields])
        for change in changes
    ]


def test_a_catalog_does_not_differ_from_itself():
    assert compare(tiny_files()) == ()


def test_places_and_order_do_not_count():
    rows = tiny_files()["prices/voice.csv"].split(b"\n")
    moved = b"\n".join([rows[0], b"", *rows[2:4], rows[1], *rows[4:]])
    assert compare(tiny_files() | {"prices/voice.csv": moved}) == ()
    comment = b"# moved down\n" + tiny_files()["rules/voice.yaml"]
    assert compare(tiny_files() | {"rules/voice.yaml": comment}) == ()


PRICING = """\
stages:
  - {key: promotion, kind: programme, name: {zh: 促销, en: Promotion}}
  - {key: term, kind: term, name: {zh: 期限, en: Term}}
  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}
floors:
  - {margin_on_cost: 8, evidence: A}
"""
HELLO = """\
discounts:
  HELLO:
    name: {zh: 迎新, en: Hello}
    sentence: {zh: 减价, en: Reduced}
    stage: promotion
    applies_to: [SBC-100]
    bands: [{percent: 5}]
    evidence: A
"""
FLOOR = "  - {key: floor, kind: floor, name: {zh: 底价, en: Floor}}\nfloors:"


@pytest.mark.parametrize(
    ("file", "old", "new", "section", "field"),
    [
        ("programmes/a.yaml", "percent: 5", "percent: 6", "programmes", ("spans.1.bands.1.percent", "5", "6")),
        ("programmes/a.yaml", "[SBC-100]", '["#border"]', "programmes", ("applies_to", "SBC-100", "#border")),
        ("pricing.yaml", "margin_on_cost: 8", "margin_on_cost: 9", "catalog", ("floors.1.margin_on_cost", "8", "9")),
    ],
)
def test_programmes_and_the_policy_are_compared(file, old, new, section, field):
    texts = {"pricing.yaml": PRICING.replace("floors:", FLOOR), "programmes/a.yaml": HELLO}
    before = tiny_files() | {path: text.encode() for path, text in texts.items()}
    after = before | {file: texts[file].replace(old, new, 1).encode()}
    (change,) = tell(compare(after, before))
    assert (change[0], change[3]) == (section, [field])


def test_another_order_of_stages_is_a_change():
    lines = PRICING.partition("floors:")[0].splitlines(keepends=True)
    before = tiny_files() | {"pricing.yaml": "".join(lines).encode()}
    after = tiny_files() | {"pricing.yaml": "".join([lines[0], lines[2], lines[1], lines[3]]).encode()}
    (change,) = tell(compare(after, before))
    assert ("stages.1.key", "promotion", "term") in change[3]
    assert ("stages.2.key", "term", "promotion") in change[3]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "prices/voice.csv",
            ",32000,24000",
            ",33000,25000",
            ("prices", "SBC-100:one_time", [("tiers.1.amount", "32000", "33000"), ("cost", "24000", "25000")]),
        ),
        (
            "prices/voice.csv",
            "10000,0.1345",
            "20000,0.1345",
            (
                "prices",
                "MIN-OUT:usage:month",
                [
                    ("tiers.10000.from_quantity", "10000", None),
                    ("tiers.10000.amount", "0.1345", None),
                    ("tiers.10000.from_month", "1", None),
                    ("tiers.20000.from_quantity", None, "20000"),
                    ("tiers.20000.amount", None, "0.1345"),
                    ("tiers.20000.from_month", None, "1"),
                ],
            ),
        ),
        ("rules/voice.yaml", "then: SBC-*", "then: SBC-100", ("rules", "VOICE-01", [("require", "SBC-*", "SBC-100")])),
        ("rules/voice.yaml", "if: SIP-*", "if: SIP-30", ("rules", "VOICE-01", [("when", "SIP-*", "SIP-30")])),
        (
            "rules/voice.yaml",
            "A SIP trunk needs",
            "Every SIP trunk needs",
            ("rules", "VOICE-01", [("sentence.en", "A SIP trunk needs an SBC.", "Every SIP trunk needs an SBC.")]),
        ),
        (
            "tables/sbc_sites.csv",
            "1,1..5",
            "1,1..9",
            ("tables", "sbc_sites", [("rows.1 | 1..5", "yes", None), ("rows.1 | 1..9", None, "yes")]),
        ),
        (
            "offerings/voice.yaml",
            "quantity: 1..20",
            "quantity: 1..30",
            ("offerings", "SBC-100", [("max_quantity", "20", "30")]),
        ),
        (
            "offerings/voice.yaml",
            "default: on",
            "default: off",
            ("offerings", "SBC-100", [("attributes.tls.default", "on", "off")]),
        ),
        (
            "offerings/voice.yaml",
            "{sessions: 100}",
            "{sessions: 120}",
            ("offerings", "SBC-100", [("provides.sessions", "100", "120")]),
        ),
        ("needs.yaml", "require: SIP-30", "require: SIP-*", ("needs", "voice", [("require", "SIP-30", "SIP-*")])),
        (
            "profile.yaml",
            "ceil(staff / 2)",
            "ceil(staff / 3)",
            ("inputs", "beds", [("default", "ceil(staff / 2)", "ceil(staff / 3)")]),
        ),
        ("tax.csv", "0.13", "0.12", ("tax_rates", "G13", [("rate", "0.13", "0.12")])),
        ("term_discounts.csv", "24,8", "24,9", ("term_discounts", "T-24", [("percent", "8", "9")])),
        ("approvals.yaml", "rep: 5", "rep: 6", ("discount_limits", "rep", [("percent", "5", "6")])),
        (
            "clauses.yaml",
            "Monthly payment.",
            "Payment by month.",
            ("clauses", "payment", [("text.en", "Monthly payment.", "Payment by month.")]),
        ),
        ("catalog.yaml", "2026.10", "2026.11", ("catalog", "release", [("", "2026.10", "2026.11")])),
        ("vocabulary.yaml", "en: Border", "en: Borders", ("tags", "border", [("en", "Border", "Borders")])),
    ],
)
def test_tells_what_changed(file, old, new, expected):
    section, name, fields = expected
    assert tell(compare(changed(file, old, new))) == [(section, name, "changed", fields)]


def test_a_package_line_is_told_by_its_offering():
    [change] = compare(changed("packages/healthcare.yaml", "SBC-100: sites", "SBC-100: sites * 2"))
    assert (change.section, change.name) == ("packages", "healthcare/small")
    assert [(one.path, one.before, one.after) for one in change.fields] == [
        ("lines.SBC-100.quantity", "sites", "sites * 2")
    ]


def test_names_the_place_in_the_second_catalog():
    [change] = compare(changed("prices/voice.csv", ",32000,", ",33000,"))
    assert str(change.location) == "prices/voice.csv:2:1"
    assert str(change.fields[0].location).startswith("prices/voice.csv:2:")


def test_added_and_removed_entries_mirror_each_other():
    more = changed("clauses.yaml", "clauses:\n", "clauses:\n  more: {kind: terms, zh: 其他。, en: Others.}\n")
    [added] = compare(more)
    [removed] = compare(tiny_files(), more)
    assert (added.act, removed.act) == (Act.ADDED, Act.REMOVED)
    assert added.name == removed.name == "more"
    assert [(one.path, one.after) for one in added.fields] == [(one.path, one.before) for one in removed.fields]
    assert {one.before for one in added.fields} == {one.after for one in removed.fields} == {None}


@pytest.mark.parametrize(
    ("file", "old", "new", "is_wording"),
    [
        ("offerings/voice.yaml", "Outbound minutes", "Minutes out", True),
        ("offerings/voice.yaml", "1..1000000", "1..2000000", False),
    ],
)
def test_knows_changes_that_only_people_read(file, old, new, is_wording):
    [change] = compare(changed(file, old, new))
    assert change.is_wording is is_wording


def test_compares_every_field_of_a_catalog():
    """A field that somebody adds is compared without a word about it."""
    catalog = load_tiny().catalog
    assert catalog
    emptied = replace(catalog, offerings={}, rules={}, size_standards=(), quote_validity_days=7)
    sections = {change.section for change in compare_catalogs(catalog, emptied)}
    assert sections == {"offerings", "rules", "size_standards", "catalog"}


def test_an_edition_is_named_by_its_files_and_number():
    catalog = load_tiny().catalog
    assert catalog
    edition = describe_edition(replace(catalog, number=4))
    assert (edition.key, edition.label, edition.digest, edition.number) == ("tiny", "2026.10", catalog.digest, 4)


def test_what_a_catalog_may_lack_is_told_when_it_comes():
    limits = {**tiny_files(), "proofs.yaml": b"least_margin: {all: 5}\n"}
    [change] = compare(limits)
    assert (change.section, change.name) == ("catalog", "proof_limits")
    assert [(one.path, one.after) for one in change.fields] == [("margin.figure", "5")]
    assert compare(limits, limits) == ()
