"""The naive loop finds what the engine finds, and says when it had no time."""

from __future__ import annotations

from random import Random

import pytest

from configurator.benching.clicking import DEPTH, click_randomly, list_open, measure_spread
from configurator.benching.generating import make_catalog
from configurator.benching.metering import metering
from configurator.benching.naive import NaiveLoop
from configurator.solver import AtLeast, Bool, Constraint, Is, Model, Reasoner, compile
from configurator.solver.deadline import Deadline


@pytest.mark.parametrize("seed", range(3))
def test_both_find_the_same_states_after_every_click(seed: int) -> None:
    compiled = compile(make_catalog(0.05, seed))
    loop = NaiveLoop(compiled)
    with metering() as meter:
        for click in click_randomly(Reasoner(compiled), meter, 12, Random(seed)):
            assert loop.find_possible(click.facts, Deadline(None)) == click.possible


def test_facts_about_quantities_count() -> None:
    compiled = compile(make_catalog(0.05, 1))
    integers = Reasoner(compiled).bounds(()).integers
    name, most = next((name, high) for name, (low, high) in integers.items() if low == 0 < high)
    facts = [AtLeast(name, most)]
    assert NaiveLoop(compiled).find_possible(facts, Deadline(None)) == Reasoner(compiled).booleans(facts).bools


def test_gives_up_when_time_is_up() -> None:
    assert NaiveLoop(compile(make_catalog(0.05, 1))).find_possible((), Deadline(0)) is None


def test_a_conversation_begins_anew_when_it_is_long() -> None:
    model = Model(tuple(Bool(f"b{place}") for place in range(30)), ())
    with metering() as meter:
        clicks = list(click_randomly(Reasoner(compile(model)), meter, DEPTH + 2, Random(1)))
    assert [len(click.facts) for click in clicks] == [*range(1, DEPTH + 1), 1, 2]
    assert all(len(list_open(click.possible)) == 30 - len(click.facts) for click in clicks)


def test_nothing_open_means_no_click() -> None:
    model = Model((Bool("a"),), (Constraint("r", Is("a")),))
    with metering() as meter:
        assert list(click_randomly(Reasoner(compile(model)), meter, 5, Random(1))) == []


def test_a_spread_is_median_p95_and_greatest() -> None:
    spread = measure_spread(list(range(100, 0, -1)))
    assert (spread.median, spread.p95, spread.max) == (50.5, 95, 100)
    assert measure_spread([]).max == 0
