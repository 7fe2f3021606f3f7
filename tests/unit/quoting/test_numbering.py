from __future__ import annotations

import pytest

from configurator.quoting.numbering import counter_of, format_number
from configurator.quoting.refusals import NumberRefused


def test_writes_year_and_six_digits():
    assert format_number(2026, 123) == "Q-2026-000123"


def test_grows_beyond_a_million():
    assert format_number(2026, 1_234_567) == "Q-2026-1234567"


def test_counts_each_year_by_itself():
    assert counter_of(2026) != counter_of(2027)


def test_counts_from_one():
    with pytest.raises(NumberRefused):
        format_number(2026, 0)
