"""Packed clauses are the clauses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from configurator.solver.packing import PackedClauses

literals = st.integers(-(2**31) + 1, 2**31 - 1).filter(bool)


@given(st.lists(st.lists(literals, max_size=5).map(tuple)))
def test_come_out_as_they_went_in_as_often_as_wanted(clauses: list[tuple[int, ...]]) -> None:
    packed = PackedClauses(clauses)
    assert list(packed) == clauses
    assert list(packed) == clauses
