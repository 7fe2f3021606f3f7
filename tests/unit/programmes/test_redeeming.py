"""Points that a quote redeems: amounts off allowed one-time charges."""

import pytest

from configurator.programmes.redeeming import count_needed, count_redeemed, grant_redemptions
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from tests.factories.benefits import make_benefit_catalog, make_facts, make_line, make_loyalty, yuan
from tests.factories.catalog import make_offering

LOYALTY = make_loyalty(redeem_on=("#training",))
OFFERINGS = [
    make_offering("A-1", tags=frozenset({"training"})),
    make_offering("B-1", tags=frozenset({"training"})),
    make_offering("C-1"),
    make_offering("P-1", tags=frozenset({"training"}), pass_through=True),
]
CATALOG = make_benefit_catalog(LOYALTY, offerings=OFFERINGS)


def redeem(points, *lines, balance=10_000):
    facts = make_facts(CATALOG, *lines, inputs={"points_redeemed": points, "points_balance": balance})
    return grant_redemptions(facts)


def amounts(grants):
    return {number: grant.spans[0].amount for number, (grant,) in grants.items()}


def test_a_point_is_worth_half_a_yuan_off_an_allowed_charge():
    grants = redeem(2001, make_line("A-1", one_time="5000"))
    assert amounts(grants) == {1: yuan("1000.50")}
    ((grant,),) = grants.values()
    assert (grant.programme, grant.stage, grant.charges) == ("POINTS", "points", {ChargeKind.ONE_TIME})
    assert grant.funding == {"operator": 100}
    assert grant.params == {"points": "2001", "programme_zh": "points(中)", "programme_en": "points"}


def test_never_takes_more_than_the_charges():
    lines = [make_line("A-1", one_time="100"), make_line("B-1", one_time="50", number=2)]
    assert amounts(redeem(10_000, *lines)) == {1: yuan("100"), 2: yuan("50")}


def test_goes_through_the_lines_by_code_whatever_their_order():
    lines = [make_line("B-1", one_time="300", number=1), make_line("A-1", one_time="300", number=2)]
    assert amounts(redeem(800, *lines)) == {2: yuan("300"), 1: yuan("100")}


def test_equal_offerings_go_by_line_number():
    lines = [make_line("A-1", one_time="300", number=2), make_line("A-1", one_time="300", number=1)]
    assert amounts(redeem(400, *lines)) == {1: yuan("200")}


def test_of_one_offering_the_dearest_line_comes_first_whatever_the_order():
    small, large = make_line("A-1", one_time="100", number=1), make_line("A-1", one_time="300", number=2)
    assert amounts(redeem(500, small, large)) == amounts(redeem(500, large, small)) == {2: yuan("250")}


def test_of_equally_dear_lines_the_larger_quantity_comes_first_whatever_the_order():
    """A charge may cost the same for one piece and for three; their prices may not depend on which line comes first."""
    one, three = make_line("A-1", one_time="300", number=1), make_line("A-1", one_time="300", number=2, quantity=3)
    assert amounts(redeem(400, one, three)) == amounts(redeem(400, three, one)) == {2: yuan("200")}


@pytest.mark.parametrize(
    "line", [make_line("C-1", one_time="500"), make_line("A-1", monthly="500"), make_line("P-1", one_time="5")]
)
def test_takes_nothing_off_other_charges(line):
    assert redeem(1000, line) == {}


@pytest.mark.parametrize(("points", "balance", "expected"), [(100, 50, 50), (50, 100, 50), (-5, 100, 0), (0, 0, 0)])
def test_redeems_no_more_than_there_is(points, balance, expected):
    facts = make_facts(CATALOG, inputs={"points_redeemed": points, "points_balance": balance})
    assert count_redeemed(LOYALTY, facts) == expected


@pytest.mark.parametrize(("points", "balance"), [("many", 100), (100, "many")])
def test_what_is_no_number_redeems_nothing(points, balance):
    facts = make_facts(CATALOG, inputs={"points_redeemed": points, "points_balance": balance})
    assert count_redeemed(LOYALTY, facts) == 0


def test_a_redemption_points_at_its_programme():
    place = SourceLocation("loyalty.yaml", 3, 1)
    catalog = make_benefit_catalog(make_loyalty(location=place))
    stated = {"points_redeemed": 100, "points_balance": 100}
    facts = make_facts(catalog, make_line("A-1", one_time="100"), inputs=stated)
    assert [grant.location for grants in grant_redemptions(facts).values() for grant in grants] == [place]


def test_a_quote_that_states_nothing_redeems_nothing():
    assert grant_redemptions(make_facts(CATALOG, make_line("A-1", one_time="100"))) == {}


def test_two_programmes_each_grant_their_own():
    other = make_loyalty(key="CLUB", redeem_on=("A-1",), input="club", balance="club")
    catalog = make_benefit_catalog(LOYALTY, other, offerings=OFFERINGS)
    inputs = {"points_redeemed": 10, "points_balance": 10, "club": 20}
    (grants,) = grant_redemptions(make_facts(catalog, make_line("A-1", one_time="100"), inputs=inputs)).values()
    assert [(grant.programme, grant.spans[0].amount) for grant in grants] == [
        ("POINTS", yuan("5")),
        ("CLUB", yuan("10")),
    ]


@pytest.mark.parametrize(("amount", "points"), [("1000", 2000), ("1000.01", 2001), ("0", 0)])
def test_tells_how_many_points_pay_an_amount(amount, points):
    assert count_needed(LOYALTY, yuan(amount)) == points
