"""Price models at and around their tiers' borders."""

from decimal import Decimal

import pytest

from configurator.pricing.tiering import compute_cost, compute_list, find_tier, show_figure
from tests.factories.catalog import make_price

BANDWIDTH = {1: "20", 3: "25", 6: "80"}


@pytest.mark.parametrize(
    ("quantity", "amount", "shown"),
    [
        (1, "20", "1 × 20"),
        (2, "40", "2 × 20"),
        (3, "65", "2 × 20 + 1 × 25"),
        (5, "115", "2 × 20 + 3 × 25"),
        (6, "195", "2 × 20 + 3 × 25 + 1 × 80"),
        (100, "7715", "2 × 20 + 3 × 25 + 95 × 80"),
    ],
)
def test_graduated_charges_each_unit_at_its_own_tier(quantity, amount, shown):
    found = compute_list(make_price("A-1", model="graduated", tiers=BANDWIDTH), quantity)
    assert (found.amount, found.shown) == (Decimal(amount), shown)


@pytest.mark.parametrize(("quantity", "amount"), [(1, "20"), (2, "40"), (3, "75"), (5, "125"), (6, "480")])
def test_volume_charges_all_units_at_the_reached_tier(quantity, amount):
    found = compute_list(make_price("A-1", model="volume", tiers=BANDWIDTH), quantity)
    assert found.amount == Decimal(amount)


@pytest.mark.parametrize(("quantity", "amount"), [(1, "20"), (2, "20"), (3, "25"), (1000, "80")])
def test_flat_charges_the_reached_tier_once(quantity, amount):
    found = compute_list(make_price("A-1", model="flat", tiers=BANDWIDTH), quantity)
    assert (found.amount, found.shown) == (Decimal(amount), amount)


def test_per_unit_is_rate_times_quantity_without_rounding():
    found = compute_list(make_price("A-1", "0.0475"), 1001)
    assert (found.amount, found.shown) == (Decimal("47.5475"), "1001 × 0.0475")


@pytest.mark.parametrize(("quantity", "first"), [(1, 1), (2, 1), (3, 3), (5, 3), (6, 6)])
def test_names_the_tier_that_was_reached_with_its_row(quantity, first):
    component = make_price("A-1", model="volume", tiers=BANDWIDTH, line=10)
    found = compute_list(component, quantity)
    assert found.tier.from_quantity == first
    assert found.tier.location.line == 10 + list(BANDWIDTH).index(first)


def test_order_of_the_rows_does_not_matter():
    reversed_rows = dict(reversed(BANDWIDTH.items()))
    for model in ("volume", "graduated", "flat"):
        straight = compute_list(make_price("A-1", model=model, tiers=BANDWIDTH), 7)
        turned = compute_list(make_price("A-1", model=model, tiers=reversed_rows), 7)
        assert straight.amount == turned.amount


def test_has_no_tier_below_the_first():
    component = make_price("A-1", model="volume", tiers={10: "1"})
    assert find_tier(component, 9) is None
    assert find_tier(component, 10).from_quantity == 10
    with pytest.raises(ValueError, match="below the first tier"):
        compute_list(component, 9)


def test_cost_is_per_unit_and_once_for_a_flat_price():
    assert compute_cost(make_price("A-1", cost="7.5"), 4) == Decimal("30.0")
    assert compute_cost(make_price("A-1", model="flat", cost="7.5"), 4) == Decimal("7.5")
    assert compute_cost(make_price("A-1"), 4) is None


@pytest.mark.parametrize(
    ("figure", "shown"),
    [("1.10", "1.1"), ("100", "100"), ("1E+2", "100"), ("0.00", "0"), ("0.0450", "0.045"), ("10.0", "10")],
)
def test_shows_figures_in_plain_digits(figure, shown):
    assert show_figure(Decimal(figure)) == shown
