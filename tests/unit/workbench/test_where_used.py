from __future__ import annotations

import pytest

from configurator.workbench.where_used import find_use
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
