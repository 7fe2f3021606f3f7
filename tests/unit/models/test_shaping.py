"""Deep formulas become shallow ones that mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.models.shaping import DEEPEST, list_parts, shape_formula
from configurator.solver import And, Formula, Iff, Implies, Is, Not, Or, Truth
from tests.unit.solver.worlds import holds

NAMES = ("a", "b", "c")
_leaves = st.sampled_from(NAMES).map(Is) | st.booleans().map(Truth)
_formulas = st.recursive(
    _leaves,
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, max_size=3).map(lambda some: And(tuple(some))),
        st.lists(parts, max_size=3).map(lambda some: Or(tuple(some))),
        st.builds(Implies, parts, parts),
        st.builds(Iff, parts, parts),
    ),
    max_leaves=25,
)


def make_names() -> Iterator[str]:
    return (f"part{number}" for number in count())


def measure_depth(formula: Formula) -> int:
    return max((1 + measure_depth(part) for part in list_parts(formula)), default=0)


@settings(max_examples=200, deadline=None)
@given(_formulas)
def test_means_the_same_once_parts_are_computed(formula: Formula) -> None:
    shaped = shape_formula(formula, make_names)
    for values in product((0, 1), repeat=len(NAMES)):
        world = dict(zip(NAMES, values, strict=True))
        expected = holds(formula, world)
        for name, definition in shaped.definitions:
            assert isinstance(definition, Iff)
            world[name] = int(holds(definition.right, world))
        assert holds(shaped.formula, world) == expected


def test_leaves_tame_formulas_alone() -> None:
    formula = Implies(And((Is("a"), Is("b"))), Not(Is("c")))
    assert shape_formula(formula, make_names).formula is formula


def test_cuts_what_is_deep() -> None:
    formula: Formula = Is("a")
    for place in range(10_000):
        formula = (And if place % 2 else Or)((formula, Is("b")))
    shaped = shape_formula(formula, make_names)
    assert measure_depth(shaped.formula) <= DEEPEST
    assert all(measure_depth(definition) <= DEEPEST + 1 for _, definition in shaped.definitions)


def test_no_equivalence_stays_inside_another() -> None:
    formula: Formula = Is("a")
    for _ in range(100):
        formula = Iff(formula, Is("b"))
    shaped = shape_formula(formula, make_names)
    assert len(shaped.definitions) == 99
    assert measure_depth(shaped.formula) == 1
