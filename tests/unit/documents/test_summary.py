from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.documents.figures import NONE, format_amount
from configurator.documents.summary import build_key_figures, build_needs, build_summary
from configurator.quoting.content import ContentNeed
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def test_leads_with_monthly_one_time_first_year_and_contract_value():
    totals = make_content().totals
    figures = build_key_figures(make_content(), EN)
    assert [texts_of(figure.name)[0] for figure in figures] == [
        "Monthly",
        "One-time",
        "First year",
        "Contract value",
    ]
    assert [figure.amount for figure in figures] == [
        format_amount(amount) for amount in (totals.monthly, totals.one_time, totals.first_year, totals.tcv)
    ]


@pytest.mark.parametrize(("months", "note"), [(36, "over 36 months"), (1, "month by month, one month")])
def test_says_over_how_long_the_contract_value_runs(months, note):
    figure = build_key_figures(make_content(term_months=months), EN)[-1]
    assert texts_of(figure.note) == [note]


def test_names_the_components_that_meet_a_need():
    needs = build_needs(make_content(lines=2), EN)
    assert texts_of(needs[0].components) == ["Leased internet line 200 Mbit/s, Wide-area edge gateway"]


def test_shows_a_dash_for_a_need_that_nothing_meets():
    content = make_content(lines=1, needs=(ContentNeed("N", Text("甲", "A"), Text("乙", "B"), ("ABSENT",)),))
    assert texts_of(build_needs(content, EN)[0].components) == [NONE]


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_leads_with_customer_package_and_counts(language):
    content = make_content(lines=12, customer_name="ACME")
    for phrase in build_summary(content, make_book(language)).lead:
        assert "ACME" in phrase.text and "12" in phrase.text and "24" in phrase.text


def test_says_nothing_of_needs_where_none_are_stated():
    said = texts_of(build_summary(make_content(needs=()), EN).lead)
    assert "need" not in said[0]


def test_counts_one_component_and_one_month_in_the_singular():
    content = make_content(lines=1, term_months=1)
    said = texts_of(build_summary(content, EN).lead)[0]
    assert "one component." in said and "one stated need." in said and "month by month" in said


def test_asks_for_smaller_type_when_a_key_figure_is_long():
    content = make_content()
    dear = replace(content, totals=replace(content.totals, tcv="123456789.00"))
    assert build_summary(content, EN).density == ""
    assert build_summary(dear, EN).density == "crowded"
