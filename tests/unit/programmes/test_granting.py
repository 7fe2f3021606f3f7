"""Who gets which reductions: conditions, measures, bands, and that the order of lines does not matter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.commercial import Measure, Span
from configurator.catalog.model import Family, ProductLine
from configurator.catalog.sources import Expression
from configurator.programmes import find_entitlements
from configurator.values.dates import DateRange
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from tests.factories.catalog import CNY, make_input, make_offering, make_text
from tests.factories.programmes import (
    DAY,
    make_band,
    make_bundle,
    make_discount,
    make_facts,
    make_line,
    make_programmes_catalog,
)

STEPS = (make_band("1000", "5"), make_band("5000", "8", cap="1500"), make_band("20000", "12", cap="5000"))


def percents(facts) -> dict[int, list[tuple[str, str]]]:
    """Programme and percentage of the first months, by line."""
    grants = find_entitlements(facts).grants
    return {number: [(each.programme, str(each.spans[0].percent)) for each in its] for number, its in grants.items()}


def test_a_catalog_without_programmes_grants_nothing():
    assert percents(make_facts(make_programmes_catalog(), make_line(1, "VM-1", "100"))) == {}


def test_a_quote_without_lines_is_granted_nothing():
    assert percents(make_facts(make_programmes_catalog(make_discount()))) == {}


def test_a_plain_discount_is_for_every_line_that_it_selects():
    catalog = make_programmes_catalog(make_discount(applies_to=("VM-*", "SIM-1"), excludes=("VM-2",)))
    lines = (make_line(1, "VM-1"), make_line(2, "VM-2"), make_line(3, "SIM-1"), make_line(4, "NET-1"))
    assert percents(make_facts(catalog, *lines)) == {1: [("D", "10")], 3: [("D", "10")]}


def test_lines_with_the_same_grant_share_it():
    catalog = make_programmes_catalog(make_discount("A"), make_discount("B", measure=Measure.LINE_MONTHLY))
    grants = find_entitlements(make_facts(catalog, make_line(1, "VM-1", "5"), make_line(2, "VM-2", "5"))).grants
    assert all(one is other for one, other in zip(grants[1], grants[2], strict=True))


def test_pass_through_offerings_are_granted_nothing():
    sold = (make_offering("VM-1", pass_through=True), "VM-2")
    catalog = make_programmes_catalog(make_discount(), offerings=sold)
    assert percents(make_facts(catalog, make_line(1, "VM-1", "9"), make_line(2, "VM-2", "9"))) == {2: [("D", "10")]}


def test_a_line_of_which_nothing_is_taken_neither_gets_nor_counts():
    catalog = make_programmes_catalog(make_discount("D", make_band("200", "3"), measure=Measure.QUOTE_MONTHLY))
    taken = make_line(1, "VM-1", "100")
    assert percents(make_facts(catalog, taken, make_line(2, "VM-2", "100", quantity=0))) == {}
    assert percents(make_facts(catalog, taken, make_line(2, "VM-2", "100"))) == {1: [("D", "3")], 2: [("D", "3")]}


def test_a_discount_with_a_code_waits_for_it():
    catalog = make_programmes_catalog(make_discount(code="WELCOME"))
    line = make_line(1, "VM-1", "100")
    assert percents(make_facts(catalog, line)) == {}
    assert percents(make_facts(catalog, line, codes=frozenset({"OTHER"}))) == {}
    assert percents(make_facts(catalog, line, codes=frozenset({"WELCOME"}))) == {1: [("D", "10")]}


def test_a_discount_on_request_waits_to_be_named():
    catalog = make_programmes_catalog(make_discount(on_request=True))
    line = make_line(1, "VM-1", "100")
    assert percents(make_facts(catalog, line)) == {}
    assert percents(make_facts(catalog, line, named=frozenset({"D"}))) == {1: [("D", "10")]}


def test_a_discount_counts_on_its_days():
    last_day = make_programmes_catalog(make_discount(valid=DateRange(None, DAY)))
    not_yet = make_programmes_catalog(make_discount(valid=DateRange(DAY.replace(day=23), None)))
    assert percents(make_facts(last_day, make_line(1, "VM-1"))) == {1: [("D", "10")]}
    assert percents(make_facts(not_yet, make_line(1, "VM-1"))) == {}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("staff >= 100", True),
        ("staff > 100", False),
        ("total(VM-*) >= 3", True),
        ("VM-1 > 2", False),
        ("NET-1", False),
        ("not NET-1 and VM-2", True),
    ],
)
def test_a_condition_speaks_of_profile_and_quantities(condition, holds):
    condition = condition.replace("total(VM-*)", "sum(VM-*)")
    where = Expression(condition, SourceLocation("programmes/demo.yaml", 5, 11))
    catalog = make_programmes_catalog(make_discount(when=where), inputs=(make_input("staff"),))
    lines = (make_line(1, "VM-1", quantity=2), make_line(2, "VM-2"))
    facts = make_facts(catalog, *lines, inputs={"staff": 100})
    assert bool(percents(facts)) is holds


def test_a_condition_does_not_hold_when_nothing_is_known_of_the_customer():
    where = Expression("staff >= 0", SourceLocation("programmes/demo.yaml", 5, 11))
    catalog = make_programmes_catalog(make_discount(when=where), inputs=(make_input("staff"),))
    assert percents(make_facts(catalog, make_line(1, "VM-1"))) == {}


@pytest.mark.parametrize(
    ("monthly", "percent"),
    [("999.99", None), ("1000", "5"), ("4999.99", "5"), ("5000", "8"), ("19999.99", "8"), ("20000", "12")],
)
def test_the_highest_band_that_is_reached_holds(monthly, percent):
    catalog = make_programmes_catalog(make_discount("D", *STEPS, measure=Measure.LINE_MONTHLY))
    found = percents(make_facts(catalog, make_line(1, "VM-1", monthly)))
    assert found == ({1: [("D", percent)]} if percent else {})


def test_a_yearly_charge_by_the_month_is_compared_exactly():
    catalog = make_programmes_catalog(make_discount("D", make_band("1000", "5"), measure=Measure.LINE_MONTHLY))
    yearly = Fraction(1200000, 12)
    assert percents(make_facts(catalog, make_line(1, "VM-1", monthly=yearly)))
    assert not percents(make_facts(catalog, make_line(1, "VM-1", monthly=yearly - Fraction(1, 12))))


@pytest.mark.parametrize(
    ("measure", "changes", "reached"),
    [
        (Measure.LINE_QUANTITY, {}, {2}),
        (Measure.QUOTE_MONTHLY, {}, set()),
        (Measure.QUOTE_MONTHLY, {"term_months": 36}, set()),
        (Measure.GROUP_MONTHLY, {"inputs": {"elsewhere": 4}}, {1, 2, 3}),
        (Measure.GROUP_MONTHLY, {"inputs": {"elsewhere": 3}}, set()),
        (Measure.GROUP_MONTHLY, {}, set()),
        (Measure.GROUP_MONTHLY, {"inputs": {"elsewhere": "4"}}, set()),
        (Measure.INPUT, {"inputs": {"elsewhere": "10"}}, set()),
        (Measure.TERM_MONTHS, {"term_months": 10}, {1, 2, 3}),
        (Measure.TERM_MONTHS, {"term_months": 9}, set()),
        (Measure.INPUT, {"inputs": {"elsewhere": 10}}, {1, 2, 3}),
        (Measure.INPUT, {"inputs": {"elsewhere": 9}}, set()),
        (Measure.INPUT, {}, set()),
    ],
)
def test_every_measure_is_read_from_the_quote(measure, changes, reached):
    """The band begins at 10; the lines cost 1, 2 and 3 a month."""
    discount = make_discount("D", make_band("10", "5"), measure=measure, input="elsewhere")
    catalog = make_programmes_catalog(discount)
    lines = (make_line(1, "VM-1", "1"), make_line(2, "VM-2", "2", quantity=10), make_line(3, "SIM-1", "3"))
    assert set(percents(make_facts(catalog, *lines, **changes))) == reached


def test_the_contract_value_is_one_time_charges_and_the_term():
    discount = make_discount("D", make_band("340", "5"), measure=Measure.CONTRACT_VALUE)
    catalog = make_programmes_catalog(discount)
    lines = (make_line(1, "VM-1", "10", one_time=4000), make_line(2, "VM-2", "0", one_time=6000, usage=99999))
    assert set(percents(make_facts(catalog, *lines, term_months=24))) == {1, 2}
    assert percents(make_facts(catalog, *lines, term_months=23)) == {}


def test_of_a_group_nothing_is_elsewhere_unless_the_profile_says_so():
    discount = make_discount("D", make_band("7", "5"), measure=Measure.GROUP_MONTHLY, input="elsewhere")
    facts = make_facts(make_programmes_catalog(discount), make_line(1, "VM-1", "6"))
    assert percents(facts) == {}
    assert percents(replace(facts, inputs={"elsewhere": 1})) != {}


def test_the_contract_value_counts_one_time_charges_in_the_parts_that_yearly_ones_need():
    """A hundred and 24 twelfths of 10 a year are 120."""
    lines = (make_line(1, "VM-1", Fraction(1000, 12)), make_line(2, "VM-2", "0", one_time=10_000))
    for since, reached in (("120", {1, 2}), ("120.01", set())):
        discount = make_discount("D", make_band(since, "5"), measure=Measure.CONTRACT_VALUE)
        assert set(percents(make_facts(make_programmes_catalog(discount), *lines, term_months=24))) == reached


def test_a_measure_counts_what_it_is_told_to():
    discount = make_discount("D", make_band("100", "5"), measure=Measure.QUOTE_MONTHLY, measured_on=("VM-*",))
    catalog = make_programmes_catalog(discount)
    counted, other = make_line(1, "VM-1", "99"), make_line(2, "NET-1", "1000")
    assert percents(make_facts(catalog, counted, other)) == {}
    assert set(percents(make_facts(catalog, make_line(1, "VM-1", "100"), other))) == {1, 2}


def test_product_lines_are_counted_once_each():
    sold = (make_offering("VM-1", family="CLOUD"), make_offering("VM-2", family="CLOUD"), "NET-1", "SIM-1")
    families = {key: Family(key, make_text(key), line) for key, line in {"CLOUD": "cloud", "DEMO": "demo"}.items()}
    lines = {key: ProductLine(key, make_text(key)) for key in ("cloud", "demo")}
    discount = make_discount("D", make_band("2", "3"), measure=Measure.PRODUCT_LINES)
    catalog = make_programmes_catalog(discount, offerings=sold, families=families, lines=lines)
    assert percents(make_facts(catalog, make_line(1, "VM-1"), make_line(2, "VM-2"))) == {}
    assert set(percents(make_facts(catalog, make_line(1, "VM-1"), make_line(2, "NET-1")))) == {1, 2}


def test_every_span_has_its_own_band():
    spans = (Span(1, 24, STEPS), Span(25, None, (make_band("1000", "5"), make_band("5000", "4"))))
    catalog = make_programmes_catalog(make_discount("D", spans=spans, measure=Measure.LINE_MONTHLY))
    (grant,) = find_entitlements(make_facts(catalog, make_line(1, "VM-1", "8000"))).grants[1]
    found = [(each.first_month, each.last_month, each.percent, each.cap) for each in grant.spans]
    assert found == [(1, 24, Decimal(8), Money(150000, CNY)), (25, None, Decimal(4), None)]


def test_a_band_of_nothing_grants_nothing():
    catalog = make_programmes_catalog(
        make_discount("D", make_band("0", "0"), make_band("3", "5"), measure=Measure.INPUT, input="years")
    )
    line = make_line(1, "VM-1", "100")
    assert percents(make_facts(catalog, line, inputs={"years": 2})) == {}
    assert percents(make_facts(catalog, line, inputs={"years": 3})) == {1: [("D", "5")]}


def test_a_grant_says_all_that_its_programme_says():
    discount = make_discount(
        "D",
        make_band("100", amount="12.5"),
        measure=Measure.QUOTE_MONTHLY,
        group="g",
        funding={"partner": Decimal(40)},
        charges=frozenset({ChargeKind.ONE_TIME, ChargeKind.RECURRING}),
    )
    facts = make_facts(make_programmes_catalog(discount), make_line(1, "VM-1", "123.45"))
    (grant,) = find_entitlements(facts).grants[1]
    assert (grant.programme, grant.stage, grant.group) == ("D", "demo", "g")
    assert grant.charges == {ChargeKind.ONE_TIME, ChargeKind.RECURRING}
    assert grant.funding == {"partner": Decimal(40)}
    assert grant.spans[0].amount == Money(1250, CNY)
    assert grant.params == {
        "programme_zh": "D(中)",
        "programme_en": "D",
        "since": "100",
        "band": "100",
    }
    assert find_entitlements(facts).measured == {"D": "123.45"}
    assert str(grant.location) == "programmes/demo.yaml:7:1"


def test_grants_come_in_the_order_of_the_catalog():
    catalog = make_programmes_catalog(
        make_discount("B"), make_bundle("T", make_band("0", "7")), make_discount("A", measure=Measure.LINE_QUANTITY)
    )
    facts = make_facts(catalog, make_line(1, "VM-1", "10"), make_line(2, "NET-1", "1000"))
    assert [each[0] for each in percents(facts)[1]] == ["B", "T", "A"]
    assert [each[0] for each in percents(facts)[2]] == ["B", "A"]


CODES = ("NET-1", "NET-2", "VM-1", "VM-2", "SIM-1")
EVERYTHING = make_programmes_catalog(
    make_bundle("T", *STEPS, most=2, lines_each=2),
    make_discount("V", make_band("100", "2"), make_band("9000", "4"), measure=Measure.QUOTE_MONTHLY),
    make_discount("L", *STEPS, measure=Measure.LINE_MONTHLY, applies_to=("VM-*",)),
    make_discount("Q", make_band("3", "1"), measure=Measure.LINE_QUANTITY),
)
LINES = st.lists(
    st.tuples(st.sampled_from(CODES), st.integers(0, 3_000_000), st.sampled_from((1, 3, 12)), st.integers(0, 5)),
    max_size=12,
    unique_by=lambda each: each[:2],
)


@given(LINES, st.randoms())
def test_the_order_of_lines_does_not_matter(drawn, random):
    lines = [
        make_line(number, code, monthly=Fraction(minor, parts), quantity=quantity)
        for number, (code, minor, parts, quantity) in enumerate(drawn, start=1)
    ]
    before = find_entitlements(make_facts(EVERYTHING, *lines)).grants
    random.shuffle(lines)
    assert find_entitlements(make_facts(EVERYTHING, *lines)).grants == before


@given(LINES)
def test_a_line_of_nothing_changes_nothing(drawn):
    lines = [make_line(number, code, monthly=Fraction(minor)) for number, (code, minor, _, _) in enumerate(drawn, 1)]
    nothing = make_line(99, "NET-1", monthly=Fraction(9_999_999), quantity=0)
    with_it = find_entitlements(make_facts(EVERYTHING, *lines, nothing)).grants
    assert with_it == find_entitlements(make_facts(EVERYTHING, *lines)).grants


def test_takes_over_what_nothing_changed_about():
    catalog = make_programmes_catalog(
        make_discount("B", make_band("1", "1"), make_band("5", "5"), measure=Measure.LINE_QUANTITY)
    )
    lines = [make_line(number, "VM-1", quantity=number) for number in range(1, 8)]
    before = find_entitlements(make_facts(catalog, *lines))
    changed = [*lines[:2], make_line(3, "VM-1", quantity=9), *lines[3:]]
    after = find_entitlements(make_facts(catalog, *changed), before)
    assert after == find_entitlements(make_facts(catalog, *changed))
    assert [number for number in after.grants if after.grants[number] is not before.grants[number]] == [3]


def test_a_band_that_another_line_reaches_is_granted_to_lines_that_stayed():
    measured = {"measure": Measure.QUOTE_MONTHLY}
    catalog = make_programmes_catalog(make_discount("Q", make_band("10", "1"), make_band("100", "5"), **measured))
    lines = [make_line(1, "VM-1", "10"), make_line(2, "VM-1", "10")]
    before = find_entitlements(make_facts(catalog, *lines))
    after = find_entitlements(make_facts(catalog, lines[0], make_line(2, "VM-1", "100")), before)
    assert {number: str(grants[0].spans[0].percent) for number, grants in before.grants.items()} == {1: "1", 2: "1"}
    assert {number: str(grants[0].spans[0].percent) for number, grants in after.grants.items()} == {1: "5", 2: "5"}


@pytest.mark.parametrize(
    ("measure", "shown"),
    [(Measure.QUOTE_MONTHLY, "3.33"), (Measure.TERM_MONTHS, "24")],
)
def test_what_was_measured_is_shown_in_whole_minor_units_or_as_it_is(measure, shown):
    catalog = make_programmes_catalog(make_discount("D", make_band("1", "1"), measure=measure))
    facts = make_facts(catalog, make_line(1, "VM-1", Fraction(1000, 3)), term_months=24)
    assert find_entitlements(facts).measured == {"D": shown}


def test_lines_that_move_up_are_granted_under_their_new_numbers():
    catalog = make_programmes_catalog(make_discount("B", make_band("0", "1")))
    lines = [make_line(number, "VM-1", quantity=quantity) for number, quantity in enumerate([1, 0, 1, 1, 1], start=1)]
    before = find_entitlements(make_facts(catalog, *lines))
    moved = [make_line(number, "VM-1", quantity=quantity) for number, quantity in enumerate([0, 1, 1, 1, 1], start=1)]
    assert find_entitlements(make_facts(catalog, *moved), before).grants.keys() == {2, 3, 4, 5}


@pytest.mark.parametrize(
    ("since", "shown"), [("1000", "1000"), ("1000.00", "1000"), ("0.50", "0.5"), ("0", "0"), ("1E+3", "1000")]
)
def test_a_grant_says_from_where_on_its_band_holds_without_idle_zeros(since, shown):
    catalog = make_programmes_catalog(make_discount("D", make_band(since, "5"), measure=Measure.LINE_MONTHLY))
    (grant,) = find_entitlements(make_facts(catalog, make_line(1, "VM-1", "5000"))).grants[1]
    assert (grant.params["since"], grant.untouched_below) == (shown, Decimal(0))


def test_product_lines_count_where_the_programme_measures():
    sold = (make_offering("VM-1", family="CLOUD"), "NET-1")
    families = {key: Family(key, make_text(key), key.lower()) for key in ("CLOUD", "DEMO")}
    lines = {key: ProductLine(key, make_text(key)) for key in ("cloud", "demo")}
    for measured, reached in ((("*",), {1, 2}), (("NET-1",), set())):
        discount = make_discount("D", make_band("2", "3"), measure=Measure.PRODUCT_LINES, measured_on=measured)
        catalog = make_programmes_catalog(discount, offerings=sold, families=families, lines=lines)
        assert set(percents(make_facts(catalog, make_line(1, "VM-1"), make_line(2, "NET-1")))) == reached
    discount = make_discount("D", make_band("1", "3"), measure=Measure.PRODUCT_LINES, measured_on=("NET-1",))
    catalog = make_programmes_catalog(discount, offerings=sold, families=families, lines=lines)
    assert set(percents(make_facts(catalog, make_line(1, "VM-1"), make_line(2, "NET-1")))) == {1, 2}
    assert percents(make_facts(catalog, make_line(1, "VM-1"))) == {}
