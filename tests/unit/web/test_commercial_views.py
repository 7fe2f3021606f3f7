"""The form of commercial terms: from a request to rows and back."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from configurator.values.problem import Problem
from configurator.web.commercial_views import (
    SPARE_ADJUSTMENTS,
    SPARE_RAMPS,
    place_errors,
    read_form,
    view_terms,
)

REQUEST: dict[str, Any] = {
    "customer": {"name": "Example"},
    "start": "2026-12-15",
    "calendar_billing": True,
    "ramps": {"A-1": [{"from_month": "7", "quantity": "4"}, {"from_month": "9", "quantity": "5"}]},
    "adjustments": [
        {"form": "percent", "measure": "monthly", "value": "3", "scope": "@NET"},
        {"form": "target", "measure": "annual", "value": "900", "competitive": True, "reason": "answer"},
    ],
    "programmes": ["P", "Q"],
    "codes": ["SPRING", "FAIR"],
    "tax_regime": "export",
}


def type_again(request: dict[str, Any]) -> MultiDict[str, str]:
    """What a browser sends for the form of a request that nobody changed."""
    view = view_terms(request)
    fields: list[tuple[str, str]] = [(key, value) for key, value in view.fields.items() if value]
    for prefix, rows in (("ramp", view.ramps), ("adjustment", view.adjustments)):
        fields += [(f"{prefix}_{key}", value) for row in rows for key, value in row.fields.items()]
    fields += [("programmes", key) for key in sorted(view.programmes)]
    return MultiDict([*fields, ("codes", view.codes), ("tax_regime", view.tax_regime)])


def test_a_form_sent_back_unchanged_changes_nothing() -> None:
    assert read_form(REQUEST, type_again(REQUEST)) == REQUEST


def test_an_empty_form_takes_everything_back_and_leaves_the_rest() -> None:
    assert read_form(REQUEST, MultiDict()) == {"customer": {"name": "Example"}}


def test_rows_of_the_same_offering_are_one_ramp_in_their_order() -> None:
    form = MultiDict([("ramp_offering", "A-1"), ("ramp_offering", "B-1"), ("ramp_offering", "A-1")])
    for month in ("3", "4", "5"):
        form.add("ramp_from_month", month)
        form.add("ramp_quantity", "9")
    ramps = read_form({}, form)["ramps"]
    assert [step["from_month"] for step in ramps["A-1"]] == ["3", "5"]
    assert list(ramps) == ["A-1", "B-1"]


def test_a_row_that_was_begun_is_kept_so_that_it_can_be_told() -> None:
    form = MultiDict([("ramp_offering", ""), ("ramp_from_month", "3"), ("adjustment_reason", "because")])
    request = read_form({}, form)
    assert request["ramps"] == {"": [{"from_month": "3", "quantity": ""}]}
    assert request["adjustments"] == [{"reason": "because"}]


def test_codes_may_be_parted_by_blanks_and_commas() -> None:
    assert read_form({}, MultiDict([("codes", " A, B，C  D ")]))["codes"] == ["A", "B", "C", "D"]


def test_every_list_ends_with_spare_rows() -> None:
    view = view_terms(REQUEST)
    assert [row.path for row in view.ramps] == ["ramps.A-1.0", "ramps.A-1.1", *[""] * SPARE_RAMPS]
    assert [row.path for row in view.adjustments] == ["adjustments.0", "adjustments.1", *[""] * SPARE_ADJUSTMENTS]
    assert view.adjustments[-1].fields["form"] == "percent"


def test_what_is_no_list_shows_spare_rows_only() -> None:
    view = view_terms({"ramps": "x", "adjustments": {"form": "percent"}, "codes": 5, "programmes": None})
    assert (len(view.ramps), len(view.adjustments), view.codes) == (SPARE_RAMPS, SPARE_ADJUSTMENTS, "")
    assert view_terms({"ramps": {"A": ["x"]}, "adjustments": ["x"]}).ramps[0].path == ""


def test_problems_stand_at_their_row_or_field() -> None:
    found = [
        (Problem("one", field="adjustments.1.value"), "bad value", "mend it"),
        (Problem("two", field="ramps.A-1.0.from_month"), "bad month", "mend it"),
        (Problem("three", field="end"), "bad end", "mend it"),
        (Problem("four"), "bad request", "mend it"),
    ]
    view = place_errors(view_terms(REQUEST), found)
    assert [row.errors for row in view.adjustments[:2]] == [(), (("bad value", "mend it"),)]
    assert view.ramps[0].errors == (("bad month", "mend it"),)
    assert view.ramps[1].errors == ()
    assert (view.errors["end"], view.errors[""]) == ((("bad end", "mend it"),), (("bad request", "mend it"),))
    assert all(row.errors == () for row in view.ramps if not row.path)


def test_paths_that_begin_alike_are_told_apart() -> None:
    many = {"adjustments": [{"form": "percent", "value": str(at)} for at in range(12)]}
    view = place_errors(view_terms(many), [(Problem("one", field="adjustments.11.value"), "bad", "mend")])
    assert [row.path for row in view.adjustments if row.errors] == ["adjustments.11"]
