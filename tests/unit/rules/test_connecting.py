"""Joined formulas are simplified and stay flat."""

from __future__ import annotations

from configurator.rules.connecting import conjunction, disjunction, implication, negation
from configurator.solver import And, Implies, Is, Not, Or, Truth

A, B, C = Is("a"), Is("b"), Is("c")


def test_what_always_holds_leaves_a_conjunction_and_what_never_holds_decides_it() -> None:
    assert conjunction([A, Truth(True)]) == A
    assert conjunction([A, Truth(False)]) == Truth(False)
    assert conjunction([]) == Truth(True)


def test_what_never_holds_leaves_a_disjunction_and_what_always_holds_decides_it() -> None:
    assert disjunction([A, Truth(False)]) == A
    assert disjunction([A, Truth(True)]) == Truth(True)
    assert disjunction([]) == Truth(False)


def test_junctions_of_junctions_are_flat() -> None:
    assert conjunction([And((A, B)), C]) == And((A, B, C))
    assert disjunction([A, Or((B, C))]) == Or((A, B, C))
    assert conjunction([Or((A, B)), C]) == And((Or((A, B)), C))


def test_a_double_negation_is_none() -> None:
    assert negation(negation(A)) == A
    assert negation(A) == Not(A)
    assert negation(Truth(True)) == Truth(False)


def test_an_implication_with_a_known_side_is_its_other_side() -> None:
    assert implication(Truth(True), A) == A
    assert implication(Truth(False), A) == Truth(True)
    assert implication(A, Truth(False)) == Not(A)
    assert implication(A, Truth(True)) == Truth(True)
    assert implication(A, B) == Implies(A, B)
