"""Relaxed formulas against brute force: never stricter than the original, and equal where they say that they are."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.exchange import relaxing
from configurator.exchange.relaxing import Relaxing, Term, invert, tighten
from configurator.solver import And, Count, Formula, Iff, Implies, Is, Linear, Not, Or, Table, Truth

# a, b are Booleans; p, q are quantities of the features P (1..2) and Q (2..3); f is a figure 0..2 of no feature.
FEATURES = {"a": "A", "b": "B", "taken:p": "P", "taken:q": "Q", "level=0": "L0", "level=2": "L2"}
TERMS = {
    "a": Term("A", 1, 1),
    "b": Term("B", 1, 1),
    "p": Term("P", 1, 2),
    "q": Term("Q", 2, 3),
    "f": Term("", 0, 2),
    "level": Term("", 0, 2),
}
RELAXING = Relaxing(FEATURES, TERMS.__getitem__, {"level": {0: "L0", 2: "L2"}})
RANGES = {"a": (0, 1), "b": (0, 1), "p": (0, 1, 2), "q": (0, 2, 3), "f": (0, 1, 2), "level": (0, 2)}


def evaluate(node: Formula, values: dict[str, int]) -> bool:
    match node:
        case Truth(value):
            return value
        case Is(name):
            return bool(values[name])
        case Not(part):
            return not evaluate(part, values)
        case And(parts):
            return all(evaluate(part, values) for part in parts)
        case Or(parts):
            return any(evaluate(part, values) for part in parts)
        case Implies(one, other):
            return not evaluate(one, values) or evaluate(other, values)
        case Iff(one, other):
            return evaluate(one, values) == evaluate(other, values)
        case Count(parts, low, high):
            return low <= sum(evaluate(part, values) for part in parts) <= high
        case Linear(terms, op, bound):
            total = sum(factor * values[name] for factor, name in terms)
            return {">=": total >= bound, "<=": total <= bound, "==": total == bound, "!=": total != bound}[op]
        case _:
            raise AssertionError(node)


def list_values():
    for chosen in product(*RANGES.values()):
        values = dict(zip(RANGES, chosen, strict=True))
        taken = {"taken:p": values["p"] > 0, "taken:q": values["q"] > 0}
        features = {"A": values["a"], "B": values["b"], "P": taken["taken:p"], "Q": taken["taken:q"]}
        yield values | taken, features | {"L0": values["level"] == 0, "L2": values["level"] == 2}


factors = st.integers(-3, 3).filter(bool)
sums = st.builds(
    lambda names, numbers, op, bound: Linear(tuple(zip(numbers, names, strict=False)), op, bound),
    st.permutations(list(RANGES)).map(lambda names: names[:3]),
    st.lists(factors, min_size=1, max_size=3),
    st.sampled_from([">=", "<=", "==", "!="]),
    st.integers(-4, 8),
)
atoms = st.one_of(sums, st.sampled_from([Is("a"), Is("b"), Is("taken:p"), Is("taken:q"), Truth(True), Truth(False)]))
formulas = st.recursive(
    atoms,
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, max_size=3).map(lambda many: And(tuple(many))),
        st.lists(parts, max_size=3).map(lambda many: Or(tuple(many))),
        st.tuples(parts, parts).map(lambda two: Implies(*two)),
        st.tuples(parts, parts).map(lambda two: Iff(*two)),
        st.builds(lambda many, low, more: Count(tuple(many), low, low + more), st.lists(parts, min_size=1, max_size=4),
                  st.integers(0, 3), st.integers(0, 3)),
    ),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(formulas)
def test_what_holds_still_holds_and_exactly_that_where_it_is_said(formula):
    relaxed = RELAXING.relax(formula)
    for values, features in list_values():
        original, said = evaluate(formula, values), evaluate(relaxed.formula, features)
        assert said or not original
        if relaxed.is_exact:
            assert said == original


@settings(max_examples=100, deadline=None)
@given(formulas)
def test_the_inverse_is_the_negation(formula):
    relaxed = RELAXING.relax(formula).formula
    for _, features in list_values():
        assert evaluate(invert(relaxed), features) is not evaluate(relaxed, features)


@settings(max_examples=100, deadline=None)
@given(formulas, formulas)
def test_a_tightened_consequence_says_the_same_under_its_condition(one, other):
    when, part = RELAXING.relax(one).formula, RELAXING.relax(other).formula
    tight = tighten(part, when)
    for _, features in list_values():
        assert evaluate(Implies(when, part), features) == evaluate(Implies(when, tight), features)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (Linear(((1, "p"),), ">=", 1), Is("P")),
        (Linear(((1, "p"), (1, "q")), ">=", 1), Or((Is("P"), Is("Q")))),
        (Linear(((1, "p"),), "==", 0), Not(Is("P"))),
        (Linear(((1, "a"), (1, "b")), "<=", 1), Or((Not(Is("A")), Not(Is("B"))))),
        (Linear(((1, "level"),), ">=", 1), Is("L2")),
        (Not(Linear(((1, "level"),), ">=", 1)), Is("L0")),
        (Count((Is("a"), Is("b")), 1, 1), And((Or((Is("A"), Is("B"))), Or((Not(Is("A")), Not(Is("B"))))))),
    ],
)
def test_sums_that_speak_of_taking_alone_are_said_exactly(formula, said):
    relaxed = RELAXING.relax(formula)
    assert (relaxed.formula, relaxed.is_exact) == (said, True)


def test_a_capacity_asks_for_some_provider_at_least():
    relaxed = RELAXING.relax(Linear(((2, "p"), (-1, "q")), ">=", 0))
    assert (relaxed.formula, relaxed.is_exact) == (Or((Is("P"), Not(Is("Q")))), False)


@pytest.mark.parametrize("formula", [Is("unknown"), Table(("a",), ((1,),)), Linear(((1, "f"),), ">=", 1)])
def test_what_is_of_no_feature_says_nothing(formula):
    relaxed = RELAXING.relax(formula)
    assert (relaxed.formula, relaxed.is_exact) == (Truth(True), False)


MANY = tuple(f"x{number}" for number in range(16))
WIDE = Relaxing({name: name for name in MANY}, lambda name: Term(name, 1, 1))


@pytest.mark.parametrize(
    ("factors", "bound", "is_exact"),
    [
        ((1,) * 16, 1, True),
        ((-1,) * 16, -1, True),
        ((1,) * 8 + (-1,) * 8, 0, False),
        ((1,) * 16, 3, False),
        ((5, *(1,) * 15), 19, True),
    ],
)
def test_long_sums_say_the_simple_clauses(factors, bound, is_exact):
    formula = Linear(tuple(zip(factors, MANY, strict=True)), ">=", bound)
    relaxed = WIDE.relax(formula)
    assert relaxed.is_exact is is_exact
    for taken in range(0, 1 << 16, 37):
        values = {name: taken >> place & 1 for place, name in enumerate(MANY)}
        original, said = evaluate(formula, values), evaluate(relaxed.formula, values)
        assert said == original if is_exact else said or not original


def test_a_count_with_too_many_clauses_keeps_that_one_holds(monkeypatch):
    monkeypatch.setattr(relaxing, "MOST_CLAUSES", 3)
    relaxed = WIDE.relax(Count(tuple(map(Is, MANY[:5])), 3, 5))
    assert (relaxed.formula, relaxed.is_exact) == (Or(tuple(map(Is, MANY[:5]))), False)
