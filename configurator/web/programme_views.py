"""The programmes that a quote may ask for, each with what it gives in a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from configurator.catalog.commercial import Band, Discount, Span, reduction_of
from configurator.catalog.model import Catalog
from configurator.http.languages import get_language
from configurator.programmes.gathering import list_programmes as list_benefit_programmes
from configurator.values.text import Text
from configurator.web.context import translate
from configurator.web.formatting import show_percent


@dataclass(frozen=True, slots=True)
class ProgrammeOption:
    """A programme to ask for: its key, its name and what it gives (nothing for benefits)."""

    key: str
    name: Text
    gives: str


def list_options(catalog: Catalog) -> tuple[ProgrammeOption, ...]:
    """Everything that a quote gets only when it asks: reductions of the price, then benefits."""
    reductions = (reduction_of(each) for each in catalog.programmes.values())
    asked = [ProgrammeOption(each.key, each.name, describe_spans(each)) for each in reductions if each.on_request]
    benefits = [
        ProgrammeOption(each.key, each.name, "") for each in list_benefit_programmes(catalog) if each.on_request
    ]
    return (*asked, *benefits)


def describe_spans(reduction: Discount) -> str:
    """What is off in which months of the contract, band by band."""
    return " · ".join(_describe_span(span, is_only=len(reduction.spans) == 1) for span in reduction.spans)


def _describe_span(span: Span, *, is_only: bool) -> str:
    bands = ", ".join(_describe_bands(span.bands))
    if is_only and span.first_month == 1 and span.last_month is None:
        return bands
    if span.last_month is None:
        return translate("web.programme.from", first=span.first_month, bands=bands)
    return translate("web.programme.span", first=span.first_month, last=span.last_month, bands=bands)


def _describe_bands(bands: tuple[Band, ...]) -> Iterator[str]:
    for band in bands:
        off = show_percent(get_language(), band.percent) if band.amount is None else _show(band.amount)
        yield translate("web.programme.band", off=off, since=_show(band.since)) if band.since else off


def _show(figure: Decimal) -> str:
    digits = f"{figure:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
