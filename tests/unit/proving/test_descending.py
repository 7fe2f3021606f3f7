"""The least margin with programmes against trying everything: customers, configurations, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, combinations, product

from hypothesis import event, given, settings
from hypothesis import strategies as st

from configurator.catalog.commercial import Measure, reduction_of
from configurator.catalog.model import Catalog, Family
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.model import PricedLine, PricingContext
from configurator.pricing.pipeline import price
from configurator.pricing.rounding import round_percent
from configurator.proving.counting import Counter
from configurator.proving.customers import EveryCustomer, is_valid
from configurator.proving.margins import LeastMargin, Scope, find_least_margin, list_scopes
from configurator.proving.repricing import list_payments, reprice
from configurator.proving.stacks import list_stacks
from configurator.rules.rulebook import RuleBook
from configurator.values.money import Money
from tests.factories.catalog import make_offering, make_price, make_price_factor, make_term_discount, make_text
from tests.factories.random_programmes import policies, programmes
from tests.factories.situations import TODAY
from tests.unit.proving.oracle import list_configurations, list_profiles, make_proven_book

RULES = (
    {"id": "PAIR", "require": "B-1 >= 1", "when": "A-1"},
    {"id": "SIZED", "require": "A-1 + C-1 >= figure - 1"},
    {"id": "GRADED", "require": "not C-1", "when": "grade = high"},
    {"id": "APART", "require": "not (A-1 and C-1)"},
)
CONDITIONS = ("grade = high", "figure >= 2", "C-1", "A-1 >= 2", "figure + B-1 >= 3", "not B-1")
STARTS = {
    Measure.NONE: ("0",),
    Measure.LINE_QUANTITY: ("1", "2"),
    Measure.LINE_MONTHLY: ("0", "15", "40"),
    Measure.QUOTE_MONTHLY: ("0", "20", "55.5"),
    Measure.GROUP_MONTHLY: ("2", "20", "42"),
    Measure.CONTRACT_VALUE: ("0", "300", "700.04"),
    Measure.TERM_MONTHS: ("1", "12"),
    Measure.PRODUCT_LINES: ("1", "2"),
    Measure.INPUT: ("1", "2", "3"),
}
rates = st.sampled_from(("5", "9.99", "20", "30.5"))


@st.composite
def books(draw: st.DrawFn) -> RuleBook:
    """Three offerings of two product lines with random prices, rules and programmes."""
    offerings = [
        make_offering(code, family=family, max_quantity=2)
        for code, family in (("A-1", "ONE"), ("B-1", "ONE"), ("C-1", "TWO"))
    ]
    models = st.sampled_from(("per_unit", "flat", "graduated", "volume"))
    prices = [
        make_price(each.code, model=draw(models), tiers={1: draw(rates), 2: draw(rates)}, cost=draw(rates))
        for each in offerings
    ]
    prices.append(make_price("B-1", draw(rates), charge="one_time", cost=draw(rates)))
    return make_proven_book(
        draw(st.lists(st.sampled_from(RULES), unique_by=lambda rule: str(rule["id"]))),
        offerings=offerings,
        prices=prices,
        terms=draw(st.sampled_from(((1,), (12,), (1, 12)))),
        term_discounts=[make_term_discount("A-*", 12, draw(st.sampled_from(("0", "10", "40"))))],
        price_factors=[
            make_price_factor("B-1", "high", value) for value in draw(st.sampled_from(((), ("0.9",), ("2.5",))))
        ],
        families={code: Family(code, make_text(code), code.lower()) for code in ("ONE", "TWO")},
        programmes=draw(programmes(CONDITIONS, ("A-1", "B-1", "@TWO"), STARTS, most=2)),
        policy=draw(policies()),
    )


def list_stacked(catalog: Catalog) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Every set of programmes and codes that can be asked for."""
    every = [reduction_of(each) for each in catalog.programmes.values()]
    asked = [each for each in every if each.on_request or each.code]
    for some in chain.from_iterable(combinations(asked, size) for size in range(len(asked) + 1)):
        yield frozenset(each.key for each in some), frozenset(each.code for each in some if each.code)


def try_everything(book: RuleBook, discount: Decimal, scopes: tuple[Scope, ...]) -> dict[str, Decimal]:
    """The least margin of each scope that has one."""
    least: dict[str, Decimal] = {}
    catalog = book.catalog
    for profile in list_profiles(catalog):
        for taken in list_configurations(book, profile):
            lines = Configuration(tuple(ConfigurationLine(code, number) for code, number in taken.items()), "feasible")
            for term, (named, codes) in product(catalog.terms, list_stacked(catalog)):
                context = PricingContext(TODAY, term.months, discount, inputs=profile.values, named=named, codes=codes)
                priced = price(catalog, lines, context).lines
                for scope in scopes:
                    margin = find_margin(catalog, [line for line in priced if line.offering in scope.codes])
                    if margin is not None and margin < least.get(scope.family, margin + 1):
                        least[scope.family] = margin
    return least


def find_margin(catalog: Catalog, lines: list[PricedLine]) -> Decimal | None:
    """The margin of some lines of a quote."""
    paid = list(list_payments(lines))
    value = sum(payment.net.minor * payment.count for payment in paid)
    cost = sum(payment.cost.minor * payment.count for payment in paid if payment.cost)
    if not value:
        return None
    return round_percent(Money(value - cost, catalog.currency).amount, Money(value, catalog.currency).amount)


def prove(book: RuleBook, scope: Scope | None = None, discount: str = "0", seconds: int = 60) -> LeastMargin:
    counter = Counter(book.catalog, TODAY, list_stacks(book.catalog, TODAY, Decimal(discount)))
    whole = scope or list_scopes(book.catalog)[0]
    return find_least_margin(book, EveryCustomer(book, TODAY), counter, whole, Decimal(seconds))


@given(book=books(), discount=st.sampled_from(("0", "12.5")))
@settings(max_examples=12, deadline=None)
def test_the_least_margin_with_programmes_is_that_of_trying_everything(book: RuleBook, discount: str) -> None:
    scopes = list_scopes(book.catalog)
    tried = try_everything(book, Decimal(discount), scopes)
    for scope in scopes:
        found = prove(book, scope, discount)
        event(f"{found.proof} in {min(found.questions, 50) // 10 * 10}")
        assert found.margin == tried.get(scope.family)
        assert found.proof == "optimal"
        if found.example is not None and found.stack is not None:
            assert is_valid(book, TODAY, found.example)
            priced = reprice(book.catalog, TODAY, found.stack, found.example, scope.codes, {})
            assert priced is not None
            assert priced.hundredths == found.margin * 100
