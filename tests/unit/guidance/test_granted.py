"""Amounts of lines with programmes: exact where everything is known, never above the real ones otherwise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.chances import Outlook, View, list_chances
from configurator.guidance.confining import Confiner, KnownGround
from configurator.guidance.gauging import Gauge
from configurator.guidance.granted import GrantedLedger
from configurator.guidance.ledger import Ledger, Measure
from configurator.guidance.listed import ListGauge, ListPrices, Weights
from configurator.guidance.real_prices import read_amounts
from configurator.guidance.request import Request, context_of
from configurator.pricing.facts import state_facts
from configurator.pricing.pipeline import price
from configurator.programmes.model import QuoteFacts
from configurator.rules.rulebook import RuleBook
from configurator.solver.objectives import compute_objective
from tests.factories.catalog import make_catalog, make_offering, make_price, make_text
from tests.factories.programmes import make_band, make_discount
from tests.factories.situations import TODAY
from tests.unit.guidance.oracle import make_plain_request
from tests.unit.guidance.test_real_prices import books, requests

MEASURES: tuple[Measure, ...] = ("monthly", "one_time", "annual", "tcv")


def begin(book: RuleBook, request: Request) -> tuple[ListPrices, Outlook]:
    """What is known of the request's programmes before any line is."""
    context = context_of(request)
    prices = ListPrices(Ledger(book.catalog, context))
    chances = list_chances(book.catalog, state_facts(book.catalog, context, ()), is_asked=True)
    ground = KnownGround(book.catalog, request.profile.values, request.needs)
    return prices, Confiner(prices, ground, request.term_months).begin(chances)


def facts_of(book: RuleBook, request: Request, prices: ListPrices, taken: dict[str, int]) -> QuoteFacts:
    lines = tuple(prices.state(code, quantity, at) for at, (code, quantity) in enumerate(taken.items(), start=1))
    return state_facts(book.catalog, context_of(request), lines)


def draw_lines(data: st.DataObject, book: RuleBook) -> dict[str, int]:
    drawn = {code: data.draw(st.integers(0, each.max_quantity)) for code, each in book.catalog.offerings.items()}
    return {code: quantity for code, quantity in drawn.items() if quantity}


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_amount_is_above_the_real_one_and_those_of_sure_lines_are_it(data: st.DataObject) -> None:
    book = data.draw(books())
    request, taken = data.draw(requests(book)), draw_lines(data, book)
    prices, outlook = begin(book, request)
    lines = Configuration(tuple(ConfigurationLine(*each) for each in taken.items()), "feasible")
    real = read_amounts(price(book.catalog, lines, context_of(request)))
    seen = outlook.observe(facts_of(book, request, prices, taken))
    known = Outlook(outlook.chances, seen)
    for assumed in (outlook, known):
        ledger = GrantedLedger(prices.ledger, assumed, prices)
        for measure in MEASURES:
            gauge = Gauge(ledger, {measure: 1})
            assert gauge.total(taken) <= real[measure]
            assert sum(ledger.most(measure, *each) for each in taken.items()) >= real[measure]
            values = {f"quantity:{code}": taken.get(code, 0) for code in book.catalog.offerings}
            assert compute_objective(gauge.enclose({}), values) <= gauge.total(taken) * gauge.scale
    if all(ledger.is_sure(code) for code in taken):
        assert {measure: Gauge(ledger, {measure: 1}).total(taken) for measure in MEASURES} == {
            measure: real[measure] for measure in MEASURES
        }


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_seen_is_within_its_confines_and_what_is_not_is_outside(data: st.DataObject) -> None:
    """Of sums: every other level of a programme whose band a sum reaches is excluded by its bounds."""
    book = data.draw(books())
    request, taken = data.draw(requests(book)), draw_lines(data, book)
    prices, outlook = begin(book, request)
    ground = KnownGround(book.catalog, request.profile.values, request.needs)
    confiner = Confiner(prices, ground, request.term_months)
    seen = outlook.observe(facts_of(book, request, prices, taken))
    for chance in outlook.chances:
        view = seen[chance.key]
        for level in range(chance.top + 1):
            confines = confiner.confine(outlook.narrowed(chance, View(level, level, None)))
            if confines.bounds:
                assert all(bound.holds(taken) for bound in confines.bounds) == (level == view.low)


def test_parts_of_what_is_open_exclude_each_other_and_leave_nothing_out() -> None:
    volume = make_discount("VOLUME", make_band("1", "5"), make_band("2", "6"), make_band("3", "7"))
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1")], programmes={"VOLUME": volume})
    (chance,) = list_chances(catalog, QuoteFacts(catalog, TODAY, 12, ()), is_asked=True)
    outlook = Outlook((chance,), {"VOLUME": View(0, 3, True)})
    parts = outlook.parts(chance, View(1, 1, True))
    assert parts == (View(1, 1, True), View(0, 0, True), View(2, 3, True))
    assert Outlook((chance,)).parts(chance, View(1, 1, False)) == (View(0, 3, False), View(0, 3, True))
    assert outlook.narrowed(chance, View(2, 2, True)).parts(chance, View(2, 2, True)) == ()
    assert outlook.narrowed(chance, View(0, 3, False)).parts(chance, View(2, 2, True)) == ()


def test_list_amounts_are_counted_in_twelfths_of_a_minor_unit() -> None:
    prices = [make_price("A-1", "10"), make_price("A-1", "1", period="year"), make_price("A-1", "7", charge="one_time")]
    catalog = make_catalog(offerings=[make_offering("A-1", name=make_text("A"))], prices=prices)
    listed = ListPrices(Ledger(catalog, context_of(make_plain_request())))
    gauge = ListGauge(listed, Weights(1, 12))
    # 2 × (12 × 1,000 + 100 + 12 × 700) twelfths
    assert gauge.total({"A-1": 2}) == 2 * (12_000 + 100 + 8_400)
    assert ListGauge(listed, Weights(1), ["B-1"]).total({"A-1": 2}) == 0


def test_the_quantities_that_reach_a_monthly_amount_are_found_where_more_may_cost_less() -> None:
    volume = make_price("A-1", model="volume", tiers={1: "10", 4: "5", 7: "6"})
    offerings = [make_offering("A-1", max_quantity=9), make_offering("B-1", max_quantity=100_000)]
    catalog = make_catalog(offerings=offerings, prices=[volume, make_price("B-1", "0.01")])
    listed = ListPrices(Ledger(catalog, context_of(make_plain_request())))
    # 10 20 30 20 25 30 42 48 54
    assert listed.reach_monthly("A-1", 12 * 25_00) == ((3, 3), (5, 9))
    assert listed.reach_monthly("B-1", 12 * 5_00) == ((500, 100_000),)
    assert listed.reach_monthly("B-1", 12 * 5_000_00) == ()
