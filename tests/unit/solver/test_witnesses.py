"""Witnesses pack a model into one number and give it back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from configurator.solver.witnesses import KEPT, Pool, Slot, list_offsets, make_sieve

COUNTED = Slot(offset=1, mask=0b111, low=10, high=15)
STEPPED = Slot(offset=4, mask=0b11, low=0, high=1000, cuts=(1, 500))
BOOL = Slot(offset=0, mask=1, low=0, high=1)
SLOTS = {0: BOOL, 1: COUNTED, 2: STEPPED}


def test_reads_values_and_ranges() -> None:
    witness = Pool().add([1, -2, 3, -4, 5, -6])
    assert BOOL.read_range(witness) == (1, 1)
    assert COUNTED.read_range(witness) == (12, 12)
    assert STEPPED.read_range(witness) == (1, 499)


@given(st.integers(0, 63), st.integers(10, 15))
def test_writing_changes_one_slot_only(witness: int, value: int) -> None:
    changed = COUNTED.write(witness, value)
    assert COUNTED.read_range(changed) == (value, value)
    assert BOOL.read_range(changed) == BOOL.read_range(witness)
    assert changed >> 4 == witness >> 4


@given(st.integers(0, 1000))
def test_writing_a_stepped_slot_reaches_the_value(value: int) -> None:
    low, high = STEPPED.read_range(STEPPED.write(0, value))
    assert low <= value <= high


def test_a_sieve_wants_bits_and_ranges() -> None:
    witness = Pool().add([1, -2, 3, -4, 5, -6])
    assert make_sieve({0: (1, 1), 1: (11, 13), 2: (300, 900)}, SLOTS).accepts(witness)
    assert not make_sieve({0: (0, 0)}, SLOTS).accepts(witness)
    assert not make_sieve({1: (13, 15)}, SLOTS).accepts(witness)
    assert not make_sieve({2: (500, 900)}, SLOTS).accepts(witness)
    assert not make_sieve({0: (1, 0)}, SLOTS).accepts(witness)


def test_a_pool_gives_the_newest_first_and_forgets_the_oldest() -> None:
    pool = Pool()
    everything = make_sieve({}, SLOTS)
    for number in range(KEPT + 3):
        pool.keep(number)
    kept = list(pool.sift(everything))
    assert len(kept) == KEPT and kept[0] == KEPT + 2 and kept[-1] == 3
    assert all(witness & 1 for witness in pool.sift(make_sieve({0: (1, 1)}, SLOTS)))


def test_lists_the_set_bits() -> None:
    assert list(list_offsets(0b101001)) == [0, 3, 5]
    assert list(list_offsets(0)) == []
