from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.model import PriceTier, TaxRate
from configurator.catalog.sources import Expression
from configurator.releasing.flattening import flatten, name_entries, name_key, say_value
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True)
class Unheard:
    """A kind of data that nobody has thought of yet."""

    code: str
    parts: tuple[Text, ...]
    levels: frozenset[str]
    location: SourceLocation


def read(value):
    return {path: leaf.text for path, leaf in flatten(value).items()}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.0900"), "0.0900"),
        (Expression("a and b", SourceLocation("x", 1, 1)), "a and b"),
        (ALWAYS, ""),
        (DateRange(date(2026, 1, 1)), "2026-01-01…"),
        (DateRange(None, date(2026, 1, 1)), "…2026-01-01"),
    ],
)
def test_says_single_values(value, text):
    assert say_value(value) == text
    assert read(value) == {"": text}


def test_flattens_what_it_never_heard_of():
    place = SourceLocation("new.yaml", 3, 5)
    entry = Unheard("X", (Text("一", "one"), Text("二", "two")), frozenset({"b", "a"}), place)
    assert read(entry) == {
        "code": "X",
        "parts.1.zh": "一",
        "parts.1.en": "one",
        "parts.2.zh": "二",
        "parts.2.en": "two",
        "levels": "a, b",
    }
    assert {leaf.location for leaf in flatten(entry).values()} == {place}


def test_nearest_place_counts():
    outer, inner = SourceLocation("a", 1, 1), SourceLocation("a", 9, 1)
    leaves = flatten((PriceTier(1, Decimal(5), inner), PriceTier(10, Decimal(4))), outer)
    assert leaves["1.amount"].location == inner


def test_names_entries_by_what_tells_them_apart():
    rates = [TaxRate("B9", Decimal("0.09"), DateRange(date(year, 1, 1))) for year in (2025, 2026)]
    assert list(name_entries(rates)) == ["B9 2025-01-01…", "B9 2026-01-01…"]
    assert list(name_entries([Text("a", "a"), Text("b", "b")])) == ["1", "2"]


def test_entries_of_one_name_are_numbered():
    tiers = [PriceTier(1, Decimal(5)), PriceTier(1, Decimal(4))]
    assert list(name_entries(tiers)) == ["1", "1#2"]


def test_keys_of_two_parts_are_one_text():
    assert name_key(("healthcare", "small")) == "healthcare/small"
    assert name_key("voice") == "voice"


def test_rows_are_told_by_what_they_say():
    assert read((("1", "2..3"), ("2", "*"))) == {"1 | 2..3": "yes", "2 | *": "yes"}
