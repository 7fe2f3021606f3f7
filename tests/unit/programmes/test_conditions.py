"""Conditions of programmes over profile, needs and quantities."""

from dataclasses import replace

import pytest

from configurator.catalog.model import Need
from configurator.catalog.sources import Expression
from configurator.programmes.conditions import is_met
from tests.factories.benefits import make_facts, make_line
from tests.factories.catalog import make_catalog, make_input, make_text

CATALOG = make_catalog(
    inputs=[make_input("tenure")],
    needs={"voice": Need("voice", make_text("voice"), make_text("why"), Expression("A-1"))},
)


def ask(condition, **stated):
    lines = (make_line("A-1", number=1), make_line("A-1", number=2))
    facts = make_facts(CATALOG, *lines, inputs={"tenure": 3, "size": "micro"})
    return is_met(Expression(condition), replace(facts, **stated))


def test_no_condition_always_holds():
    assert is_met(None, make_facts(CATALOG))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("tenure >= 3", True),
        ("tenure > 3", False),
        ("size in (micro, small)", True),
        ("size = large", False),
        ("A-1 = 2", True),
        ("A-1 and not B-1", True),
        ("B-1", False),
        ("need(voice)", False),
    ],
)
def test_reads_profile_and_quantities_summed_over_lines(condition, expected):
    assert ask(condition) is expected


@pytest.mark.parametrize("condition", ["age <= 3", "not age > 3", "tenure >= 3 and age < 9"])
def test_what_the_profile_does_not_say_fulfils_nothing(condition):
    assert not ask(condition)


def test_reads_needs():
    assert ask("need(voice)", needs=frozenset({"voice"}))
