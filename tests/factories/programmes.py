"""Programmes and facts of quotes for tests; what a test does not say has a plain default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from configurator.catalog.commercial import Anchor, Band, Bundle, Discount, Measure, Programme, Span
from configurator.catalog.model import Catalog
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.values.problem import SourceLocation
from tests.factories.catalog import make_catalog, make_text

DAY = date(2026, 11, 22)


def make_band(since: str = "0", percent: str = "0", *, amount: str | None = None, cap: str | None = None) -> Band:
    """A band; amounts in major units."""
    return Band(
        since=Decimal(since),
        percent=Decimal(percent),
        amount=None if amount is None else Decimal(amount),
        cap=None if cap is None else Decimal(cap),
        location=SourceLocation("programmes/demo.yaml", 7, 1),
    )


def make_discount(key: str = "D", *bands: Band, **changes: Any) -> Discount:
    """A discount on everything in the stage `demo`, in the whole contract; `changes` are fields of Discount."""
    plain = Discount(
        key=key,
        name=make_text(key),
        sentence=make_text(key),
        stage="demo",
        applies_to=("*",),
        spans=(Span(1, None, bands or (make_band("0", "10"),)),),
        location=SourceLocation("programmes/demo.yaml", 2, 1),
    )
    return replace(plain, **changes)


def make_bundle(
    key: str = "T",
    *bands: Band,
    anchors: Iterable[str] = ("NET-*",),
    least: str = "1000",
    most: int = 1,
    lines_each: int = 10,
    untouched_below: str = "0",
    most_arrears_days: int | None = None,
    **changes: Any,
) -> Bundle:
    """A bundle on what is not an anchor; `changes` are fields of its discount."""
    return Bundle(
        discount=make_discount(key, *bands, **{"measure": Measure.LINE_MONTHLY, **changes}),
        anchor=Anchor(tuple(anchors), Decimal(least), most, lines_each),
        untouched_below=Decimal(untouched_below),
        most_arrears_days=most_arrears_days,
    )


def make_programmes_catalog(*programmes: Programme, **changes: Any) -> Catalog:
    """A catalog that sells NET-1, VM-1, VM-2 and SIM-1 and has these programmes."""
    named = {_key_of(programme): programme for programme in programmes}
    return make_catalog(**{"offerings": ("NET-1", "NET-2", "VM-1", "VM-2", "SIM-1"), **changes, "programmes": named})


def _key_of(programme: Programme) -> str:
    return programme.discount.key if isinstance(programme, Bundle) else programme.key


def make_line(number: int, offering: str, monthly: str | Fraction = "0", **changes: Any) -> LineFacts:
    """One line with so much a month, in major units (a fraction: in minor ones); `changes` are fields of LineFacts."""
    minor = monthly if isinstance(monthly, Fraction) else Fraction(monthly) * 100
    plain = LineFacts(number, offering, 1, minor, 0, 0)
    return replace(plain, **changes)


def make_facts(catalog: Catalog, *lines: LineFacts, **changes: Any) -> QuoteFacts:
    """A quote of 24 months; `changes` are fields of QuoteFacts."""
    plain = QuoteFacts(catalog=catalog, day=DAY, term_months=24, lines=lines)
    return replace(plain, **changes)
