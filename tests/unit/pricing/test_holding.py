"""Amounts and target prices that floors keep from being reached: which are told, and when nothing is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.commercial import Floor, PricingPolicy, Stage
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext
from configurator.values.problem import Severity, SourceLocation
from configurator.wording import say_problem
from tests.factories.catalog import make_catalog, make_offering, make_text
from tests.factories.programmes import make_band, make_discount

DAY = date(2026, 11, 22)
PLACE = SourceLocation("pricing.yaml", 12, 3)
USUAL = ("term", "manual", "floor")
HELD = Floor("DEMO", most_discount=Decimal(10), location=PLACE)


def find(*adjustments, stages=USUAL, floors=(HELD,), percent="0", quantity=10, programmes=None):
    catalog = make_catalog(
        offerings=["A-1", make_offering("B-1", family="SOFT")],
        policy=PricingPolicy(stages=tuple(Stage(kind, kind, make_text(kind)) for kind in stages), floors=floors),
        programmes={key: replace(each, stage="programme") for key, each in (programmes or {}).items()},
    )
    configuration = Configuration((ConfigurationLine("A-1", quantity), ConfigurationLine("B-1", 10)), "optimal")
    context = PricingContext(DAY, 12, Decimal(percent), manual=tuple(adjustments))
    return price(catalog, configuration, context).problems


def target(value, scope=""):
    return ManualAdjustment(scope, "target", Decimal(value))


def amount(value, scope=""):
    return ManualAdjustment(scope, "amount", Decimal(value))


def test_a_target_below_a_floor_is_told_with_what_it_came_to_and_the_floor():
    """Each line of 1000 shall come to 500: the floor keeps the first one at 900."""
    (held,) = find(target("1000"))
    assert (held.code, held.severity, held.field) == ("pricing_target_held", Severity.WARNING, "adjustments.0.value")
    assert held.location == PLACE
    assert held.params == {
        "asked": "1000.00",
        "reached": "1400.00",
        "currency": "CNY",
        "count": 1,
        "floors": ("@DEMO (pricing.yaml:12:3)",),
    }


def test_an_amount_tells_what_is_left_of_it():
    (held,) = find(amount("500"))
    assert (held.code, held.params["asked"], held.params["reached"]) == ("pricing_amount_held", "500.00", "350.00")


@pytest.mark.parametrize("wanted", [target("1800"), target("5000"), target("1000", "B-1"), amount("200")])
def test_what_floors_leave_alone_is_not_told(wanted):
    assert find(wanted) == ()


def test_nothing_is_told_without_floors_or_without_anything_to_spread_over():
    assert find(target("1000"), floors=()) == ()
    assert find(target("10", "A-1"), quantity=0) == ()


HALF = make_discount("HALF", make_band("0", "50"))
FLOOR_FIRST = {"stages": ("term", "programme", "floor", "manual"), "programmes": {"HALF": HALF}}


def test_a_floor_that_only_held_a_programme_before_the_target_is_not_to_blame():
    """The floor's stage comes first: it gives 400 back of half of 1000, and the target takes what it asks for."""
    assert find(target("100"), **FLOOR_FIRST) == ()


def test_a_floor_before_the_targets_is_not_to_blame_for_a_second_one():
    """The first target is not kept, because the second asks for more; the floor held before both."""
    assert find(target("100"), target("5000"), **FLOOR_FIRST) == ()


def test_a_target_that_changes_nothing_is_told_where_the_floor_lifts_it():
    """Half off leaves 500 of each, which is the target; the floor makes 900 of the first."""
    (held,) = find(target("500", "A-1"), percent="50")
    assert (held.params["asked"], held.params["reached"]) == ("500.00", "900.00")


@pytest.mark.parametrize(("language", "said"), [("zh", "目标价 1000.00 CNY 未达到"), ("en", "comes to 1400.00 CNY")])
def test_warnings_are_said_with_their_remedy(language, said):
    for adjustment in (target("1000"), amount("500")):
        (held,) = find(adjustment)
        sentence, hint = say_problem(language, held)
        assert "@DEMO (pricing.yaml:12:3)" in sentence and "{" not in sentence + hint
    assert said in say_problem(language, find(target("1000"))[0])[0]


def test_of_two_on_the_same_charges_only_what_is_not_reached_is_told():
    """2000 less 100 is 1900; the target of 1000 after it is held at 900 and 500."""
    (held,) = find(amount("100"), target("1000"))
    assert (held.field, held.params["reached"]) == ("adjustments.1.value", "1400.00")


def test_a_price_without_amounts_tells_nothing():
    assert find(percent="50") == ()


def test_every_floor_that_holds_is_named_once():
    soft = Floor("SOFT", most_discount=Decimal(20), location=SourceLocation("pricing.yaml", 15, 3))
    (held,) = find(target("0"), floors=(HELD, soft))
    assert held.params["floors"] == ("@DEMO (pricing.yaml:12:3)", "@SOFT (pricing.yaml:15:3)")
    assert (held.params["count"], held.params["reached"]) == (2, "1700.00")


def test_what_a_floor_gives_back_below_a_minor_unit_is_not_told():
    """100 may come down to 90.004: a target of 90 is reached to the cent."""
    floor = Floor("DEMO", most_discount=Decimal("9.996"), location=PLACE)
    assert find(target("90", "A-1"), floors=(floor,), quantity=1) == ()
    assert len(find(target("89.99", "A-1"), floors=(floor,), quantity=1)) == 1
