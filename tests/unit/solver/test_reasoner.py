"""A Reasoner's answers are exact: compared with every possible world of small random models."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import (
    Bool,
    ConflictFound,
    Explanation,
    Fact,
    Model,
    NotForbidden,
    Reasoner,
    compile,
)
from tests.unit.solver import worlds
from tests.unit.solver.worlds import Worlds

fact_lists = st.lists(worlds.facts, max_size=4).map(tuple)


def check_domains(model: Model, every: Worlds, reasoner: Reasoner, facts: tuple[Fact, ...]) -> None:
    """Compare domains, consistency and a solution with the worlds that the facts leave."""
    possible = every.list(facts)
    assert reasoner.consistent(facts) is bool(possible)
    if not possible:
        with pytest.raises(ConflictFound) as caught:
            reasoner.domains(facts)
        check_explanation(every, facts, (), caught.value.explanation)
        assert reasoner.solve(facts) is None
        return
    domains = reasoner.domains(facts)
    for variable in model.variables:
        values = {world[variable.name] for world in possible}
        if isinstance(variable, Bool):
            assert domains.bools[variable.name] == {bool(value) for value in values}
        else:
            assert domains.integers[variable.name] == (min(values), max(values))
    assert not domains.undecided
    solution = reasoner.solve(facts)
    assert solution is not None and dict(solution.values) in possible


def check_explanation(
    every: Worlds, facts: Sequence[Fact], goal: tuple[Fact, ...], explanation: Explanation
) -> None:
    """The explanation suffices, comes from what was given, and no member can be left out."""
    assert set(explanation.facts) <= set(facts)
    labels, kept = frozenset(explanation.labels), (*explanation.facts, *goal)
    assert explanation.is_minimal
    assert not every.find(kept, labels)
    for label in labels:
        assert every.find(kept, labels - {label})
    for fact in explanation.facts:
        rest = [other for other in explanation.facts if other is not fact]
        assert every.find((*rest, *goal), labels)


@settings(max_examples=150, deadline=None)
@given(worlds.models(), st.lists(fact_lists, min_size=1, max_size=5))
def test_finds_exactly_what_is_possible(model: Model, clicks: list[tuple[Fact, ...]]) -> None:
    every, reasoner = Worlds(model), Reasoner(compile(model))
    for facts in clicks:
        check_domains(model, every, reasoner, facts)


@settings(max_examples=120, deadline=None)
@given(worlds.models(), fact_lists, worlds.facts)
def test_explains_with_what_is_needed_and_nothing_else(
    model: Model, facts: tuple[Fact, ...], goal: Fact
) -> None:
    every, reasoner = Worlds(model), Reasoner(compile(model))
    if every.find((*facts, goal)):
        with pytest.raises(NotForbidden):
            reasoner.explain(facts, goal)
    else:
        check_explanation(every, facts, (goal,), reasoner.explain(facts, goal))


@settings(max_examples=120, deadline=None)
@given(worlds.models(), st.lists(worlds.facts, max_size=5, unique=True).map(tuple), fact_lists)
def test_repairs_are_the_smallest_ones(
    model: Model, facts: tuple[Fact, ...], wanted: tuple[Fact, ...]
) -> None:
    expected = Worlds(model).list_repairs(facts, wanted)
    found = Reasoner(compile(model)).repairs(facts, wanted, limit=3)
    dropped = [frozenset(map(facts.index, repair.dropped)) for repair in found]
    assert len(dropped) == min(3, len(expected)) == len(set(dropped))
    assert set(dropped) <= set(expected)
    assert [len(places) for places in dropped] == [len(places) for places in expected[:3]]
