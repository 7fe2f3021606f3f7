from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.quoting.numbering import counter_of, format_number, parse_number
from configurator.quoting.refusals import NumberRefused


def test_writes_year_and_six_digits():
    assert format_number(2026, 123) == "Q-2026-000123"


def test_grows_beyond_a_million():
    assert format_number(2026, 1_234_567) == "Q-2026-1234567"


def test_counts_each_year_by_itself():
    assert counter_of(2026) != counter_of(2027)


@given(year=st.integers(2000, 9999), serial=st.integers(1, 999_999_999))
def test_reads_what_it_writes(year, serial):
    assert parse_number(format_number(year, serial)) == (year, serial)


def test_reads_what_people_type():
    assert parse_number(" q-2026-000123 ") == (2026, 123)


@pytest.mark.parametrize(
    "text", ["", "Q-2026-123", "2026-000123", "Q-２０２６-000123", "Q-2026-000123x", "Q-26-000123"]
)
def test_rejects_what_is_no_number(text):
    with pytest.raises(NumberRefused):
        parse_number(text)


def test_counts_from_one():
    with pytest.raises(NumberRefused):
        format_number(2026, 0)
