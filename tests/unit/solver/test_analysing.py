"""Dead, core and void models are recognised."""

from __future__ import annotations

from hypothesis import given, settings

from configurator.solver import Analysis, Bool, Constraint, Implies, Is, Model, Not, analyse
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
