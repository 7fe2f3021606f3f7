"""Witnesses pack a model into one number and give it back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from configurator.solver.witnesses import KEPT, WIDE, Pool, Slot, list_offsets, make_mask, make_sieve

COUNTED = Slot(offset=1, mask=0b111, low=10, high=15)
STEPPED = Slot(offset=4, mask=0b11, low=0, high=1000, cuts=(1, 500))
BOOL = Slot(offset=0, mask=1, low=0, high=1)
SLOTS = {0: BOOL, 1: COUNTED, 2: STEPPED}


def test_reads_values_and_ranges() -> None:
    witness = Pool().add([1, -2, 3, -4, 5, -6])
    assert BOOL.read_range(witness) == (1, 1)
    assert COUNTED.read_range(witness) == (12, 12)
    assert STEPPED.read_range(witness) == (1, 499)


@given(st.integers(10, 15), st.integers(0, 2))
def test_every_value_and_step_is_read_back(value: int, reached: int) -> None:
    steps = value - COUNTED.low
    bits = [1, *(steps >> place & 1 for place in range(3)), *(int(place < reached) for place in range(2))]
    witness = Pool().add([place + 1 if bit else -place - 1 for place, bit in enumerate(bits)])
    assert COUNTED.read_range(witness) == (value, value)
    assert STEPPED.read_range(witness) == ((0, 0), (1, 499), (500, 1000))[reached]


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
        pool.add([place + 1 if number >> place & 1 else -place - 1 for place in range(10)])
    kept = list(pool.sift(everything))
    assert len(kept) == KEPT and kept[0] == KEPT + 2 and kept[-1] == 3
    assert all(witness & 1 for witness in pool.sift(make_sieve({0: (1, 1)}, SLOTS)))


def test_a_narrow_pool_keeps_two_witnesses_a_bit() -> None:
    pool = Pool(2)
    for _ in range(9):
        pool.add([1, -2])
    assert len(list(pool.sift(make_sieve({}, SLOTS)))) == 4


@given(st.sets(st.integers(0, 3 * WIDE)))
def test_a_mask_gives_its_bits_back(places: set[int]) -> None:
    assert list(list_offsets(make_mask(places))) == sorted(places)


def test_lists_the_set_bits() -> None:
    assert list(list_offsets(0b101001)) == [0, 3, 5]
    assert list(list_offsets(0)) == []
