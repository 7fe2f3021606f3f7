"""Service levels and price factors as files say them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.catalog.gradings import list_values
from configurator.catalog.model import InputKind
from configurator.catalog.reading import read_catalog
from configurator.values.periods import ChargeKind
from configurator.values.text import Text
from tests.factories.catalog import make_attribute, make_input
from tests.factories.catalog_files import tiny_files

HEAD = "id,applies_to,input,value,factor,charge,valid_from,valid_to,evidence,source\n"
SILVER = "S-1,#border,sla,silver,0.75,recurring,,,S,S:QC\n"
LEVELS = """\
input: sla
levels:
  silver:
    availability: 99.5
    minutes_down: 216
    architecture: {zh: 单路, en: Single access}
    credits:
      - {below: 99.5, percent: 5}
      - {below: 99, percent: 10}
    evidence: A
"""


def load(**files: str):
    named = {name.replace("__", "."): text.encode() for name, text in files.items()}
    return read_catalog({**tiny_files(), **named})


def find(**files: str) -> list[tuple[str, int, int]]:
    problems = load(**files).problems
    return [(one.code, one.location.line, one.location.column) for one in problems if one.location]


def test_a_row_becomes_a_factor():
    catalog = load(price_factors__csv=HEAD + SILVER).catalog
    assert catalog is not None
    (factor,) = catalog.price_factors
    assert (factor.id, factor.applies_to, factor.input, factor.value) == ("S-1", "#border", "sla", "silver")
    assert (factor.factor, factor.charge, factor.source) == (Decimal("0.75"), ChargeKind.RECURRING, "S:QC")
    assert str(factor.location) == "price_factors.csv:2:1"


def test_a_catalog_needs_neither_factors_nor_levels():
    catalog = load().catalog
    assert catalog is not None
    assert catalog.price_factors == ()
    assert catalog.service_levels is None


def test_values_of_one_input_never_meet():
    gold = "S-2,#border,sla,gold,1,recurring,,,A,\n"
    assert find(price_factors__csv=HEAD + SILVER + gold) == []


def test_dates_and_kinds_of_charges_keep_factors_apart():
    rows = (
        "S-1,#border,sla,silver,0.75,recurring,,2026-12-31,A,\n"
        "S-2,#border,sla,silver,0.8,recurring,2027-01-01,,A,\n"
        "S-3,#border,sla,silver,0.5,one_time,,,A,\n"
    )
    assert find(price_factors__csv=HEAD + rows) == []


@pytest.mark.parametrize(
    "other",
    [
        "S-2,SBC-*,sla,silver,0.8,recurring,,,A,",
        "S-2,SBC-100,cards,yes,2,recurring,,,A,",
        "S-2,@COM-VOICE,mlps,3,2,recurring,2030-01-01,,A,",
    ],
)
def test_two_factors_of_one_charge_are_refused(other):
    found = find(price_factors__csv=HEAD + SILVER + other + "\n")
    assert found == [("price_factor_overlap", 3, other.index(",") + 2)]


def test_a_factor_of_nothing_is_refused():
    assert find(price_factors__csv=HEAD + SILVER.replace("#border", "XYZ-*")) == [("selects_nothing", 2, 1)]


@pytest.mark.parametrize(
    ("before", "after", "code", "column"),
    [
        ("silver", "bronze", "input_value_unknown", 17),
        ("sla,silver", "staff,5", "input_value_unknown", 19),
        ("sla,", "slo,", "unknown_input", 13),
        ("0.75", "0", "figure_out_of_bounds", 24),
        ("0.75", "-1", "figure_negative", 24),
        ("recurring", "monthly", "not_one_of", 29),
    ],
)
def test_what_a_row_says_wrongly_is_found_at_its_cell(before, after, code, column):
    assert find(price_factors__csv=HEAD + SILVER.replace(before, after)) == [(code, 2, column)]


def test_levels_have_the_names_of_the_inputs_values():
    catalog = load(service_levels__yaml=LEVELS).catalog
    assert catalog is not None
    assert catalog.service_levels is not None
    level = catalog.service_levels.levels["silver"]
    assert (catalog.service_levels.input, level.name) == ("sla", Text("银", "Silver"))
    assert (level.availability, level.minutes_down) == (Decimal("99.5"), Decimal(216))
    assert [(credit.below, credit.percent) for credit in level.credits] == [(Decimal("99.5"), 5), (Decimal(99), 10)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("silver:", "bronze:", ("input_value_unknown", 3, 3)),
        ("input: sla", "input: slo", ("unknown_input", 1, 8)),
        ("216", "21.6", ("service_minutes_differ", 5, 19)),
        ("below: 99.5", "below: 99.6", ("service_credits_disordered", 8, 17)),
        ("below: 99,", "below: 99.5,", ("service_credits_disordered", 9, 17)),
        ("percent: 10", "percent: 5", ("service_credits_disordered", 9, 17)),
        ("    availability: 99.5\n", "", ("field_missing", 4, 5)),
        ("{below: 99.5, percent: 5}", "{below: 99.5}", ("field_missing", 8, 9)),
    ],
)
def test_what_a_level_says_wrongly_is_found_at_its_place(before, after, found):
    assert find(service_levels__yaml=LEVELS.replace(before, after, 1)) == [found]


def test_minutes_may_be_rounded():
    text = LEVELS.replace("99.5\n", "99.99\n").replace("216", "4.3")
    assert find(service_levels__yaml=text) == []


def test_prices_depend_on_flags_choices_and_levels_but_not_on_free_figures():
    values = make_attribute("a", ["low", "high"]).values
    assert list_values(make_input("a", "low", kind=InputKind.CHOICE, values=values)) == ("low", "high")
    assert list_values(make_input("a", "no", kind=InputKind.FLAG)) == ("yes", "no")
    assert list_values(make_input("a")) == ()
