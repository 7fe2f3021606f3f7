"""What a charge adds to the contract value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.quoting.content import ContentCharge
from configurator.quoting.content_payments import ContentPayment
from configurator.quoting.term_values import value_over_term


def make_charge(kind: str, period: str | None, *payments: ContentPayment) -> ContentCharge:
    return ContentCharge(kind, period, "100.00", "100.00", "100.00", "0", "0.00", (), payments)


def make_payment(first: int, count: int, net: str) -> ContentPayment:
    return ContentPayment(
        first_month=first,
        last_month=first + count - 1,
        count=count,
        quantity=1,
        list="100.00",
        net=net,
        ex_tax=net,
        tax_rate="0",
        tax="0.00",
        is_regular=False,
    )


@pytest.mark.parametrize(
    ("kind", "period", "months", "value"),
    [
        ("one_time", None, 24, "100.00"),
        ("recurring", "month", 24, "2400.00"),
        ("recurring", "quarter", 24, "800.00"),
        ("recurring", "quarter", 25, "900.00"),
        ("recurring", "year", 24, "200.00"),
        ("recurring", "year", 25, "300.00"),
        ("recurring", "year", 1, "100.00"),
        ("usage", "month", 24, "0"),
    ],
)
def test_counts_what_a_charge_adds_to_the_contract_value(kind: str, period: str, months: int, value: str) -> None:
    assert value_over_term(make_charge(kind, period), months) == Decimal(value)


def test_payments_that_differ_are_added_one_by_one() -> None:
    charge = make_charge("recurring", "month", make_payment(1, 3, "0.00"), make_payment(4, 21, "99.50"))
    assert value_over_term(charge, 24) == Decimal("2089.50")


def test_a_usage_estimate_adds_nothing_whatever_its_payments() -> None:
    assert value_over_term(make_charge("usage", "month", make_payment(1, 1, "99.50")), 24) == 0
