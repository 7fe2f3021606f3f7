"""Problems are values with a place; refusals are exceptions with evidence."""

import pytest

from configurator.values.periods import Period
from configurator.values.problem import Problem, Severity, SourceLocation, has_errors
from configurator.values.refusal import Refusal
from configurator.values.text import LANGUAGES, Text

ERROR, WARNING, INFO = (Problem("x", severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))


@pytest.mark.parametrize(
    ("problems", "has"), [((), False), ((INFO, WARNING), False), ((INFO, ERROR), True), ([ERROR], True)]
)
def test_only_errors_forbid(problems, has):
    assert has_errors(problems) is has


def test_a_problem_is_an_error_unless_it_says_otherwise():
    assert Problem("x").severity is Severity.ERROR


def test_a_place_is_written_as_editors_understand_it():
    assert str(SourceLocation("a/b.yaml", 3, 4)) == "a/b.yaml:3:4"
    assert str(SourceLocation("a/b.yaml")) == "a/b.yaml"


def test_places_are_ordered_by_file_line_and_column():
    places = [
        SourceLocation("b", 1, 1),
        SourceLocation("a", 10, 1),
        SourceLocation("a", 2, 9),
        SourceLocation("a", 2, 1),
    ]
    assert [str(place) for place in sorted(places)] == ["a:2:1", "a:2:9", "a:10:1", "b:1:1"]


def test_a_refusal_carries_its_evidence():
    class Full(Refusal):
        code = "full"

    refusal = Full(seats=3)
    assert (refusal.code, refusal.params) == ("full", {"seats": 3})
    assert "full" in str(refusal)


def test_a_text_speaks_every_language():
    text = Text("语音", "Voice")
    assert [text.in_language(language) for language in LANGUAGES] == ["语音", "Voice"]


def test_periods_know_their_months():
    assert [period.months for period in Period] == [1, 3, 12]
