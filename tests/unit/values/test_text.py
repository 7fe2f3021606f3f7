"""Texts in both languages, and what stands behind a number."""

import pytest

from configurator.values.text import CountedText, Text

SITE = CountedText("个", "site", "sites")


def test_speaks_the_readers_language():
    assert (Text("网", "net").in_language("zh"), Text("网", "net").in_language("en")) == ("网", "net")


@pytest.mark.parametrize(("number", "word"), [(0, "sites"), (1, "site"), (2, "sites"), (-1, "sites")])
def test_english_units_have_a_form_for_many(number, word):
    assert SITE.for_count(number) == Text("个", word)
    assert type(SITE.for_count(number)) is Text


@pytest.mark.parametrize("number", [0, 1, 7])
def test_a_unit_without_a_form_for_many_stays(number):
    assert CountedText("台", "hardware").for_count(number) == Text("台", "hardware")


def test_plain_texts_stay_behind_any_number():
    plain = Text("网", "net")
    assert plain.for_count(5) is plain
