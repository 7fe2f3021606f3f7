"""Dividing amounts: nothing gets lost, nobody is far from its share, and equal parts are told apart the same way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.allocating import AllocationRefused, BundlePart, allocate, allocate_bundle
from configurator.values.money import Currency, CurrencyMismatch, Money

CNY, EUR, JPY = Currency("CNY", 2), Currency("EUR", 2), Currency("JPY", 0)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (101, (1, 1, 1), (34, 34, 33)),
        (100, (1, 2), (33, 67)),
        (5, (3, 3, 1), (2, 2, 1)),
        (2, (1, 1, 1), (1, 1, 0)),
        (-100, (1, 1, 1), (-34, -33, -33)),
        (0, (1, 2), (0, 0)),
        (7, (0, 1, 0), (0, 7, 0)),
        (10, (Fraction(1, 3), Fraction(1, 6)), (7, 3)),
        (10**24 + 1, (1, 1), (5 * 10**23 + 1, 5 * 10**23)),
    ],
)
def test_parts_sum_up_and_the_units_left_go_to_the_largest_remainders(total, weights, parts) -> None:
    assert allocate(total, weights) == parts


def test_of_equal_remainders_the_larger_weight_comes_first() -> None:
    # 3 of 8 and 5 of 8 of 4 units are 1.5 and 2.5
    assert allocate(4, (3, 5)) == (1, 3)
    assert allocate(4, (5, 3)) == (3, 1)


def test_nothing_is_divided_over_nothing() -> None:
    assert allocate(0, ()) == ()
    assert allocate(0, (0, 0)) == (0, 0)


@pytest.mark.parametrize("weights", [(), (0,), (0, 0, 0)])
def test_something_cannot_be_divided_over_nothing(weights) -> None:
    with pytest.raises(AllocationRefused) as refusal:
        allocate(1, weights)
    assert refusal.value.params == {"total": 1, "parts": len(weights)}


@given(st.integers(-(10**15), 10**15), WEIGHTS)
def test_every_part_is_its_exact_share_to_less_than_one_unit(total, weights) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True)
    )


@given(st.integers(0, 10**9), WEIGHTS, st.randoms(use_true_random=False))
def test_what_a_weight_gets_does_not_depend_on_the_order(total, weights, random) -> None:
    shuffled = list(weights)
    random.shuffle(shuffled)

    def pairs(order):
        return sorted(zip(order, allocate(total, order), strict=True))

    assert pairs(weights) == pairs(shuffled)


@given(st.integers(1, 10**9), WEIGHTS, st.integers(1, 10**6))
def test_weights_count_in_proportion_only(total, weights, times) -> None:
    assert allocate(total, weights) == allocate(total, [Fraction(weight * times, 7) for weight in weights])


def part(standalone: int, rate: str, currency: Currency = CNY) -> BundlePart:
    return BundlePart(Money(standalone, currency), Decimal(rate))


def test_a_free_device_takes_its_share_of_the_bundles_price_and_its_own_rate() -> None:
    # 3,200.00 for a line worth 3,200.00 with equipment worth 360.00 by itself: 2,876.40 at 9 % and 323.60 at 13 %.
    line, device = allocate_bundle(Money(320_000, CNY), [part(320_000, "0.09"), part(36_000, "0.13")], inclusive=True)
    assert (line.inclusive.minor, line.ex_tax.minor, line.tax.minor) == (287_640, 263_890, 23_750)
    assert (device.inclusive.minor, device.ex_tax.minor, device.tax.minor) == (32_360, 28_637, 3_723)


def test_prices_without_tax_are_allocated_without_it() -> None:
    line, device = allocate_bundle(Money(320_000, CNY), [part(320_000, "0.09"), part(36_000, "0.13")], inclusive=False)
    assert (line.ex_tax.minor, line.tax.minor) == (287_640, 25_888)
    assert (device.ex_tax.minor, device.tax.minor) == (32_360, 4_207)


@pytest.mark.parametrize("inclusive", [True, False])
def test_parts_without_tax_are_in_proportion_to_stand_alone_prices_without_tax(inclusive) -> None:
    parts = [part(1_090_000, "0.09"), part(113_000, "0.13"), part(530_000, "0.06")]
    found = allocate_bundle(Money(10**10, CNY), parts, inclusive=inclusive)
    alone = [Fraction(each.standalone.minor) / (1 + Fraction(each.rate) if inclusive else 1) for each in parts]
    exact = [Fraction(sum(one.ex_tax.minor for one in found)) * share / sum(alone) for share in alone]
    assert all(abs(one.ex_tax.minor - share) < 2 for one, share in zip(found, exact, strict=True))


def test_the_mode_of_rounding_reaches_the_tax_of_the_parts() -> None:
    parts = [part(105, "0.05", JPY)]
    found = [allocate_bundle(Money(50, JPY), parts, inclusive=False, mode=mode)[0] for mode in ("half_up", "half_even")]
    assert [each.tax.minor for each in found] == [3, 2]


def test_a_bundle_of_two_currencies_is_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        allocate_bundle(Money(1, CNY), [part(1, "0.09"), part(1, "0.09", EUR)], inclusive=True)


def test_other_currencies_are_named_and_the_parts_keep_theirs() -> None:
    with pytest.raises(CurrencyMismatch) as refusal:
        allocate_bundle(Money(100, CNY), [part(1, "0.09"), part(1, "0.09", EUR)], inclusive=True)
    assert refusal.value.params == {"one": "CNY", "other": "EUR"}
    (only,) = allocate_bundle(Money(100, JPY), [part(7, "0.09", JPY)], inclusive=True)
    assert {only.inclusive.currency, only.ex_tax.currency, only.tax.currency} == {JPY}
