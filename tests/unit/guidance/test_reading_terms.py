"""Reading commercial terms: what reads is typed, what is wrong is told at its key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import load_catalog
from configurator.guidance.reading import read_request
from configurator.guidance.reading_terms import (
    LONGEST_REASON,
    MOST_ADJUSTMENTS,
    MOST_STEPS,
    PLAIN_TERMS,
    CommercialTerms,
    read_commercial_terms,
)
from configurator.guidance.salvaging import salvage_request
from configurator.pricing.model import ManualAdjustment, RampStep
from configurator.resources import catalog_dir
from configurator.wording import say_problem
from tests.factories.catalog import make_catalog, make_offering

CATALOG = make_catalog(offerings=[make_offering("A-1", min_quantity=2, max_quantity=500), "B-1"])


def read(term_months: int = 24, **raw: Any) -> CommercialTerms:
    terms, problems = read_commercial_terms(CATALOG, raw, term_months)
    assert problems == ()
    return terms


def found(term_months: int = 24, **raw: Any) -> list[tuple[str, str | None]]:
    _, problems = read_commercial_terms(CATALOG, raw, term_months)
    for problem in problems:
        for language in ("zh", "en"):
            sentence, hint = say_problem(language, problem)  # type: ignore[arg-type]
            assert sentence
            assert hint
            assert "{" not in sentence + hint
    return [(problem.code, problem.field) for problem in problems]


MONTH_7 = {"from_month": 7, "quantity": 5}


def adjust(**changes: Any) -> list[dict[str, Any]]:
    return [{"form": "percent", "value": "5", **changes}]


def test_says_nothing_where_nothing_is_said() -> None:
    assert read() is PLAIN_TERMS
    assert read(start="", end=None, ramps={}, adjustments=[]) is PLAIN_TERMS


def test_reads_start_end_and_calendar_billing() -> None:
    terms = read(start="2026-12-15", end="2028-02-29", calendar_billing="yes")
    assert (terms.start, terms.end, terms.calendar_billing) == (date(2026, 12, 15), date(2028, 2, 29), True)


@pytest.mark.parametrize(("given", "meant"), [(True, True), ("true", True), (" No ", False), (False, False)])
def test_reads_flags_as_people_and_files_write_them(given: object, meant: bool) -> None:
    assert read(start="2026-12-15", calendar_billing=given).calendar_billing is meant


def test_a_contract_may_end_on_its_first_day() -> None:
    assert read(start="2026-12-15", end="2026-12-15").end == date(2026, 12, 15)


@pytest.mark.parametrize("key", ["start", "end"])
@pytest.mark.parametrize(
    "given", ["2026-02-30", "15.12.2026", "2026-1-5", "２０２６-12-15", "NaN", "1e1000000", 20261215, ["2026-12-15"]]
)
def test_refuses_what_is_no_day(key: str, given: object) -> None:
    assert ("request_date_refused", key) in found(**{"start": "2026-12-15", key: given})


def test_refuses_days_of_another_century() -> None:
    assert found(start="1999-12-31") == [("request_date_too_far", "start")]
    assert found(start="2101-01-01") == [("request_date_too_far", "start")]


def test_refuses_an_end_before_the_start() -> None:
    assert found(start="2026-12-15", end="2026-12-14") == [("request_end_before_start", "end")]


def test_refuses_an_end_too_many_months_away() -> None:
    assert found(start="2026-12-15", end="2041-12-15") == [("request_end_too_late", "end")]
    assert found(start="2026-12-15", end="2041-12-14") == []


def test_end_and_calendar_months_need_a_start() -> None:
    assert found(end="2027-12-31") == [("request_start_missing", "end")]
    assert found(calendar_billing=True) == [("request_start_missing", "calendar_billing")]


def test_a_start_that_does_not_read_is_told_once() -> None:
    assert found(start="soon", end="2027-12-31") == [("request_date_refused", "start")]


def test_refuses_flags_that_are_neither_yes_nor_no() -> None:
    assert found(start="2026-12-15", calendar_billing="maybe") == [("request_flag_refused", "calendar_billing")]
    assert found(start="2026-12-15", calendar_billing=1) == [("request_flag_refused", "calendar_billing")]


def test_reads_ramps_of_text_and_numbers() -> None:
    steps = [
        {"from_month": 1, "quantity": 10},
        {"from_month": "13", "quantity": "0"},
        {"from_month": 24, "quantity": 2},
    ]
    assert read(ramps={"A-1": steps, "B-1": []}).ramps == {"A-1": (RampStep(1, 10), RampStep(13, 0), RampStep(24, 2))}


@pytest.mark.parametrize(
    ("steps", "code", "field"),
    [
        ([{"from_month": 0, "quantity": 5}], "request_ramp_outside", "ramps.A-1.0.from_month"),
        ([{"from_month": 25, "quantity": 5}], "request_ramp_outside", "ramps.A-1.0.from_month"),
        ([MONTH_7, {"from_month": 7, "quantity": 6}], "request_ramp_unordered", "ramps.A-1.1.from_month"),
        ([MONTH_7, {"from_month": 3, "quantity": 6}], "request_ramp_unordered", "ramps.A-1.1.from_month"),
        ([{"from_month": 7, "quantity": 1}], "request_quantity_out_of_range", "ramps.A-1.0.quantity"),
        ([{"from_month": 7, "quantity": 501}], "request_quantity_out_of_range", "ramps.A-1.0.quantity"),
        ([{"from_month": 7, "quantity": -5}], "request_whole_number_refused", "ramps.A-1.0.quantity"),
        ([{"from_month": "１２", "quantity": 5}], "request_whole_number_refused", "ramps.A-1.0.from_month"),
        ([{"from_month": 7, "quantity": "1e1000000"}], "request_whole_number_refused", "ramps.A-1.0.quantity"),
        ([{"from_month": 7, "quantity": "9" * 30}], "request_whole_number_refused", "ramps.A-1.0.quantity"),
        ([{"from_month": 7, "quantity": True}], "request_whole_number_refused", "ramps.A-1.0.quantity"),
        ([{"from_month": 7}], "request_whole_number_refused", "ramps.A-1.0.quantity"),
        ([{"from_month": 7, "quantity": 5, "price": 1}], "request_key_unknown", "ramps.A-1.0.price"),
        (["7: 5"], "request_mapping_expected", "ramps.A-1.0"),
        ("7: 5", "request_list_expected", "ramps.A-1"),
        ([{"from_month": 1, "quantity": 5}] * (MOST_STEPS + 1), "request_list_expected", "ramps.A-1"),
    ],
)  # fmt: skip
def test_refuses_ramps_that_cannot_hold(steps: object, code: str, field: str) -> None:
    assert found(ramps={"A-1": steps}) == [(code, field)]


def test_refuses_ramps_of_unknown_offerings_and_of_no_mapping() -> None:
    assert found(ramps={"Z-9": []}) == [("request_ramp_unknown", "ramps.Z-9")]
    assert found(ramps=[1]) == [("request_mapping_expected", "ramps")]


def test_with_an_end_the_months_of_the_contract_bound_the_ramps() -> None:
    raw: dict[str, Any] = {"start": "2026-12-15", "end": "2027-02-14"}
    assert found(ramps={"A-1": [{"from_month": 2, "quantity": 5}]}, **raw) == []
    assert found(ramps={"A-1": [{"from_month": 3, "quantity": 5}]}, **raw) == [
        ("request_ramp_outside", "ramps.A-1.0.from_month")
    ]
    assert found(ramps={"A-1": [{"from_month": 3, "quantity": 5}]}, start="2026-12-15", end="2027-02-15") == []


def test_reads_every_form_of_adjustment() -> None:
    given = [
        {"form": "percent", "value": "7.25", "scope": "@DEMO", "competitive": "yes", "reason": " answer to a rival "},
        {"form": "amount", "value": 300, "scope": "A-1", "measure": "one_time"},
        {"form": "target", "value": "0", "measure": "annual"},
        {"form": "target", "value": Decimal("99.9"), "scope": None},
    ]
    assert read(adjustments=given).manual == (
        ManualAdjustment("@DEMO", "percent", Decimal("7.25"), "monthly", True, "answer to a rival"),
        ManualAdjustment("A-1", "amount", Decimal(300), "one_time"),
        ManualAdjustment("", "target", Decimal(0), "annual"),
        ManualAdjustment("", "target", Decimal("99.9")),
    )


BAD_FIGURES = ["NaN", "Infinity", "1e1000000", "１２", "9" * 30, "1,200", "1 200", "", None, True, [5], "0.001"]


@pytest.mark.parametrize("form", ["percent", "amount", "target"])
@pytest.mark.parametrize("value", BAD_FIGURES)
def test_refuses_figures_that_are_not_plain(form: str, value: object) -> None:
    assert found(adjustments=adjust(form=form, value=value)) == [("request_figure_refused", "adjustments.0.value")]


@pytest.mark.parametrize("form", ["percent", "amount", "target"])
def test_refuses_figures_below_zero(form: str) -> None:
    assert found(adjustments=adjust(form=form, value="-1")) == [("request_figure_negative", "adjustments.0.value")]


def test_a_percentage_ends_at_a_hundred() -> None:
    assert found(adjustments=adjust(value="100")) == []
    assert found(adjustments=adjust(value="100.01")) == [("request_percent_out_of_range", "adjustments.0.value")]
    assert found(adjustments=adjust(form="amount", value="100.01")) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"scope": "Z-9"}, "request_scope_unknown", "scope"),
        ({"scope": "@NONE"}, "request_scope_unknown", "scope"),
        ({"scope": "A" * 61}, "request_scope_unknown", "scope"),
        ({"form": "gift"}, "request_adjustment_form_unknown", "form"),
        ({"form": None}, "request_adjustment_form_unknown", "form"),
        ({"measure": "weekly"}, "request_measure_unknown", "measure"),
        ({"competitive": "perhaps"}, "request_flag_refused", "competitive"),
        ({"reason": "x" * (LONGEST_REASON + 1)}, "request_reason_refused", "reason"),
        ({"reason": "two\nlines"}, "request_reason_refused", "reason"),
        ({"why": "x"}, "request_key_unknown", "why"),
    ],
)
def test_refuses_adjustments_that_say_nothing_known(changes: dict[str, Any], code: str, field: str) -> None:
    assert found(adjustments=adjust(**changes)) == [(code, f"adjustments.0.{field}")]


def test_refuses_adjustments_that_are_no_list_of_mappings() -> None:
    assert found(adjustments={"form": "percent"}) == [("request_list_expected", "adjustments")]
    assert found(adjustments=[5]) == [("request_mapping_expected", "adjustments.0")]
    assert found(adjustments=adjust() * (MOST_ADJUSTMENTS + 1)) == [("request_list_expected", "adjustments")]


def test_a_refused_adjustment_is_left_out_and_the_others_stay() -> None:
    terms, problems = read_commercial_terms(CATALOG, {"adjustments": [*adjust(value="-1"), *adjust(value="3")]}, 24)
    assert [each.value for each in terms.manual] == [Decimal(3)]
    assert len(problems) == 1


def test_huge_figures_are_refused_before_anything_computes_with_them() -> None:
    huge = adjust(form="amount", value="1e1000000") + adjust(form="target", value="9" * 100_000)
    assert {code for code, _ in found(adjustments=huge)} == {"request_figure_refused"}


@pytest.fixture(scope="module")
def telecom() -> Catalog:
    loaded = load_catalog(catalog_dir()).catalog
    assert loaded is not None
    return loaded


CUSTOMER = {"name": "Example", "industry": "I64", "staff": 10, "sites": 1}


def test_the_terms_are_part_of_the_request(telecom: Catalog) -> None:
    raw = {"customer": CUSTOMER, "term_months": 24, "start": "2026-12-15", "adjustments": adjust(value="101")}
    request, problems = read_request(telecom, raw, date(2026, 11, 22))
    assert request is None
    assert [(each.code, each.field) for each in problems] == [("request_percent_out_of_range", "adjustments.0.value")]
    request, problems = read_request(telecom, {**raw, "adjustments": adjust()}, date(2026, 11, 22))
    assert problems == ()
    assert request is not None
    assert request.commercial.start == date(2026, 12, 15)
    assert request.commercial.manual == (ManualAdjustment("", "percent", Decimal(5)),)


def test_terms_that_name_lost_offerings_are_set_aside_with_them(telecom: Catalog) -> None:
    raw = {
        "customer": CUSTOMER,
        "ramps": {"GONE-1": [{"from_month": 2, "quantity": 5}]},
        "adjustments": [*adjust(scope="GONE-*"), *adjust()],
    }
    salvage = salvage_request(telecom, raw, date(2026, 11, 22))
    assert salvage is not None
    assert salvage.raw["ramps"] == {}
    assert salvage.raw["adjustments"] == adjust()
