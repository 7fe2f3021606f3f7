"""Sentences of programmes with their figures."""

from __future__ import annotations

import pytest

from configurator.programmes.telling import fill_sentence
from configurator.values.text import Text


@pytest.mark.parametrize(
    ("sentence", "filled"),
    [
        ("plain", "plain"),
        ("{percent} % off", "8 % off"),
        ("from {since}: { percent } %, at most {cap}", "from 5000: 8 %, at most 1500"),
        ("{percent}{since}", "85000"),
        ("{percent}} off", "8} off"),
    ],
)
def test_every_place_is_filled_in_both_languages(sentence, filled):
    found = fill_sentence(Text(f"减 {sentence}", sentence), {"percent": "8", "since": "5000", "cap": "1500"})
    assert (found.zh, found.en) == (f"减 {filled}", filled)


@pytest.mark.parametrize(("params", "said"), [({"percent": "8"}, "8 %"), ({"percent": "0", "amount": "12.5"}, "12.5")])
def test_without_a_sentence_the_figure_says_it(params, said):
    assert fill_sentence(None, params) == Text(said, said)


def test_what_nothing_is_known_of_is_left_empty():
    assert fill_sentence(Text("减{cap}。", "off {cap}."), {}) == Text("减。", "off .")
    assert fill_sentence(None, {}) == Text(" %", " %")
