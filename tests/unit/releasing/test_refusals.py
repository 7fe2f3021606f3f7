"""Every refusal about releases has its texts in both languages, filled by the evidence it carries."""

from __future__ import annotations

import inspect

import pytest

from configurator.releasing import refusals
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.wording import say_problem

EVIDENCE = {
    "release_unchanged": {"number": 3, "day": "2026-11-22"},
    "release_waiting": {"number": 3},
    "release_decided": {"number": 3},
    "own_release": {"number": 3},
    "release_unknown": {"catalog": "tiny", "number": 3},
    "effective_date_past": {"day": "2026-11-21", "today": "2026-11-22"},
    "catalog_too_large": {"size": 60_000_000, "most": 50_000_000, "files": 3},
    "file_path_refused": {"path": "../a"},
    "archive_broken": {"expected": "a", "found": "b"},
    "note_too_long": {"most": 2000},
    "catalog_unnamed": {"folder": "tiny"},
}
FAMILY = {
    each.code
    for _, each in inspect.getmembers(refusals, inspect.isclass)
    if issubclass(each, Refusal) and each is not Refusal
}


def test_knows_every_refusal_of_the_room():
    assert set(EVIDENCE) == FAMILY


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(EVIDENCE))
def test_says_what_was_refused_and_what_to_do(code, language):
    sentence, hint = say_problem(language, Problem(code, params=EVIDENCE[code]))
    assert sentence
    assert hint
    assert "{" not in sentence + hint
