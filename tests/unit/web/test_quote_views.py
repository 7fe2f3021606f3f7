"""Lines in numbered groups, discounts, shares of the whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from configurator.quoting.content import ContentCharge
from configurator.web.quote_views import discount_of, group_lines, kind_of
from configurator.wording import say
from tests.factories.content import make_content


def make_charge(
    kind: str = "recurring", period: str | None = "month", listed: str = "100", net: str = "90"
) -> ContentCharge:
    return ContentCharge(kind, period, listed, net, net, "0.06", "0", ())


def test_groups_follow_the_content_and_number_their_lines() -> None:
    groups = group_lines(make_content())
    assert [group.label for group in groups] == [str(number) for number in range(1, len(groups) + 1)]
    assert [view.label for view in groups[0].lines] == ["1.1", "1.2"]
    assert sum(len(group.lines) for group in groups) == len(make_content().lines)


def test_groups_costs_add_up_to_the_contract_value() -> None:
    content = make_content(term_months=24)
    assert sum(group.tcv for group in group_lines(content)) == Decimal(content.totals.tcv)


def test_shares_add_up_to_the_whole() -> None:
    whole = sum(group.share for group in group_lines(make_content()))
    assert abs(whole - 100) <= Decimal("0.5")


def test_free_content_has_no_shares() -> None:
    content = make_content(lines=1)
    free = replace(content.lines[0], charges=(make_charge(listed="0.00", net="0.00"),))
    (group,) = group_lines(replace(content, lines=(free,)))
    assert (group.tcv, group.share) == (0, 0)


@pytest.mark.parametrize(
    ("listed", "net", "percent"),
    [("100", "90", "10.00"), ("3", "2", "33.33"), ("100", "100", "0"), ("0", "0", "0"), ("90", "100", "0")],
)
def test_discount_is_what_net_lies_below_list(listed: str, net: str, percent: str) -> None:
    assert discount_of(make_charge(listed=listed, net=net)) == Decimal(percent)


@pytest.mark.parametrize(
    ("kind", "period", "word"),
    [
        ("one_time", None, "one_time"),
        ("recurring", "month", "month"),
        ("recurring", "quarter", "quarter"),
        ("recurring", "year", "year"),
        ("usage", "month", "usage"),
    ],
)
def test_a_charge_is_called_by_its_kind_or_period(kind: str, period: str | None, word: str) -> None:
    assert kind_of(make_charge(kind, period)) == word
    for language in ("zh", "en"):
        assert say(language, f"web.charge.{word}")
