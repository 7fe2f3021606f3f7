from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from configurator.documents.value_chart import (
    MOST_BARS,
    ROW_HEIGHT,
    build_chart,
)
from configurator.quoting.content import ContentCharge
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def make_charge(kind, period):
    return ContentCharge(kind, period, "100.00", "100.00", "100.00", "0", "0.00", ())


def with_product_lines(count, name="Line {}"):
    content = make_content(lines=count)
    lines = tuple(
        replace(line, product_line=f"p{line.number}", product_line_name=Text("线", name.format(line.number)))
        for line in content.lines
    )
    return replace(content, lines=lines)


def plain(figure):
    return Decimal(figure.replace(",", ""))


@pytest.mark.parametrize("lines", [1, 10, 47, 300])
@pytest.mark.parametrize("months", [1, 24, 36])
def test_divides_the_whole_contract_value_among_the_bars(lines, months):
    content = make_content(lines=lines, term_months=months)
    bars = build_chart(content, EN).bars
    assert sum(plain(bar.amount) for bar in bars) == Decimal(content.totals.tcv)


def test_draws_the_largest_product_line_first_and_longest():
    bars = build_chart(make_content(lines=30), EN).bars
    amounts = [plain(bar.amount) for bar in bars]
    assert amounts == sorted(amounts, reverse=True)
    assert bars[0].length == max(bar.length for bar in bars) == 300
    assert [bar.top for bar in bars] == [ROW_HEIGHT * index for index in range(len(bars))]


def test_draws_lengths_in_proportion():
    bars = build_chart(make_content(lines=30), EN).bars
    first, last = bars[0], bars[-1]
    assert abs(last.length - 300 * plain(last.amount) / plain(first.amount)) <= 1


def test_puts_the_smallest_of_many_product_lines_together():
    content = with_product_lines(25)
    bars = build_chart(content, EN).bars
    assert len(bars) == MOST_BARS
    assert texts_of(bars[-1].name) == ["Other"]
    assert sum(plain(bar.amount) for bar in bars) == Decimal(content.totals.tcv)


def test_names_exactly_as_many_lines_as_fit_without_another():
    names = [texts_of(bar.name)[0] for bar in build_chart(with_product_lines(MOST_BARS + 1), EN).bars]
    # one of the eleven sells by usage only and has no bar of its own
    assert "Other" not in names and len(names) == MOST_BARS


@pytest.mark.parametrize(
    ("name", "printed"),
    [("x" * 32, "x" * 32), ("x" * 33, "x" * 31 + "…"), ("线" * 16, "线" * 16), ("线" * 17, "线" * 15 + "…")],
)
def test_shortens_a_name_that_would_run_into_the_bar(name, printed):
    assert texts_of(build_chart(with_product_lines(1, name), EN).bars[0].name) == [printed]


def test_says_the_bars_in_words_for_readers_who_cannot_see_them():
    chart = build_chart(make_content(lines=4), EN)
    assert chart.title.startswith("Contract value by product line: ")
    for bar in chart.bars:
        assert f"{texts_of(bar.name)[0]} {bar.amount}" in chart.title


def test_has_no_bar_where_nothing_is_charged():
    content = make_content(lines=2)
    free = replace(content, lines=tuple(replace(line, charges=()) for line in content.lines))
    assert build_chart(free, EN).bars == ()


def test_draws_a_credit_as_a_stump():
    content = with_product_lines(2)
    credit = replace(content.lines[1], charges=(make_charge("one_time", None),))
    credit = replace(credit, charges=(replace(credit.charges[0], net="-50.00"),))
    bars = build_chart(replace(content, lines=(content.lines[0], credit)), EN).bars
    assert (bars[1].amount, bars[1].length) == ("-50.00", 2)


def test_shares_add_up_to_the_whole():
    shares = [Decimal(bar.share.rstrip("%")) for bar in build_chart(make_content(lines=30), EN).bars]
    assert abs(sum(shares) - 100) <= Decimal("0.3")
