"""Dead, core and void models are recognised."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings

from configurator.solver import (
    Analysis,
    Bool,
    Constraint,
    Implications,
    Implies,
    Is,
    Model,
    Not,
    Or,
    Redundancy,
    analyse,
    compile,
    find_implications,
    find_redundant,
)
from tests.unit.solver import worlds
from tests.unit.solver.worlds import BOOLS, Worlds


@settings(max_examples=80, deadline=None)
@given(worlds.models())
def test_agrees_with_every_world(model: Model) -> None:
    possible = Worlds(model).list()
    if not possible:
        assert analyse(model) == Analysis(void=True)
        return
    dead = tuple(name for name in BOOLS if not any(world[name] for world in possible))
    core = tuple(name for name in BOOLS if all(world[name] for world in possible))
    assert analyse(model) == Analysis(False, dead, core)


def test_names_what_is_dead_and_what_is_core() -> None:
    constraints = (
        Constraint("start", Is("a")),
        Constraint("needs", Implies(Is("a"), Is("b"))),
        Constraint("never", Implies(Is("c"), Not(Is("b")))),
    )
    assert analyse(Model(tuple(map(Bool, "abcd")), constraints)) == Analysis(False, ("c",), ("a", "b"))


@settings(max_examples=150, deadline=None)
@given(worlds.models())
def test_implications_agree_with_every_world(model: Model) -> None:
    possible = Worlds(model).list()
    pairs = tuple(product(BOOLS, BOOLS))
    holding = tuple((one, other) for one, other in pairs if all(world[other] or not world[one] for world in possible))
    assert find_implications(compile(model), pairs) == Implications(holding)


@settings(max_examples=150, deadline=None)
@given(worlds.models(most=7))
def test_redundancy_agrees_with_every_world(model: Model) -> None:
    known = Worlds(model)
    labels = tuple(dict.fromkeys(entry.label for entry in model.constraints if entry.label))
    kept = set(labels)
    for label in labels:
        if known.find(labels=frozenset(kept - {label})) == known.find(labels=frozenset(kept)):
            kept.discard(label)
    assert find_redundant(model, labels) == Redundancy(tuple(label for label in labels if label not in kept))


def test_redundancy_depends_on_the_order() -> None:
    same = (Constraint("first", Is("a")), Constraint("second", Is("a")))
    model = Model((Bool("a"),), same)
    assert find_redundant(model, ("first", "second")).labels == ("first",)
    assert find_redundant(model, ("second", "first")).labels == ("second",)


def test_what_ran_out_of_time_is_said() -> None:
    model = Model((Bool("a"), Bool("b"), Bool("c")), (Constraint("one", Or((Is("a"), Is("b"), Is("c")))),))
    assert find_redundant(model, ("one",), 0) == Redundancy((), frozenset({"one"}))
    assert find_implications(compile(model), [("a", "b")], 0) == Implications((), frozenset({("a", "b")}))
