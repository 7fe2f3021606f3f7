"""Made-up catalogs are the same each time, possible, and as large as asked."""

from __future__ import annotations

import pytest

from configurator.benching.generating import make_catalog
from configurator.solver import Bool, Reasoner, Table, compile


def test_equal_arguments_make_equal_catalogs() -> None:
    assert make_catalog(0.2, 7) == make_catalog(0.2, 7)
    assert make_catalog(0.2, 7) != make_catalog(0.2, 8)


@pytest.mark.parametrize("seed", range(6))
def test_every_catalog_is_possible(seed: int) -> None:
    assert Reasoner(compile(make_catalog(0.1, seed))).consistent(())


def test_twice_the_scale_is_twice_the_catalog() -> None:
    small, large = make_catalog(0.5, 1), make_catalog(1, 1)
    options = [sum(isinstance(one, Bool) for one in model.variables) for model in (small, large)]
    assert options == [240, 470]
    assert 1.9 < len(large.constraints) / len(small.constraints) < 2.1


def test_tables_and_quantities_are_among_the_rules() -> None:
    model = make_catalog(0.3, 1)
    assert any(isinstance(entry.formula, Table) for entry in model.constraints)
    assert any(not isinstance(one, Bool) for one in model.variables)
