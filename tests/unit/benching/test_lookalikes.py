"""Look-alikes are the same each time, possible, as large as asked, and shaped as the telecom catalog was counted."""

from __future__ import annotations

from statistics import median

import pytest

from configurator.benching.lookalikes import FAMILIES, family_of, make_lookalike, offering_of
from configurator.benching.structure import Structure, average_structures, measure_structure
from configurator.solver import Bool, Constraint, Implies, Is, Model, Or, Reasoner, compile


def measure(scale: float, seed: int) -> Structure:
    return measure_structure(compile(make_lookalike(scale, seed)), offering_of, family_of)


def test_equal_arguments_make_equal_catalogs() -> None:
    assert make_lookalike(0.2, 7) == make_lookalike(0.2, 7)
    assert make_lookalike(0.2, 7) != make_lookalike(0.2, 8)


@pytest.mark.parametrize("seed", range(6))
def test_every_catalog_is_possible(seed: int) -> None:
    assert Reasoner(compile(make_lookalike(0.3, seed))).consistent(())


def test_scale_one_has_the_counted_figures() -> None:
    shape = average_structures(measure(1, seed) for seed in range(5))
    assert shape is not None
    assert shape.offerings == sum(FAMILIES) == 273
    assert 105 <= shape.rules <= 120
    assert 550 <= shape.open_variables <= 610
    assert 0.25 <= shape.across <= 0.4
    assert 0.18 <= shape.unruled <= 0.32
    assert 200 <= shape.parts[0] <= 400


def test_twice_the_scale_is_twice_the_catalog_and_twice_its_largest_part() -> None:
    small, large = ([measure(scale, seed) for seed in range(5)] for scale in (1, 2))
    assert large[0].offerings == 2 * small[0].offerings
    assert 1.9 < median(one.rules for one in large) / median(one.rules for one in small) < 2.1
    assert 1.4 < median(one.parts[0] for one in large) / median(one.parts[0] for one in small) < 2.6


def test_a_structure_counts_what_is_left_to_decide() -> None:
    model = Model(
        tuple(Bool(f"taken:{name}") for name in ("F0.1", "F0.2", "F1.1", "F1.2", "F2.1")),
        (
            Constraint("", Implies(Is("taken:F2.1"), Or((Is("taken:F2.1"), Is("taken:F1.2"))))),
            Constraint("within", Implies(Is("taken:F0.1"), Is("taken:F0.2"))),
            Constraint("across", Implies(Is("taken:F0.2"), Or((Is("taken:F1.1"), Is("taken:F1.2"))))),
            Constraint("decided", Is("taken:F1.2")),
        ),
    )
    shape = measure_structure(compile(model), offering_of, family_of)
    assert (shape.offerings, shape.rules, shape.open_variables) == (5, 3, 4)
    assert (shape.several, shape.across, shape.arities) == (1, 0, ((2, 1.0),))
    assert shape.parts == (2,)
    assert shape.unruled == pytest.approx(0.2)


def test_no_structures_have_no_average() -> None:
    assert average_structures([]) is None
