from __future__ import annotations

import pytest

from configurator.workbench.where_used import find_scenarios, find_use
from configurator.workbench.workpiece import read_workpiece
from tests.factories.catalog_files import tiny_files


@pytest.fixture(scope="module")
def book():
    return read_workpiece(tiny_files()).book


def test_finds_rules_that_name_it_by_code_pattern_capacity_or_table(book):
    assert [rule.id for rule in find_use(book, "SBC-100").rules] == ["VOICE-01", "VOICE-06", "VOICE-07"]
    assert [rule.id for rule in find_use(book, "SIP-30").rules] == ["VOICE-01", "VOICE-06"]
    assert find_use(book, "MIN-OUT").rules == ()


def test_finds_needs_and_tables(book):
    assert [need.code for need in find_use(book, "SIP-30").needs] == ["voice"]
    assert find_use(book, "SBC-100").tables == ("sbc_sites",)
    assert find_use(book, "SIP-30").tables == ()


def test_finds_packages_with_the_line(book):
    found = find_use(book, "MIN-OUT").packages
    assert found
    assert {package.size for package, _ in found} == {"medium"}
    assert {line.quantity.source for _, line in found} == {"staff * 10"}


def test_finds_term_discounts_by_code_and_tag(book):
    assert [each.id for each in find_use(book, "SIP-30").term_discounts] == ["T-24", "T-36"]
    assert [each.id for each in find_use(book, "SBC-100").term_discounts] == ["BORDER"]


def test_finds_scenarios_by_offering_and_by_rule():
    text = (
        "given: {customer: {industry: Q84, staff: 60, sites: 2}, date: 2026-11-22}\n"
        "scenarios:\n"
        "  - {id: one, name: {zh: 甲, en: a}, choices: {SIP-30: 1}, expect: {because: {SBC-100: [VOICE-01]}}}\n"
        "  - {id: two, name: {zh: 乙, en: b}, expect: {state: {MIN-OUT: open}}}\n"
    )
    piece = read_workpiece({**tiny_files(), "scenarios/voice.yaml": text.encode()})
    assert [each.id for each in find_scenarios(piece, offering="SBC-100")] == ["one"]
    assert [each.id for each in find_scenarios(piece, offering="SIP-30")] == ["one"]
    assert [each.id for each in find_scenarios(piece, offering="MIN-OUT")] == ["two"]
    assert [each.id for each in find_scenarios(piece, rule="VOICE-01")] == ["one"]
    assert find_scenarios(piece, rule="VOICE-06") == ()
    assert find_scenarios(read_workpiece({}), offering="MIN-OUT") == ()
