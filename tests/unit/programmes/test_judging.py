"""What the end of a month entitles the next bill to: the worked figures of a converged bundle."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from configurator.catalog.commercial import PLAIN_POLICY, Span
from configurator.programmes.judging import Lapse, MonthEnd, RunningLine, entitlement_at
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from tests.factories.catalog import CNY, make_offering
from tests.factories.programmes import DAY, make_band, make_bundle, make_discount, make_programmes_catalog

FIRST = (make_band("1000", "5"), make_band("5000", "8", cap="1500"), make_band("20000", "12", cap="5000"))
LATER = (make_band("1000", "5"), make_band("5000", "4"), make_band("20000", "5"))
CONVERGED = make_bundle("T", spans=(Span(1, 24, FIRST), Span(25, None, LATER)), lines_each=10, most_arrears_days=30)
CATALOG = make_programmes_catalog(CONVERGED)


def end_of(month: int, *, anchor: bool = True, beneficiary: bool = True, arrears: int = 0) -> MonthEnd:
    """Four contracts of 8,000 a month beside an anchor; the first of them active or not."""
    others = tuple(RunningLine(number, "VM-1", Fraction(800000)) for number in (3, 4, 5))
    first = RunningLine(2, "VM-2", Fraction(800000), beneficiary)
    return MonthEnd(month, DAY, (RunningLine(1, "NET-1", Fraction(120000), anchor), first, *others), arrears)


def brings(end: MonthEnd, catalog=CATALOG) -> tuple[int, str]:
    bill = entitlement_at(catalog, "T", end)
    return bill.month, str(bill.sum(CNY))


def test_four_contracts_of_8000_bring_2560_a_month():
    bill = entitlement_at(CATALOG, "T", end_of(6))
    assert bill.reductions == dict.fromkeys((2, 3, 4, 5), Money(64000, CNY))
    assert (bill.month, str(bill.sum(CNY)), bill.lapsed) == (7, "2560.00", None)


def test_from_month_25_on_they_bring_1280():
    assert brings(end_of(23)) == (24, "2560.00")
    assert brings(end_of(24)) == (25, "1280.00")
    assert brings(end_of(60)) == (61, "1280.00")


def test_when_the_anchor_has_ended_the_next_bill_brings_nothing():
    bill = entitlement_at(CATALOG, "T", end_of(6, anchor=False))
    assert (bill.reductions, bill.lapsed) == ({}, Lapse.ANCHOR_ENDED)


def test_an_anchor_below_its_least_charge_does_not_carry():
    small = RunningLine(1, "NET-1", Fraction(99999))
    end = replace(end_of(6), lines=(small, *end_of(6).lines[1:]))
    assert entitlement_at(CATALOG, "T", end).lapsed is Lapse.ANCHOR_ENDED


@pytest.mark.parametrize(("days", "lapsed"), [(0, None), (30, None), (31, Lapse.IN_ARREARS)])
def test_a_month_in_arrears_for_more_than_30_days_lapses(days, lapsed):
    assert entitlement_at(CATALOG, "T", end_of(6, arrears=days)).lapsed is lapsed


def test_a_month_that_lapsed_takes_nothing_back():
    assert brings(end_of(6, arrears=31)) == (7, "0.00")
    assert brings(end_of(7)) == (8, "2560.00")


def test_arrears_are_not_asked_about_unless_the_bundle_says_so():
    catalog = make_programmes_catalog(replace(CONVERGED, most_arrears_days=None))
    assert entitlement_at(catalog, "T", end_of(6, arrears=400)).lapsed is None


def test_only_the_contract_that_has_ended_loses_its_share():
    bill = entitlement_at(CATALOG, "T", end_of(6, beneficiary=False))
    assert (sorted(bill.reductions), str(bill.sum(CNY))) == ([3, 4, 5], "1920.00")


def test_the_cap_holds_each_month():
    big = RunningLine(2, "VM-1", Fraction(1900000))
    end = MonthEnd(6, DAY, (RunningLine(1, "NET-1", Fraction(100000)), big))
    assert brings(end) == (7, "1500.00")


def test_an_amount_never_exceeds_what_there_is():
    catalog = make_programmes_catalog(make_bundle("T", make_band("0", amount="50")))
    end = MonthEnd(6, DAY, (RunningLine(1, "NET-1", Fraction(100000)), RunningLine(2, "VM-1", Fraction(3000))))
    assert brings(end, catalog) == (7, "30.00")


@pytest.mark.parametrize(
    ("rounding", "monthly", "expected"),
    [
        ("half_up", 50, "0.02"),  # 0.475 is left and charged as 0.48
        ("half_up", 70, "0.03"),  # 0.665, charged as 0.67
        ("half_even", 50, "0.02"),
        ("half_even", 70, "0.04"),  # 0.665, charged as 0.66
        ("half_even", 51, "0.03"),
        ("half_up", 49, "0.02"),
        ("half_up", "121/12", "0.00"),  # a yearly charge by the month: 0.1008 and 0.0958 are 0.10 each
        ("half_even", "21/2", "0.00"),  # 0.105 is charged as 0.10, 0.09975 as well
        ("half_up", "126/12", "0.01"),  # 0.105 and 0.09975 are 0.11 and 0.10
    ],
)
def test_what_is_left_is_rounded_by_the_rule_of_the_catalog_as_on_the_quote(rounding, monthly, expected):
    policy = replace(PLAIN_POLICY, rounding=rounding)
    catalog = make_programmes_catalog(make_bundle("T", make_band("0", "5")), policy=policy)
    end = MonthEnd(6, DAY, (RunningLine(1, "NET-1", Fraction(100000)), RunningLine(2, "VM-1", Fraction(monthly))))
    assert brings(end, catalog) == (7, expected)


def test_months_before_the_first_span_bring_nothing():
    catalog = make_programmes_catalog(make_bundle("T", spans=(Span(13, None, FIRST),)))
    assert brings(end_of(11), catalog) == (12, "0.00")
    assert brings(end_of(12), catalog) == (13, "2560.00")


def test_a_bundle_that_reduces_no_recurring_charges_brings_nothing_monthly():
    once = make_bundle("T", *FIRST, charges=frozenset({ChargeKind.ONE_TIME}))
    assert brings(end_of(6), make_programmes_catalog(once)) == (7, "0.00")


def test_only_bundles_are_judged():
    sold = (make_offering("NET-1"), make_offering("VM-1"))
    with pytest.raises(TypeError, match="T is not a bundle"):
        entitlement_at(make_programmes_catalog(make_discount("T"), offerings=sold), "T", end_of(6))
