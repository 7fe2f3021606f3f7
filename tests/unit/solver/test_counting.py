"""Counts agree with every world, whatever is counted; without time they stay below."""

from __future__ import annotations

from math import comb

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import (
    AtLeast,
    Bool,
    Constraint,
    Count,
    Counted,
    Exactly,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    Or,
    compile,
    count_models,
)
from tests.unit.solver import worlds
from tests.unit.solver.worlds import BOOLS, NAMES, Worlds


def count_worlds(model, facts, names):
    return len({tuple(world[name] for name in names) for world in Worlds(model).list(facts)})


@settings(max_examples=150, deadline=None)
@given(worlds.models(), st.lists(worlds.facts, max_size=2))
def test_bools_agree_with_every_world(model, facts):
    assert count_models(compile(model), facts) == Counted(count_worlds(model, facts, BOOLS), exact=True)


@settings(max_examples=150, deadline=None)
@given(worlds.models(), st.lists(worlds.facts, max_size=1), st.sets(st.sampled_from(NAMES)))
def test_any_variables_agree_with_every_world(model, facts, names):
    found = count_models(compile(model), facts, sorted(names))
    assert found == Counted(count_worlds(model, facts, sorted(names)), exact=True)


@settings(max_examples=60, deadline=None)
@given(worlds.models())
def test_without_time_there_are_at_least_so_many(model):
    found = count_models(compile(model), time_limit=0)
    truth = count_worlds(model, (), BOOLS)
    assert found.least <= truth
    assert not found.exact or found.least == truth


def make_model(*formulas, size=8):
    names = [f"v{number}" for number in range(size)]
    constraints = tuple(Constraint(f"r{number}", formula) for number, formula in enumerate(formulas))
    return compile(Model(tuple(map(Bool, names)), constraints))


def test_what_nothing_constrains_doubles():
    assert count_models(make_model(size=200)) == Counted(2**200, exact=True)


def test_independent_parts_are_multiplied():
    pairs = [Or((Is(f"v{number}"), Is(f"v{number + 1}"))) for number in range(0, 100, 2)]
    assert count_models(make_model(*pairs, size=100)) == Counted(3**50, exact=True)


def test_long_chains_are_exact():
    chain = [Implies(Is(f"v{number}"), Is(f"v{number + 1}")) for number in range(999)]
    assert count_models(make_model(*chain, size=1000)) == Counted(1001, exact=True)


def test_models_that_hang_together_too_tightly_get_a_lower_bound():
    names = [f"v{number}" for number in range(600)]
    sums = [Linear(tuple((factor + 1, name) for factor, name in enumerate(names)), ">=", 90_000)]
    found = count_models(make_model(*sums, size=600), time_limit=1)
    assert not found.exact
    assert 0 < found.least < 2**600


def test_tallies_are_exact():
    names = tuple(Is(f"v{number}") for number in range(24))
    found = count_models(make_model(Count(names, 7, 9), size=24))
    assert found == Counted(comb(24, 7) + comb(24, 8) + comb(24, 9), exact=True)


def test_a_void_model_has_none():
    assert count_models(make_model(Is("v0"), Implies(Is("v0"), Linear(((1, "v1"),), ">=", 2)))) == Counted(
        0, exact=True
    )


def test_facts_that_clash_leave_none():
    assert count_models(make_model(), [IsTrue("v0"), IsFalse("v0")]) == Counted(0, exact=True)


class TestQuantities:
    MODEL = compile(
        Model(
            (Bool("taken"), Integer("seats", 0, 100_000), Integer("boxes", 0, 100)),
            (
                Constraint("", Implies(Is("taken"), Linear(((1, "seats"),), ">=", 1))),
                Constraint("", Implies(Linear(((1, "seats"),), ">=", 1), Is("taken"))),
                Constraint("size", Linear(((28, "boxes"), (-1, "seats")), ">=", 0)),
            ),
        )
    )

    def test_they_need_only_be_possible(self):
        assert count_models(self.MODEL) == Counted(2, exact=True)

    def test_they_are_counted_when_named(self):
        assert count_models(self.MODEL, [Exactly("boxes", 1)], ["seats"]) == Counted(29, exact=True)
        assert count_models(self.MODEL, [AtLeast("seats", 2700)], ["boxes"]) == Counted(4, exact=True)

    def test_wide_ranges_are_counted_whole(self):
        assert count_models(self.MODEL, [Exactly("boxes", 100)], ["taken", "seats"]) == Counted(2801, exact=True)
