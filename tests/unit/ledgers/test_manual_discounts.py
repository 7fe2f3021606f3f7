"""How far the seller's own discounts go, as approvers weigh it."""

from datetime import date
from decimal import Decimal

from configurator.catalog.commercial import Floor, PricingPolicy, Stage
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.manual_discounts import find_largest_discount, find_manual_discounts
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from tests.factories.catalog import make_catalog, make_offering, make_price, make_term_discount, make_text

STAGES = tuple(Stage(kind, kind, make_text(kind)) for kind in ("term", "manual", "floor"))
CATALOG = make_catalog(
    offerings=["A-1", "B-1", make_offering("P-1", pass_through=True)],
    prices=[
        make_price("A-1", "100", cost="95"),
        make_price("A-1", "50", charge="one_time"),
        make_price("B-1", "0.10"),
        make_price("P-1", "10"),
    ],
    term_discounts=[make_term_discount("A-1", 12, "50")],
)


def find(*manual, lines=(("A-1", 1), ("B-1", 1), ("P-1", 1)), percent="0", catalog=CATALOG, **context):
    configuration = Configuration(tuple(ConfigurationLine(code, quantity) for code, quantity in lines), "optimal")
    known = PricingContext(date(2026, 11, 22), 12, Decimal(percent), manual=manual, **context)
    return catalog, price(catalog, configuration, known)


def weigh(*manual, **given):
    return {number: str(percent) for number, percent in find_manual_discounts(*find(*manual, **given)).items()}


def target(value, scope="", measure="monthly"):
    return ManualAdjustment(scope, "target", Decimal(value), measure)


def test_a_percentage_counts_as_it_was_given_whatever_the_term_earns():
    assert weigh(percent="5") == {1: "5.00", 2: "5.00", 3: "0.00"}
    assert weigh(line_discounts={"A-1": Decimal("7.5")}) == {1: "7.50", 2: "0.00", 3: "0.00"}
    assert weigh(ManualAdjustment("B-1", "percent", Decimal(3))) == {1: "0.00", 2: "3.00", 3: "0.00"}


def test_a_target_counts_by_what_it_takes_off_after_the_term_discount():
    """50 a month are left of 100; 45 is 10 % below."""
    assert weigh(target("45", "A-1")) == {1: "10.00", 2: "0.00", 3: "0.00"}


def test_the_last_cent_of_a_spread_makes_no_difference():
    """50.10 become 48: 0.10 become 0.10 or 0.09, but both lines count with the ratio of the sums, rounded up."""
    assert weigh(target("48")) == {1: "4.20", 2: "4.20", 3: "0.00"}


def test_percentages_and_amounts_multiply():
    found = weigh(ManualAdjustment("A-1", "amount", Decimal("4.5")), percent="10", lines=(("A-1", 1),))
    assert found == {1: "19.00"}


def test_the_largest_of_a_lines_charges_counts():
    found = weigh(ManualAdjustment("A-1", "amount", Decimal(20), "one_time"), percent="10", lines=(("A-1", 1),))
    assert found == {1: "50.00"}


def test_a_raise_is_no_discount():
    assert weigh(target("60", "A-1")) == {1: "0.00", 2: "0.00", 3: "0.00"}


def test_what_a_floor_gives_back_was_asked_for_all_the_same():
    policy = PricingPolicy(stages=STAGES, floors=(Floor(margin_on_cost=Decimal(0)),))
    bounded = make_catalog(prices=[make_price("A-1", cost="95")], policy=policy)
    catalog, priced = find(percent="30", catalog=bounded, lines=(("A-1", 1),))
    assert str(priced.totals.monthly) == "95.00"
    assert str(find_largest_discount(catalog, priced)) == "30.00"


def test_the_regular_payment_stands_for_a_charge():
    found = weigh(target("45", "A-1"), ramps={"A-1": (RampStep(7, 4),)}, lines=(("A-1", 1),))
    assert found == {1: "10.00"}


def test_the_regular_payment_is_found_behind_the_part_of_a_month():
    part = {"start": date(2026, 11, 16), "calendar_billing": True}
    catalog, priced = find(target("45", "A-1"), lines=(("A-1", 1),), **part)
    (monthly, _) = priced.lines[0].charges
    assert monthly.regular is monthly.payments[1]
    assert {number: str(each) for number, each in find_manual_discounts(catalog, priced).items()} == {1: "10.00"}


def test_no_lines_no_discount():
    assert str(find_largest_discount(*find(lines=()))) == "0"
    assert weigh(lines=(("A-1", 0),)) == {1: "0"}


def test_the_largest_discount_knows_what_was_spread():
    catalog, priced = find(target("45", "A-1"))
    assert find_largest_discount(catalog, priced) == Decimal("10.00")


def test_a_sum_of_nothing_leaves_nothing_to_take():
    assert weigh(target("0", "A-1"), target("0", "A-1"), lines=(("A-1", 1),)) == {1: "100.00"}


def test_a_target_of_what_costs_nothing_leaves_the_percentage_as_it_was():
    catalog = make_catalog(prices=[make_price("A-1", "0")])
    assert weigh(target("0", "A-1"), percent="10", catalog=catalog, lines=(("A-1", 1),)) == {1: "10.00"}


def test_without_a_stage_for_it_nothing_is_taken_off():
    catalog = make_catalog(prices=[make_price("A-1", "100")], policy=PricingPolicy(stages=STAGES[:1]))
    assert weigh(target("50", "A-1"), catalog=catalog, lines=(("A-1", 1),)) == {1: "0.00"}
