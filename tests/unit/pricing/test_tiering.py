"""Price models at and around their tiers' borders."""

from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.pricing.tiering import (
    Rates,
    compute_cost,
    compute_list,
    count_charged,
    find_tier,
    list_tiers,
)
from tests.factories.catalog import make_matrix, make_price

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
    ("quantity", "amount", "shown"),
    [
        (1, "80", "ceil(1 ÷ 10) × 80"),
        (10, "80", "ceil(10 ÷ 10) × 80"),
        (11, "160", "ceil(11 ÷ 10) × 80"),
        (49, "400", "ceil(49 ÷ 10) × 80"),
        (50, "350", "ceil(50 ÷ 10) × 70"),
        (51, "420", "ceil(51 ÷ 10) × 70"),
    ],
)
def test_package_charges_begun_blocks_at_the_tier_that_the_quantity_reaches(quantity, amount, shown):
    found = compute_list(make_price("A-1", model="package", tiers={1: "80", 50: "70"}, block=10), quantity)
    assert (found.amount, found.shown) == (Decimal(amount), shown)


@pytest.mark.parametrize(
    ("quantity", "amount"), [(1, "1000"), (50, "1000"), (51, "3000"), (200, "3000"), (201, "9000")]
)
def test_stair_step_charges_the_amount_of_the_reached_step_once(quantity, amount):
    found = compute_list(make_price("A-1", model="stair_step", tiers={1: "1000", 51: "3000", 201: "9000"}), quantity)
    assert (found.amount, found.shown) == (Decimal(amount), amount)


def test_percentage_is_taken_of_the_base_whatever_the_quantity():
    component = make_price("CARE", "12.5", model="percent_of", base=["@NET"])
    for quantity in (1, 7):
        found = compute_list(component, quantity, rates=Rates(base=Decimal("333.33")))
        assert (found.amount, found.shown) == (Decimal("41.66625"), "12.5 % × 333.33")
    assert compute_list(component, 1).amount == 0


def test_percentage_of_a_fraction_stays_exact():
    component = make_price("CARE", "150", model="percent_of", base=["@NET"])
    found = compute_list(component, 1, rates=Rates(base=Fraction(1, 3)))
    assert (found.amount, found.shown, found.params) == (Fraction(1, 2), "150 % × 1/3", {"base": "1/3"})


def test_percentage_may_grow_with_the_quantity():
    component = make_price("CARE", model="percent_of", tiers={1: "10", 5: "8"}, base=["@NET"])
    assert compute_list(component, 4, rates=Rates(base=Decimal(1000))).amount == 100
    assert compute_list(component, 5, rates=Rates(base=Decimal(1000))).amount == 80


def test_matrix_is_the_rate_of_its_row_times_the_quantity_and_names_the_row():
    matrix = make_matrix("lines", ["speed"], {("100",): "20", ("1000",): "45.5"}, line=2)
    component = make_price("LINE", model="matrix", matrix="lines")
    found = compute_list(component, 3, rates=Rates(row=matrix.rows[1]))
    assert (found.amount, found.shown) == (Decimal("136.5"), "3 × 45.5")
    assert (found.tier.amount, found.tier.location.file, found.tier.location.line) == (
        Decimal("45.5"),
        "price_matrices/lines.csv",
        3,
    )


def test_matrix_without_a_row_that_fits_cannot_be_computed():
    with pytest.raises(ValueError, match="no row of lines fits LINE:recurring:month"):
        compute_list(make_price("LINE", model="matrix", matrix="lines"), 1)


@pytest.mark.parametrize(
    ("quantity", "charged", "amount", "shown"),
    [
        (50, 0, "0", "0"),
        (100, 0, "0", "0"),
        (101, 1, "0.4", "(101 − 100) × 0.4"),
        (350, 250, "100.0", "(350 − 100) × 0.4"),
    ],
)
def test_allowance_is_taken_off_usage(quantity, charged, amount, shown):
    component = make_price("CALLS", "0.4", charge="usage", included=100)
    found = compute_list(component, quantity)
    assert (found.quantity, found.amount, found.shown) == (charged, Decimal(amount), shown)
    assert count_charged(component, quantity) == charged
    assert found.params == {"included": "100"}


def test_allowance_is_taken_off_before_the_tier_is_found():
    component = make_price("CALLS", charge="usage", model="volume", tiers={1: "0.4", 1000: "0.3"}, included=100)
    assert compute_list(component, 1099).amount == Decimal("399.6")
    assert compute_list(component, 1100).amount == Decimal("300.0")


def test_only_usage_has_an_allowance():
    assert compute_list(make_price("SEAT", "10", included=100), 5).amount == 50


@pytest.mark.parametrize("model", ["per_unit", "flat", "volume", "graduated", "package", "stair_step", "percent_of"])
def test_usage_within_the_allowance_costs_nothing_by_any_model(model):
    component = make_price("CALLS", "0.4", charge="usage", model=model, included=100)
    found = compute_list(component, 100, rates=Rates(base=Decimal(500)))
    assert (found.amount, found.shown, found.tier) == (0, "0", component.tiers[0])


def test_usage_within_the_allowance_needs_no_row():
    component = make_price("CALLS", charge="usage", model="matrix", matrix="calls", included=100)
    assert compute_list(component, 100).amount == 0


@pytest.mark.parametrize(
    ("quantity", "amount", "shown"),
    [(3, "5000", "max(3, 10) × 500"), (10, "5000", "10 × 500"), (11, "5500", "11 × 500")],
)
def test_least_quantity_is_charged_at_least(quantity, amount, shown):
    found = compute_list(make_price("SEAT", "500", least_quantity=10), quantity)
    assert (found.amount, found.shown) == (Decimal(amount), shown)


def test_least_quantity_reaches_its_tier():
    component = make_price("SEAT", model="volume", tiers={1: "500", 10: "400"}, least_quantity=10)
    assert compute_list(component, 3).amount == 4000


@pytest.mark.parametrize(
    ("quantity", "amount", "shown"),
    [
        (50, "10.0", "max(0, 20) × 0.5"),
        (110, "10.0", "max(110 − 100, 20) × 0.5"),
        (130, "15.0", "(130 − 100) × 0.5"),
    ],
)
def test_least_quantity_holds_after_the_allowance(quantity, amount, shown):
    component = make_price("CALLS", "0.5", charge="usage", included=100, least_quantity=20)
    found = compute_list(component, quantity)
    assert (found.amount, found.shown) == (Decimal(amount), shown)


@pytest.mark.parametrize(
    ("quantity", "amount", "shown"),
    [(7, "80", "max(7 × 10, 80)"), (8, "80", "max(8 × 10, 80)"), (9, "90", "max(9 × 10, 80)")],
)
def test_least_amount_is_charged_at_least(quantity, amount, shown):
    found = compute_list(make_price("SEAT", "10", least_amount="80"), quantity)
    assert (found.amount, found.shown) == (Decimal(amount), shown)
    assert found.params == ({"least": "80"} if quantity < 8 else {})


def test_least_amount_lifts_a_fraction():
    component = make_price("CARE", "10", model="percent_of", base=["@NET"], least_amount="5")
    assert compute_list(component, 1, rates=Rates(base=Fraction(149, 3))).amount == 5
    assert compute_list(component, 1, rates=Rates(base=Fraction(151, 3))).amount == Fraction(151, 30)


def test_least_amount_is_charged_for_usage_within_the_allowance():
    found = compute_list(make_price("CALLS", "1", charge="usage", included=100, least_amount="25.50"), 10)
    assert (found.amount, found.shown, found.quantity) == (Decimal("25.50"), "max(0, 25.5)", 0)


RISING = {(1, 1): "10", (10, 1): "9", (1, 13): "12", (1, 25): "14", (10, 25): "13"}


@pytest.mark.parametrize(
    ("month", "quantity", "rate"),
    [
        (1, 1, "10"),
        (12, 10, "9"),
        (13, 10, "12"),
        (24, 1, "12"),
        (25, 9, "14"),
        (36, 10, "13"),
    ],
)
def test_tiers_of_the_latest_month_that_has_begun_hold(month, quantity, rate):
    component = make_price("SEAT", model="volume", tiers=RISING)
    found = compute_list(component, quantity, month=month)
    assert found.tier.amount == Decimal(rate)
    assert found.amount == Decimal(rate) * quantity
    assert find_tier(component, quantity, month) == found.tier


def test_graduated_tiers_of_a_month_stand_on_their_own():
    component = make_price("SEAT", model="graduated", tiers=RISING)
    assert compute_list(component, 11, month=12).shown == "9 × 10 + 2 × 9"
    assert compute_list(component, 11, month=13).shown == "11 × 12"
    assert compute_list(component, 11, month=25).shown == "9 × 14 + 2 × 13"


def test_tiers_that_hold_rise_whatever_the_order_of_the_rows():
    turned = make_price("SEAT", model="volume", tiers=dict(reversed(RISING.items())))
    assert [tier.from_quantity for tier in list_tiers(turned, 25)] == [1, 10]
    assert [tier.amount for tier in list_tiers(turned, 3)] == [Decimal(10), Decimal(9)]


def test_no_tier_holds_before_the_first_begins():
    component = make_price("SEAT", tiers={(1, 7): "10"})
    assert list_tiers(component, 6) == ()
    assert find_tier(component, 1, 6) is None
    with pytest.raises(ValueError, match="below the first tier"):
        compute_list(component, 1, month=6)


def test_earlier_tiers_do_not_fill_in_for_later_ones():
    component = make_price("SEAT", model="volume", tiers={(1, 1): "10", (5, 13): "8"})
    assert find_tier(component, 4, 12) is not None
    assert find_tier(component, 4, 13) is None


def test_cost_is_per_unit_whatever_is_charged():
    assert compute_cost(make_price("A-1", model="package", cost="7", block=10), 11) == 77
    assert compute_cost(make_price("A-1", model="stair_step", cost="7"), 11) == 77
    assert compute_cost(make_price("A-1", charge="usage", cost="0.1", included=100), 50) == Decimal("5.0")
    assert compute_cost(make_price("A-1", cost="7", least_quantity=10), 3) == 21


def test_without_a_month_the_contract_begins():
    component = make_price("A-1", model="volume", tiers={(1, 1): "10", (1, 2): "5"})
    assert [tier.amount for tier in list_tiers(component)] == [Decimal(10)]
    tier = find_tier(component, 3)
    assert tier is not None and tier.amount == 10
    assert compute_list(component, 3).amount == 30


def test_the_tier_of_a_matrix_price_is_the_row():
    row = make_matrix("lines", ["quantity"], {("*",): "5"}, line=7).rows[0]
    tier = compute_list(make_price("A-1", model="matrix", matrix="lines"), 3, rates=Rates(row=row)).tier
    assert (tier.from_quantity, tier.amount, tier.location) == (1, Decimal(5), row.location)


def test_nothing_charged_by_a_matrix_has_the_tier_of_the_price():
    component = make_price("A-1", charge="usage", model="matrix", matrix="lines", included=10)
    tier = compute_list(component, 3).tier
    assert (tier.from_quantity, tier.amount, tier.location) == (1, Decimal(0), component.location)


def test_usage_without_an_allowance_says_nothing_of_one():
    assert compute_list(make_price("A-1", charge="usage"), 3).params == {}
