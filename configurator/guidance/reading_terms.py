"""Reading the commercial terms of a request: start and end of the contract, billing by calendar months, quantities that
change during the contract, and what the seller does to the price.

Every problem carries the path of its key (`ramps.SBC-100.1.quantity`, `adjustments.0.value`). Figures are read
strictly: ASCII digits only, nothing negative, no exponents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from typing import get_args

from configurator.catalog.model import Catalog, Offering
from configurator.catalog.selectors import selection_of
from configurator.pricing.model import ManualAdjustment, ManualForm, ManualMeasure, RampStep
from configurator.values.money import FigureRefused, parse_figure
from configurator.values.problem import Problem

KEYS = frozenset({"start", "end", "calendar_billing", "ramps", "adjustments"})
FORMS: tuple[ManualForm, ...] = get_args(ManualForm)
MEASURES: tuple[ManualMeasure, ...] = get_args(ManualMeasure)
MOST_STEPS = 120
MOST_ADJUSTMENTS = 100
LONGEST_CONTRACT = 180
"""Months from start to end."""
LONGEST_REASON = 500
_LONGEST_SCOPE = 60
_MOST_DIGITS = 9
_HUNDRED = Decimal(100)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_STEP_KEYS = frozenset({"from_month", "quantity"})
_ADJUSTMENT_KEYS = frozenset({"scope", "form", "value", "measure", "competitive", "reason"})
_FLAGS: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False, "": False}


@dataclass(frozen=True, slots=True)
class CommercialTerms:
    """What a request says of its contract beside the commitment; see `pricing.model.PricingContext`."""

    start: date | None = None
    end: date | None = None
    calendar_billing: bool = False
    ramps: Mapping[str, tuple[RampStep, ...]] = dataclass_field(default_factory=dict)
    manual: tuple[ManualAdjustment, ...] = ()


PLAIN_TERMS = CommercialTerms()


def read_commercial_terms(
    catalog: Catalog, raw: Mapping[str, object], term_months: int
) -> tuple[CommercialTerms, tuple[Problem, ...]]:
    """The terms as far as they can be read, with everything that is wrong."""
    if not any(raw.get(key) not in (None, "", (), [], {}) for key in KEYS):
        return PLAIN_TERMS, ()
    reader = _TermsReader(catalog, raw, term_months)
    terms = reader.terms()
    return terms, tuple(reader.problems)


class _TermsReader:
    """Reads the terms of one request and keeps their problems."""

    def __init__(self, catalog: Catalog, raw: Mapping[str, object], term_months: int) -> None:
        self._catalog, self._raw, self._term = catalog, raw, term_months
        self.problems: list[Problem] = []

    def terms(self) -> CommercialTerms:
        """Everything that the request says; what is wrong is as if it were not said."""
        start, end = self._day("start"), self._day("end")
        end = self._check_end(start, end)
        calendar = self._flag(self._raw.get("calendar_billing"), "calendar_billing")
        if calendar and start is None:
            self._note("request_start_missing", "calendar_billing")
        months = _count_months(start, end) if start and end else self._term
        ramps = {code: steps for code, steps in self._ramps(months) if steps}
        return CommercialTerms(start, end, calendar and start is not None, ramps, tuple(self._adjustments()))

    def _note(self, code: str, field: str, **params: object) -> None:
        self.problems.append(Problem(code, field=field, params=params))

    def _day(self, key: str) -> date | None:
        given = self._raw.get(key)
        if given is None or given == "":
            return None
        found = read_day(given, key)
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _check_end(self, start: date | None, end: date | None) -> date | None:
        if end is None:
            return None
        if start is None:
            if self._raw.get("start") in (None, ""):
                self._note("request_start_missing", "end")
            return None
        if end < start:
            self._note("request_end_before_start", "end", start=start.isoformat(), end=end.isoformat())
            return None
        months = _count_months(start, end)
        if months > LONGEST_CONTRACT:
            self._note("request_end_too_late", "end", months=months, most=LONGEST_CONTRACT)
            return None
        return end

    def _flag(self, given: object, field: str) -> bool:
        if given is None or isinstance(given, bool):
            return bool(given)
        known = _FLAGS.get(str(given).strip().lower()) if isinstance(given, str) else None
        if known is None:
            self._note("request_flag_refused", field, value=str(given)[:40])
        return bool(known)

    def _ramps(self, months: int) -> Iterator[tuple[str, tuple[RampStep, ...]]]:
        given = self._raw.get("ramps")
        if given in (None, ""):
            return
        if not isinstance(given, Mapping):
            self._note("request_mapping_expected", "ramps", key="ramps")
            return
        for code, steps in given.items():
            field = f"ramps.{code}"
            offering = self._catalog.offerings.get(str(code))
            if offering is None:
                self._note("request_ramp_unknown", field, offering=str(code)[:60])
            elif not isinstance(steps, (list, tuple)) or len(steps) > MOST_STEPS:
                self._note("request_list_expected", field, key=field)
            else:
                yield offering.code, tuple(self._steps(offering, steps, field, months))

    def _steps(self, offering: Offering, steps: Sequence[object], path: str, months: int) -> Iterator[RampStep]:
        before = 0
        for number, given in enumerate(steps):
            field = f"{path}.{number}"
            if not isinstance(given, Mapping):
                self._note("request_mapping_expected", field, key=field)
                continue
            self._refuse_unknown(given, _STEP_KEYS, field)
            month = self._whole(given.get("from_month"), f"{field}.from_month")
            quantity = self._whole(given.get("quantity"), f"{field}.quantity")
            if month is None or quantity is None:
                continue
            if not 1 <= month <= months:
                self._note("request_ramp_outside", f"{field}.from_month", month=month, months=months)
            elif month <= before:
                self._note("request_ramp_unordered", f"{field}.from_month", month=month, before=before)
            elif quantity and not offering.min_quantity <= quantity <= offering.max_quantity:
                bounds = {"low": offering.min_quantity, "high": offering.max_quantity}
                params = {"offering": offering.code, "quantity": quantity, **bounds}
                self._note("request_quantity_out_of_range", f"{field}.quantity", **params)
            else:
                yield RampStep(month, quantity)
            before = max(before, month)

    def _whole(self, given: object, field: str) -> int | None:
        text = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
            return int(text)
        self._note("request_whole_number_refused", field, value="" if given is None else str(given)[:40])
        return None

    def _adjustments(self) -> Iterator[ManualAdjustment]:
        given = self._raw.get("adjustments")
        if given in (None, ""):
            return
        if not isinstance(given, (list, tuple)) or len(given) > MOST_ADJUSTMENTS:
            self._note("request_list_expected", "adjustments", key="adjustments")
            return
        for number, each in enumerate(given):
            field = f"adjustments.{number}"
            if not isinstance(each, Mapping):
                self._note("request_mapping_expected", field, key=field)
                continue
            adjustment = self._adjustment(each, field)
            if adjustment is not None:
                yield adjustment

    def _adjustment(self, given: Mapping[str, object], path: str) -> ManualAdjustment | None:
        known = len(self.problems)
        self._refuse_unknown(given, _ADJUSTMENT_KEYS, path)
        scope = self._scope(given.get("scope"), f"{path}.scope")
        form = self._form(given.get("form"), f"{path}.form")
        value = self._value(form, given.get("value"), f"{path}.value")
        measure = self._measure(given.get("measure"), f"{path}.measure")
        competitive = self._flag(given.get("competitive"), f"{path}.competitive")
        reason = self._reason(given.get("reason"), f"{path}.reason")
        if len(self.problems) > known:
            return None
        return ManualAdjustment(scope, form, value, measure, competitive, reason)

    def _scope(self, given: object, field: str) -> str:
        scope = "" if given is None else str(given).strip()
        if len(scope) > _LONGEST_SCOPE or (scope and not selection_of(self._catalog).members(scope)):
            self._note("request_scope_unknown", field, scope=scope[:_LONGEST_SCOPE])
        return scope

    def _form(self, given: object, field: str) -> ManualForm:
        found = next((form for form in FORMS if form == given), None)
        if found is None:
            self._note("request_adjustment_form_unknown", field, value=_shown(given), known=FORMS)
        return found or "percent"

    def _measure(self, given: object, field: str) -> ManualMeasure:
        found = "monthly" if given in (None, "") else next((each for each in MEASURES if each == given), None)
        if found is None:
            self._note("request_measure_unknown", field, value=_shown(given), known=MEASURES)
        return found or "monthly"

    def _value(self, form: ManualForm, given: object, field: str) -> Decimal:
        decimals = 2 if form == "percent" else self._catalog.currency.exponent
        try:
            if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
                raise FigureRefused(text=_shown(given), decimals=decimals)
            value = parse_figure(given.strip() if isinstance(given, str) else str(given), decimals=decimals)
        except FigureRefused:
            self._note("request_figure_refused", field, value=_shown(given), decimals=decimals)
            return Decimal(0)
        if value < 0:
            self._note("request_figure_negative", field, value=_shown(given))
        elif form == "percent" and value > _HUNDRED:
            self._note("request_percent_out_of_range", field, value=_shown(given))
        return value

    def _reason(self, given: object, field: str) -> str:
        reason = "" if given is None else str(given).strip()
        if len(reason) > LONGEST_REASON or not reason.isprintable():
            self._note("request_reason_refused", field, longest=LONGEST_REASON)
        return reason

    def _refuse_unknown(self, given: Mapping[str, object], known: frozenset[str], path: str) -> None:
        for key in given:
            if key not in known:
                nearest = ", ".join(sorted(known))
                self._note("request_key_unknown", f"{path}.{key}", key=str(key)[:60], nearest=nearest)


def read_day(given: object, key: str) -> date | Problem:
    """A day of the years that requests may speak of, written as year-month-day in ASCII digits; else what is wrong."""
    day, shown = _parse_day(str(given)), str(given)[:40]
    if day is None:
        return Problem("request_date_refused", field=key, params={"value": shown})
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        params = {"value": shown, "first": _FIRST_YEAR, "last": _LAST_YEAR}
        return Problem("request_date_too_far", field=key, params=params)
    return day


def _parse_day(text: str) -> date | None:
    """Weeks, which Python reads as well, are no days."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _count_months(start: date, end: date) -> int:
    """The contract months that `end` lies in, counted from 1 with the month that begins at `start`."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole + (1 if end.day >= start.day else 0)


def _shown(given: object) -> str:
    return "" if given is None else str(given)[:40]
