"""A Reasoner's answers are exact: compared with every possible world of small random models."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.solver import (
    AtLeast,
    AtMost,
    Bool,
    ConflictFound,
    Constraint,
    Count,
    Exactly,
    Explanation,
    Fact,
    Formula,
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
    Or,
    Reasoner,
    Repair,
    Table,
    Undecided,
    compile,
)
from configurator.solver.optimising import optimise
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


def check_explanation(every: Worlds, facts: Sequence[Fact], goal: tuple[Fact, ...], explanation: Explanation) -> None:
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
def test_explains_with_what_is_needed_and_nothing_else(model: Model, facts: tuple[Fact, ...], goal: Fact) -> None:
    every, reasoner = Worlds(model), Reasoner(compile(model))
    if every.find((*facts, goal)):
        with pytest.raises(NotForbidden):
            reasoner.explain(facts, goal)
    else:
        check_explanation(every, facts, (goal,), reasoner.explain(facts, goal))


@settings(max_examples=120, deadline=None)
@given(worlds.models(), st.lists(worlds.facts, max_size=5, unique=True).map(tuple), fact_lists)
def test_repairs_are_the_smallest_ones(model: Model, facts: tuple[Fact, ...], wanted: tuple[Fact, ...]) -> None:
    expected = Worlds(model).list_repairs(facts, wanted)
    found = Reasoner(compile(model)).repairs(facts, wanted, limit=3)
    dropped = [frozenset(map(facts.index, repair.dropped)) for repair in found]
    assert len(dropped) == min(3, len(expected)) == len(set(dropped))
    assert set(dropped) <= set(expected)
    assert [len(places) for places in dropped] == [len(places) for places in expected[:3]]


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
    model = make_large(random.Random(seed))
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


def make_large(chance: random.Random) -> Model:
    """Twenty-five offerings with quantities, sizes, exclusions and a shared limit."""
    places = range(25)
    variables = [kind for n in places for kind in (Bool(f"p{n}"), Integer(f"q{n}", 0, 5000))]
    formulas: list[Formula] = [Iff(Is(f"p{n}"), Linear(((1, f"q{n}"),), ">=", 1)) for n in places]
    for _ in range(12):
        one, two, three = chance.sample(places, 3)
        size = Linear(((chance.choice((1, 20, 24)), f"q{two}"), (-1, f"q{one}")), ">=", chance.randrange(90))
        formulas += [Implies(Is(f"p{one}"), size), Implies(Is(f"p{two}"), Or((Is(f"p{three}"), Is(f"p{one}"))))]
    formulas.append(Linear(tuple((chance.randint(1, 3), f"q{n}") for n in places[:12]), "<=", 4000))
    formulas.append(Count(tuple(Is(f"p{n}") for n in places[8:16]), 1, 3))
    rows = tuple((chance.choice((None, 0, 1)), (0, 10 * n), (5 * n, 5000)) for n in range(12))
    formulas.append(Implies(Is("p0"), Table(("p1", "q2", "q3"), rows)))
    constraints = (Constraint(f"r{place}", formula) for place, formula in enumerate(formulas))
    return Model(tuple(variables), tuple(constraints))
