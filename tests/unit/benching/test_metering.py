"""The meter sees the solver's calls while it is on, and changes no answer."""

from __future__ import annotations

from configurator.benching.metering import MeteredSolver, metering
from configurator.solver import Bool, Constraint, IsTrue, Model, Not, Or, Reasoner, compile
from configurator.solver.glucose import Oracle
from configurator.solver.model import Is

MODEL = Model(
    tuple(map(Bool, "abc")),
    (Constraint("r", Or((Is("a"), Is("b"), Is("c")))), Constraint("s", Or((Not(Is("a")), Not(Is("b")))))),
)


def test_counts_and_times_what_happens_within() -> None:
    with metering() as meter:
        metered = Reasoner(compile(MODEL)).domains([IsTrue("a")])
    assert metered == Reasoner(compile(MODEL)).domains([IsTrue("a")])
    seconds, solves = meter.take()
    assert seconds > 0 and solves > 0
    assert meter.take() == (0, 0)


def test_is_off_again_afterwards_even_after_a_failure() -> None:
    plain = Oracle.make_solver
    try:
        with metering():
            assert isinstance(Oracle.make_solver(), MeteredSolver)
            raise KeyError
    except KeyError:
        pass
    assert Oracle.make_solver is plain
