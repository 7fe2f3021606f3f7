from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from configurator.documents.figures import format_amount
from configurator.documents.prices import WAYS, build_prices, build_tables, build_totals, state_convention
from tests.factories.content import make_content, sum_totals
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def table_of(content, key):
    return next(table for table in build_tables(content, EN) if table.key == key)


def plain(figure):
    return Decimal(figure.replace(",", ""))


def test_makes_one_table_for_each_way_of_paying():
    assert [table.key for table in build_tables(with_quarters(), EN)] == [way[0] for way in WAYS]


def with_quarters():
    """A content whose first monthly charge comes every quarter."""
    content = make_content()
    line = next(line for line in content.lines if any(each.period == "month" for each in line.charges))
    charges = tuple(replace(each, period="quarter") if each.kind == "recurring" else each for each in line.charges)
    lines = tuple(replace(each, charges=charges) if each is line else each for each in content.lines)
    return replace(content, lines=lines, totals=sum_totals(lines, content.term_months))


def test_a_quarterly_total_stands_between_the_monthly_and_the_annual_one_where_there_is_any():
    content = with_quarters()
    assert plain(content.totals.quarterly) > 0
    labels = [texts_of(row.label)[0] for row in build_totals(content, EN)]
    assert labels.index("Quarterly charges, per quarter") == labels.index("Monthly charges, per month") + 1
    (row,) = [row for row in build_totals(content, EN) if texts_of(row.label)[0].startswith("Quarterly")]
    assert plain(row.amount) == plain(content.totals.quarterly)
    assert len(build_totals(make_content(), EN)) == len(labels) - 1
    early = replace(content, totals=replace(content.totals, quarterly=""))
    assert len(build_totals(early, EN)) == len(labels) - 1


def test_leaves_out_a_way_of_paying_that_does_not_occur():
    assert [table.key for table in build_tables(make_content(lines=2), EN)] == ["one_time", "monthly"]


@pytest.mark.parametrize("lines", [1, 10, 33])
def test_prints_every_charge_of_the_content_exactly_once(lines):
    content = make_content(lines=lines)
    charges = [
        (line.number, format_amount(charge.list), format_amount(charge.net), format_amount(charge.tax))
        for line in content.lines
        for charge in line.charges
    ]
    rows = [(row.number, row.list, row.net, row.tax) for table in build_tables(content, EN) for row in table.rows]
    assert sorted(rows) == sorted(charges)


@pytest.mark.parametrize(
    ("key", "total"),
    [
        ("one_time", "one_time"),
        ("monthly", "monthly"),
        ("annual", "annual"),
        ("usage", "usage_estimate"),
    ],
)
def test_sums_a_table_to_the_total_of_the_quote(key, total):
    content = make_content(lines=25)
    assert table_of(content, key).sums.net == format_amount(getattr(content.totals, total))


@pytest.mark.parametrize("key", [way[0] for way in WAYS])
def test_sums_every_column_of_its_rows(key):
    table = table_of(with_quarters(), key)
    for column in ("list", "net", "base", "tax"):
        rows = sum(plain(getattr(row, column)) for row in table.rows)
        assert plain(getattr(table.sums, column)) == rows


def test_shows_net_without_tax_beside_net_when_prices_contain_tax():
    row = table_of(make_content(), "monthly").rows[0]
    assert plain(row.base) + plain(row.tax) == plain(row.net)


def test_shows_net_with_tax_beside_net_when_prices_do_not_contain_tax():
    row = table_of(make_content(tax_inclusive=False), "monthly").rows[0]
    assert plain(row.net) + plain(row.tax) == plain(row.base)


def test_tells_discount_and_rate_in_percent():
    row = table_of(make_content(discount_percent="12.5"), "one_time").rows[0]
    assert (row.discount, row.rate) == ("12.5%", "9%")


def test_sums_the_tax_of_the_term_to_the_contract_value():
    content = make_content(lines=25)
    prices = build_prices(content, EN)
    assert [row.rate for row in prices.tax_rows] == ["6%", "9%", "13%"]
    assert prices.tax_total.inclusive == format_amount(content.totals.tcv)
    assert plain(prices.tax_total.ex_tax) + plain(prices.tax_total.tax) == plain(prices.tax_total.inclusive)


def test_ends_the_totals_with_the_contract_value():
    content = make_content(term_months=36)
    totals = build_totals(content, EN)
    assert texts_of(totals[-1].label) == ["Contract value (36 months)"]
    assert totals[-1].amount == format_amount(content.totals.tcv)
    assert [row.main for row in totals] == [False] * (len(totals) - 1) + [True]


@pytest.mark.parametrize(("language", "printed"), [("zh", ["(金额大写)"]), ("en", []), ("both", ["(金额大写)"])])
def test_writes_capitals_only_where_chinese_is_read(language, printed):
    assert texts_of(build_prices(make_content(), make_book(language)).capitals) == printed


def test_writes_no_capitals_where_the_content_has_none():
    content = make_content()
    content = replace(content, totals=replace(content.totals, tcv_capitals=""))
    assert build_prices(content, make_book("zh")).capitals == ()


@pytest.mark.parametrize(
    ("currency", "inclusive", "said"),
    [
        ("CNY", True, "Amounts are in Chinese yuan (CNY) and include tax unless stated otherwise."),
        ("EUR", False, "Amounts are in euro (EUR) and exclude tax unless stated otherwise."),
        ("XTS", True, "Amounts are in XTS and include tax unless stated otherwise."),
    ],
)
def test_states_currency_and_tax_convention(currency, inclusive, said):
    content = make_content(currency=currency, tax_inclusive=inclusive)
    assert texts_of(state_convention(content, EN)) == [said]


def test_titles_its_subsections_with_the_tables_then_tax_and_totals():
    titles = [texts_of(title)[0] for title in build_prices(make_content(lines=2), EN).part_titles]
    assert titles == ["One-time charges", "Monthly charges", "Tax over the term", "Totals"]


def test_asks_for_smaller_type_when_sums_are_long():
    content = make_content()
    dear = tuple(
        replace(line, charges=tuple(replace(charge, net=f"9{charge.net:0>13}") for charge in line.charges))
        for line in content.lines
    )
    assert build_prices(content, EN).density == ""
    assert build_prices(replace(content, lines=dear, totals=sum_totals(dear, 24)), EN).density == "packed"
