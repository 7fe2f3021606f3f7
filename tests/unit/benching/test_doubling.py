"""The second copy says of its variables what the first says of its own, and neither knows of the other."""

from __future__ import annotations

from configurator.benching.doubling import SECOND, double_model
from configurator.solver import (
    And,
    Bool,
    Constraint,
    Count,
    Exactly,
    Fact,
    Iff,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    Not,
    Or,
    Reasoner,
    Table,
    Truth,
    compile,
)

MODEL = Model(
    (*map(Bool, "abcde"), Integer("n", 0, 9), Integer("m", 1, 5)),
    (
        Constraint("one", Implies(Is("a"), Or((Is("b"), Not(Is("c")))))),
        Constraint("two", Iff(Is("b"), Linear(((2, "n"), (-1, "m")), ">=", 3))),
        Constraint("three", And((Count((Is("a"), Is("b"), Is("c")), 1, 2), Truth(True)))),
        Constraint("four", Table(("d", "m"), ((1, (2, 4)), (0, None)))),
        Constraint("", Or((Is("d"), Is("e")))),
    ),
)
FACTS: tuple[Fact, ...] = (IsTrue("a"), IsFalse("e"), Exactly("m", 3))


def test_both_copies_answer_like_the_model() -> None:
    alone, both = Reasoner(compile(MODEL)).domains(FACTS), Reasoner(compile(double_model(MODEL))).domains(FACTS)
    other = Reasoner(compile(MODEL)).domains(())
    assert both.bools == {**alone.bools, **{SECOND + name: values for name, values in other.bools.items()}}
    assert both.integers == {**alone.integers, **{SECOND + name: span for name, span in other.integers.items()}}


def test_labels_stay_apart_and_structure_stays_unnamed() -> None:
    labels = [entry.label for entry in double_model(MODEL).constraints]
    assert labels == ["one", "two", "three", "four", "", *(SECOND + one for one in ("one", "two", "three", "four")), ""]
