"""What a quote would cost today beside what it costs: which charges differ, and for which reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from configurator.quoting.content import Content, ContentExchange, ContentTrace
from configurator.quoting.repricing import compare_prices
from tests.factories.content import make_content

RATE = ContentExchange("CNY", "EUR", "0.12", "2026-11-01", "bank")


def step(name: str, rule: str = "", **params: str) -> ContentTrace:
    return ContentTrace(name, "0.00", "0.00", rule, "", tuple(sorted(params.items())))


PLAIN = (step("list", "P", rate="100", tier="1", shown="1 × 100"), step("term_discount", "T-12", percent="5"),
         step("net", "P"), step("tax", "V6", percent="6", tax="5.66"))  # fmt: skip


def with_first(content: Content, **changes: Any) -> Content:
    """The content with another first charge."""
    line, *others = content.lines
    first, *rest = line.charges
    return replace(content, lines=(replace(line, charges=(replace(first, **changes), *rest)), *others))


@pytest.fixture
def before() -> Content:
    return with_first(make_content(), trace=PLAIN, net="100.00", tax="5.66")


def test_the_same_content_differs_in_nothing(before: Content) -> None:
    found = compare_prices(before, before)
    assert found.charges == () and found.reasons == () and found.is_same
    assert all(each.before == each.after for each in found.totals)
    assert {each.measure for each in found.totals} >= {"one_time", "monthly", "tcv"}


@pytest.mark.parametrize(
    ("place", "other", "reasons"),
    [
        (0, step("list", "P", rate="101", tier="1", shown="1 × 101"), ("list",)),
        (1, step("term_discount", "T-12", percent="8"), ("term",)),
        (1, step("term_discount", "T-24", percent="5"), ("term",)),
        (3, step("tax", "V6", percent="9", tax="8.26"), ("tax",)),
        (2, step("programme", "P-1", percent="5"), ("programme",)),
        (2, step("manual_discount", "discount_percent", percent="5"), ("manual",)),
        (2, step("floor", "F"), ("floor",)),
        (2, step("exchange", "EUR", rate="0.13", before="100.00"), ("exchange",)),
    ],
)
def test_the_step_that_differs_is_the_reason(before: Content, place: int, other: ContentTrace, reasons: Any) -> None:
    trace = (*PLAIN[:place], other, *PLAIN[place + 1 :])
    (change,) = compare_prices(before, with_first(before, net="101.00", trace=trace)).charges
    assert change.reasons == reasons
    assert (change.before, change.after, change.tax_before, change.tax_after) == ("100.00", "101.00", "5.66", "5.66")


def test_amounts_that_follow_from_earlier_steps_are_no_reasons(before: Content) -> None:
    follows = (step("list", "P", rate="101", tier="3", shown="1 × 101"), PLAIN[1], PLAIN[2],
               step("tax", "V6", percent="6", tax="5.72"))  # fmt: skip
    (change,) = compare_prices(before, with_first(before, net="101.00", tax="5.72", trace=follows)).charges
    assert change.reasons == ("list",)


def test_a_change_of_tax_alone_is_told(before: Content) -> None:
    dearer = with_first(before, tax="8.26", trace=(*PLAIN[:3], step("tax", "V6", percent="9", tax="8.26")))
    found = compare_prices(before, dearer)
    assert [(each.reasons, each.tax_after) for each in found.charges] == [(("tax",), "8.26")]
    assert not found.is_same


def test_what_is_new_or_gone_is_told_without_a_counterpart(before: Content) -> None:
    fewer = replace(before, lines=before.lines[1:])
    gone, back = compare_prices(before, fewer), compare_prices(fewer, before)
    count = len(before.lines[0].charges)
    assert [each.reasons for each in gone.charges] == [("removed",)] * count
    assert [(each.before, each.tax_before) for each in back.charges] == [(None, None)] * count
    assert back.reasons == ("added",)


def test_another_quantity_is_a_reason_of_its_own(before: Content) -> None:
    line = before.lines[0]
    more = replace(before, lines=(replace(line, quantity=line.quantity + 1), *before.lines[1:]))
    (change,) = compare_prices(before, with_first(more, net="200.00")).charges
    assert change.reasons == ("quantity",)


def test_another_rate_is_not_the_same_even_where_no_amount_differs(before: Content) -> None:
    pinned = replace(before, exchange=RATE)
    assert not compare_prices(before, pinned).is_same
    assert compare_prices(pinned, pinned).is_same


def test_a_total_that_is_nothing_on_both_sides_is_left_out(before: Content) -> None:
    once = replace(before, totals=replace(before.totals, annual="0.00", quarterly="", usage_estimate="0.00"))
    measures = {each.measure for each in compare_prices(once, once).totals}
    assert measures.isdisjoint({"annual", "quarterly", "usage_estimate"})
    assert "annual" in {each.measure for each in compare_prices(once, before).totals}
