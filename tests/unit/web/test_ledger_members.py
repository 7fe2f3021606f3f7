"""What sums are made up of, as the ledger's page lists it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from configurator.catalog.commercial import Band, ChargeTerms, Discount, Measure, PricingPolicy, Span, Stage
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.ledger import make_ledger
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.values.text import Text
from configurator.web.ledger_members import find_sum, name_rows, show_fraction
from tests.factories.catalog import make_catalog, make_price, make_text

DAY = date(2026, 11, 22)
EDITION_1 = Path(__file__).parents[1] / "ledgers" / "edition_1.json"
BANDS = (Span(1, None, (Band(Decimal(0), Decimal(10)),)),)
VOLUME = Discount("VOL", make_text("v"), make_text("v"), "programme", ("*",), BANDS, measure=Measure.QUOTE_MONTHLY)
SUPPORT = replace(make_price("S-1", "10", model="percent_of"), terms=ChargeTerms(base=("A-1", "B-1")))
CATALOG = make_catalog(
    offerings=["A-1", "B-1", "S-1"],
    prices=[make_price("A-1", "100"), make_price("B-1", "100", period="quarter"), SUPPORT],
    policy=PricingPolicy(stages=tuple(Stage(kind, kind, make_text(kind)) for kind in ("programme", "manual"))),
    programmes={"VOL": VOLUME},
)
NAMES = {1: Text("甲", "First")}


@pytest.fixture(scope="module")
def tree() -> dict[str, Any]:
    lines = tuple(ConfigurationLine(code, 1) for code in ("A-1", "B-1", "S-1"))
    context = PricingContext(
        DAY, 12, manual=(ManualAdjustment("A-1", "amount", Decimal(5)),), ramps={"A-1": (RampStep(7, 2),)}
    )
    told: dict[str, Any] = json.loads(make_ledger(CATALOG, price(CATALOG, Configuration(lines, "optimal"), context)))
    return told


def test_a_base_lists_its_charges_from_each_month_on(tree: dict[str, Any]) -> None:
    found = find_sum(tree, "base.0", NAMES)
    assert found is not None
    told = [
        (each.number, each.name.en, each.payment, each.figure, each.times, each.month, each.amount)
        for each in found.members
    ]
    assert told == [
        (1, "First", "1.1.1", "100.00", "1", 0, "100"),
        (1, "First", "1.1.1", "200.00", "1", 7, "200"),
        (2, "B-1", "2.1.1", "100.00", "1/3", 0, "100/3"),
    ]
    assert (found.kind, found.sum) == ("base", "400/3")


def test_a_spread_lists_its_payments_before_and_after(tree: dict[str, Any]) -> None:
    found = find_sum(tree, "spread.0", NAMES)
    assert found is not None
    assert [(each.payment, each.figure, each.amount, each.rule) for each in found.members] == [
        ("1.1.1", "90.00", "85.00", "adjustments.0")
    ]
    assert (found.sum, found.becomes) == ("90.00", "85.00")


def test_a_measure_lists_what_was_added_up(tree: dict[str, Any]) -> None:
    found = find_sum(tree, "measure.VOL", NAMES)
    assert found is not None
    assert [(each.payment, each.figure, each.times) for each in found.members] == [
        ("1.1.1", "100.00", "1"), ("2.1.1", "100.00", "1/3"), ("3.1.1", "13.33", "1"),
    ]  # fmt: skip
    assert (found.name, found.sum, found.elsewhere) == ("VOL", "146.66", "")


def test_a_tax_lists_its_rows_with_the_place_that_says_the_rate(tree: dict[str, Any]) -> None:
    found = find_sum(tree, "tax.0.06", NAMES)
    assert found is not None
    assert sum(Decimal(each.amount) for each in found.members) == Decimal(found.sum)
    assert {(each.rule, each.place) for each in found.members} == {("I6", "tax.csv:4:1")}
    assert [each.payment for each in found.members] == ["1.1.1", "2.1.1", "3.1.1"]
    assert found.percent == "6"


@pytest.mark.parametrize(
    "name", ["", "base", "base.1", "base.-1", "base.x", "base.１", "spread.9", "measure.NONE", "tax.0.5", "gift.0"]
)
def test_what_is_no_sum_of_the_ledger_is_not_found(tree: dict[str, Any], name: str) -> None:
    assert find_sum(tree, name, NAMES) is None


def test_older_ledgers_have_no_members_but_rows_of_taxes() -> None:
    old = json.loads(EDITION_1.read_text(encoding="utf-8"))
    assert find_sum(old, "base.0", {}) is None
    assert find_sum(old, "measure.VOL", {}) is None
    assert find_sum(old, "tax.0.06", {}) is None
    found = find_sum(name_rows(old), "tax.0.06", {})
    assert found is not None
    assert sum(Decimal(each.amount) for each in found.members) == Decimal(found.sum)


def test_newer_ledgers_stay_as_they_are(tree: dict[str, Any]) -> None:
    assert name_rows(tree) is tree


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("5", "5"),
        ("1/2", "0.5"),
        ("-1/8", "-0.125"),
        ("401/2", "200.5"),
        ("1/3", "1/3"),
        ("-7", "-7"),
        ("3/100", "0.03"),
    ],
)
def test_figures_are_digits_where_these_end(exact: str, shown: str) -> None:
    assert show_fraction(Fraction(exact)) == shown
