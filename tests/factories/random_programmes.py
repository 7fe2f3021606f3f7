"""Random programmes for small catalogs: every measure, spans, caps, conditions, groups and stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from configurator.catalog.commercial import (
    Anchor,
    Band,
    Bundle,
    Discount,
    Floor,
    Keep,
    Measure,
    PricingPolicy,
    Programme,
    Span,
    StackingGroup,
    Stage,
)
from configurator.catalog.sources import Expression
from configurator.values.periods import ChargeKind
from tests.factories.catalog import make_text
from tests.factories.programmes import make_discount

PERCENTS = st.sampled_from(("3", "5", "10", "12.5", "20"))
Starts = Mapping[Measure, Sequence[str]]
STARTS: Starts = {
    Measure.NONE: ("0",),
    Measure.LINE_QUANTITY: ("1", "2", "3"),
    Measure.LINE_MONTHLY: ("0", "90", "200", "310"),
    Measure.QUOTE_MONTHLY: ("0", "120", "300", "520.5"),
    Measure.CONTRACT_VALUE: ("0", "1500", "4000.04"),
    Measure.TERM_MONTHS: ("1", "12", "36"),
    Measure.PRODUCT_LINES: ("1", "2", "3"),
}
SPANS = (((1, None),), ((1, 6), (7, None)), ((3, 12),), ((2, None),))
STAGES = ("early", "late")


@st.composite
def bands(draw: st.DrawFn, measure: Measure, starts_of: Starts = STARTS) -> tuple[Band, ...]:
    """One to three bands in rising order, of percentages or of amounts, some of them capped."""
    starts = sorted(draw(st.sets(st.sampled_from(starts_of[measure]), min_size=1, max_size=3)), key=Decimal)
    has_amounts = draw(st.booleans()) and draw(st.booleans())
    return tuple(
        Band(
            Decimal(start),
            Decimal(0) if has_amounts else Decimal(draw(PERCENTS)),
            Decimal(draw(st.sampled_from(("7", "30.05", "80")))) if has_amounts else None,
            Decimal(draw(st.sampled_from(("15", "40.1")))) if draw(st.booleans()) and draw(st.booleans()) else None,
        )
        for start in starts
    )


@st.composite
def discounts(
    draw: st.DrawFn, key: str, conditions: Sequence[str], selectors: Sequence[str], starts_of: Starts = STARTS
) -> Discount:
    """A discount with one of all measures; `figure` is the input of those that read one."""
    measure = draw(st.sampled_from(list(starts_of)))
    has_input = measure in (Measure.INPUT, Measure.GROUP_MONTHLY)
    is_coded = draw(st.integers(0, 4)) == 0
    when = draw(st.sampled_from(("", "", *conditions)))
    measured = draw(st.booleans()) and measure in (Measure.QUOTE_MONTHLY, Measure.PRODUCT_LINES)
    return make_discount(
        key,
        stage=draw(st.sampled_from(STAGES)),
        applies_to=(draw(st.sampled_from(("*", *selectors))),),
        spans=tuple(Span(*months, draw(bands(measure, starts_of))) for months in draw(st.sampled_from(SPANS))),
        measure=measure,
        measured_on=tuple(selectors) if measured else (),
        group=draw(st.sampled_from(("", "best", "first"))),
        when=Expression(when) if when else None,
        charges=draw(st.sampled_from((frozenset({ChargeKind.RECURRING}), frozenset(set(ChargeKind))))),
        input="figure" if has_input else "",
        on_request=draw(st.booleans()) and not is_coded,
        code=f"CODE-{key}" if is_coded else "",
    )


@st.composite
def bundles(
    draw: st.DrawFn, key: str, conditions: Sequence[str], selectors: Sequence[str], starts_of: Starts = STARTS
) -> Bundle:
    """A converged bundle on everything, whose anchors are among the lines that it may carry."""
    discount = draw(discounts(key, conditions, selectors, starts_of))
    spans = tuple(
        Span(each.first_month, each.last_month, draw(bands(Measure.LINE_MONTHLY, starts_of))) for each in discount.spans
    )
    anchor = Anchor(
        tuple(selectors[:1]),
        Decimal(draw(st.sampled_from(starts_of[Measure.LINE_MONTHLY]))),
        draw(st.integers(1, 2)),
        1,
    )
    return Bundle(
        replace(discount, spans=spans, measure=Measure.LINE_MONTHLY, measured_on=(), input=""),
        anchor,
        Decimal(draw(st.sampled_from(("0", "88", "95")))),
    )


@st.composite
def programmes(
    draw: st.DrawFn, conditions: Sequence[str], selectors: Sequence[str], starts_of: Starts = STARTS, most: int = 3
) -> dict[str, Programme]:
    """One to three programmes."""
    found: dict[str, Programme] = {}
    for at in range(draw(st.integers(1, most))):
        kind = bundles if draw(st.integers(0, 3)) == 0 else discounts
        found[f"P-{at}"] = draw(kind(f"P-{at}", conditions, selectors, starts_of))
    return found


@st.composite
def policies(draw: st.DrawFn) -> PricingPolicy:
    """Programmes before and behind the term discount, groups that keep one, and a floor or none."""
    groups = {
        key: StackingGroup(key, make_text(key), keep) for key, keep in (("best", Keep.BEST), ("first", Keep.FIRST))
    }
    floors = (Floor("", Decimal(8), Decimal(15)),) if draw(st.booleans()) else ()
    kinds = (("early", "programme"), ("term", "term"), ("late", "programme"), ("manual", "manual"), ("floor", "floor"))
    stages = tuple(Stage(key, kind, make_text(key)) for key, kind in kinds if kind != "floor" or floors)
    return PricingPolicy(stages=stages, groups=groups, floors=floors)
