"""A Reasoner's answers are exact: compared with every possible world of small random models."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import (
    AtLeast,
    AtMost,
    Bool,
    ConflictFound,
    Constraint,
    Exactly,
    Explanation,
    Fact,
    Iff,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    ModelRefusal,
    Not,
    NotForbidden,
    Objective,
    Reasoner,
    Repair,
    Undecided,
    compile,
)
from configurator.solver.optimising import optimise
from tests.unit.solver import worlds
from tests.unit.solver.dice import make_offerings
from tests.unit.solver.judging import check_domains, check_goal, check_repairs
from tests.unit.solver.worlds import Worlds

fact_lists = st.lists(worlds.facts, max_size=4).map(tuple)


@settings(max_examples=150, deadline=None)
@given(worlds.models(), st.lists(fact_lists, min_size=1, max_size=5))
def test_finds_exactly_what_is_possible(model: Model, clicks: list[tuple[Fact, ...]]) -> None:
    every, reasoner = Worlds(model), Reasoner(compile(model))
    for facts in clicks:
        check_domains(every, reasoner, facts)


@settings(max_examples=120, deadline=None)
@given(worlds.models(), fact_lists, worlds.facts)
def test_explains_with_what_is_needed_and_nothing_else(model: Model, facts: tuple[Fact, ...], goal: Fact) -> None:
    every, reasoner = Worlds(model), Reasoner(compile(model))
    check_goal(every, reasoner, facts, goal)


def test_of_a_variable_without_constraints_only_what_the_goal_clashes_with_is_named() -> None:
    reasoner = Reasoner(compile(Model((Integer("y", 0, 3), Bool("b")), (Constraint("", Is("b")),))))
    facts = (AtLeast("y", 2), Exactly("y", 0))
    assert reasoner.explain(facts, AtLeast("y", 1)).facts == (Exactly("y", 0),)
    assert reasoner.explain(facts, AtLeast("y", 4)).facts == ()
    assert reasoner.explain(facts, IsTrue("b")).facts == facts


@settings(max_examples=120, deadline=None)
@given(worlds.models(), st.lists(worlds.facts, max_size=5, unique=True).map(tuple), fact_lists)
def test_repairs_are_the_smallest_ones(model: Model, facts: tuple[Fact, ...], wanted: tuple[Fact, ...]) -> None:
    check_repairs(Worlds(model), Reasoner(compile(model)), facts, wanted)


SITES = Model(
    (
        Bool("sbc"),
        Bool("trunk"),
        Integer("channels", 0, 10_000),
        Integer("groups", 0, 300),
        Integer("seats", 1, 100_000),
    ),
    (
        Constraint("needs", Implies(Is("trunk"), Is("sbc"))),
        Constraint("present", Iff(Is("trunk"), Linear(((1, "groups"),), ">=", 1))),
        Constraint("size", Linear(((30, "groups"), (-1, "channels")), ">=", 0)),
        Constraint("use", Linear(((5, "channels"), (-1, "seats")), ">=", 0)),
    ),
)


def test_bounds_follow_through_a_chain_of_sizes() -> None:
    domains = Reasoner(compile(SITES)).domains([Exactly("seats", 860)])
    assert domains.integers == {"channels": (172, 9000), "groups": (6, 300), "seats": (860, 860)}
    assert domains.bools == {"sbc": {True}, "trunk": {True}}


def test_bools_and_bounds_can_be_asked_apart_and_by_name() -> None:
    reasoner = Reasoner(compile(SITES))
    assert reasoner.booleans([], ["sbc", "seats"]).bools == {"sbc": {True}}
    assert reasoner.booleans([]).integers == {}
    assert reasoner.bounds([AtMost("groups", 2)], ["seats"]).integers == {"seats": (1, 300)}
    assert reasoner.bounds([]).bools == {}


def test_refuses_names_it_does_not_know() -> None:
    reasoner = Reasoner(compile(SITES))
    for ask in (
        lambda: reasoner.domains([IsTrue("nobody")]),
        lambda: reasoner.domains([], ["nobody"]),
        lambda: reasoner.explain([], Exactly("nobody", 1)),
    ):
        with pytest.raises(ModelRefusal) as caught:
            ask()
        assert caught.value.subject == "nobody"


def test_what_lies_outside_the_range_needs_no_reason() -> None:
    assert Reasoner(compile(SITES)).explain([], Exactly("seats", 0)) == Explanation((), ())


def test_two_facts_about_one_quantity_can_clash_by_themselves() -> None:
    facts = (AtLeast("seats", 10), IsTrue("sbc"), AtMost("seats", 9))
    assert Reasoner(compile(SITES)).conflict(facts) == Explanation((), (facts[0], facts[2]))


def test_a_conflict_that_is_none_is_refused() -> None:
    with pytest.raises(NotForbidden):
        Reasoner(compile(SITES)).conflict([IsTrue("sbc")])


def test_repairs_name_the_facts_to_give_up() -> None:
    facts = (Exactly("seats", 860), AtMost("groups", 9), AtMost("channels", 400))
    repairs = Reasoner(compile(SITES)).repairs(facts, [AtLeast("seats", 1500)])
    assert repairs == (Repair(facts[:2]),)
    assert Reasoner(compile(SITES)).repairs(facts, []) == (Repair(()),)
    assert Reasoner(compile(SITES)).repairs(facts, [IsFalse("sbc")]) == ()


def test_a_void_model_is_explained_by_its_labels() -> None:
    model = Model((Bool("a"), Bool("b")), (Constraint("yes", Is("a")), Constraint("no", Not(Is("a")))))
    reasoner = Reasoner(compile(model))
    with pytest.raises(ConflictFound) as caught:
        reasoner.domains([IsTrue("b")])
    assert caught.value.explanation == Explanation(("yes", "no"), ())
    assert reasoner.consistent([]) is False and reasoner.solve([]) is None


def test_no_time_leaves_everything_open_and_says_so() -> None:
    reasoner = Reasoner(compile(SITES), 0)
    assert reasoner.consistent([]) is None
    domains = reasoner.domains([AtLeast("seats", 7)])
    assert {"channels", "groups", "seats"} <= domains.undecided
    assert domains.integers["seats"] == (7, 45_000)
    with pytest.raises(Undecided):
        reasoner.solve([])
    with pytest.raises(Undecided):
        reasoner.repairs([IsTrue("sbc")], [Exactly("seats", 5)])


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_another_solver_on_larger_models(seed: int) -> None:
    model = make_offerings(random.Random(seed))
    compiled = compile(model)
    reasoner = Reasoner(compiled)
    facts: list[Fact] = []
    chance = random.Random(seed)
    for _ in range(4):
        domains = reasoner.domains(facts)
        for name in chance.sample(sorted(domains.integers), 6):
            low = optimise(compiled, facts, [Objective(((1, name),))], 60)
            high = optimise(compiled, facts, [Objective(((1, name),), sense="max")], 60)
            assert domains.integers[name] == (low.values[name], high.values[name])
        for name in chance.sample(sorted(domains.bools), 6):
            high = optimise(compiled, facts, [Objective(((1, name),), sense="max")], 60)
            assert (True in domains.bools[name]) is high.values[name]
        name = chance.choice([name for name, values in domains.bools.items() if len(values) == 2])
        facts.append(chance.choice((IsTrue, IsFalse))(name))
