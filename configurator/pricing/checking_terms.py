"""What keeps the commercial terms of a context from being priced: its dates, ramps, and the seller's adjustments.

Requests are read more strictly before (they know what a form can hold); here stands what every caller is held to.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from configurator.configuration.model import Configuration
from configurator.pricing.book import PriceBook
from configurator.pricing.deal import ADJUSTMENTS
from configurator.pricing.model import ManualAdjustment, ManualForm, ManualMeasure, PricingContext
from configurator.values.problem import Problem

LATEST_YEAR = 2200
"""Quotes are dated, and contracts begin and end, by then: long before the calendar ends."""

_FORMS: tuple[str, ...] = get_args(ManualForm)
_MEASURES: tuple[str, ...] = get_args(ManualMeasure)
_HUNDRED = Decimal(100)
_FINEST = -6
_LARGEST_POWER = 14
_SHOWN = 40


def check_dates(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """All days lie within the calendar, a contract ends after it starts; an end or calendar billing needs a start."""
    start, end = context.start, context.end
    for field, day in (("date", context.day), ("start", start), ("end", end)):
        if day is not None and day.year > LATEST_YEAR:
            params = {"value": day.isoformat(), "first": 1, "last": LATEST_YEAR}
            yield Problem("request_date_too_far", field=field, params=params)
    if start is None:
        for field in [*(["end"] if end else []), *(["calendar_billing"] if context.calendar_billing else [])]:
            yield Problem("request_start_missing", field=field)
    elif end is not None and end < start:
        params = {"start": start.isoformat(), "end": end.isoformat()}
        yield Problem("request_end_before_start", field="end", params=params)


def check_ramps(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """The months of a ramp count from 1 and rise; its quantities are not negative."""
    for code, steps in context.ramps.items():
        before = 0
        for number, step in enumerate(steps):
            field = f"ramps.{code}.{number}"
            if step.first_month <= before:
                params = {"month": step.first_month, "before": before}
                yield Problem("request_ramp_unordered", field=f"{field}.from_month", params=params)
            if step.quantity < 0:
                yield Problem("request_figure_negative", field=f"{field}.quantity", params={"value": step.quantity})
            before = max(before, step.first_month)


def check_adjustments(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """An adjustment is of a known form and measure, and its value a figure from zero on; a percentage at most 100."""
    for number, adjustment in enumerate(context.manual):
        field = f"{ADJUSTMENTS}.{number}"
        yield from _check_words(adjustment, field)
        yield from _check_value(adjustment, f"{field}.value")


def _check_words(adjustment: ManualAdjustment, field: str) -> Iterator[Problem]:
    if adjustment.form not in _FORMS:
        params = {"value": str(adjustment.form)[:_SHOWN], "known": _FORMS}
        yield Problem("request_adjustment_form_unknown", field=f"{field}.form", params=params)
    if adjustment.measure not in _MEASURES:
        params = {"value": str(adjustment.measure)[:_SHOWN], "known": _MEASURES}
        yield Problem("request_measure_unknown", field=f"{field}.measure", params=params)


def _check_value(adjustment: ManualAdjustment, field: str) -> Iterator[Problem]:
    value, params = adjustment.value, {"value": str(adjustment.value)[:_SHOWN]}
    if not _is_plain(value):
        yield Problem("request_figure_refused", field=field, params={**params, "decimals": -_FINEST})
    elif value < 0:
        yield Problem("request_figure_negative", field=field, params=params)
    elif adjustment.form == "percent" and value > _HUNDRED:
        yield Problem("request_percent_out_of_range", field=field, params=params)


def _is_plain(value: Decimal) -> bool:
    """At most 15 digits before the point and six behind it."""
    if not value.is_finite() or value.adjusted() > _LARGEST_POWER:
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _FINEST
