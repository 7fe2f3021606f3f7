"""The form of a quote's commercial terms: its rows as a request states them, and a request from what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from configurator.values.problem import Problem
from configurator.web.drafting import drop_blanks

SPARE_RAMPS = 3
SPARE_ADJUSTMENTS = 2
MOST_ROWS = 200
_RAMP_FIELDS = ("offering", "from_month", "quantity")
_ADJUSTMENT_FIELDS = ("scope", "form", "measure", "value", "competitive", "reason")
_DAYS = ("start", "end")
_PLAIN_ROW = {"form": "percent", "measure": "monthly"}

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form: its fields as text, where the request states it (`adjustments.0`), and what is wrong."""

    path: str
    fields: Texts
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TermsView:
    """What the form shows. `errors` are those of fields outside rows, by key."""

    fields: Texts
    ramps: tuple[Row, ...]
    adjustments: tuple[Row, ...]
    programmes: frozenset[str]
    codes: str
    tax_regime: str
    errors: Mapping[str, tuple[tuple[str, str], ...]]


def read_form(before: Mapping[str, Any], form: MultiDict[str, str]) -> dict[str, Any]:
    """The request with the terms that were typed; what was left blank is not stated any more."""
    terms: dict[str, object] = {key: form.get(key, "").strip() for key in _DAYS}
    terms["calendar_billing"] = True if form.get("calendar_billing") else None
    terms["ramps"] = _read_ramps(form)
    terms["adjustments"] = list(_read_adjustments(form))
    terms["programmes"] = form.getlist("programmes")[:MOST_ROWS]
    terms["codes"] = form.get("codes", "").replace(",", " ").replace("，", " ").split()[:MOST_ROWS]
    terms["tax_regime"] = form.get("tax_regime", "").strip()
    return {**{key: value for key, value in before.items() if key not in terms}, **drop_blanks(terms)}


def view_terms(request: Mapping[str, Any]) -> TermsView:
    """The form as the request states it, with spare rows at the end of each list."""
    ramps = tuple(_list_ramps(request.get("ramps")))
    adjustments = tuple(_list_adjustments(request.get("adjustments")))
    return TermsView(
        fields={
            **{key: _text(request.get(key)) for key in _DAYS},
            "calendar_billing": "yes" if request.get("calendar_billing") in (True, "yes", "true") else "",
        },
        ramps=(*ramps, *(Row("", dict.fromkeys(_RAMP_FIELDS, "")) for _ in range(SPARE_RAMPS))),
        adjustments=(
            *adjustments,
            *(Row("", {**dict.fromkeys(_ADJUSTMENT_FIELDS, ""), **_PLAIN_ROW}) for _ in range(SPARE_ADJUSTMENTS)),
        ),
        programmes=frozenset(map(str, _as_list(request.get("programmes")))),
        codes=" ".join(map(str, _as_list(request.get("codes")))),
        tax_regime=_text(request.get("tax_regime")),
        errors={},
    )


def place_errors(view: TermsView, found: Sequence[tuple[Problem, str, str]]) -> TermsView:
    """The form with each problem (and its words) at its field or row."""
    told = [(problem.field or "", (sentence, hint)) for problem, sentence, hint in found]
    errors: dict[str, tuple[tuple[str, str], ...]] = {}
    for field, words in told:
        key = field.partition(".")[0]
        errors[key] = (*errors.get(key, ()), words)
    return replace(
        view,
        ramps=tuple(_with_errors(row, told) for row in view.ramps),
        adjustments=tuple(_with_errors(row, told) for row in view.adjustments),
        errors=errors,
    )


def _with_errors(row: Row, told: Sequence[tuple[str, tuple[str, str]]]) -> Row:
    own = tuple(words for field, words in told if row.path and f"{field}.".startswith(f"{row.path}."))
    return replace(row, errors=own)


def _read_ramps(form: MultiDict[str, str]) -> dict[str, list[dict[str, str]]]:
    ramps: dict[str, list[dict[str, str]]] = {}
    for row in _read_rows(form, "ramp", _RAMP_FIELDS):
        if any(row.values()):
            ramps.setdefault(row["offering"], []).append({"from_month": row["from_month"], "quantity": row["quantity"]})
    return ramps


def _read_adjustments(form: MultiDict[str, str]) -> Iterator[dict[str, object]]:
    for row in _read_rows(form, "adjustment", _ADJUSTMENT_FIELDS):
        if any(row[key] for key in ("scope", "value", "reason")):
            stated = {key: value for key, value in row.items() if value and key != "competitive"}
            yield {**stated, **({"competitive": True} if row["competitive"] == "yes" else {})}


def _read_rows(form: MultiDict[str, str], prefix: str, fields: Sequence[str]) -> Iterator[dict[str, str]]:
    columns = {field: form.getlist(f"{prefix}_{field}")[:MOST_ROWS] for field in fields}
    for at in range(max((len(column) for column in columns.values()), default=0)):
        yield {field: column[at].strip() if at < len(column) else "" for field, column in columns.items()}


def _list_ramps(ramps: object) -> Iterator[Row]:
    for code, steps in ramps.items() if isinstance(ramps, Mapping) else ():
        for at, step in enumerate(_as_list(steps)):
            if isinstance(step, Mapping):
                fields = {"from_month": _text(step.get("from_month")), "quantity": _text(step.get("quantity"))}
                yield Row(f"ramps.{code}.{at}", {"offering": str(code), **fields})


def _list_adjustments(adjustments: object) -> Iterator[Row]:
    for at, each in enumerate(_as_list(adjustments)):
        if isinstance(each, Mapping):
            fields = {**_PLAIN_ROW, **{key: _text(each.get(key)) for key in _ADJUSTMENT_FIELDS if each.get(key)}}
            competitive = "yes" if each.get("competitive") in (True, "yes", "true") else ""
            yield Row(
                f"adjustments.{at}", {**dict.fromkeys(_ADJUSTMENT_FIELDS, ""), **fields, "competitive": competitive}
            )


def _as_list(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _text(value: object) -> str:
    return "" if value is None else str(value)
