"""Explanations do not depend on what was asked before, and own up when time ran out."""

from __future__ import annotations

import pytest

from configurator.solver import (
    Bool,
    Constraint,
    Explanation,
    Implies,
    Is,
    IsFalse,
    IsTrue,
    Model,
    Not,
    Reasoner,
    Undecided,
    compile,
)
from configurator.solver.deadline import Deadline
from configurator.solver.givens import read_fact
from configurator.solver.grounds import Court

MODEL = Model(
    tuple(map(Bool, "abcdef")),
    (
        Constraint("a-d", Implies(Is("a"), Is("d"))),
        Constraint("b-d", Implies(Is("b"), Is("d"))),
        Constraint("c-d", Implies(Is("c"), Is("d"))),
        Constraint("d-e", Implies(Is("d"), Is("e"))),
        Constraint("d-e again", Implies(Is("d"), Is("e"))),
        Constraint("", Implies(Is("e"), Not(Is("f")))),
    ),
)
FACTS = (IsTrue("a"), IsTrue("b"), IsTrue("c"))


def test_keeps_the_facts_given_first_and_the_labels_written_first() -> None:
    expected = Explanation(("a-d", "d-e"), (IsTrue("a"),))
    assert Reasoner(compile(MODEL)).explain(FACTS, IsTrue("f")) == expected


def test_the_answer_is_the_same_whatever_was_asked_before() -> None:
    compiled = compile(MODEL)
    fresh = Reasoner(compiled).explain(FACTS, IsFalse("e"))
    used = Reasoner(compiled)
    for goal in (IsTrue("f"), IsFalse("d"), IsFalse("e"), IsTrue("f")):
        used.domains(FACTS)
        used.explain(FACTS[::-1], goal)
    assert used.explain(FACTS, IsFalse("e")) == fresh


def test_labels_alone_are_preferred_to_facts() -> None:
    model = Model(MODEL.variables, (*MODEL.constraints, Constraint("start", Is("d"))))
    explanation = Reasoner(compile(model)).explain(FACTS, IsFalse("e"))
    assert explanation == Explanation(("d-e", "start"), ())


def test_structure_is_never_named() -> None:
    assert Reasoner(compile(MODEL)).explain([IsTrue("e")], IsTrue("f")) == Explanation((), (IsTrue("e"),))


def test_constraints_of_one_label_stand_and_fall_together() -> None:
    both = (Constraint("r", Implies(Is("a"), Is("b"))), Constraint("r", Implies(Is("b"), Is("c"))))
    model = Model(tuple(map(Bool, "abc")), both)
    assert Reasoner(compile(model)).explain([IsTrue("a")], IsFalse("c")) == Explanation(("r",), (IsTrue("a"),))


def test_time_that_is_up_at_once_is_undecided() -> None:
    with pytest.raises(Undecided):
        Reasoner(compile(MODEL), 0).explain(FACTS, IsTrue("f"))


def test_an_explanation_cut_short_still_suffices_and_says_so() -> None:
    compiled = compile(MODEL)
    ticks = iter([0, 0, *[9_000_000_000] * 99])
    court = Court(compiled.list_grounds()[0][0])
    givens = [read_fact(fact, compiled.numbers, compiled.variables) for fact in FACTS]
    goal = [read_fact(IsTrue("f"), compiled.numbers, compiled.variables)]
    explanation = court.find_clash(givens, goal, Deadline(1, lambda: next(ticks)))
    assert explanation is not None and not explanation.is_minimal
    assert Reasoner(compiled).consistent((*explanation.facts, IsTrue("f"))) is False
